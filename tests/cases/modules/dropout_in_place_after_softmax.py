import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, size: int, drop: float) -> None:
        super().__init__()
        self.keys = nn.Linear(size, size)
        self.drop = nn.Dropout(drop, inplace=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weights = (self.keys(x) @ x.transpose(-2, -1)).softmax(dim=-1)
        weights = self.drop(weights)  # expect: DET114
        return weights @ x


class Cut(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.keys = nn.Linear(size, size)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.act(self.keys(x))


# for PyTorch only
x = torch.randn(2, 4, 3)
Cut(3)(x).sum().backward()
Attention(3, 0.5)(x).sum().backward()
