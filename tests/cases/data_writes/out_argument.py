import torch


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.data  # expect: DET201
    torch.mul(torch.ones(4), 2.0, out=top)  # expect: DET101
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
