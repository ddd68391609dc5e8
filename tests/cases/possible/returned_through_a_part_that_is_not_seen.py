import torch
from torch import nn


class Gated(nn.Module):
    def __init__(self, gate: nn.Module, out: nn.Module) -> None:
        super().__init__()
        self.gate = gate
        self.out = out

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        gate = torch.sigmoid(self.gate(x))
        y = x * gate
        gate.data.clamp_(min=0.6)  # expect: DET111
        return self.out(y)


class Inherited(Gated):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        mean = self.gate(x)
        loss = mean.pow(2).sum()
        mean.data.clamp_(-0.1, 0.1)  # expect: DET111
        return loss


# for PyTorch only
x = torch.randn(4, 3)
Gated(nn.Linear(3, 3), nn.Linear(3, 1))(x).sum().backward()
Inherited(nn.Linear(3, 3), nn.Linear(3, 1))(x).backward()
