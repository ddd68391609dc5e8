"""Code of the program's own inside the graph: custom Functions and checkpoints."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from ..frozen import dataclass, replace
from .questions import doubted
from .records import Grad, GradMode, Hop, Link, Loss, Made, Node, NodeId, Saved, Site, TensorId
from .reports import Refusal
from .saving import check_saving, keep
from .state import State
from .views import edge_to, rebase, requires_grad
from .writes import check_inplace, log


@dataclass(frozen=True, slots=True)
class CustomCall:
    """One ``Function.apply``: what went in, what its forward gave back, and what it told ``ctx``."""

    site: Site
    label: str
    inputs: Sequence[TensorId]
    results: Sequence[TensorId]
    saved: Sequence[TensorId]  # ctx.save_for_backward(…)
    kept: Sequence[TensorId]  # tensors stored as attributes of ctx: nobody compares their version
    dirty: Sequence[TensorId]  # ctx.mark_dirty(…)
    non_differentiable: Sequence[TensorId]  # ctx.mark_non_differentiable(…)
    body: Hashable
    since: int | None
    unread: bool  # the backward does not ask for what was saved: no version is compared, nothing is read
    ignored: Sequence[
        frozenset[int]
    ] = ()  # of each saved one, the inputs whose gradients do not read its contents


def apply_custom(state: State, call: CustomCall) -> tuple[TensorId, ...]:
    """See Machine.apply_custom (torch/csrc/autograd/custom_function.cpp and python_function.cpp)."""
    need = Grad.NO
    for t in call.inputs:
        need |= requires_grad(state, t)
    if not state.grad_mode.records:
        need = Grad.NO
    elif state.grad_mode is GradMode.UNKNOWN:
        need = need.weakened()
    number = None
    if need is not Grad.NO:
        found = [
            (i, edge_to(state, call.site, call.label, t, until=call.since)) for i, t in enumerate(call.inputs)
        ]
        edges = doubted(state, [replace(e, parameter=i) for i, e in found if e is not None])
        frees = bool(call.saved) or any(state.tensors[t].base is not None for t in call.dirty)
        node = Node(call.label, call.site, state.tick(), edges, (), (), frees, body=call.body)
        number = state.add_node(node)
    for t in call.dirty:
        of = state.tensors[t]
        if of.leaf and need is Grad.YES and requires_grad(state, t) is Grad.YES:
            state.refuse(Refusal.LEAF_WRITE, call.site, call.label, of)
        check_inplace(state, call.site, call.label, t, op=call.label, need=need)
        _own(state, call, t)
        log(state, call.site, call.label, t, recorded=number is not None, contents=False)
    differentiable = [
        number is not None and t not in call.non_differentiable and state.tensors[t].meta.differentiable
        for t in call.results
    ]
    outputs: list[TensorId] = []
    for k, t in enumerate(call.results):
        if number is not None and differentiable[k]:
            outputs.append(_adopted(state, call, k, number=number, need=need))
        else:
            outputs.append(_without_history(state, call, t))
        _mark_view(state, call, t, outputs[-1], sum(differentiable) > 1)
    if number is not None:
        stamp = state.tick()
        saved = [_kept(state, call, t, stamp, number, checked=True) for t in call.saved]
        if call.unread:
            saved = []
        for k, ignoring in enumerate(call.ignored[: len(saved)]):
            if ignoring:
                every = tuple(range(len(call.inputs)))
                saved[k] = replace(saved[k], unread=tuple(sorted(ignoring)), sake=every)
        saved += [_kept(state, call, t, stamp, number, checked=False) for t in call.kept]
        results = tuple(state.result_of(t) for t in outputs)
        state.nodes[number] = replace(state.nodes[number], saved=tuple(saved), results=results)
    return tuple(outputs)


def _own(state: State, call: CustomCall, t: TensorId) -> None:
    """The writes of the forward to an input it marks dirty are the Function's own: its backward answers for
    them."""
    storage = state.tensors[t].storage
    since = call.since if call.since is not None else state.ids.last
    state.writes[storage] = tuple(
        replace(w, recorded=True) if w.stamp > since else w for w in state.writes.get(storage, ())
    )


def _adopted(state: State, call: CustomCall, k: int, *, number: NodeId, need: Grad) -> TensorId:
    """A result gets the Function as its history; an input handed back as it is becomes a view of itself."""
    t = call.results[k]
    if t in call.dirty:
        rebase(state, t, number, need)
        return t
    if t in call.inputs:
        t = _alias(state, call, t, Link.VIEW)
    state.adopt(t, number, need, k)
    return t


def _without_history(state: State, call: CustomCall, t: TensorId) -> TensorId:
    of = state.tensors[t]
    if requires_grad(state, t) is Grad.NO:
        return _alias(state, call, t, Link.VIEW) if t in call.inputs and t not in call.dirty else t
    if t in call.inputs:
        return _alias(state, call, t, Link.DETACH)
    if of.base is None:
        lost = (Loss("not differentiable", call.site, call.label),)
        state.tensors[t] = replace(of, node=None, requires_grad=Grad.NO, losses=lost)
    return t


def _alias(state: State, call: CustomCall, t: TensorId, link: Link) -> TensorId:
    of = state.tensors[t]
    view = link is Link.VIEW
    return state.new_tensor(
        call.site,
        call.label,
        Grad.NO,
        of=of,
        counter=of.counter,
        base=(of.base if of.base is not None else t) if view else None,
        region=of.region,
        hops=(*of.hops, Hop(link, call.site, call.label)),
        maybes=of.maybes,
        meta=of.meta,
        made=of.made.then(Made.NO_GRAD) if of.base is not None else Made.NO_GRAD,
        losses=() if view else (Loss(link.value, call.site, call.label),),
    )


def _mark_view(state: State, call: CustomCall, raw: TensorId, t: TensorId, several: bool) -> None:
    of = state.tensors[t]
    if of.base is not None and (several or raw not in call.dirty):
        state.tensors[t] = replace(of, made=Made.MULTIPLE if several else Made.CUSTOM)


def _kept(state: State, call: CustomCall, t: TensorId, stamp: int, number: NodeId, *, checked: bool) -> Saved:
    """``ctx.saved_tensors`` gives what was cut by ``detach_()`` as it is: nothing is refused for that."""
    result = state.tensors[t].node == number
    if checked:
        check_saving(state, call.site, call.label, t, 0)
    name = "result" if result else "a tensor"
    kept = keep(state, t, stamp, name, own=not (result and checked), unknown=0)
    return replace(kept, is_result=result, checked=checked, had_history=False)


def checkpoint(
    state: State,
    site: Site,
    label: str,
    *,
    since: int,
    inputs: Sequence[TensorId],
    results: Sequence[TensorId],
    reentrant: bool,
) -> None:
    """See Machine.checkpoint (torch/utils/checkpoint.py)."""
    inside = [n for n in state.nodes if n > since]
    if reentrant and all(requires_grad(state, t) is Grad.NO for t in inputs):
        lost = (Loss("checkpoint", site, label),)
        for t in results:
            state.tensors[t] = replace(state.tensors[t], node=None, requires_grad=Grad.NO, losses=lost)
    stamp = state.tick()
    read = [t for t in read_since(state, since) if t not in inputs]
    kept = [keep(state, t, stamp, "an input of the checkpoint", own=True, unknown=0) for t in inputs]
    kept += [
        replace(
            keep(state, t, stamp, "read again by the checkpoint", own=True, unknown=0),
            checked=False,
            had_history=False,
        )
        for t in read
    ]
    for number in inside:
        node = state.nodes[number]
        if reentrant or node.saved:
            state.nodes[number] = replace(node, saved=tuple(kept), frees=True, facts=None)


def read_since(state: State, since: int) -> list[TensorId]:
    """See Machine.read_since."""
    read: dict[TensorId, None] = {}
    for number in [n for n in state.nodes if n > since]:
        node = state.nodes[number]
        outside = [e.tensor for e in node.edges] + [s.tensor for s in node.saved]
        read.update(dict.fromkeys(t for t in outside if t <= since))
    return list(read)


def doubt(state: State, since: int) -> None:
    """See Machine.doubt."""
    for number in [n for n in state.nodes if n > since]:
        node = state.nodes[number]
        saved = tuple(replace(s, unknown=s.unknown + 1) for s in node.saved)
        state.nodes[number] = replace(node, saved=saved, frees=node.frees and None)
