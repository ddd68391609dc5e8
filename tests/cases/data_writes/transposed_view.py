import torch


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.data  # expect: DET201
    top.reshape(2, 2).t().mul_(3.0)  # expect: DET101
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
