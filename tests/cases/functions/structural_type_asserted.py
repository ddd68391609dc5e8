from typing import Protocol, runtime_checkable

import torch


@runtime_checkable
class Plugin(Protocol):
    order: int

    def apply(self, gates: torch.Tensor) -> None: ...


class Capacity:
    order = 1

    def apply(self, gates: torch.Tensor) -> None:
        gates[gates < 0.2] = 0  # expect: DET104


class Declared(Plugin):
    order = 2

    def apply(self, gates: torch.Tensor) -> None:
        gates.clamp_(max=0.5)  # expect: DET104


def run(plugins: list[Plugin]) -> None:
    assert all(isinstance(p, Plugin) for p in plugins)
    w = torch.randn(4, requires_grad=True)
    gates = torch.softmax(w, 0)
    for p in plugins:
        p.apply(gates)
    gates.sum().backward()


try:
    run([Capacity()])
except RuntimeError:
    run([Declared()])
