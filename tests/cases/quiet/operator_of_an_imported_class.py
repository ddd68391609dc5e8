"""An object of an imported class that is called is not for that a module with parameters: an operator, a transform."""

from functools import partial as Operator

import torch


def weigh(factor: float, x: torch.Tensor) -> torch.Tensor:
    return factor * x


op = Operator(weigh, 0.5)
y = op(torch.ones(3))
x = torch.zeros(3, requires_grad=True)
for _ in range(3):
    loss = (x - y).square().mean()
    loss.backward()
