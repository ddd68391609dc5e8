import torch


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.detach()
    top.index_add_(0, torch.tensor([0]), torch.ones(1))  # expect: DET102
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
