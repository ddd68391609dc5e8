"""Functions of which the project's settings say that they write their argument, or give a view of it."""

from __future__ import annotations

from functools import lru_cache

from ..autograd import GradMode
from ..torch_facts import method as method_facts
from ..values import Arguments, Const, Runtime, TensorRef, Value
from .kinds import tensors_of
from .operations import operate


def call(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """Call an imported function, by its dotted name; None if nothing is declared of it."""
    index = argument(rt.declared.writing, name)
    if index is not None:
        return _write(rt, name, arguments.get(index))
    index = argument(rt.declared.views, name)
    return _view(rt, name, arguments.get(index)) if index is not None else None


@lru_cache(maxsize=1024)
def argument(functions: tuple[str, ...], name: str) -> int | None:
    """Which argument the function called ``name`` is declared to write or view: by its dotted name, or the end of it."""
    for function in functions:
        declared, _, index = function.partition(":")
        if f".{name}".endswith(f".{declared}"):
            return int(index or 0)
    return None


def _write(rt: Runtime, name: str, target: Value | None) -> Value | None:
    """Such functions write under ``no_grad``, as those of ``nn.init`` do: counted, and not recorded."""
    if target is None:
        return None
    before = rt.machine.set_mode(GradMode.OFF)
    try:
        for tensor in tensors_of(rt, target):
            rt.world.show(target, rt.site)
            rt.machine.write(rt.site, name.rpartition(".")[2], tensor)
    finally:
        rt.machine.set_mode(before)
    return target


def _view(rt: Runtime, name: str, base: Value | None) -> Value | None:
    unsqueeze = method_facts("unsqueeze")
    if not isinstance(base, TensorRef) or unsqueeze is None:
        return None
    return operate(rt, name.rpartition(".")[2], unsqueeze, Arguments((base, Const(0))))
