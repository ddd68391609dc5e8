import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("scale", torch.ones(3))

    def forward(self, x):
        out = x * self.scale
        self.scale = self.scale * 0.9
        return out


scaled = Scaled()
scaled(torch.randn(3, requires_grad=True)).sum().backward()
