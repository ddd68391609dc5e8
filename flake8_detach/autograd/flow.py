"""The gradients of a recorded backward, as tensors: what they are computed from, and which memory they see.

A gradient is one tensor from where it is computed to whoever gets it: the next operation's twin keeps the tensor
itself, and so ``autograd.grad`` may hand out what a twin has kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from flake8_detach.torch_facts import HANDED, OpFacts, method

from ..frozen import replace
from .records import Edge, Grad, GradMode, Hop, Link, Made, Node, NodeId, Saved, Site, TensorId
from .state import State
from .views import history, made_now, present_history, requires_grad

Key: TypeAlias = tuple[NodeId | None, int]
"""What a gradient flows to: a node's result, or (None, a leaf)."""


@dataclass(slots=True)
class Flow:
    """The gradients of one recorded backward, by what they flow to: what each user of it gave, or all in one."""

    state: State
    site: Site
    label: str
    parts: dict[Key, list[TensorId]] = field(default_factory=dict)

    def give(self, key: Key, gradient: TensorId) -> None:
        """One user of `key` computed `gradient` for it."""
        self.parts.setdefault(key, []).append(gradient)

    def of(self, key: Key) -> TensorId | None:
        """The gradient of `key`: a recorded sum where there are several; None where none flows there."""
        parts = self.parts.get(key)
        if parts is None:
            return None
        hooked = _hooked(self.state, key)
        if len(parts) > 1 or hooked:
            need = any_requires(self.state, parts)
            edges = edges_to_gradients(self.state, self.site, self.label, parts, 0)
            if hooked:
                edges = [replace(e, unknown=e.unknown + 1) for e in edges]
                need = need.weakened()
            facts = None if hooked else _sum()
            parts = self.parts[key] = [recorded(self.state, self.site, self.label, edges, need, facts=facts)]
        return parts[0]


@cache
def _sum() -> OpFacts:
    """A sum, or a copy: each hands on the very gradient it is given."""
    operation = method("add")
    assert operation is not None
    return operation.variants[0].facts


def _hooked(state: State, key: Key) -> bool:
    """A hook may put another gradient in the place of this one."""
    number, k = key
    return (("node", number, k) if number is not None else ("leaf", k, 0)) in state.hooks


def any_requires(state: State, tensors: Iterable[TensorId]) -> Grad:
    """Whether one of `tensors` requires grad."""
    need = Grad.NO
    for t in tensors:
        need |= requires_grad(state, t)
    return need


def edges_to_gradients(
    state: State,
    site: Site,
    label: str,
    gradients: Iterable[TensorId],
    parameter: int = HANDED,
    *,
    sure: bool = True,
) -> list[Edge]:
    """To the `gradients` that what is recorded here is computed from: it asks for their histories, which one that was
    given may refuse. Unless it is `sure` that they are used, nothing is refused.

    Raises AutogradError for a view which must not be rewritten."""
    found: list[Edge] = []
    for t in gradients:
        if requires_grad(state, t) is Grad.NO:
            continue
        node = history(state, site, label, t) if sure else present_history(state, t)
        of = state.tensors[t]
        if node is not None or of.requires_grad is not Grad.NO:
            doubt = 0 if requires_grad(state, t) is Grad.YES else 1
            found.append(Edge(t, node, doubt, of.output, parameter))
    return found


def recorded(
    state: State,
    site: Site,
    label: str,
    edges: Sequence[Edge],
    need: Grad,
    saved: Sequence[Saved] = (),
    *,
    frees: bool | None = False,
    op: str | None = None,
    share: TensorId | None = None,
    link: Link = Link.VIEW,
    inner: bool = False,
    facts: OpFacts | None = None,
) -> TensorId:
    """A new gradient; with `share`, in the memory of that one, or (Link.MAYBE) perhaps in it. An `inner` one is a view of
    a tensor that nobody else has."""
    if inner:
        share = state.new_tensor(site, label, Grad.NO)
    if share is None:
        made = state.new_tensor(site, label, Grad.NO)
    else:
        of = state.tensors[share]
        made = state.new_tensor(
            site,
            label,
            Grad.NO,
            of=of,
            counter=of.counter,
            base=(of.base if of.base is not None else share) if link is Link.VIEW else None,
            region=(*of.region, ("part", state.fresh(), 0)),
            hops=(*of.hops, Hop(link, site, label)),
            maybes=of.maybes if link is Link.VIEW else of.maybes | {state.fresh()},
            made=made_now(GradMode.ON, of, False) if link is Link.VIEW else Made.PLAIN,
        )
    if edges or need is Grad.YES:
        name = label if op is None else f"{op} in {label}"
        results = (state.result_of(made),)
        node = Node(
            name,
            site,
            state.tick(),
            tuple(edges),
            tuple(saved),
            results,
            frees,
            facts=facts,
            several=op is not None,
        )
        number = state.add_node(node)
        if inner and share is not None:
            state.adopt(share, number, need)
        state.adopt(made, number, need)
    return made


def accumulated(
    state: State, site: Site, label: str, gradient: TensorId | None, plus: TensorId | None
) -> TensorId:
    """``.grad`` after a recorded backward: a copy of `gradient`, or its sum with what was there before."""
    parts = [t for t in (gradient, plus) if t is not None]
    edges = edges_to_gradients(state, site, label, parts, 0)
    return recorded(state, site, label, edges, any_requires(state, parts), facts=_sum())
