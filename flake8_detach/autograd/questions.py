"""Tensors that only may require grad: which edges and what was kept hang on that question, and where it is the same one.

A backward that runs proves that its root requires grad. So the only input of an operation does as well, and so do all inputs that come of
the same unknown tensors, the grounds: in ``a.exp().sum() + a.mean()`` it is `a` or nothing. Of other inputs it is one question whether they do, however
many operations lead there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..frozen import replace
from .records import Edge, Grad, GradMode, TensorId
from .views import requires_grad

if TYPE_CHECKING:
    from flake8_detach.torch_facts import Saved as SavedFact

    from .saving import Call
    from .state import State

NOTHING_DOUBTFUL: Mapping[TensorId, Grad] = {}
MOST_GROUNDS = 8
"""More are not told apart: the result is a ground of its own."""

Grounds = frozenset[int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Unknown links; `asks`: one of them is the question whether an input requires grad (see `Edge`)."""

    unknown: int
    asks: bool = False


def grounds_of(state: State, t: TensorId) -> Grounds:
    """Tensors of which one requires grad if `t` does, and the other way round. Negative numbers stand for operations."""
    of = state.tensors[t]
    if of.requires_grad is Grad.NO and of.base is not None:
        return grounds_of(state, of.base)
    if of.node is None:
        return frozenset({t})
    return state.nodes[of.node].grounds or frozenset({-of.node})


def common_grounds(state: State, edges: Iterable[Edge]) -> Grounds:
    """What `Node.grounds` are of an operation with these edges."""
    if state.grad_mode is not GradMode.ON:
        return frozenset()
    found: Grounds = frozenset()
    for edge in edges:
        if requires_grad(state, edge.tensor) is Grad.YES:
            return frozenset()
        found |= grounds_of(state, edge.tensor)
    return found if len(found) <= MOST_GROUNDS else frozenset()


def doubted(
    state: State, edges: Sequence[Edge], doubtful: Mapping[TensorId, Grad] = NOTHING_DOUBTFUL
) -> tuple[Edge, ...]:
    """Edges to tensors which only may require grad are unknown links, unless what they come of is the only candidate. So
    are those to the `doubtful`, which are one of several."""
    if not doubtful and all(state.tensors[edge.tensor].requires_grad is Grad.YES for edge in edges):
        return tuple(edges)
    asks = _is_a_question(state, edges)
    sure = _sure_to_be_followed(state, edges)
    found: list[Edge] = []
    for edge in edges:
        asked = edge.tensor not in sure
        unknown = asked + (edge.tensor in doubtful)
        found.append(replace(edge, unknown=unknown, asks=asked and asks) if unknown else edge)
    return tuple(found)


def _sure_to_be_followed(state: State, edges: Sequence[Edge]) -> set[TensorId]:
    """The tensors that require grad where any of these does."""
    tensors = {edge.tensor for edge in edges}
    if len(tensors) == 1:
        return tensors
    sure = {t for t in tensors if state.tensors[t].requires_grad is Grad.YES}
    if sure:
        return sure
    each = {t: grounds_of(state, t) for t in tensors}
    every = frozenset[int]().union(*each.values())
    return {t for t, grounds in each.items() if grounds == every}


def sake_of(state: State, call: Call, edges: Sequence[Edge], fact: SavedFact) -> Doubt | None:
    """The doubt that a tensor kept for the gradient of some parameters is kept; None: it is not."""
    doubt = 0 if fact.always else 1
    wanted = [e for e in edges if not fact.sake or e.parameter in fact.sake]
    known = call.doubtful
    if any(known.get(e.tensor, state.tensors[e.tensor].requires_grad) is Grad.YES for e in wanted):
        return Doubt(doubt)
    if not wanted:
        return Doubt(doubt) if not edges and set(fact.sake) >= set(call.op.differentiable) else None
    sure = _sure_to_be_followed(state, edges)
    if len(wanted) == len(edges) or any(e.tensor in sure and e.tensor not in known for e in wanted):
        return Doubt(doubt)
    return Doubt(doubt + 1, asks=_is_a_question(state, edges))


def _is_a_question(state: State, edges: Sequence[Edge]) -> bool:
    """Does one of these inputs have to require grad? Beside one that does, nothing speaks for it that another does, too."""
    known = any(state.tensors[edge.tensor].requires_grad is Grad.YES for edge in edges)
    return state.grad_mode is GradMode.ON and not known
