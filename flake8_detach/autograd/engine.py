"""Backward: which recorded operations run, in which order, and what stops them.

The engine (torch/csrc/autograd/engine.cpp) runs the latest recorded operation first; one whose saved tensors
cannot be unpacked raises, and those which ran before it have already freed theirs and filled their ``.grad``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..frozen import dataclass
from .alternatives import doubt_of
from .flow import Flow, Key, accumulated
from .hazards import hazards_of, skipped, unpack
from .hooks import Call, calls_of
from .reach import Reach, flat, is_aside, narrow, reach, unread_nodes
from .records import Freed, Grad, NodeId, Site, TensorId
from .reports import AutogradError, Hazard, Refusal, Refused
from .second_order import record
from .state import State
from .views import edge_to, history, refuses, requires_grad
from .writes import log


@dataclass(frozen=True, slots=True)
class BackwardResult:
    """The nodes that ran, the leaves that got a gradient, the gradients of ``autograd.grad``, and the hooks and
    backward bodies of the program that were called on the way, in their order. `far`: unknown links to each node."""

    nodes: tuple[NodeId, ...]
    leaves: tuple[TensorId, ...]
    gradients: tuple[TensorId, ...]
    calls: tuple[Call, ...] = ()
    far: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``backward`` or ``autograd.grad``."""

    site: Site
    label: str
    roots: Sequence[TensorId]
    inputs: Sequence[TensorId] | None
    retain_graph: bool | None  # None: not known
    create_graph: bool
    accumulate: bool
    allow_unused: bool
    unknown: int
    given: Sequence[TensorId | None] = ()  # the gradients given for the roots


def run_backward(state: State, request: Request) -> BackwardResult:
    """See Machine.backward."""
    starts = _roots(state, request)
    if not starts:
        return BackwardResult((), (), ())
    roots = [key for key, _ in starts]
    keys = _inputs(state, request)
    reached = reach(state, roots, request.unknown)
    unread = unread_nodes(state, reached)
    if keys is not None:
        narrow(state, reached, keys, accumulate=request.accumulate)
    reached.flat = flat(state, roots, reached) | unread
    order = sorted(reached.nodes, reverse=True)
    ran, hazards, failure = _unpack(state, request, reached, order)
    # One that only may have been freed raises before what is unused is looked for.
    reached.doubtful |= any(n in state.freed and state.nodes[n].frees is not False for n in order)
    sure = ran if failure is None else _surely_ran(state, ran, hazards)
    state.report(*(h for h in hazards if not h.silent))
    flow = _recorded(state, request, reached, order if failure is None else ran, starts)
    state.report(*(h for h in hazards if h.silent))
    _free(state, request, reached, ran, sure=frozenset(sure), stopped=failure is not None)
    filled = _filled(state, request, reached, keys, stopped=[n for n in order if n not in ran])
    if failure is not None:
        if failure.node is not None:
            # Of what is one node here and several in PyTorch, the first of them may have run.
            number = next(n for n in order if state.nodes[n] is failure.node)
            state.freed = {number: Freed(request.site, 1), **state.freed}
        _accumulate(state, request, reached, filled, None)
        by_itself = failure.refusal is Refusal.FREED or failure.tensor is not None
        state.report(*([failure] if by_itself else []))  # the rest is told as the hazards it comes of
        raise AutogradError(failure.refusal)
    claimed = frozenset(h.write.site for h in hazards)
    sure = [number for number in order if reached.nodes[number] <= request.unknown]
    state.report(*skipped(state, request.site, request.label, sure, claimed))
    _accumulate(state, request, reached, filled, flow)
    if keys is not None and not (request.accumulate or request.allow_unused):
        _refuse_unused(state, request, reached, keys)
    gradients: tuple[TensorId, ...] = ()
    if not request.accumulate:
        gradients = tuple(_gradient(state, request, key, flow) for key in keys or ())
    leaves = tuple(key[1] for key in reached.keys if key[0] is None)
    calls = calls_of(state, request.site, order, leaves)
    far = tuple(reached.nodes[number] for number in order)
    return BackwardResult(tuple(order), leaves, gradients, calls, far)


