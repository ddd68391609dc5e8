import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.full((3,), 2.0))

    def forward(self, x):
        return x * self.scale

    def fit(self, x, rate):
        self(x).sum().backward()
        self.scale.sub_(rate * self.scale.grad)  # expect: DET306


getattr(Scaled(), "".join(["fi", "t"]))(torch.ones(3), 0.1)
