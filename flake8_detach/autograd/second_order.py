"""Gradients as tensors: what ``autograd.grad`` returns, and the graph that ``create_graph`` records.

With ``create_graph`` each operation's backward is itself recorded, for each gradient it computes: a *twin* which
leads to the gradient that was handed down, to what the operation had saved, or back to the operation; and which keeps
again some of that. Which, is measured (`torch_facts.second`). Of a call whose inside we cannot see, a custom Function or a
checkpoint it is not known, and each of these is one unknown link; so it is with the twins of twins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from flake8_detach.torch_facts import HANDED, LINEAR, RESULT, Elements, Lead, OpFacts, Second
from flake8_detach.torch_facts import Saved as SavedFact

from ..frozen import dataclass, replace
from .flow import Flow, Key, any_requires, edges_to_gradients, recorded
from .irregular import hands_on_a_scalar, last_name
from .products import PRODUCTS
from .records import Edge, Grad, Link, Node, NodeId, Saved, Site, TensorId
from .saving import keep
from .state import State


def record(
    state: State,
    site: Site,
    label: str,
    order: Mapping[NodeId, int],
    roots: Sequence[tuple[Key, TensorId | None]],
    needed: Mapping[NodeId, AbstractSet[int]] | None = None,
) -> Flow:
    """Record the backward of the nodes in `order`, each with the unknown links to it, and give all gradients.

    `roots`: where it starts, with the gradient given there. `needed`: per node, the parameters whose gradients are
    computed; None is all.
    """
    flow = Flow(state, site, label)
    for key, given in roots:
        flow.give(key, given if given is not None else state.new_tensor(site, label, Grad.NO))
    for number, far in order.items():
        node = state.nodes[number]
        wanted = None if needed is None else needed.get(number)
        edges = [e for e in node.edges if wanted is None or e.parameter in wanted]
        if not measured(node):
            _record_unseen(flow, number, node, edges)
            continue
        handed = _handed(flow, number)
        for edge in edges:
            second = _second(node, edge)
            assert second is not None
            given = _Twin(flow, number, node, edge, second, handed, far).made()
            flow.give((edge.node, edge.output) if edge.node is not None else (None, edge.tensor), given)
    return flow


def measured(node: Node) -> bool:
    """Is it known what the recorded backward of `node` leads to and keeps?"""
    return all(_second(node, edge) is not None for edge in node.edges)


def _second(node: Node, edge: Edge) -> Second | None:
    """What is known of the twin of `node` for one gradient. An operation of our own making that keeps nothing is linear."""
    if node.facts is None:
        linear = not (node.saved or node.frees or node.opaque or node.several or node.body is not None)
        return LINEAR if linear else None
    if node.facts.second is None or edge.parameter is None or edge.parameter < 0:
        return None
    return node.facts.second.of(edge.parameter)


def _handed(flow: Flow, number: NodeId) -> dict[int, TensorId]:
    """The gradients of a node's results, by their numbers."""
    numbers = {k for n, k in flow.parts if n == number}
    found = {k: flow.of((number, k)) for k in sorted(numbers)}
    return {k: t for k, t in found.items() if t is not None}


