"""Walks over a tree of modules: all modules, parameters and buffers by dotted name, each once."""

from __future__ import annotations

from collections.abc import Iterator

from ..autograd import TensorId
from ..values import HeapObject, Instance, Opaque, Ref, Runtime, TensorRef, Value, options
from .module_state import (
    BUFFERS,
    DICTS,
    MODULES,
    PARAMETERS,
    entries,
    module_class,
    new_parameter,
)

HIDDEN = "<parameters>"
"""Where a module remembers the parameter that stands for those of children nothing is known of."""


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


def hidden_parameters(rt: Runtime, module: Value) -> Value | None:
    """A parameter that stands for those of unknown children; None where there are none."""
    thing = rt.world.get(module)
    if not isinstance(module, Ref) or not isinstance(thing, Instance | Opaque):
        return None
    if isinstance(thing, Instance) and not any(_hides(rt, current) for _, current in walk(rt, module)):
        return thing.attributes.get(HIDDEN)
    known = thing.attributes.get(HIDDEN)
    if known is None:
        known = new_parameter(rt, "a parameter")
        rt.machine.ledger.foreign.add(rt.machine.tensors[known.id].storage)
        if rt.freezes or rt.machine.ledger.entered:
            rt.machine.doubt_leaf(known.id)
        if isinstance(thing, Instance):
            rt.world.own(module.id, Instance).attributes[HIDDEN] = known
        else:
            rt.world.own(module.id, Opaque).attributes[HIDDEN] = known
    return known


def hidden_of(module: HeapObject | None) -> list[TensorId]:
    """The parameter that stands for all of something unknown, where somebody has asked for them."""
    held = module.attributes.get(HIDDEN) if isinstance(module, Opaque) else None
    return [held.id] if isinstance(held, TensorRef) else []


def _hides(rt: Runtime, module: Value) -> bool:
    """Has a module something unknown that may be a module or a parameter?"""
    thing = rt.world.get(module)
    assert isinstance(thing, Instance)
    values = [v for k, v in thing.attributes.items() if not k.startswith("<")]
    values += [v for kind in DICTS for v in entries(rt, module, kind).values()]
    return any(isinstance(rt.world.get(option), Opaque) for value in values for option in options(value))
