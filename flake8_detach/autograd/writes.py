"""In-place mutation: what moves which counter, what PyTorch refuses, and what swaps memory or history."""

from __future__ import annotations

from ..frozen import replace
from . import copies
from .irregular import bears_overlap, refuses_resizing
from .ledger import note_swap, note_write
from .records import (
    MOST_LOSSES,
    Copied,
    Grad,
    GradMode,
    Hop,
    Idle,
    Link,
    Loss,
    Made,
    Meta,
    Result,
    Site,
    TensorId,
    Write,
)
from .reports import GradientEdited, Refusal
from .signs import Signs
from .state import State
from .views import requires_grad

REFUSED_VIEWS = {
    Made.MULTIPLE: Refusal.PART_WRITE,
    Made.NO_GRAD: Refusal.NO_GRAD_VIEW_WRITE,
    Made.INFERENCE: Refusal.INFERENCE_VIEW_WRITE,
    Made.CUSTOM: Refusal.CUSTOM_VIEW_WRITE,
}


def log(
    state: State,
    site: Site,
    label: str,
    target: TensorId,
    *,
    recorded: bool = False,
    library: bool = False,
    untracked: bool = False,
    unknown: int = 0,
    contents: bool = True,
    copied: tuple[Copied, ...] = (),
    sources: frozenset[int] = frozenset(),
    signs: Signs = Signs.CHANGED,
) -> Write:
    """Note a write through `target`, with the counter it moved; `copied`: what it puts there."""
    of = state.tensors[target]
    write = Write(
        stamp=state.tick(),
        site=site,
        label=label,
        target=target,
        storage=of.storage,
        counter=None if untracked else of.counter,
        region=of.region,
        maybes=of.maybes,
        hops=of.hops,
        recorded=recorded,
        library=library,
        unknown=unknown + len(state.ids.taken),
        contents=contents,
        copied=copied,
        sources=sources,
        counted=of.counted,
        signs=signs,
    )
    note_write(state, write)
    if of.storage in state.watched:
        state.event("write", site)
    if of.storage in state.lent and contents and not (write.unknown or of.maybes):
        state.report(GradientEdited(site, label))
    if contents:
        state.writes[of.storage] = (*state.writes.get(of.storage, ()), write)
    if write.counter is not None:
        state.bumps[write.counter] = (*state.bumps.get(write.counter, ()), write)
    return write


def check_inplace(state: State, site: Site, label: str, target: TensorId, *, op: str, need: Grad) -> None:
    """Refuse what PyTorch refuses: check_inplace in torch/csrc/autograd/VariableTypeUtils.h, and more.

    `need`: whether the target or another differentiable argument requires grad.
    """
    of = state.tensors[target]
    own = requires_grad(state, target)
    if refuses_resizing(op) and own is Grad.YES:
        state.refuse(Refusal.RESIZE, site, label, of)
    if state.grad_mode is not GradMode.ON or need is not Grad.YES:
        return
    owner = target if of.base is None else of.base
    if (owner <= state.ledger.entered or state.ledger.unsure) and state.tensors[owner].leaf:
        return  # whoever calls this may do so under no_grad
    if of.base is not None and not of.frozen:  # autograd knows no views of inference tensors
        if of.made is not Made.PLAIN:
            state.refuse(REFUSED_VIEWS[of.made], site, label, of)
        if own is Grad.YES and state.tensors[of.base].leaf:
            state.refuse(Refusal.LEAF_VIEW_WRITE, site, label, of)
    if own is Grad.YES and of.leaf:
        state.refuse(Refusal.LEAF_WRITE, site, label, of)


def check_memory(state: State, site: Site, label: str, target: TensorId, *, op: str) -> None:
    """Refuse memory that overlaps itself, and outside inference mode what was made in it."""
    of = state.tensors[target]
    if of.meta.overlapping and not bears_overlap(op):
        state.refuse(Refusal.OVERLAP, site, label, of)
    if of.frozen and state.grad_mode in (GradMode.ON, GradMode.OFF):
        state.refuse(Refusal.INFERENCE_WRITE, site, label, of)


def check_out(state: State, site: Site, label: str, operands: list[TensorId]) -> None:
    """``out=`` records nothing, and refuses where something would have to be recorded."""
    if state.grad_mode is not GradMode.ON:
        return
    for t in operands:
        if requires_grad(state, t) is Grad.YES:
            state.refuse(Refusal.OUT_REQUIRES_GRAD, site, label, state.tensors[t])


def rebind(
    state: State, site: Site, label: str, target: TensorId, source: TensorId | None, library: bool = False
) -> None:
    """``target.data = source``: the object keeps its counter and history and sees other memory
    (VariableHooks::set_data in torch/csrc/autograd/variable.cpp)."""
    of = state.tensors[target]
    new = state.tensors[source] if source is not None else None
    into = Result(
        target,
        new.storage if new else state.fresh(),
        new.region if new else (),
        new.maybes if new else frozenset(),
    )
    hop = Hop(Link.DATA, site, ".data")
    write = Write(
        stamp=state.tick(),
        site=site,
        label=label,
        target=target,
        storage=of.storage,
        counter=None,
        region=of.region,
        maybes=of.maybes,
        hops=(*of.hops, hop),
        recorded=False,
        library=library,
        rebinds=True,
        into=into,
        unknown=len(state.ids.taken),
        copied=copies.known(state, new) if new is not None else (),
        sources=frozenset({into.storage}),
    )
    state.event("rebind", site)
    if into.storage != of.storage:
        note_swap(state, target)
    state.rebinds[target] = (*state.rebinds.get(target, ()), write)
    state.tensors[target] = replace(
        of,
        storage=into.storage,
        region=into.region,
        maybes=into.maybes | {state.fresh()} if state.ids.taken else into.maybes,
        meta=new.meta if new else Meta(),
        hops=(hop,),
        copied=copies.known(state, new) if new is not None else (),
    )


def detach_(state: State, site: Site, label: str, target: TensorId) -> None:
    """Cut the tensor itself out of its graph. Raises AutogradError on a view; in inference mode it does nothing."""
    if state.grad_mode is GradMode.INFERENCE:
        return
    of = state.tensors[target]
    if of.base is not None:
        state.refuse(Refusal.DETACH_VIEW, site, label, of)
    cut = Write(
        stamp=state.tick(),
        site=site,
        label=label,
        target=target,
        storage=of.storage,
        counter=None,
        region=of.region,
        maybes=of.maybes,
        hops=of.hops,
        recorded=False,
        library=False,
        cuts=True,
        contents=False,
        unknown=len(state.ids.taken),
    )
    state.event("cut", site)
    state.cuts[target] = (*state.cuts.get(target, ()), cut)
    lost, idle = of.losses, of.idle
    if of.requires_grad is not Grad.NO:
        loss = Loss("detach_", site, of.label)
        lost = (loss, *lost)[:MOST_LOSSES]
        idle = (Idle(loss, target, of.node),) if of.requires_grad is Grad.YES else ()
    if state.ids.taken:
        state.tensors[target] = replace(of, requires_grad=of.requires_grad.weakened(), losses=lost)
        return
    state.tensors[target] = replace(
        of, node=None, guessed=False, requires_grad=Grad.NO, losses=lost, idle=idle
    )
