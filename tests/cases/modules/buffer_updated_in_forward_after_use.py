import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("scale", torch.ones(3))

    def forward(self, x):
        out = x * self.scale
        with torch.no_grad():
            self.scale.mul_(0.9)  # expect: DET104
        return out


scaled = Scaled()
scaled(torch.randn(3, requires_grad=True)).sum().backward()
