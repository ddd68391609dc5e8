"""Gradients as tensors: what ``autograd.grad`` returns, and the graph that ``create_graph`` records.

With ``create_graph`` each node that runs is itself an operation on the gradient it was handed and on what it had
saved. Its *twin* leads to both, and keeps again some of what the node had kept; which, the facts do not say,
so each of these is one unknown link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .records import Edge, Grad, Node, NodeId, Saved, Site, TensorId
from .state import State


@dataclass(frozen=True, slots=True)
class Twin:
    """The recorded backward of one node, and whether it certainly has a history."""

    node: NodeId
    requires_grad: Grad


def gradient(
    state: State,
    site: Site,
    label: str,
    key: tuple[NodeId | None, int],
    *,
    twins: Mapping[NodeId, Twin],
    plus: TensorId | None = None,
) -> TensorId:
    """One gradient; `key` is what it flows to, `twins` the recorded backward, `plus` what it is added to."""
    result = state.new_tensor(site, label, Grad.NO)
    users = [twin for n, twin in twins.items() if any(key == _target(e) for e in state.nodes[n].edges)]
    edges = tuple(Edge(state.fresh(), twin.node, 0) for twin in users)
    need = Grad.NO
    for twin in users:
        need |= twin.requires_grad
    if plus is not None and state.tensors[plus].node is not None:
        old = state.tensors[plus]
        edges, need = (*edges, Edge(plus, old.node, 0, old.output)), need | old.requires_grad
    if edges:
        node = Node(label, site, state.tick(), edges, (), (state.result_of(result),), frees=False)
        state.adopt(result, state.add_node(node), need)
    return result


def _target(edge: Edge) -> tuple[NodeId | None, int]:
    return (None, edge.tensor) if edge.node is None else (edge.node, edge.output)


def record(
    state: State,
    site: Site,
    label: str,
    order: Sequence[NodeId],
    needed: Mapping[NodeId, frozenset[int]] | None = None,
) -> dict[NodeId, Twin]:
    """Record the backward of the nodes in `order`: the twin of each, where it may have a history.

    `needed`: per node, the parameters whose gradients are computed; None is all.
    """
    twins: dict[NodeId, Twin] = {}
    above: dict[NodeId, dict[Twin, None]] = {}
    for number in order:
        node = state.nodes[number]
        handed = above.get(number, {})
        edges = [Edge(state.fresh(), twin.node, 0) for twin in handed]
        read = _read(node, None if needed is None else needed.get(number))
        edges += _to_saved(state, number, node, read)
        if not edges:
            continue
        need = Grad.MAYBE
        for twin in handed:
            need |= twin.requires_grad
        stamp = state.tick()
        saved = tuple(_again(entry, number, stamp) for entry in read if handed or not _is_factor(node, entry))
        made = Node(f"{node.op} in {label}", site, stamp, tuple(edges), saved, (), frees=bool(read))
        twins[number] = Twin(state.add_node(made), need)
        for edge in node.edges:
            if edge.node is not None:
                above.setdefault(edge.node, {})[twins[number]] = None
    return twins


def _read(node: Node, needed: frozenset[int] | None) -> list[Saved]:
    """What the gradients that are computed are made of."""
    return [
        entry
        for entry in node.saved
        if entry.read and (needed is None or not entry.sake or not needed.isdisjoint(entry.sake))
    ]


def _is_factor(node: Node, entry: Saved) -> bool:
    """The gradient of a product is the one handed down times the other factor, which is kept again for the sake of
    what was handed down only: not where that is a constant. In a product nothing is kept for its own sake."""
    return entry.tensor in {e.tensor for e in node.edges} and all(_for_others(node, e) for e in node.saved)


def _for_others(node: Node, entry: Saved) -> bool:
    own = {edge.parameter for edge in node.edges if edge.tensor == entry.tensor}
    return bool(entry.sake) and not entry.is_result and own.isdisjoint(entry.sake)


def _to_saved(state: State, number: NodeId, node: Node, read: Sequence[Saved]) -> list[Edge]:
    """The gradient's formula mentions what was saved, and may depend on it: ``abs`` only looks at its sign.

    An operation made of others (``2 / x``) saved what nobody sees, which came from its inputs.
    """
    edges: list[Edge] = []
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


def _again(entry: Saved, number: NodeId, stamp: int) -> Saved:
    node = number if entry.is_result and not entry.own else entry.node
    return replace(entry, stamp=stamp, unknown=entry.unknown + 1, node=node, sake=())
