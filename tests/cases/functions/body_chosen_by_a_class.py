from functools import singledispatchmethod

import torch


class Kept:
    def __init__(self) -> None:
        self.all: list[torch.Tensor] = []

    @singledispatchmethod
    def add(self, x) -> None: ...

    @add.register
    def _(self, x: torch.Tensor) -> None:
        self.all.append(x)


w = torch.randn(3, requires_grad=True)
kept = Kept()
kept.add(torch.tanh(w))
torch.stack(kept.all).sum().backward()
