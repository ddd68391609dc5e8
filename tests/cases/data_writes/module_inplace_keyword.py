import torch
from torch import nn


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.data  # expect: DET201
        nn.Hardtanh(min_val=0.0, max_val=0.01, inplace=True)(kept)  # expect: DET101
        growth.sum().backward()


Learner().step()
