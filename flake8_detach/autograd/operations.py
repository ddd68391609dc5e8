"""Operations: what is recorded, and what comes out.

The order is that of PyTorch's generated code (tools/autograd/gen_variable_type.py): refuse, save inputs, run
(which writes and moves counters), make the results, give them their history, and save results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..frozen import replace
from . import copies, ranges, signs, terms
from .irregular import (
    assigns_item,
    covers,
    differentiable,
    keeps_index,
    rearranges,
    results_of,
    runs_unrecorded,
    source_of,
    writes_aside,
)
from .questions import common_grounds
from .records import MOST_LOSSES, Edge, Grad, GradMode, Hop, Link, Loss, Meta, Node, Saved, Site, TensorId
from .regions import WHOLE
from .saving import Call, edges_to, keep, save_arguments, save_results
from .state import State
from .views import history, made_now, present_history, rebase, requires_grad
from .writes import check_inplace, check_memory, check_out, log


def apply(state: State, call: Call) -> tuple[TensorId, ...]:
    """See Machine.apply."""
    targets = call.targets
    if call.op.refuses_grad:
        return _apply_out(state, call, targets)
    if len(targets) > 1:
        return _apply_each(state, call, len(targets))
    if runs_unrecorded(call.op) and not call.unrecorded:
        return _apply_unrecorded(state, call)
    if assigns_item(call.op) and not keeps_index(call.op):
        call = _to_part(state, call)
        targets = call.targets
    if call.op.result == "view" and call.op.identity and not targets:
        return tuple(call.sources)
    arguments = call.arguments
    need = _need(state, call, arguments)
    for target in targets:
        check_inplace(state, call.site, call.label, target, op=call.op.name, need=need)
    losses = _losses(state, call, arguments, need)
    sides = terms.sides_of(state, call)
    if not state.grad_mode.records:
        need = Grad.NO
    elif state.grad_mode is GradMode.UNKNOWN:
        need = need.weakened()
    recorded = need is not Grad.NO
    edges = edges_to(state, call, arguments) if recorded else ()
    saved = save_arguments(state, call, edges) if recorded else []
    for t in targets:
        check_memory(state, call.site, call.label, t, op=call.op.name)
        contents = not (rearranges(call.op.name) or ranges.changes_nothing(state, call, t))
        copying = copies.copies_over(call.op.name)
        log(
            state,
            call.site,
            call.label,
            t,
            recorded=recorded,
            library=call.library,
            contents=contents,
            copied=copies.made(state, call) if copying else (),
            sources=copies.sources_of(state, call) if copying else frozenset(),
            signs=signs.of_write(call.op.name, call.numbers),
        )
    if writes_aside(call.op):
        for _, t in call.of(call.op.writes):
            log(state, call.site, call.label, t, library=True)
    for _, t in call.of(call.op.untracked_writes):
        log(state, call.site, call.label, t, library=True, untracked=True)
    outputs = _results(state, call, need, losses)
    if recorded:
        _record(state, call, edges, saved, outputs=outputs, need=need)
    if sides:
        terms.note(state, call, sides, outputs)
    return outputs


def _need(state: State, call: Call, arguments: Sequence[tuple[int, TensorId]]) -> Grad:
    """Whether the operation would be recorded in grad mode: integers never require grad."""
    targets = call.targets
    integers = any(not state.tensors[t].meta.differentiable for t in targets)
    if not targets and call.forms:
        integers = all(form is not None and not form.differentiable for form in call.forms)
    need = Grad.NO
    for _, t in arguments if not integers else ():
        need |= call.requires(state, t)
    return need


def _apply_unrecorded(state: State, call: Call) -> tuple[TensorId, ...]:
    """A function whose body stands under no_grad."""
    mode = state.grad_mode
    if mode is not GradMode.INFERENCE:
        state.grad_mode = GradMode.OFF
    try:
        return apply(state, replace(call, unrecorded=True))
    finally:
        state.grad_mode = mode


def _apply_out(state: State, call: Call, targets: list[TensorId]) -> tuple[TensorId, ...]:
    """A call with ``out=``."""
    check_out(state, call.site, call.label, [t for _, t in call.of(sorted(call.operands))])
    for target in targets:
        check_memory(state, call.site, call.label, target, op=call.op.name)
        log(state, call.site, call.label, target, library=call.library)
    return tuple(targets)


def _apply_each(state: State, call: Call, count: int) -> tuple[TensorId, ...]:
    """An in-place operation over a list is one for each element, all checked first (``_foreach_mul_``)."""
    calls = [
        replace(
            call,
            operands={i: (ts[k],) if len(ts) == count else tuple(ts) for i, ts in call.operands.items()},
            select=(None,),
            results=1,
            forms=(),
        )
        for k in range(count)
    ]
    for one in calls:
        for target in one.targets:
            need = _need(state, one, one.arguments)
            check_inplace(state, call.site, call.label, target, op=call.op.name, need=need)
    return tuple(t for one in calls for t in apply(state, one))


def _to_part(state: State, call: Call) -> Call:
    """``x[i] = v`` copies `v` into the view ``x[i]``."""
    operands: dict[int, Sequence[TensorId]] = dict(call.operands)
    for index, target in call.of(call.op.writes):
        wanted = state.grad_mode.records and requires_grad(state, target) is not Grad.NO
        if wanted:
            history(state, call.site, call.label, target)
        part = _view(state, call, 0, target, Link.VIEW, grad=Grad.NO)
        if wanted:
            edges = edges_to(state, replace(call, operands={}), [(0, target)])
            node = Node(call.label, call.site, state.tick(), edges, (), (state.result_of(part),), frees=False)
            state.adopt(part, state.add_node(node), requires_grad(state, target))
        operands[index] = (part,)
    return replace(call, operands=operands)


def _losses(
    state: State, call: Call, arguments: Sequence[tuple[int, TensorId]], need: Grad
) -> tuple[Loss, ...]:
    """Why the results will not require grad, should they not."""
    if need is not Grad.NO and not state.grad_mode.records:
        how = "inference_mode" if state.grad_mode is GradMode.INFERENCE else "no_grad"
        return (Loss(how, call.site, call.label),)
    found: dict[Loss, None] = {}
    for _, t in arguments or call.of(sorted(call.operands)):
        for loss in state.tensors[t].losses:
            found[loss] = None
        if requires_grad(state, t) is not Grad.NO and need is Grad.NO:
            found[Loss("not differentiable", call.site, call.label)] = None
    return tuple(found)[:MOST_LOSSES]


# -- what comes out


def _results(state: State, call: Call, need: Grad, losses: tuple[Loss, ...]) -> tuple[TensorId, ...]:
    op, sources = call.op, call.sources
    if op.result == "input" and sources:
        return tuple(sources)
    if op.result in ("none", "value"):
        return ()
    count = results_of(op, call.results)
    out: list[TensorId] = []
    for k in range(count):
        form = call.forms[k] if k < len(call.forms) else None
        grad = need if differentiable(op, k) and (form is None or form.differentiable) else Grad.NO
        link = LINKS.get(op.result)
        if link is not None and sources:
            source = source_of(sources, k, count)
            if len(sources) == count > 1 and requires_grad(state, source) is Grad.NO:
                grad = Grad.NO  # each is a view of its own (broadcast_tensors)
            out.append(_view(state, call, k, source, link, grad=grad, form=form, losses=losses))
        else:
            out.append(state.new_tensor(call.site, call.label, grad, meta=form, losses=losses))
            copies.note_gathered(state, call, out[-1])
            if copies.is_copy(op.name):
                state.tensors[out[-1]] = replace(state.tensors[out[-1]], copied=copies.made(state, call))
    return tuple(out)


def _view(
    state: State,
    call: Call,
    k: int,
    source: TensorId,
    link: Link,
    *,
    grad: Grad,
    form: Meta | None = None,
    losses: tuple[Loss, ...] = (),
) -> TensorId:
    of = state.tensors[source]
    part = call.select[k] if k < len(call.select) else None
    if part is None and (covers(call.op.name) or link is Link.DATA):
        part = (WHOLE, state.fresh(), 0)
    return state.new_tensor(
        call.site,
        call.label,
        grad,
        of=of,
        counter=state.fresh() if link is Link.DATA else of.counter,
        base=(of.base if of.base is not None else source) if link is Link.VIEW else None,
        region=(*of.region, part),
        hops=(*of.hops, Hop(link, call.site, call.label)),
        maybes=of.maybes | {state.fresh()} if link is Link.MAYBE else of.maybes,
        meta=form if form is not None else Meta(of.meta.dtype, device=of.meta.device),
        made=made_now(state.grad_mode, of, call.op.multi_view),
        losses=losses,
    )


LINKS = {"view": Link.VIEW, "maybe_view": Link.MAYBE, "untracked": Link.DATA}


def _record(
    state: State,
    call: Call,
    edges: tuple[Edge, ...],
    saved: list[Saved],
    *,
    outputs: Sequence[TensorId],
    need: Grad,
) -> None:
    """Enter the operation, save its results, and give them their history."""
    targets = call.targets
    live = targets
    if not targets:
        live = [t for t in outputs if state.tensors[t].requires_grad is not Grad.NO]
    rebases = not rearranges(call.op.name)
    on_view = rebases and any(state.tensors[t].base is not None for t in targets)
    results = tuple(state.result_of(t) for t in live)
    facts = None if on_view else call.op
    node = Node(
        call.label, call.site, state.tick(), edges, (), results, call.op.freed or on_view, facts=facts
    )
    number = state.add_node(node)
    for t in targets:
        if rebases:
            rebase(state, t, number, need)
        else:
            state.adopt(t, number, need | state.tensors[t].requires_grad)
    if not targets:
        for k, t in enumerate(outputs):
            if t in live:
                state.adopt(t, number, state.tensors[t].requires_grad, k)
    saved += save_results(state, call, edges, outputs)
    # What is kept for nobody's sake (the number of a division, none of a product) is not measured: where no gradient flows on,
    # or none for whose sake something is kept (`index_add` of a constant), there may be nothing to free.
    kept_for = {i for saved_for in call.op.saves for i in saved_for.sake}
    asked = (
        on_view
        or not kept_for
        or any(i in kept_for for i, t in call.arguments if call.requires(state, t) is not Grad.NO)
    )
    frees = node.frees if (edges and asked) or saved else node.frees and None
    grounds = common_grounds(state, edges) if need is Grad.MAYBE else frozenset()
    state.nodes[number] = replace(node, saved=tuple(saved), frees=frees, grounds=grounds)


# -- calls whose inside we cannot see


def apply_unknown(
    state: State,
    site: Site,
    label: str,
    inputs: Iterable[TensorId],
    requires: Grad,
    layer: bool,
    parameters: Iterable[TensorId],
    links: int,
    doubtful: Mapping[TensorId, Grad],
) -> TensorId:
    """See Machine.apply_unknown."""
    given = list(dict.fromkeys(inputs))
    held = list(dict.fromkeys(parameters))
    need = requires
    for t in (*given, *held):
        need |= requires_grad(state, t).weakened()
    if not state.grad_mode.records:
        need = Grad.NO
    result = state.new_tensor(site, label, need)
    state.ledger.foreign.add(state.tensors[result].storage)
    if need is Grad.NO:
        return result
    stamp = state.tick()
    edges: list[Edge] = []
    for t in (*given, *held):
        present = present_history(state, t)
        if state.tensors[t].requires_grad is not Grad.NO:
            # A layer has parameters of its own: that its backward runs does not prove that an input requires grad.
            known = layer and state.tensors[t].requires_grad is Grad.YES and t not in doubtful
            asks = layer and not known and t not in doubtful
            edges.append(Edge(t, present, 0 if known else 1, state.tensors[t].output, asks=asks))
    if not held and all(state.tensors[t].requires_grad is Grad.NO for t in given):
        links += 1  # whatever it computes of constants need not be recorded
    saved = [keep(state, t, stamp, "an argument", own=True, unknown=links) for t in given]
    saved += [keep(state, t, stamp, "a parameter", own=False, unknown=links) for t in held]
    # A layer keeps something; a function that nobody sees into may be a sum, through which one can go again.
    frees = True if layer or held else None
    node = Node(label, site, state.tick(), tuple(edges), (), (state.result_of(result),), frees, opaque=True)
    number = state.add_node(node)
    state.adopt(result, number, need)
    # most layers end in an operation that keeps its input, not its result
    doubt = links + layer
    saved.append(keep(state, result, state.tick(), "result", own=False, unknown=doubt, result=True))
    state.nodes[number] = replace(node, saved=tuple(saved))
    return result
