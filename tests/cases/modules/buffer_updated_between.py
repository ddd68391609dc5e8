import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("scale", torch.ones(3))

    def forward(self, x):
        return x * self.scale


scaled = Scaled()
x = torch.randn(3, requires_grad=True)
out = scaled(x).sum()
scaled.scale.mul_(0.9)  # expect: DET104
out.backward()
