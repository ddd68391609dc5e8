"""Operations: what is recorded, what is saved for whose sake, and what comes out.

The order is that of PyTorch's generated code (tools/autograd/gen_variable_type.py): refuse, save inputs, run
(which writes and moves counters), make the results, save results, and give the results their history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flake8_detach.torch_facts import OpFacts
from flake8_detach.torch_facts import Saved as SavedFact

from .irregular import covers, differentiable, keeps_private_copy, reads_what_it_saved, results_of, source_of
from .records import (
    MOST_LOSSES,
    WHOLE,
    Edge,
    Grad,
    GradMode,
    Hop,
    Link,
    Loss,
    Meta,
    Node,
    Saved,
    Selector,
    Site,
    TensorId,
)
from .reports import Refusal
from .state import State
from .views import edge_to, made_now, present_history, rebase, requires_grad
from .writes import check_inplace, check_out, inplace, log


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation: where, with which tensors for each parameter."""

    site: Site
    label: str
    op: OpFacts
    operands: Mapping[int, Sequence[TensorId]]
    select: Sequence[Selector]
    results: int | None
    forms: Sequence[Meta | None]
    library: bool

    def of(self, parameters: Iterable[int]) -> list[tuple[int, TensorId]]:
        """The tensors given for `parameters`, each with its parameter."""
        return [(i, t) for i in parameters for t in self.operands.get(i, ())]

    @property
    def sources(self) -> Sequence[TensorId]:
        """The tensors whose memory, or which themselves, are returned."""
        return self.operands.get(self.op.of, ()) if self.op.of is not None else ()

    @property
    def in_place(self) -> bool:
        """True when the call returns, or only changes, what it writes; False for ``out=``."""
        return bool(self.op.writes) and not self.op.refuses_grad


def apply(state: State, call: Call) -> tuple[TensorId, ...]:
    """See Machine.apply."""
    targets = [t for _, t in call.of(call.op.writes)]
    if call.op.refuses_grad:
        return _apply_out(state, call, targets)
    if len(targets) > 1 and call.in_place:
        return _apply_each(state, call, len(targets))
    if call.op.result == "view" and call.op.identity and not targets:
        return tuple(call.sources)
    arguments = call.of(call.op.differentiable)
    arguments += [(i, t) for i, t in call.of(call.op.writes) if i not in call.op.differentiable]
    need = Grad.NO
    for _, t in arguments:
        need |= requires_grad(state, t)
    if any(not state.tensors[t].meta.differentiable for t in targets):
        need = Grad.NO
    for target in targets:
        check_inplace(state, call.site, call.label, target, op=call.op.name, need=need)
    if (
        call.op.result not in ("input", "none")
        and call.forms
        and all(f and not f.differentiable for f in call.forms)
    ):
        need = Grad.NO
    losses = losses_of(state, call, arguments, need)
    if not state.grad_mode.records:
        need = Grad.NO
    elif state.grad_mode is GradMode.UNKNOWN:
        need = need.weakened()
    recorded = need is not Grad.NO
    edges = edges_to(state, call, arguments) if recorded else ()
    saved = _save_arguments(state, call, edges) if recorded else []
    for target in targets:
        inplace(
            state,
            call.site,
            call.label,
            target,
            op=call.op.name,
            recorded=recorded and call.in_place,
            library=call.library,
        )
    for _, t in call.of(call.op.untracked_writes):
        log(state, call.site, call.label, t, library=True, untracked=True)
    outputs = _results(state, call, need, losses)
    if recorded:
        _record(state, call, edges, saved, outputs=outputs, need=need)
    return outputs


def _apply_out(state: State, call: Call, targets: list[TensorId]) -> tuple[TensorId, ...]:
    """A call with ``out=``."""
    check_out(state, call.site, call.label, [t for _, t in call.of(sorted(call.operands))])
    for target in targets:
        check_inplace(state, call.site, call.label, target, op=call.op.name, need=Grad.NO)
        log(state, call.site, call.label, target, library=call.library)
    return tuple(targets)


def _apply_each(state: State, call: Call, count: int) -> tuple[TensorId, ...]:
    """An in-place operation over a list is one recorded operation for each element (``_foreach_mul_``)."""
    outputs: list[TensorId] = []
    for k in range(count):
        operands = {i: (ts[k],) if len(ts) == count else tuple(ts) for i, ts in call.operands.items()}
        outputs += apply(state, replace(call, operands=operands, select=(None,), results=1, forms=()))
    return tuple(outputs)


