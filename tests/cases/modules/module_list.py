import torch
from torch import nn


class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(2)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x).sigmoid()
            x.detach().clamp_(0.4, 0.6)  # expect: DET102
        return x


Stack()(torch.randn(2, 3)).sum().backward()
