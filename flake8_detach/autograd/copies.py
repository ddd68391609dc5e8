"""Copies: which memory has contents that other memory had, and whether a write puts back what was there before.

Weights swapped for a while are written twice: ``p.data.copy_(other)``, and later ``p.data.copy_(backup)``. After the
second write there is, bit by bit, what an operation saved before the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..frozen import replace
from .irregular import last_name
from .records import Copied, Grad, Saved, Tensor, TensorId, Write
from .regions import is_all, meet
from .saving import Call
from .state import State

GATHERING = frozenset({"cat", "concat", "concatenate"})
"""What puts the contents of its arguments together, one after the other."""
MOST = 3
"""Copies of copies are followed so far."""


def is_copy(op: str) -> bool:
    """Does it give the same contents in memory of its own?"""
    return last_name(op) == "clone"


def copies_over(op: str) -> bool:
    """Does it write the contents of its one other argument?"""
    return last_name(op) == "copy_"


def known(state: State, of: Tensor) -> tuple[Copied, ...]:
    """Contents that the tensor still has."""
    overlapping = (
        w for w in reversed(state.writes.get(of.storage, ())) if meet(w.region, of.region) is not None
    )
    last = next(overlapping, None)
    if last is None or (of.copied and last.stamp < of.created):
        return of.copied
    plain = not (last.unknown or last.maybes or of.maybes)
    return last.copied if plain and last.region == of.region else ()


def of_source(state: State, source: TensorId) -> tuple[Copied, ...]:
    """What a copy of `source` that is made now has the contents of."""
    of = state.tensors[source]
    if of.maybes:
        return ()
    return (Copied(of.storage, of.region, state.ids.last), *known(state, of))[:MOST]


def made(state: State, call: Call) -> tuple[Copied, ...]:
    """What ``y.clone()`` gives, and what ``x.copy_(y)`` puts into `x`."""
    others = [t for _, t in call.of(sorted(call.operands)) if t not in call.targets]
    kinds = {state.tensors[t].meta.dtype for t in (*others, *call.targets)} - {None}
    if len(others) != 1 or len(kinds) > 1:  # a copy of another dtype may have lost something
        return ()
    return of_source(state, others[0])


def pass_on(state: State, alias: TensorId, source: TensorId) -> None:
    """An alias of all of `source` has its contents."""
    copied = known(state, state.tensors[source])
    if copied:
        state.tensors[alias] = replace(state.tensors[alias], copied=copied)


def restores(state: State, write: Write, saved: Saved, found: Sequence[tuple[Write, int]]) -> bool:
    """Does the write put back, for certain, what was `saved`? `found`: the changes since, so far."""
    if write.unknown or write.maybes or saved.maybes:
        return False
    if _puts_together(state, write, saved, found):
        return True
    wanted = saved.region if write.rebinds else write.region
    return _covers(write, saved) and any(
        copied.storage == saved.storage
        and copied.region == wanted
        and _as_saved(state, saved, copied.stamp, found)
        for copied in write.copied
    )


def sources_of(state: State, call: Call) -> frozenset[int]:
    """The memory that ``x.copy_(y)`` reads."""
    return frozenset(
        state.tensors[t].storage for _, t in call.of(sorted(call.operands)) if t not in call.targets
    )


def note_gathered(state: State, call: Call, result: TensorId) -> None:
    """``torch.cat([p.view(-1) for p in parameters])`` holds what these held, if it is made of whole leaves alone: a queue
    that is moved on (``torch.cat([queue[n:], new])``) is no copy of itself."""
    if last_name(call.op.name) not in GATHERING:
        return
    sources = sources_of(state, call)
    regions = [state.tensors[t].region for _, t in call.of(sorted(call.operands))]
    if len(sources) < 2 or not all(map(is_all, regions)):
        return
    leaves = {t.storage for t in state.tensors.values() if t.requires_grad is Grad.YES and t.leaf}
    if sources <= leaves:
        state.ledger.gathered[state.tensors[result].storage] = (state.ids.last, sources)


def may_restore(state: State, write: Write, saved: Saved) -> bool:
    """May the write put back what was `saved`, from where nobody sees?"""
    return _covers(write, saved) and not state.ledger.foreign.isdisjoint(write.sources)


def _covers(write: Write, saved: Saved) -> bool:
    wanted = saved.region if write.rebinds else write.region
    return saved.region[: len(wanted)] == wanted


def _puts_together(state: State, write: Write, saved: Saved, found: Sequence[tuple[Write, int]]) -> bool:
    """Does the write put back a part of the one vector that was made of all leaves (`note_gathered`)? That it is the part
    which belongs there is taken for granted (docs/limits.md)."""
    gathered = state.ledger.gathered
    return _covers(write, saved) and any(
        saved.storage in gathered[s][1]
        and not state.writes.get(s)
        and _as_saved(state, saved, gathered[s][0], found)
        for s in write.sources & gathered.keys()
    )


def _as_saved(state: State, saved: Saved, moment: int, found: Sequence[tuple[Write, int]]) -> bool:
    """Were the contents at `moment` those that were saved?"""
    if moment >= saved.stamp:
        return all(change.stamp > moment for change, _ in found)
    return not any(
        moment < w.stamp <= saved.stamp and meet(w.region, saved.region) is not None
        for w in state.writes.get(saved.storage, ())
    )