def losses_of(
    state: State, call: Call, arguments: Sequence[tuple[int, TensorId]], need: Grad
) -> tuple[Loss, ...]:
    """Why the results will not require grad, should they not."""
    if need is not Grad.NO and not state.grad_mode.records:
        return (Loss("no_grad", call.site, call.label),)
    found: dict[Loss, None] = {}
    for _, t in arguments or call.of(sorted(call.operands)):
        found.update(dict.fromkeys(state.tensors[t].losses))
        if requires_grad(state, t) is not Grad.NO and need is Grad.NO:
            found[Loss("not differentiable", call.site, call.label)] = None
    return tuple(found)[:MOST_LOSSES]


# -- what is saved


def edges_to(state: State, call: Call, arguments: Sequence[tuple[int, TensorId]]) -> tuple[Edge, ...]:
    """Where gradients flow to. The backward that runs proves only that one input requires grad.

    An in-place operation on a view leads to the history of its base, which it will rewrite.
    """
    written = {t for _, t in call.of(call.op.writes)}
    edges: list[Edge] = []
    for parameter, t in dict.fromkeys(arguments):
        source = state.tensors[t].base if t in written else None
        edge = edge_to(state, call.site, call.label, t if source is None else source)
        if edge is not None:
            edges.append(replace(edge, parameter=parameter))
    return doubted(state, edges)


