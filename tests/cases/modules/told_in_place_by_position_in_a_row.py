"""The last argument of ``nn.LeakyReLU`` tells it to write its input."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.LeakyReLU(0.2, True))

    def forward(self, x):
        return self.net(x)  # expect: DET114


# for PyTorch only
Net()(torch.ones(2, 3, requires_grad=True)).sum().backward()
