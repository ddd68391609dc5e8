"""Walks over a tree of modules: all modules, parameters and buffers by dotted name, each once."""

from __future__ import annotations

from collections.abc import Iterator

from ..autograd import TensorId
from ..values import Instance, Runtime, TensorRef, Value, options
from .module_state import (
    BUFFERS,
    MODULES,
    PARAMETERS,
    entries,
    module_class,
)


def walk(rt: Runtime, module: Value, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """All modules of a tree, itself first, with their dotted names; each once."""
    seen: set[Value] = set()
    todo = [(prefix, module)]
    while todo:
        name, current = todo.pop(0)
        if current in seen:
            continue
        seen.add(current)
        yield name, current
        todo = [*((f"{name}.{key}" if name else key, child) for key, child in children(rt, current)), *todo]


def children(rt: Runtime, module: Value) -> list[tuple[str, Value]]:
    """The direct children that are modules."""
    return [
        (key, option)
        for key, value in entries(rt, module, MODULES).items()
        for option in options(value)
        if isinstance(rt.world.get(option), Instance) and module_class(rt, option) is not None
    ]


def _named(rt: Runtime, module: Value, kind: str, recurse: bool) -> list[tuple[str, TensorId]]:
    found: dict[TensorId, str] = {}
    for prefix, current in walk(rt, module) if recurse else (("", module),):
        for key, value in entries(rt, current, kind).items():
            for option in options(value):
                if isinstance(option, TensorRef):
                    found.setdefault(option.id, f"{prefix}.{key}" if prefix else key)
    return [(name, tensor) for tensor, name in found.items()]


def named_parameters(rt: Runtime, module: Value, recurse: bool = True) -> list[tuple[str, TensorId]]:
    """The parameters of a module tree by dotted name."""
    return _named(rt, module, PARAMETERS, recurse)


def named_buffers(rt: Runtime, module: Value, recurse: bool = True) -> list[tuple[str, TensorId]]:
    """The buffers of a module tree by dotted name."""
    return _named(rt, module, BUFFERS, recurse)