def doubted(state: State, edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Edges to tensors which only may require grad are unknown links, unless one is the only candidate."""
    only = len({edge.tensor for edge in edges}) == 1
    return tuple(
        replace(e, unknown=0 if only or state.tensors[e.tensor].requires_grad is Grad.YES else 1)
        for e in edges
    )


def sake_of(state: State, op: OpFacts, edges: Sequence[Edge], fact: SavedFact) -> int | None:
    """Unknown links before a tensor kept for the gradient of some parameters is kept; None: it is not."""
    doubt = 0 if fact.always else 1
    wanted = [e for e in edges if not fact.sake or e.parameter in fact.sake]
    if any(state.tensors[e.tensor].requires_grad is Grad.YES for e in wanted):
        return doubt
    if not wanted:
        return doubt if not edges and set(fact.sake) >= set(op.differentiable) else None
    others = len(wanted) < len(edges)
    return doubt + 1 if others else doubt


def _save_arguments(state: State, call: Call, edges: tuple[Edge, ...]) -> list[Saved]:
    saved: list[Saved] = []
    stamp = state.tick()
    for fact in call.op.saves:
        if isinstance(fact.item, str):
            continue
        if call.in_place and keeps_private_copy(call.op, fact.item):
            continue
        unknown = sake_of(state, call.op, edges, fact)
        if unknown is None:
            continue
        for t in _elements(call.operands.get(fact.item, ()), fact, edges):
            check_saving(state, call.site, call.label, t, unknown)
            saved.append(
                replace(
                    keep(state, t, stamp, _name(call.op, fact.item), own=fact.own, unknown=unknown),
                    sake=fact.sake,
                    read=reads_what_it_saved(call.op, fact.item),
                )
            )
    return saved


def _elements(tensors: Sequence[TensorId], fact: SavedFact, edges: Sequence[Edge]) -> list[TensorId]:
    """Of a list parameter, the elements that are kept."""
    if fact.elements == "all":
        return list(tensors)
    wanting = {e.tensor for e in edges}
    if fact.elements == "own":
        return [t for t in tensors if t in wanting]
    return [t for t in tensors if wanting - {t}]


def _name(op: OpFacts, parameter: int) -> str:
    return op.parameters[parameter] if parameter < len(op.parameters) else "an argument"


def check_saving(state: State, site: Site, label: str, t: TensorId, unknown: int) -> None:
    """Tensors made in inference mode cannot be saved."""
    of = state.tensors[t]
    if of.inference and not unknown and state.grad_mode is GradMode.ON:
        state.refuse(Refusal.INFERENCE_SAVED, site, label, of)


def keep(
    state: State, t: TensorId, stamp: int, name: str, *, own: bool, unknown: int, result: bool = False
) -> Saved:
    """What is kept of a tensor: SavedVariable in torch/csrc/autograd/saved_variable.cpp.

    A result that has a history is kept through a private name on its memory, all else as the object itself.
    """
    of = state.tensors[t]
    return Saved(
        tensor=t,
        storage=of.storage,
        counter=of.counter,
        region=of.region,
        maybes=of.maybes,
        stamp=stamp,
        own=own,
        is_result=result,
        name=name,
        had_history=own and of.requires_grad is Grad.YES and of.node is not None,
        unknown=unknown,
        node=of.node,
    )


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
        if op.result in ("view", "maybe_view", "untracked") and sources:
            source = source_of(sources, k, count)
            out.append(_view(state, call, k, source, grad))
            meta = form if form is not None else state.tensors[out[-1]].meta
            state.tensors[out[-1]] = replace(state.tensors[out[-1]], meta=meta, losses=losses)
        else:
            out.append(state.new_tensor(call.site, call.label, grad, meta=form, losses=losses))
    return tuple(out)


def _view(state: State, call: Call, k: int, source: TensorId, grad: Grad) -> TensorId:
    of = state.tensors[source]
    kind = call.op.result
    part = call.select[k] if k < len(call.select) else None
    if part is None and (covers(call.op.name) or kind == "untracked"):
        part = (WHOLE, state.fresh(), 0)
    link = {"view": Link.VIEW, "maybe_view": Link.MAYBE}.get(kind, Link.DATA)
    tracked = kind != "untracked"
    view = kind == "view"
    return state.new_tensor(
        call.site,
        call.label,
        grad if tracked else Grad.NO,
        of=of,
        counter=of.counter if tracked else state.fresh(),
        base=(of.base if of.base is not None else source) if view else None,
        region=(*of.region, part),
        hops=(*of.hops, Hop(link, call.site, call.label)),
        maybes=of.maybes | {state.fresh()} if kind == "maybe_view" else of.maybes,
        meta=replace(of.meta, contiguous=None, ndim=None),
        made=made_now(state.grad_mode, of, call.op.multi_view),
    )


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
    targets = [t for _, t in call.of(call.op.writes)]
    live = list(targets)
    if not targets:
        live = [t for t in outputs if state.tensors[t].requires_grad is not Grad.NO]
    on_view = any(state.tensors[t].base is not None for t in targets)
    results = tuple(state.result_of(t) for t in live)
    node = Node(call.label, call.site, state.tick(), edges, (), results, call.op.freed or on_view)
    number = state.add_node(node)
    for t in targets:
        rebase(state, t, number, need)
    if not targets:
        for k, t in enumerate(outputs):
            if t in live:
                state.adopt(t, number, state.tensors[t].requires_grad, k)
    stamp = state.tick()
    for fact in call.op.saves:
        unknown = sake_of(state, call.op, edges, fact) if isinstance(fact.item, str) else None
        if unknown is None:
            continue
        for t in _kept_results(outputs, fact):
            leaf = state.tensors[t].node is None
            kept = keep(state, t, stamp, "result", own=leaf, unknown=unknown, result=True)
            saved.append(replace(kept, sake=fact.sake, had_history=False))
    state.nodes[number] = replace(node, saved=tuple(saved))


def _kept_results(outputs: Sequence[TensorId], fact: SavedFact) -> Sequence[TensorId]:
    if fact.item == "results":
        return outputs
    number = int(str(fact.item).removeprefix("result") or 0)
    return outputs[number : number + 1]


# -- calls whose inside we cannot see


def apply_unknown(
    state: State, site: Site, label: str, inputs: Iterable[TensorId], requires: Grad
) -> TensorId:
    """See Machine.apply_unknown."""
    given = list(dict.fromkeys(inputs))
    need = requires
    for t in given:
        need |= requires_grad(state, t).weakened()
    if not state.grad_mode.records:
        need = Grad.NO
    result = state.new_tensor(site, label, need)
    if need is Grad.NO:
        return result
    stamp = state.tick()
    edges: list[Edge] = []
    for t in given:
        history = present_history(state, t)
        if state.tensors[t].requires_grad is not Grad.NO:
            edges.append(Edge(t, history, 1, state.tensors[t].output))
    saved = [keep(state, t, stamp, "an argument", own=True, unknown=1) for t in given]
    node = Node(label, site, state.tick(), tuple(edges), (), (state.result_of(result),), True, opaque=True)
    number = state.add_node(node)
    state.adopt(result, number, need)
    saved.append(
        replace(
            keep(state, result, state.tick(), "result", own=False, unknown=1, result=True), had_history=False
        )
    )
    state.nodes[number] = replace(node, saved=tuple(saved))
    return result
