import torch
from torch import nn


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.data  # expect: DET201
    nn.Threshold(10.0, 0.0, inplace=True)(top)  # expect: DET101
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
