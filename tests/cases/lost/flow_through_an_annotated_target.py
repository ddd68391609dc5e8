import torch
from torch import Tensor, nn


def step(layer: nn.Linear, x: Tensor, target: Tensor) -> None:
    y = layer(x).sigmoid()
    y.data.mul_(0.5)  # expect: DET101
    loss = (y - target).pow(2).mean()
    loss.backward()


step(nn.Linear(2, 2), torch.randn(1, 2), torch.randn(1, 2))