@dataclass(frozen=True, slots=True)
class _Twin:
    """The recorded backward of one node for one gradient, in the making."""

    flow: Flow
    number: NodeId
    node: Node
    edge: Edge
    second: Second
    handed: Mapping[int, TensorId]
    far: int

    def made(self) -> TensorId:
        """The gradient it gives."""
        state = self.flow.state
        only = next(iter(self.handed.values())) if len(self.handed) == 1 else None
        if self.second.gives == "same" and only is not None:
            return only
        leads = [edge for lead in self.second.leads for edge in self._edges(lead)]
        saved = self._saved(leads) if leads else []
        need = Grad.MAYBE if leads else Grad.NO
        handed = any(lead.item == HANDED and lead.always for lead in self.second.leads)
        if any(not e.unknown for e in leads) or (
            handed and any_requires(state, self.handed.values()) is Grad.YES
        ):
            need = Grad.YES
        return recorded(
            state,
            self.flow.site,
            self.flow.label,
            leads,
            need,
            saved,
            frees=self.second.freed,
            op=self.node.op,
            share=only if self.second.gives in ("view", "perhaps") else None,
            link=Link.MAYBE if self.second.gives == "perhaps" else Link.VIEW,
            inner=self.second.gives == "inner",
            facts=self._view_facts,
        )

    @property
    def _view_facts(self) -> OpFacts | None:
        """What undoes a view by a view is undone by one: the twin of the twin is like the twin."""
        facts = self.node.facts
        both = facts is not None and facts.result == "view" and not facts.multi_view
        return facts if both and self.second.gives == "view" else None

    @property
    def _ndim(self) -> int | None:
        """How many dimensions the argument has, if that is known."""
        return self.flow.state.tensors[self.edge.tensor].meta.ndim

    @property
    def _partly(self) -> int:
        """One unknown link where not all results have a gradient: it was measured with all of them."""
        facts = self.node.facts
        several = facts is not None and len(facts.differentiable_results) > 1 and not facts.multi_view
        return int(several and facts is not None and len(self.handed) < len(facts.differentiable_results))

    def _edges(self, lead: Lead) -> list[Edge]:
        state, doubt = self.flow.state, 0 if lead.always else 1
        if lead.item != HANDED and self.node.facts is not None and hands_on_a_scalar(self.node.facts):
            doubt += int(self._ndim is None)
            if self._ndim == 0:
                return []
        if lead.item == HANDED:
            parameter = HANDED if self._view_facts is None else self.edge.parameter
            assert parameter is not None
            found = edges_to_gradients(
                state,
                self.flow.site,
                self.flow.label,
                self.handed.values(),
                parameter,
                sure=not (doubt or self.far),
            )
        elif lead.item == RESULT:
            tensor = self.node.results[0].tensor if self.node.results else self.edge.tensor
            found = [Edge(tensor, self.number, self.edge.unknown + self._partly, 0, RESULT)]
        else:
            unpacked = [*map(self._unpacked, self.node.edges), *self._grown(lead.item)]
            same = [e for e in unpacked if e is not None and e.parameter == lead.item]
            found = [
                replace(e, unknown=e.unknown + self._partly) for e in self._elements(same, lead.elements)
            ]
        return [replace(e, unknown=max(e.unknown + doubt, self.far), flat=lead.flat) for e in found]

    def _unpacked(self, edge: Edge) -> Edge | None:
        """Where an edge leads from what was unpacked: a leaf kept itself comes out as it is by now, and may not require
        grad any more."""
        state = self.flow.state
        of = state.tensors.get(edge.tensor)
        kept = {s.own for s in self.node.saved if s.tensor == edge.tensor}
        if edge.node is not None or of is None or kept <= {False}:
            return edge
        if of.requires_grad is Grad.YES or (of.requires_grad is Grad.MAYBE and edge.tensor not in state.cuts):
            return edge
        if kept == {True} and of.requires_grad is Grad.NO:
            return None
        return replace(edge, unknown=edge.unknown + 1)

    def _grown(self, item: int) -> list[Edge]:
        """To leaves kept themselves, which did not require grad when the operation was recorded and do by now."""
        found: list[Edge] = []
        led = {e.tensor for e in self.node.edges}
        for entry in self.node.saved:
            of = self.flow.state.tensors.get(entry.tensor)
            if (
                entry.item != item
                or entry.own is False
                or entry.is_result
                or entry.tensor in led
                or of is None
            ):
                continue
            if of.node is None and of.base is None and of.requires_grad is not Grad.NO:
                doubt = int(of.requires_grad is Grad.MAYBE) + int(entry.own is None)
                found.append(Edge(entry.tensor, None, doubt, of.output, item))
        return found

    def _elements(self, edges: Sequence[Edge], which: Elements) -> list[Edge]:
        mine = self.edge.tensor
        return [e for e in edges if which == "all" or (e.tensor == mine) is (which == "own")]

    def _saved(self, leads: Sequence[Edge]) -> list[Saved]:
        """What the twin keeps: in the end what the operation had kept, as that is by now, or what was handed down."""
        state, stamp = self.flow.state, self.flow.state.tick()
        found: list[Saved] = []
        for fact in self.second.saves:
            sakes = [e.unknown for e in leads if e.parameter in fact.sake]
            if not sakes:
                continue
            doubt = 0 if fact.always or self._always else 1
            unknown = max(min(sakes), self.far) + doubt + self._partly
            if isinstance(fact.item, str) and fact.item.startswith("grad"):
                for k, t in self.handed.items():
                    if fact.item in ("grad", f"grad{k}"):
                        kept = keep(state, t, stamp, "the gradient", own=fact.own, unknown=unknown)
                        found.append(replace(kept, sake=fact.sake, unread=fact.unread))
                continue
            found += (self._again(e, fact, stamp, unknown) for e in self.node.saved if self._is(e, fact))
        return found

    @property
    def _always(self) -> bool:
        """A product that kept a view of an operand keeps it again; where it kept a copy there is nothing to keep."""
        return self.node.facts is not None and last_name(self.node.facts.name) in PRODUCTS

    def _is(self, entry: Saved, fact: SavedFact) -> bool:
        if entry.item != fact.item:
            return False
        return fact.elements == "all" or (entry.tensor == self.edge.tensor) is (fact.elements == "own")

    def _again(self, entry: Saved, fact: SavedFact, stamp: int, unknown: int) -> Saved:
        unknown = max(unknown, entry.unknown)
        unread = fact.sake if entry.idle else fact.unread
        if entry.own and not entry.is_result:
            now = keep(self.flow.state, entry.tensor, stamp, entry.name, own=fact.own, unknown=unknown)
            return replace(now, sake=fact.sake, unread=unread, item=entry.item)
        return replace(
            entry,
            stamp=stamp,
            unknown=unknown,
            own=False,
            sake=fact.sake,
            unread=unread,
            signs=(),
            sizes=(),
            nans=(),
            recorded=(),
            had_history=False,
        )


