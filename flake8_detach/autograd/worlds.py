"""Several possible states: which parts still matter, when two are alike, and how two become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TypeAlias

from ..frozen import replace
from ..pages import Pages, differing
from .records import NO_CLAIM, Edge, Freed, Grad, GradMode, Node, NodeId, Saved, Tensor, TensorId, Write
from .state import State


def join(one: State, other: State) -> None:
    """Take `other` into `one`; both were forked from one state, so a number means the same thing in both.

    What only one of them knows happened, only may have happened.
    """
    apart: dict[NodeId, Node] = {}
    if _written(one) != _written(other):
        shared = _Shared(one.tensors, other.tensors)
        apart = {**_kept_apart(one, other, shared), **_kept_apart(other, one, shared)}
        one.writes = _united(one.writes, other.writes, shared.has_storage)
        one.bumps = _united(one.bumps, other.bumps, shared.has_counter)
        one.rebinds = _united(one.rebinds, other.rebinds, shared.has_tensor)
        one.cuts = _united(one.cuts, other.cuts, shared.has_tensor)
    one.nodes.take(other.nodes)
    for number, node in apart.items():
        one.nodes[number] = node
    for number in one.tensors.take(other.tensors):
        mine, theirs = one.tensors[number], other.tensors[number]
        if mine != theirs:
            one.tensors[number] = _joined(one, mine, theirs, number)
    one.watched.take(other.watched)
    if one.freed is not other.freed:
        one.freed = {**other.freed, **one.freed, **_only_maybe_freed(one.freed, other.freed)}
    for leaf, grad in other.grads.items():
        if one.grads.get(leaf) is None:
            one.grads[leaf] = grad
    for place in list(differing(one.hooks, other.hooks)):
        one.hooks[place] = tuple(dict.fromkeys((*one.hooks.get(place, ()), *other.hooks[place])))
    if one.grad_mode is not other.grad_mode:
        one.grad_mode = GradMode.UNKNOWN if one.grad_mode.records or other.grad_mode.records else GradMode.OFF
    one.packing = one.packing or other.packing
    if one.reports is not other.reports:
        known_reports = {id(report) for report in one.reports}
        one.reports = (*one.reports, *(r for r in other.reports if id(r) not in known_reports))


def _only_maybe_freed(one: Mapping[NodeId, Freed], other: Mapping[NodeId, Freed]) -> dict[NodeId, Freed]:
    either = ((number, one.get(number) or other[number]) for number in one.keys() ^ other.keys())
    return {number: replace(freed, unknown=freed.unknown + 1) for number, freed in either}


def _written(state: State) -> tuple[Writes, ...]:
    return state.writes, state.bumps, state.rebinds, state.cuts


Writes: TypeAlias = dict[int, tuple[Write, ...]]
MOST_WRITES = 16
"""Writes of one storage that are kept, whatever they are, where worlds meet in a loop."""


def _kept_apart(mine: State, theirs: State, shared: _Shared) -> dict[NodeId, Node]:
    """The nodes that only `mine` has, as if they had saved after what only `theirs` wrote, which did not happen to them."""
    writes = _only(theirs.writes, mine.writes, shared.has_storage)
    bumps = _only(theirs.bumps, mine.bumps, shared.has_counter)
    moved = _only(theirs.rebinds, mine.rebinds, shared.has_tensor)
    for key, cuts in _only(theirs.cuts, mine.cuts, shared.has_tensor).items():
        moved[key] = [*moved.get(key, ()), *cuts]
    stamps = [s for table in (writes, bumps, moved) for found in table.values() for s in found]
    if not stamps:
        return {}
    last = max(stamps)
    found: dict[NodeId, Node] = {}
    for number, node in mine.nodes.alone(theirs.nodes):
        for saved in node.saved:
            # Nearly all is passed by here, so this is written out.
            if saved.stamp < last and (
                saved.storage in writes or saved.counter in bumps or saved.tensor in moved
            ):
                foreign = (
                    *writes.get(saved.storage, ()),
                    *bumps.get(saved.counter or 0, ()),
                    *moved.get(saved.tensor, ()),
                )
                found[number] = _saved_after(mine, found.get(number, node), saved, foreign)
    return found


def _only(one: Writes, other: Writes, shared: Callable[[int], bool]) -> dict[int, list[int]]:
    """The moments of what happened in `one` and not in `other` to what both know, by storage, counter or tensor."""
    found: dict[int, list[int]] = {}
    for key in differing(other, one):
        if shared(key):
            stamps = {w.stamp for w in other.get(key, ())}
            if only := [w.stamp for w in one[key] if w.stamp not in stamps]:
                found[key] = only
    return found


def _saved_after(state: State, node: Node, saved: Saved, foreign: Sequence[int]) -> Node:
    """`saved`, moved behind the `foreign` moments, as far as nothing was written to it in its own world."""
    own = [
        w.stamp
        for w in (
            *state.writes.get(saved.storage, ()),
            *state.bumps.get(saved.counter or 0, ()),
            *state.rebinds.get(saved.tensor, ()),
            *state.cuts.get(saved.tensor, ()),
        )
        if w.stamp > saved.stamp
    ]
    later = max((s for s in foreign if s > saved.stamp and (not own or s < min(own))), default=saved.stamp)
    if later == saved.stamp:
        return node
    return replace(node, saved=tuple(replace(s, stamp=later) if s is saved else s for s in node.saved))


class _Shared:
    """What both of two states know: their tensors, and the storages and counters of these."""

    def __init__(self, one: Pages[Tensor], other: Pages[Tensor]) -> None:
        self.one, self.other = one, other

    def has_tensor(self, number: TensorId) -> bool:
        return number in self.one and number in self.other

    def has_storage(self, storage: int) -> bool:
        return storage in self._storages

    def has_counter(self, counter: int) -> bool:
        return counter in self._counters

    @cached_property
    def _storages(self) -> set[int]:
        return set(map(attrgetter("storage"), self.one.shared(self.other)))

    @cached_property
    def _counters(self) -> set[int | None]:
        return set(map(attrgetter("counter"), self.one.shared(self.other)))


def _united(one: Writes, other: Writes, shared: Callable[[int], bool]) -> Writes:
    """The writes of both, by storage, counter or tensor. What only one of them wrote to something that both know
    (`shared`), only may have been written; what only one of them made, nobody else can have written."""
    if not (one or other):
        return one
    united = {**other, **one}
    for key in dict.fromkeys((*differing(one, other), *differing(other, one))):
        mine, theirs = one.get(key, ()), other.get(key, ())
        if not shared(key):
            continue
        first, second = {w.stamp: w for w in mine}, {w.stamp: w for w in theirs}
        both = tuple(_sure_or_not(first.get(s), second.get(s)) for s in sorted({**first, **second}))
        united[key] = both if len(both) <= MOST_WRITES else _latest(both)
    return united


def _latest(writes: tuple[Write, ...]) -> tuple[Write, ...]:
    """Of the writes at one place that no claim rests on, the last."""
    last = {w.site: w.stamp for w in writes if w.unknown >= NO_CLAIM}
    return tuple(w for w in writes if w.unknown < NO_CLAIM or last[w.site] == w.stamp)


def _sure_or_not(one: Write | None, other: Write | None) -> Write:
    if one is not None and other is not None:
        return one if one.unknown <= other.unknown else other
    only = one if one is not None else other
    assert only is not None
    # Past the second unknown link there is no claim to weaken.
    return only if only.unknown >= NO_CLAIM else replace(only, unknown=only.unknown + 1)


def _joined(state: State, one: Tensor, other: Tensor, number: TensorId) -> Tensor:
    """One record for a tensor that two worlds changed differently."""
    node = one.node
    requires = one.requires_grad.join(other.requires_grad)
    if one.node != other.node:
        edges = tuple(
            Edge(number, of.node, 1, of.output)
            for of in (one, other)
            if of.node is not None or of.requires_grad is not Grad.NO
        )
        node = state.add_node(
            Node(one.label, one.site, state.tick(), edges, (), (), frees=False, opaque=True)
        )
    maybes = one.maybes
    if one.storage != other.storage:
        maybes = one.maybes | {state.fresh()}
    return replace(
        one,
        requires_grad=requires,
        node=node,
        output=0 if node != one.node else one.output,
        guessed=one.guessed or other.guessed,
        maybes=maybes,
        counter=one.counter if one.counter == other.counter else None,
        hops=one.hops if len(one.hops) <= len(other.hops) else other.hops,
        valid=max(one.valid, other.valid),
        meta=one.meta
        if one.meta == other.meta
        else replace(one.meta, dtype=None, contiguous=None, shape=None, strides=None, order=()),
        losses=tuple(dict.fromkeys((*one.losses, *other.losses))),
        idle=tuple(i for i in one.idle if i in other.idle),
        copied=one.copied if one.copied == other.copied else (),
    )


def prune(state: State, live: Sequence[TensorId]) -> None:
    """Drop what no live tensor leads to."""
    tensors, nodes = reachable(state, live)
    state.tensors.keep(tensors)
    state.nodes.keep(nodes)
    storages = {of.storage for of in state.tensors.values()}
    counters = {of.counter for of in state.tensors.values()}
    for node in state.nodes.values():
        storages.update(s.storage for s in node.saved)
        storages.update(r.storage for r in node.results)
        counters.update(s.counter for s in node.saved)
    for table in (state.rebinds, state.cuts):
        for t in [t for t in table if t not in tensors]:
            del table[t]
    storages.update(w.into.storage for ws in state.rebinds.values() for w in ws if w.into is not None)
    state.writes = {s: ws for s, ws in state.writes.items() if s in storages}
    state.bumps = {c: ws for c, ws in state.bumps.items() if c in counters}
    state.freed = {n: f for n, f in state.freed.items() if n in nodes}
    state.grads = {t: g for t, g in state.grads.items() if t in tensors}
    state.hooks = {p: h for p, h in state.hooks.items() if p[1] in (nodes if p[0] == "node" else tensors)}


def reachable(state: State, live: Sequence[TensorId]) -> tuple[dict[TensorId, int], dict[int, int]]:
    """The tensors and nodes which futures of `live` can see, each numbered in the order of the walk."""
    tensors: dict[TensorId, int] = {}
    nodes: dict[int, int] = {}
    todo: list[tuple[bool, int]] = [(False, t) for t in reversed(live)]
    while todo:
        is_node, number = todo.pop()
        seen = nodes if is_node else tensors
        if number in seen or number not in (state.nodes if is_node else state.tensors):
            continue
        seen[number] = len(seen)
        if is_node:
            node = state.nodes[number]
            below = [(False, s.tensor) for s in node.saved]
            for edge in node.edges:
                below.append((False, edge.tensor))
                if edge.node is not None:
                    below.append((True, edge.node))
        else:
            of = state.tensors[number]
            below = [(True, of.node)] if of.node is not None else []
            if of.base is not None:
                below.append((False, of.base))
            grad = state.grads.get(number)
            if grad is not None:
                below.append((False, grad))
        todo += reversed(below)
    return tensors, nodes
