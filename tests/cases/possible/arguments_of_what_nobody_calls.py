import torch
from torch import nn


def loss_gradient(model: nn.Module, x: torch.Tensor, **options: bool) -> None:
    if options.get("sampling"):
        p = torch.softmax(model(x), dim=1)
        loss = torch.log(p).sum()
        p.data.clamp_(min=0.4)  # expect: DET101
        loss.backward()


def each(model: nn.Module, *inputs: torch.Tensor) -> None:
    for x in inputs:
        p = torch.softmax(model(x), dim=1)
        loss = torch.log(p).sum()
        p.data.clamp_(min=0.4)  # expect: DET101
        loss.backward()


# for PyTorch only
run = [loss_gradient, each]
run[0](nn.Linear(3, 3), torch.randn(2, 3), sampling=True)
run[1](nn.Linear(3, 3), torch.randn(2, 3))