# -- what was not measured


def _record_unseen(flow: Flow, number: NodeId, node: Node, wanted: Sequence[Edge]) -> None:
    """One twin for all gradients of a node: it may lead to, and may keep, all that the node had saved."""
    state = flow.state
    handed = _handed(flow, number)
    leads = edges_to_gradients(state, flow.site, flow.label, handed.values(), sure=False)
    parameters = {e.parameter for e in wanted}
    whole = len(wanted) == len(node.edges)
    read = [
        s for s in node.saved if not s.idle and (whole or not s.sake or not parameters.isdisjoint(s.sake))
    ]
    leads += _to_saved(state, number, node, read)
    need = Grad.MAYBE if leads else Grad.NO
    stamp = state.tick()
    saved = [_perhaps(node, entry, number, stamp) for entry in read]
    if read or node.frees or node.body is not None:
        saved += (keep(state, t, stamp, "the gradient", own=True, unknown=1) for t in handed.values())
    only = next(iter(handed.values())) if len(handed) == 1 else None
    made = recorded(
        state,
        flow.site,
        flow.label,
        leads,
        need,
        saved if leads else (),
        frees=None,
        op=node.op,
        share=only,
        link=Link.MAYBE,
    )
    for k, edge in enumerate(wanted):
        gradient = made
        if k:
            of = state.tensors[made]
            gradient = state.new_tensor(flow.site, flow.label, Grad.NO)
            if of.node is not None:
                state.adopt(gradient, of.node, of.requires_grad)
        flow.give((edge.node, edge.output) if edge.node is not None else (None, edge.tensor), gradient)


def _to_saved(state: State, number: NodeId, node: Node, read: Sequence[Saved]) -> list[Edge]:
    """The gradient's formula mentions what was saved, and may depend on it: ``abs`` only looks at its sign.

    An operation made of others saved what nobody sees, which came from its inputs; and it may lead to one of these others.
    """
    edges: list[Edge] = []
    if node.several and node.results:
        edges.append(Edge(node.results[0].tensor, number, 1, 0, RESULT))
    for entry in read:
        of = state.tensors.get(entry.tensor)
        if of is None:
            continue
        if entry.is_result and not entry.own:
            edges.append(Edge(entry.tensor, number, 1, of.output))
        elif of.requires_grad is not Grad.NO:
            edges.append(Edge(entry.tensor, entry.node, 1, of.output))
    if (node.frees or node.body is not None) and not edges:
        edges = [replace(edge, unknown=edge.unknown + 1) for edge in node.edges]
    return edges


def _perhaps(node: Node, entry: Saved, number: NodeId, stamp: int) -> Saved:
    """What is kept again. A Function bears that what it kept was cut by ``detach_()``; the operations of its backward do not."""
    history = entry.node is not None and entry.own is not False and not entry.is_result
    return replace(
        entry,
        stamp=stamp,
        unknown=entry.unknown + 1,
        node=number if entry.is_result and not entry.own else entry.node,
        sake=(),
        signs=(),
        sizes=(),
        nans=(),
        recorded=(),
        had_history=entry.had_history or (node.body is not None and history),
    )
