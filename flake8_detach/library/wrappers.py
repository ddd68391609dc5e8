"""Modules around a module: DataParallel and its like, and the running average of ``torch.optim.swa_utils``."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Ref, Runtime, Value
from .module_state import MODULES, WRAPPERS, lookup, register
from .module_tree import named_parameters
from .standard import deep_copy

NAMES = frozenset(name.rpartition(".")[2] for name in WRAPPERS)
COPIES = frozenset({"AveragedModel"})


def initialise(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> None:
    """``DistributedDataParallel(model)``: holds the model; an average holds a copy of it."""
    held = arguments.get(0, "model" if short in COPIES else "module")
    if held is not None:
        register(rt, module, MODULES, "module", deep_copy(rt, held, {}) if short in COPIES else held)


def forward(rt: Runtime, module: Value, arguments: Arguments) -> Value | None:
    """The call goes to the module inside."""
    held = lookup(rt, module, "module")
    return rt.call(held, arguments) if held is not None else None


def _update_parameters(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    """``averaged.update_parameters(model)`` writes the average in place, tracked."""
    for _, tensor in named_parameters(rt, module):
        rt.machine.write(rt.site, "update_parameters", tensor, library=True)
    return NONE


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "update_parameters": _update_parameters,
}
