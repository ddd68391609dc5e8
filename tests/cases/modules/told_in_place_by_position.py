"""``nn.ReLU(True)`` is told to write its input as well as ``nn.ReLU(inplace=True)`` is."""

import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.act = nn.ReLU(True)

    def forward(self, x):
        y = x.sigmoid()
        return self.act(y)  # expect: DET114


class Sum(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(3, 3)
        self.act = nn.ReLU(True)

    def forward(self, x):
        return self.act(self.linear(x))


# for PyTorch only
x = torch.ones(2, 3, requires_grad=True)
Sum()(x).sum().backward()
Gate()(x).sum().backward()
