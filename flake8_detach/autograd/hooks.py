"""Hooks and the backward bodies of custom Functions: opaque tokens of the caller's that backward calls back.

A tensor hook sits on the gradient of one tensor: before the node which made it, or before the gradient is
added to a leaf's ``.grad``. It stays there when the tensor is modified in place later.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeAlias

from ..frozen import dataclass
from .records import Grad, NodeId, Site, TensorId
from .reports import Refusal
from .state import State
from .views import history, requires_grad

Place: TypeAlias = tuple[str, int, int]
"""("node", its number, which result), ("leaf", tensor, 0), or ("accumulated", tensor, 0): after ``.grad``."""


@dataclass(frozen=True, slots=True)
class Call:
    """The program's own code that a backward ran: `token` is what the caller registered.

    `gradients` are the tensors it was handed, `saved` what ``ctx.saved_tensors`` gives a backward body. A write
    to one of `gradients` edits a buffer which others may read. Nodes of a number below `above` run after it.
    """

    token: Hashable
    gradients: tuple[TensorId, ...]
    saved: tuple[TensorId, ...] = ()
    above: NodeId = 0


def register(state: State, site: Site, label: str, t: TensorId, token: Hashable, *, after: bool) -> None:
    """See Machine.register_hook."""
    of = state.tensors[t]
    if requires_grad(state, t) is Grad.NO:
        state.refuse(Refusal.HOOK, site, label, of, causes=of.losses)
    node = history(state, site, label, t)
    place: Place = ("leaf", t, 0)
    if after:
        place = ("accumulated", t, 0)
    elif node is not None:
        place = ("node", node, state.tensors[t].output)
    state.hooks[place] = (*state.hooks.get(place, ()), token)


def calls_of(state: State, site: Site, ran: Sequence[NodeId], leaves: Sequence[TensorId]) -> tuple[Call, ...]:
    """What the nodes that ran and the leaves that got a gradient called back, in the engine's order."""
    bodies = any(state.nodes[n].body is not None for n in ran)
    if not state.hooks and not bodies:
        return ()
    last = {edge.tensor: n for n in ran for edge in state.nodes[n].edges if edge.node is None}
    calls: list[Call] = []
    for number in ran:
        node = state.nodes[number]
        for k, result in enumerate(node.results):
            calls += _hooked(state, site, ("node", number, k), result.tensor, number + 1)
        if node.body is not None:
            buffers = tuple(_buffer(state, site, r.tensor) for r in node.results)
            saved = tuple(s.tensor for s in node.saved if s.checked)
            calls.append(Call(node.body, buffers, saved, number))
        for leaf in leaves:
            if last.get(leaf) == number:
                calls += _leaf_calls(state, site, leaf, number)
    for leaf in leaves:
        if leaf not in last:
            calls += _leaf_calls(state, site, leaf, 0)
    return tuple(calls)


def _leaf_calls(state: State, site: Site, leaf: TensorId, above: NodeId) -> list[Call]:
    return [
        *_hooked(state, site, ("leaf", leaf, 0), leaf, above),
        *_hooked(state, site, ("accumulated", leaf, 0), leaf, above, argument=lambda: leaf),
    ]


def _hooked(
    state: State,
    site: Site,
    place: Place,
    t: TensorId,
    above: NodeId,
    argument: Callable[[], TensorId] | None = None,
) -> list[Call]:
    tokens = state.hooks.get(place, ())
    if not tokens:
        return []
    handed = argument() if argument is not None else _buffer(state, site, t)
    return [Call(token, (handed,), above=above) for token in tokens]


def _buffer(state: State, site: Site, t: TensorId) -> TensorId:
    label = state.tensors[t].label if t in state.tensors else "a result"
    return state.new_tensor(site, f"the gradient of {label}", Grad.NO)
