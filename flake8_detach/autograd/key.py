"""A canonical key of a state: equal for two worlds whose futures are alike.

Numbers are given anew in the order of a walk from the live tensors; of the past only what a later backward can
see is kept: for each saved tensor and each result, the sites of the writes since.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from .copies import known
from .hazards import changes
from .records import Node, Saved, Tensor, TensorId, Write
from .state import State
from .views import change_unseen
from .worlds import reachable


class Names(dict[int, int]):
    """New numbers for old, in the order they are first asked for."""

    def __missing__(self, old: int) -> int:
        self[old] = len(self)
        return self[old]

    def all(self, olds: Iterable[int]) -> tuple[int, ...]:
        """A set of old numbers under their new ones."""
        return tuple(sorted(self[old] for old in sorted(olds)))


def key(state: State, live: Sequence[TensorId]) -> Hashable:
    """See Machine.key."""
    tensors, nodes = reachable(state, live)
    storages, counters, maybes = Names(), Names(), Names()

    def of_tensor(t: TensorId, of: Tensor) -> Hashable:
        grad = state.grads.get(t)
        return (
            storages[of.storage],
            -1 if of.counter is None else counters[of.counter],
            of.requires_grad,
            nodes.get(of.node) if of.node is not None else None,
            tensors.get(of.base) if of.base is not None else None,
            of.output,
            of.guessed,
            of.region,
            of.hops,
            of.made,
            of.meta,
            of.inference,
            of.site,
            of.label,
            maybes.all(of.maybes),
            maybes.all(of.counted),
            of.base is not None and change_unseen(state, of) is not None,
            of.losses,
            tuple((storages[c.storage], c.region) for c in known(state, of)),
            tuple(idle.loss for idle in of.idle),
            (t in state.grads, tensors.get(grad) if grad is not None else None),
        )

    def of_saved(saved: Saved) -> Hashable:
        bumps = state.bumps.get(saved.counter, ()) if saved.counter is not None else ()
        return (
            tensors.get(saved.tensor),
            storages[saved.storage],
            saved.own,
            saved.name,
            saved.had_history,
            saved.unknown,
            saved.checked,
            saved.unread,
            saved.signs,
            (saved.sizes, saved.nans, saved.recorded),
            saved.sake,
            _since(bumps, saved.stamp),
            tuple(
                (w.site, w.label, w.unknown, w.counter == saved.counter, d, w.signs)
                for w, d in changes(state, saved)
            ),
            _since(state.cuts.get(saved.tensor, ()), saved.stamp),
        )

    def of_node(number: int, node: Node) -> Hashable:
        freed = state.freed.get(number)
        return (
            node.op,
            node.site,
            tuple(
                (
                    nodes.get(e.node) if e.node is not None else None,
                    tensors.get(e.tensor),
                    e.unknown,
                    e.asks,
                    e.output,
                    e.parameter,
                    e.flat,
                )
                for e in node.edges
            ),
            tuple(of_saved(saved) for saved in node.saved),
            tuple(
                _since((w for w in state.writes.get(r.storage, ()) if not w.recorded), node.stamp)
                for r in node.results
            ),
            node.frees,
            node.unknown,
            node.body,
            node.facts is not None and node.facts.second,
            freed,
        )

    hooks = tuple(
        (place[0], (nodes if place[0] == "node" else tensors)[place[1]], place[2], tokens)
        for place, tokens in sorted(state.hooks.items())
        if place[1] in (nodes if place[0] == "node" else tensors)
    )
    return (
        state.grad_mode,
        state.packing,
        tuple(tensors.get(t) for t in live),
        tuple(of_tensor(t, state.tensors[t]) for t in tensors),
        tuple(of_node(n, state.nodes[n]) for n in nodes),
        hooks,
    )


def _since(writes: Iterable[Write], stamp: int) -> tuple[Hashable, ...]:
    return tuple((w.site, w.label, w.unknown) for w in writes if w.stamp > stamp)
