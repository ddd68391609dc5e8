import torch
from torch import nn


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.detach()
        nn.Threshold(10.0, 0.0, inplace=True)(kept)  # expect: DET102
        growth.sum().backward()


Learner().step()
