import torch
from torch import nn


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.detach()
    nn.init.constant_(top, 3.0)  # expect: DET102
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
