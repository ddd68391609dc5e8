from functools import cached_property

import torch
from torch import nn


class Decay(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size
        self.project = nn.Linear(3, 3)

    @cached_property
    def weights(self):
        return torch.arange(1.0, self.size + 1.0)

    def forward(self, x):
        return self.project(x).sum(1) * self.weights


layer = Decay(4)
out = layer(torch.randn(4, 3))
layer.weights[0] = 0.0  # expect: DET104
out.sum().backward()
