import torch
from torch import nn


class SpectralLinear(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(size, size))

    def forward(self, x):
        self.weight.data.div_(2.0)  # expect: DET202
        return x @ self.weight


layer = SpectralLinear(3)
x = torch.randn(2, 3, requires_grad=True)
layer(x).sum().backward()
