import torch
from torch import nn


class Masked(nn.Module):
    def forward(self, x, mask):
        x[~mask] = 0.0  # expect: DET114
        return x.sum()


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 3)
        self.masked = Masked()

    def forward(self, x, mask):
        return self.masked(torch.sigmoid(self.linear(x)), mask)


class Summed(nn.Module):
    """A sum keeps nothing, and may be written."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 3)
        self.masked = Masked()

    def forward(self, x, mask):
        return self.masked(self.linear(x) + 1, mask)


# for PyTorch only
Gated()(torch.randn(2, 3), torch.tensor([[True, True, False], [True, False, True]])).backward()
