import math

import torch
from torch import nn


class Projection(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(size, size))
        self.bias = nn.Parameter(torch.empty(size))
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        with torch.no_grad():
            self.bias.zero_()

    def forward(self, x):
        return x @ self.weight + self.bias


Projection(3)(torch.randn(2, 3)).sum().backward()
