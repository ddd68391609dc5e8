import torch


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.data  # expect: DET201
    torch._foreach_mul_([top], 3.0)  # expect: DET101
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
