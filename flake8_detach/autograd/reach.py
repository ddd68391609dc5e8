"""The part of the graph that a backward goes through: which recorded operations and leaves it reaches, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from heapq import heappop, heappush

from ..frozen import dataclass
from .flow import Key
from .irregular import keeps_for_first, read_for
from .records import Grad, Node, NodeId, Saved
from .state import State


@dataclass(slots=True)
class Reach:
    """The part of the graph below the roots: nodes, and what gradients flow to, each with the fewest unknown
    links on a path to it."""

    nodes: dict[NodeId, int] = field(default_factory=dict)
    hard: dict[NodeId, int] = field(default_factory=dict)  # the same without the question that `Edge.asks`
    keys: dict[Key, int] = field(default_factory=dict)
    needed: dict[NodeId, frozenset[int]] | None = (
        None  # per node, the parameters whose gradients are asked for
    )
    doubtful: bool = False  # some of it we cannot see
    flat: frozenset[NodeId] = (
        frozenset()
    )  # nodes to which nothing but zeros flow, or none that read what was kept


def reach(state: State, roots: Sequence[Key], unknown: int) -> Reach:
    """The recorded operations and leaves below `roots`."""
    reached = Reach()
    # However many edges on a path ask whether an input requires grad, it is one link more.
    todo: list[tuple[int, bool, int, Key]] = []
    for key in roots:
        heappush(todo, (unknown, False, len(todo), key))
    turn = len(todo)
    while todo:
        hard, asked, _, key = heappop(todo)
        if key in reached.keys:
            continue
        far = reached.keys[key] = hard + asked
        number = key[0]
        if number is None:
            reached.doubtful |= state.tensors[key[1]].requires_grad is Grad.MAYBE
            continue
        if number in reached.nodes:
            continue
        reached.nodes[number], reached.hard[number] = far, hard
        node = state.nodes[number]
        reached.doubtful |= node.opaque
        for edge in node.edges:
            turn += 1
            below: Key = (edge.node, edge.output) if edge.node is not None else (None, edge.tensor)
            step = edge.unknown - edge.asks + node.unknown
            heappush(todo, (hard + step, asked or edge.asks, turn, below))
    return reached


def flat(state: State, roots: Sequence[Key], reached: Reach) -> frozenset[NodeId]:
    """The nodes that are reached only where nothing but zeros flow."""
    if not any(edge.flat for number in reached.nodes for edge in state.nodes[number].edges):
        return frozenset()
    todo = [number for number, _ in roots if number is not None and number in reached.nodes]
    live = set(todo)
    while todo:
        for edge in state.nodes[todo.pop()].edges:
            if edge.node is not None and not edge.flat and edge.node in reached.nodes.keys() - live:
                live.add(edge.node)
                todo.append(edge.node)
    return frozenset(reached.nodes.keys() - live)


def unread_nodes(state: State, reached: Reach) -> frozenset[NodeId]:
    """The nodes of which only results were used whose gradient reads nothing that was kept."""
    several = [n for n in reached.nodes if keeps_for_first(state.nodes[n].facts)]
    return frozenset(n for n in several if (n, 0) not in reached.keys)


def is_aside(reached: Reach, number: NodeId, node: Node, saved: Saved) -> bool:
    """Of several results only those were used whose gradients do not read this that was kept."""
    results = read_for(node.facts, saved.item)
    return results is not None and not any((number, k) in reached.keys for k in results)


def narrow(state: State, reached: Reach, wanted: Sequence[Key], *, accumulate: bool) -> None:
    """Leave only the nodes through which a gradient for one of `wanted` passes.

    To accumulate into a non-leaf, its own node is run too, for no one's gradient.
    """
    ends = {key[0] for key in wanted} - {None}
    leaves = {key[1] for key in wanted if key[0] is None}
    needed: dict[NodeId, frozenset[int]] = {}
    # unknown links on the way to one of `wanted`, and whether one of its edges asks
    behind: dict[NodeId | None, tuple[int, bool]] = dict.fromkeys(ends, (0, False))
    for number in sorted(reached.nodes):
        edges = [
            e
            for e in state.nodes[number].edges
            if (e.tensor in leaves if e.node is None else e.node in behind)
        ]
        if not edges and accumulate and number in ends:
            reached.nodes[number] += 1  # what its result calls its node need not be the one that saved
            reached.hard[number] += 1
            needed[number] = frozenset()
        elif edges:
            needed[number] = frozenset(e.parameter if e.parameter is not None else -1 for e in edges)
            ways = [(e, behind.get(e.node, (0, False))) for e in edges]
            way = min((e.unknown - e.asks + hard, e.asks or asked) for e, (hard, asked) in ways)
            behind.setdefault(number, way)
            reached.nodes[number] = max(reached.nodes[number], sum(way))
            reached.hard[number] = max(reached.hard[number], way[0])
    reached.needed = {n: ps for n, ps in needed.items() if -1 not in ps}
    reached.nodes = {n: far for n, far in reached.nodes.items() if n in needed}
    reached.keys = {key: far for key, far in reached.keys.items() if key in wanted}
