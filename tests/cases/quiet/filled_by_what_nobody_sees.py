"""A function of another file may write what it is given, with a history."""

from collections.abc import Callable

import torch


def added(fill: Callable[[torch.Tensor, torch.Tensor], None], w: torch.Tensor) -> None:
    buffer = torch.zeros(3)
    fill(buffer, w)
    buffer.sum().backward()


def added_to_each(fill: Callable[[torch.Tensor, list[torch.Tensor]], None], parts: list[torch.Tensor]) -> None:
    buffer = torch.zeros(3)
    fill(buffer, parts)
    buffer.sum().backward()


def picked(net: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> None:
    features = net(x)
    todo = torch.ones(3).bool()
    for _ in range(3):
        (features[todo] * y).sum().backward()


def listed(net: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> None:
    torch.autograd.grad(net(x)[[0, 1]].sum(), x)


# for PyTorch only
def fill(buffer: torch.Tensor, w: torch.Tensor | list[torch.Tensor]) -> None:
    buffer.add_(w if isinstance(w, torch.Tensor) else w[0])


w = torch.ones(3, requires_grad=True)
run = [added, added_to_each, picked, listed]
run[0](fill, w)
run[1](fill, [w])
run[2](lambda x: x + 1, torch.zeros(3), w)
run[3](lambda x: x * 2, w)
