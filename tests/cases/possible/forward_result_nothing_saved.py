import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 2)

    def forward(self, x):
        out = self.linear(x)
        out += 1.0
        return out


# for PyTorch only
Head()(torch.randn(2, 3)).sum().backward()
