"""Gradients as tensors: what ``autograd.grad`` returns, and the graph that ``create_graph`` records.

With ``create_graph`` each node that runs is itself an operation on the gradient it was handed and on what it had
saved. Its *twin* leads to both, and keeps again some of what the node had kept; which, the facts do not say,
so each of these is one unknown link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .records import Edge, Grad, Node, NodeId, Saved, Site, TensorId
from .state import State


def gradient(
    state: State,
    site: Site,
    label: str,
    key: tuple[NodeId | None, int],
    *,
    twins: dict[NodeId, NodeId],
    plus: TensorId | None = None,
) -> TensorId:
    """One gradient; `key` is what it flows to, `twins` the recorded backward, `plus` what it is added to."""
    result = state.new_tensor(site, label, Grad.NO)
    edges = tuple(Edge(state.fresh(), twins[n], 0) for n in _users(state, key, twins))
    if plus is not None and state.tensors[plus].node is not None:
        edges = (*edges, Edge(plus, state.tensors[plus].node, 0, state.tensors[plus].output))
    if len(edges) == 1 and edges[0].node is not None:
        state.adopt(result, edges[0].node, Grad.YES)
    elif edges:
        node = Node(label, site, state.tick(), edges, (), (state.result_of(result),), frees=False)
        state.adopt(result, state.add_node(node), Grad.YES)
    return result


def _users(state: State, key: tuple[NodeId | None, int], twins: dict[NodeId, NodeId]) -> list[NodeId]:
    return [
        n
        for n in twins
        if any(
            (e.node is None and key == (None, e.tensor)) or (e.node is not None and key == (e.node, e.output))
            for e in state.nodes[n].edges
        )
    ]


def record(state: State, site: Site, label: str, order: Sequence[NodeId]) -> dict[NodeId, NodeId]:
    """Record the backward of the nodes in `order`: the twin of each, where it has a history."""
    twins: dict[NodeId, NodeId] = {}
    above: dict[NodeId, list[NodeId]] = {}
    for number in order:
        node = state.nodes[number]
        edges = [Edge(state.fresh(), twin, 0) for twin in dict.fromkeys(above.get(number, ()))]
        edges += _to_saved(state, number, node)
        if not edges:
            continue
        stamp = state.tick()
        saved = tuple(_again(entry, number, stamp) for entry in node.saved if entry.read)
        twin = Node(f"{node.op} in {label}", site, stamp, tuple(edges), saved, (), frees=bool(saved))
        twins[number] = state.add_node(twin)
        for edge in node.edges:
            if edge.node is not None:
                above.setdefault(edge.node, []).append(twins[number])
    return twins


def _to_saved(state: State, number: NodeId, node: Node) -> list[Edge]:
    """The gradient's formula mentions what was saved, so it depends on it."""
    edges: list[Edge] = []
    for entry in node.saved:
        of = state.tensors.get(entry.tensor)
        if of is None or not entry.read:
            continue
        if entry.is_result and not entry.own:
            edges.append(Edge(entry.tensor, number, 0, of.output))
        elif of.requires_grad is not Grad.NO:
            edges.append(Edge(entry.tensor, entry.node, 0 if of.requires_grad is Grad.YES else 1, of.output))
    return edges


def _again(entry: Saved, number: NodeId, stamp: int) -> Saved:
    node = number if entry.is_result and not entry.own else entry.node
    return replace(entry, stamp=stamp, unknown=entry.unknown + 1, node=node, sake=())