def go_on(state: State, site: Site, label: str, result: BackwardResult, *, below: NodeId, since: int) -> None:
    """See Machine.go_on. Of what it only may have written nothing is said: each hook has memory of its own to write."""
    for number, far in zip(result.nodes, result.far):
        node = state.nodes.get(number)
        if number >= below or node is None:
            continue
        found = [
            hazard
            for saved in node.saved
            for hazard in hazards_of(state, site, label, node, saved, far=far, needed=None)
            if hazard.write.stamp > since and hazard.unknown == 0
        ]
        state.report(*found)
        refusal = unpack(state, node, found)
        if refusal is not None:
            raise AutogradError(refusal)


def _recorded(
    state: State,
    request: Request,
    reached: Reach,
    order: Sequence[NodeId],
    starts: Sequence[tuple[Key, TensorId | None]],
) -> Flow | None:
    if not request.create_graph:
        return None
    far = {number: reached.nodes[number] for number in order}
    return record(state, request.site, request.label, far, starts, reached.needed)


def _gradient(state: State, request: Request, key: Key, flow: Flow | None) -> TensorId:
    """One gradient of ``autograd.grad``."""
    found = flow.of(key) if flow is not None else None
    return found if found is not None else state.new_tensor(request.site, request.label, Grad.NO)


def _roots(state: State, request: Request) -> list[tuple[Key, TensorId | None]]:
    """Where backward starts, with the gradients given. Every root must have a history, or be a leaf that requires grad."""
    keys: list[tuple[Key, TensorId | None]] = []
    for place, root in enumerate(request.roots):
        given = request.given[place] if place < len(request.given) else None
        edge = edge_to(state, request.site, request.label, root)
        if edge is not None:
            keys.append(((edge.node, edge.output) if edge.node is not None else (None, root), given))
        elif not request.unknown:
            of = state.tensors[root]
            state.refuse(Refusal.NO_GRAPH, request.site, request.label, of, causes=of.losses)
    return keys


def _inputs(state: State, request: Request) -> list[Key] | None:
    """What the asked-for gradients flow to."""
    if request.inputs is None:
        return None
    keys: list[Key] = []
    for t in request.inputs:
        of = state.tensors[t]
        if requires_grad(state, t) is Grad.NO and not request.unknown:
            state.refuse(Refusal.INPUT_NEEDS_NO_GRAD, request.site, request.label, of, causes=of.losses)
        node = history(state, request.site, request.label, t)
        keys.append((node, state.tensors[t].output) if node is not None else (None, t))
    return keys


def _unpack(
    state: State, request: Request, reached: Reach, order: Sequence[NodeId]
) -> tuple[list[NodeId], list[Hazard], Refused | None]:
    """Run the nodes: which ran, what their saved tensors went through, and what made the first one raise."""
    ran: list[NodeId] = []
    hazards: list[Hazard] = []
    failure: Refused | None = None
    for number in order:
        node = state.nodes[number]
        far = reached.nodes[number]
        freed = state.freed.get(number)
        if freed is not None and node.frees and not doubt_of(state, freed):
            if failure is None and not far:
                causes = (freed.site,)
                failure = Refused(Refusal.FREED, request.site, request.label, None, causes, node)
            continue
        needed = reached.needed.get(number) if reached.needed is not None else None
        found = [
            h
            for saved in node.saved
            for h in hazards_of(
                state,
                request.site,
                request.label,
                node,
                saved,
                far=far,
                hard=reached.hard[number],
                needed=needed,
                recorded=request.create_graph,
            )
            if not (h.silent and (number in reached.flat or is_aside(reached, number, node, h.saved)))
        ]
        hazards += found
        if failure is None and not far and (refusal := unpack(state, node, found)) is not None:
            failure = Refused(refusal, request.site, request.label, None, (), node)
        if failure is None:
            ran.append(number)
    if failure is None:
        failure = _moved(state, request, reached)
    elif failure.refusal is Refusal.FREED:
        hazards = []  # nobody gets a gradient of it, and nothing else is what makes it raise
    return ran, hazards, failure


