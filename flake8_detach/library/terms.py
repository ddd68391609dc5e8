"""Terms of a loss on their way through Python's numbers: ``0.1 * size.item()``, ``torch.tensor(loss.item())``.

The machine follows terms that are cut as tensors (autograd/terms.py). A number remembers what it was cut from, so
that a sum with a tensor, or a tensor made of it, can be told.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..autograd import Grad, Idle, IdleTerm, Loss, TensorId
from ..values import NONE, Const, Instance, Items, Runtime, TensorRef, Value
from .kinds import NUMBER, number

IDLE = "<idle>"
LINEAR = frozenset("+-*/")


def number_of_tensor(rt: Runtime, tensor: TensorId, label: str) -> Value:
    """``tensor.item()``: a number which remembers the graph it left."""
    of = rt.machine.tensors[tensor]
    idle = of.idle
    if rt.machine.requires_grad(tensor) is Grad.YES:
        idle = (Idle(Loss("number", rt.site, label), tensor, of.node),)
    return _number(rt, idle)


def _number(rt: Runtime, idle: Sequence[Idle]) -> Value:
    if not idle:
        return number(rt)
    return rt.world.add(Instance(NUMBER, {IDLE: Const(tuple(dict.fromkeys(idle)))}))


def idle_of(rt: Runtime, value: Value) -> tuple[Idle, ...]:
    """What a number was cut from."""
    thing = rt.world.get(value)
    held = thing.attributes.get(IDLE) if isinstance(thing, Instance) and thing.cls == NUMBER else None
    return held.value if isinstance(held, Const) else ()


def number_of_numbers(rt: Runtime, symbol: str, sides: Sequence[Value]) -> Value:
    """``left symbol right`` of two numbers."""
    return _number(rt, [i for s in sides for i in idle_of(rt, s)] if symbol in LINEAR else ())


def added(rt: Runtime, symbol: str, tensor: Value, value: Value) -> tuple[Idle, ...]:
    """The idle terms which a number brings into its sum with a tensor; asked before the sum is computed."""
    idle = idle_of(rt, value) if symbol in ("+", "-") else ()
    if not idle or not isinstance(tensor, TensorRef):
        return ()
    return tuple(i for i in idle if not rt.machine.keeps_path(i, tensor.id))


def note(rt: Runtime, result: Value | None, idle: tuple[Idle, ...]) -> None:
    """`result` has these idle terms as well."""
    if idle and isinstance(result, TensorRef):
        rt.machine.add_idle(result.id, idle)


def made_of(rt: Runtime, tensor: TensorId, value: Value | None, label: str) -> None:
    """``torch.tensor(value)``: the new tensor is a constant made of what `value` was cut from."""
    if value is None:
        return
    thing = rt.world.get(value)
    found: list[Idle] = []
    for part in thing.any() if isinstance(thing, Items) else [value]:
        found += idle_of(rt, part)
        if isinstance(part, TensorRef):
            of = rt.machine.tensors[part.id]
            if rt.machine.requires_grad(part.id) is Grad.YES:
                found.append(Idle(Loss("number", rt.site, label), part.id, of.node))
            else:
                found += of.idle
    if found:
        rt.machine.add_idle(tensor, tuple(dict.fromkeys(found)), constant=True)


def report(rt: Runtime, label: str, roots: Sequence[TensorId], gradient: Value | None) -> None:
    """Tell the idle terms of what a backward has started from, where that is a single number."""
    if gradient is not None and gradient != NONE:
        return
    for root in roots:
        for idle in rt.machine.tensors[root].idle:
            rt.machine.report(IdleTerm(idle.loss, rt.site, label))
