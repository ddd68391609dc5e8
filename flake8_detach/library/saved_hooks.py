"""Contexts in which another hand keeps what is saved: a copy, a file, a tensor on another device, or the tensor itself.

What backward will read is then not known, nor is any version compared (SavedVariable::unpack).
``allow_mutation_on_saved_tensors`` even copies what is about to be written.
"""

from __future__ import annotations

from ..values import Instance, Runtime, Value

CONTEXTS = frozenset(
    f"torch.autograd.graph.{name}"
    for name in ("saved_tensors_hooks", "save_on_cpu", "allow_mutation_on_saved_tensors")
)


def construct(rt: Runtime, name: str) -> Value:
    """``saved_tensors_hooks(pack, unpack)`` and its like."""
    return rt.world.add(Instance(name, {}))


def is_context(rt: Runtime, value: Value) -> bool:
    """Is `value` such a context manager?"""
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and thing.cls in CONTEXTS


def enter(rt: Runtime) -> bool:
    """Gives whether one was entered before."""
    return rt.machine.set_packing(True)


def leave(rt: Runtime, before: bool) -> None:
    """Set again what was before."""
    rt.machine.set_packing(before)