def _moved(state: State, request: Request, reached: Reach) -> Refused | None:
    """A leaf which has become the result of a recorded operation since cannot accumulate its gradient. To know that, it is
    asked for its history, which a view that must not be rewritten may refuse."""
    for (node, t), far in reached.keys.items():
        if node is not None or far or not request.accumulate:
            continue
        of = state.tensors[t]
        if of.requires_grad is not Grad.YES:
            continue
        if of.base is None and of.node is not None:
            return Refused(Refusal.LEAF_MOVED, request.site, request.label, of)
        write = refuses(state, of)
        if write is not None:
            return Refused(Refusal.VIEW_CHANGED, request.site, request.label, of, (write,))
    return None


def _surely_ran(state: State, ran: Sequence[NodeId], hazards: Sequence[Hazard]) -> Sequence[NodeId]:
    """Where a backward raised, it may have done so earlier: at the first node that only may refuse."""
    doubtful = {id(h.node) for h in hazards if not h.silent}
    for place, number in enumerate(ran):
        node, freed = state.nodes[number], state.freed.get(number)
        if id(node) in doubtful or (freed is not None and node.frees is not False):
            return ran[:place]
    return ran


def _free(
    state: State,
    request: Request,
    reached: Reach,
    ran: Sequence[NodeId],
    *,
    sure: frozenset[NodeId],
    stopped: bool,
) -> None:
    """What ran lets go of what it had saved, unless the graph is retained. Where a backward stopped, it need not have come
    that far, and nobody knows which parts of a node that stands for several had run."""
    if request.retain_graph or request.create_graph:
        return
    doubt = 1 if request.retain_graph is None else 0
    freed: dict[NodeId, Freed] = {}
    for number in ran:
        node = state.nodes[number]
        unknown = reached.nodes[number] + doubt + int(node.frees is None) + int(stopped and node.several)
        unknown += int(number not in sure)
        before = state.freed.get(number)
        if before is None or unknown < before.unknown:
            freed[number] = Freed(request.site, unknown)
    state.freed = {**state.freed, **freed}


def _filled(
    state: State,
    request: Request,
    reached: Reach,
    keys: Sequence[Key] | None,
    *,
    stopped: Sequence[NodeId],
) -> list[tuple[TensorId, Key]]:
    """The tensors whose ``.grad`` is filled; where backward raised, those whose gradient was complete before."""
    if not request.accumulate:
        return []
    if keys is not None:
        pairs = [(t, key) for t, key in zip(request.inputs or (), keys, strict=True) if key in reached.keys]
    else:
        leaves = [key for key in reached.keys if key[0] is None]
        pairs = [(key[1], key) for key in leaves if state.tensors[key[1]].requires_grad is not Grad.NO]
    waiting = {
        (e.node, e.output) if e.node is not None else (None, e.tensor)
        for n in stopped
        for e in state.nodes[n].edges
    }
    return [pair for pair in pairs if pair[1] not in waiting]


def _accumulate(
    state: State,
    request: Request,
    reached: Reach,
    filled: Sequence[tuple[TensorId, Key]],
    flow: Flow | None,
) -> None:
    """Add to ``.grad``: in place where there is one already, unless the addition is itself recorded."""
    for t, key in filled:
        old = state.grads.get(t)
        if request.create_graph:
            label = f"{state.tensors[t].label}.grad"
            gradient = flow.of(key) if flow is not None else None
            state.grads[t] = accumulated(state, request.site, label, gradient, old)
        elif old is not None:
            log(state, request.site, request.label, old, library=True, unknown=reached.keys[key])
        else:
            state.grads[t] = None


def _refuse_unused(state: State, request: Request, reached: Reach, keys: Sequence[Key]) -> None:
    """``autograd.grad`` for an input that the roots do not depend on raises, at the very end."""
    if reached.doubtful or request.unknown:
        return
    for t, key in zip(request.inputs or (), keys, strict=True):
        if key not in reached.keys and requires_grad(state, t) is Grad.YES:
            state.refuse(Refusal.UNUSED_INPUT, request.site, request.label, state.tensors[t])
