"""Backward: which recorded operations run, which saved tensors they unpack, and what has become of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .records import Edge, Grad, GradMode, Link, Node, NodeId, Saved, Site, TensorId, Write, overlap
from .reports import AutogradError, Hazard, Refusal, SkippedGradient

if TYPE_CHECKING:
    from .machine import Machine


@dataclass(frozen=True, slots=True)
class BackwardResult:
    """The nodes that ran, the leaves that got a gradient, and the gradients of ``autograd.grad``."""

    nodes: tuple[NodeId, ...]
    leaves: tuple[TensorId, ...]
    gradients: tuple[TensorId, ...]


def run_backward(
    machine: Machine,
    site: Site,
    label: str,
    roots: Sequence[TensorId],
    *,
    inputs: Sequence[TensorId] | None,
    retain_graph: bool,
    create_graph: bool,
    accumulate: bool,
    unknown: int,
) -> BackwardResult:
    """See Machine.backward."""
    if all(machine.tensors[r].requires_grad is Grad.NO for r in roots):
        if not unknown:
            machine.refuse(Refusal.NO_GRAPH, site, label, machine.tensors[roots[0]] if roots else None)
        return BackwardResult((), (), ())
    if inputs is not None and not unknown:
        for t in inputs:
            if machine.tensors[t].requires_grad is Grad.NO:
                machine.refuse(Refusal.INPUT_NEEDS_NO_GRAD, site, label, machine.tensors[t])
    distance, leaves = reach(machine, roots, unknown)
    if inputs is not None:
        wanted = towards(machine, distance, inputs)
        distance = {n: d for n, d in distance.items() if n in wanted}
        leaves = [t for t in leaves if t in inputs]
    order = sorted(distance, key=lambda n: machine.nodes[n].stamp, reverse=True)
    failure: Refusal | None = None
    claimed: set[Site] = set()
    hazards: list[Hazard] = []
    for number in order:
        node = machine.nodes[number]
        if number in machine.freed and (node.frees or node.saved) and not distance[number] and failure is None:
            machine.report(
                *hazards,
            )
            machine.refuse(Refusal.FREED, site, label, None, node)
        for saved in node.saved:
            for hazard in hazards_of(machine, site, node, saved, distance[number]):
                if hazard.unknown < 2:
                    claimed.add(hazard.write.site)
                    hazards.append(hazard)
                if not hazard.silent and not hazard.unknown and failure is None:
                    failure = Refusal.CUT if hazard.write.cuts else Refusal.MODIFIED
    machine.report(*hazards)
    if failure is not None:
        raise AutogradError(failure)
    machine.report(*skipped(machine, site, order, claimed))
    gradients: tuple[TensorId, ...] = ()
    if not accumulate:
        gradients = tuple(
            gradient(machine, site, label, order, create_graph) for _ in (inputs or ())
        )
    if not (retain_graph or create_graph):
        for number in order:
            machine.freed.setdefault(number, site)
    if accumulate:
        for leaf in leaves:
            machine.grads.setdefault(leaf, None)
    return BackwardResult(tuple(order), tuple(leaves), gradients)


def reach(
    machine: Machine, roots: Sequence[TensorId], unknown: int
) -> tuple[dict[NodeId, int], list[TensorId]]:
    """The recorded operations below `roots`, each with the fewest unknown links on a path to it."""
    distance: dict[NodeId, int] = {}
    leaves: dict[TensorId, int] = {}
    todo: list[tuple[int, NodeId]] = []
    for root in roots:
        node = machine.tensors[root].node
        if node is not None:
            todo.append((unknown, node))
        elif machine.tensors[root].requires_grad is not Grad.NO:
            leaves[root] = unknown
    while todo:
        todo.sort(reverse=True)
        far, number = todo.pop()
        if number in distance:
            continue
        distance[number] = far
        node_record = machine.nodes[number]
        for edge in node_record.edges:
            total = far + edge.unknown + node_record.unknown
            if edge.node is None:
                leaves[edge.tensor] = min(total, leaves.get(edge.tensor, total))
            elif edge.node not in distance:
                todo.append((total, edge.node))
    return distance, list(leaves)


def towards(machine: Machine, nodes: dict[NodeId, int], inputs: Sequence[TensorId]) -> set[NodeId]:
    """Those of `nodes` through which a gradient for one of `inputs` passes."""
    ends = {machine.tensors[t].node for t in inputs} - {None}
    wanted: set[NodeId] = set()
    for number in sorted(nodes, key=lambda n: machine.nodes[n].stamp):
        for edge in machine.nodes[number].edges:
            if edge.tensor in inputs or edge.node in wanted or (edge.node is not None and edge.node in ends):
                wanted.add(number)
    return wanted


def hazards_of(machine: Machine, site: Site, node: Node, saved: Saved, far: int) -> list[Hazard]:
    """The writes since `saved` was saved which changed what this backward reads."""
    found: list[Hazard] = []
    base = far + saved.unknown
    for write in machine.writes.get(saved.storage, ()):
        if write.stamp <= saved.stamp:
            continue
        tracked = write.counter is not None and write.counter == saved.counter
        if not tracked and not overlap(write.region, saved.region):
            continue
        unknown = base + write.unknown + len(write.maybes ^ saved.maybes)
        found.append(Hazard(not tracked, write, saved, node, site, unknown))
    if saved.own:
        for write in machine.rebinds.get(saved.tensor, ()):
            if write.stamp > saved.stamp:
                found.append(Hazard(True, write, saved, node, site, base + write.unknown))
    if saved.had_history:
        for write in machine.cuts.get(saved.tensor, ()):
            if write.stamp > saved.stamp:
                found.append(Hazard(False, write, saved, node, site, base + write.unknown))
    return found


def skipped(
    machine: Machine, site: Site, order: Sequence[NodeId], claimed: set[Site]
) -> list[SkippedGradient]:
    """Unrecorded writes to results on the way, which nothing had saved."""
    found: dict[Site, SkippedGradient] = {}
    for number in order:
        node = machine.nodes[number]
        for result in node.results:
            for write in machine.writes.get(result.storage, ()):
                if write.stamp <= node.stamp or write.recorded or write.library or write.site in claimed:
                    continue
                if write.site in found or write.maybes ^ result.maybes:
                    continue
                if not overlap(write.region, result.region):
                    continue
                later = any(
                    machine.nodes[n].stamp > write.stamp
                    and any(machine.tensors[e.tensor].storage == result.storage for e in machine.nodes[n].edges)
                    for n in order
                )
                found[write.site] = SkippedGradient(write, node, later, site)
    return list(found.values())


def gradient(
    machine: Machine, site: Site, label: str, order: Sequence[NodeId], create_graph: bool
) -> TensorId:
    """A gradient that ``autograd.grad`` returns; with create_graph, the backward itself was recorded: the
    formulas keep again what the operations had kept, and lead back to it."""
    result = machine.tensor(site, label)
    if not create_graph or machine.grad_mode is GradMode.OFF:
        return result
    stamp = machine.tick()
    saved: list[Saved] = []
    edges: dict[TensorId, Edge] = {}
    for number in order:
        for entry in machine.nodes[number].saved:
            of = machine.tensors[entry.tensor]
            saved.append(
                Saved(
                    entry.tensor,
                    of.storage,
                    entry.counter,
                    entry.region,
                    entry.maybes,
                    stamp,
                    entry.own,
                    entry.is_result,
                    entry.name,
                    entry.had_history,
                    entry.unknown,
                )
            )
            if of.requires_grad is not Grad.NO:
                edges[entry.tensor] = Edge(entry.tensor, of.node, entry.unknown)
    if not edges:
        machine.require_grad(result, Grad.MAYBE)
        return result
    node = machine.fresh()
    machine.nodes[node] = Node(
        label, site, stamp, tuple(edges.values()), tuple(saved), (machine.result_of(result),), True, 0
    )
    machine.adopt(result, node, Grad.YES)
    return result


def crossed(write: Write) -> Link | None:
    """The first link of a write's alias chain that left the counter, or None."""
    return next((h.link for h in write.hops if h.link.fresh_counter), None)
