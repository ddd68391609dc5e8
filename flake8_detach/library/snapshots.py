"""Old values that are none: an alias kept as a snapshot, and a gradient looked for at the wrong end of an alias.

``before = weight.detach()`` follows every later write to the weight, so ``weight - before`` is zero, and restoring the
alias restores nothing. An alias that was made to require grad has a ``.grad`` of its own; its source gets none.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..autograd import Grad, GradientRead, Hop, Link, StaleSnapshot, Tensor, TensorId, UnfilledGradient
from ..values import Const, Runtime, Table, TensorRef, Value, options

COMPARING = frozenset({"-", "sub", "subtract", "dist", "mse_loss", "l1_loss", "copy_"})
"""Operations which tell nothing about, or do nothing to, two tensors that are one memory. Not ``==``: a test may ask
whether memory is shared."""
CUTTING = frozenset({Link.DETACH, Link.DATA, Link.NUMPY})


def compared(rt: Runtime, label: str, operands: Iterable[TensorId]) -> None:
    """An operation sees these tensors together: is one an alias of the other, made before the last write to both?"""
    given = list(operands) if label in COMPARING else []
    if len(given) == 2:
        one, other = given
        stale(rt, one, other, label)
        stale(rt, other, one, label)


def stale(rt: Runtime, old: TensorId, live: TensorId, label: str) -> None:
    """Report `old` if it was kept as an older value of `live`, but is the same memory and was written since."""
    kept, now = rt.machine.tensors[old], rt.machine.tensors[live]
    if kept.storage != now.storage or kept.region != now.region or kept.maybes or now.maybes:
        return
    link = _cut(kept)
    writes = [w for w in rt.machine.writes.get(kept.storage, ()) if w.stamp > kept.created and not w.unknown]
    if link is None or not writes:
        return
    if any(w.target == old or any(hop.site == link.site for hop in w.hops) for w in writes):
        return  # it was written itself, or a part of it: it is no snapshot
    if _cut(now) is None or now.created > writes[-1].stamp:
        rt.machine.report(StaleSnapshot(link.site, writes[-1].site, writes[-1].label, rt.site, label))


def loaded(rt: Runtime, given: Value, name: str | None, tensor: TensorId) -> None:
    """``load_state_dict(given)`` is about to write `tensor`, which goes by `name`; without one, it stands for all."""
    for option in options(given):
        table = rt.world.get(option)
        if not isinstance(table, Table):
            continue
        kept = table.items.get(Const(name)) if name is not None else table.rest
        for value in options(kept) if kept is not None else ():
            if isinstance(value, TensorRef):
                stale(rt, value.id, tensor, "load_state_dict")


def _cut(of: Tensor) -> Hop | None:
    return next((hop for hop in of.hops if hop.link in CUTTING), None)


def gradient_read(rt: Runtime, tensor: TensorId, *, filled: bool) -> None:
    """``tensor.grad`` is read. Where a backward filled that of an alias instead, the source was expected to have it."""
    machine = rt.machine
    if filled:
        machine.report(
            *(GradientRead(hop.site) for hop in machine.tensors[tensor].hops if hop.link in CUTTING)
        )
        return
    source = machine.tensors[tensor]
    for alias in machine.grads:
        of = machine.tensors.get(alias)
        if of is None or of.storage != source.storage or of.requires_grad is not Grad.YES or of.maybes:
            continue
        link = _cut(of)
        if link is not None and link not in source.hops:
            machine.report(UnfilledGradient(link.site, rt.site))
