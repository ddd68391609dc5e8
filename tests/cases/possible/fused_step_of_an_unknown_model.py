import torch
from torch import nn


def two_losses(x: torch.Tensor, model: nn.Module) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0, fused=True)
    y = model(x)
    y.sum().backward(retain_graph=True)
    optimizer.step()  # expect: DET116
    y.sum().backward()


# for PyTorch only
two_losses(torch.ones(1, 1, requires_grad=True), nn.Linear(1, 1))
