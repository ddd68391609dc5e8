"""Differentiable views: what they take from their base, and when their history has to be made anew.

A view and its base share one version counter. When it moved since the view's grad_fn was made, the memory was
written through another name, and the next one who asks for the view's grad_fn gets a new one which leads to
the base, whatever the base's history is by then. Views which must not be rewritten so (parts of ``chunk``,
views made under ``no_grad``) raise instead, at that moment. (VariableHooks::grad_fn, rebase_history and
handle_view_on_rebase in torch/csrc/autograd/variable.cpp.)
"""

from __future__ import annotations

from functools import cache

from flake8_detach.torch_facts import OpFacts, method

from ..frozen import replace
from .records import Edge, Grad, GradMode, Made, Node, NodeId, Site, Tensor, TensorId, Write
from .reports import Refusal
from .state import State


def requires_grad(state: State, t: TensorId) -> Grad:
    """``t.requires_grad``: a view also requires grad when its base does."""
    of = state.tensors[t]
    if of.base is None:
        return of.requires_grad
    return of.requires_grad | state.tensors[of.base].requires_grad


def change_unseen(state: State, of: Tensor, until: int | None = None) -> Write | None:
    """The last write (before `until`) which certainly moved a view's counter after its history was made."""
    if of.counter is None:
        return None
    for write in reversed(state.bumps.get(of.counter, ())):
        if write.stamp <= of.valid:
            return None
        if until is not None and write.stamp > until:
            continue
        if not write.unknown and write.counted == of.counted:
            return write
    return None


def history(state: State, site: Site, label: str, t: TensorId, *, until: int | None = None) -> NodeId | None:
    """``t.grad_fn``, made anew where a view's is out of date (at the moment `until`, if given).

    Raises AutogradError for a view which must not be rewritten.
    """
    of = state.tensors[t]
    if of.base is None:
        return of.node
    base = state.tensors[of.base]
    if of.node is None and base.requires_grad is Grad.NO:
        return None
    write = change_unseen(state, of, until)
    if write is None:
        return of.node
    if of.made is not Made.PLAIN:
        if Grad.YES in (base.requires_grad, of.requires_grad):
            state.refuse(Refusal.VIEW_CHANGED, site, label, of, causes=(write,))
        return of.node
    return renew(state, t)


def refuses(state: State, of: Tensor) -> Write | None:
    """The write after which the history of `of` cannot be asked for: certain, and to a view that must not be rewritten."""
    if of.base is None or of.made is Made.PLAIN:
        return None
    base = state.tensors[of.base].requires_grad
    if base is not Grad.YES and (of.node is None or of.requires_grad is not Grad.YES):
        return None
    return change_unseen(state, of)


def present_history(state: State, t: TensorId) -> NodeId | None:
    """``t.grad_fn`` for one who may not ask for it: nothing is refused."""
    of = state.tensors[t]
    if of.base is None or of.made is not Made.PLAIN or change_unseen(state, of) is None:
        return of.node
    if of.node is None and state.tensors[of.base].requires_grad is Grad.NO:
        return None
    return renew(state, t)


def renew(state: State, t: TensorId) -> NodeId:
    """Make a view's history anew: it leads to the base as the base is now (AsStridedBackward)."""
    of = state.tensors[t]
    root = t if of.base is None else of.base
    base = state.tensors[root]
    edges: tuple[Edge, ...] = ()
    if base.requires_grad is not Grad.NO:
        edges = (Edge(root, base.node, 0, base.output, 0),)
    stamp = state.tick()
    results = (state.result_of(t),)
    node = Node(of.label, of.site, stamp, edges, (), results, frees=False, facts=_as_strided())
    number = state.add_node(node)
    state.adopt(t, number, of.requires_grad | base.requires_grad)
    return number


@cache
def _as_strided() -> OpFacts:
    operation = method("as_strided")
    assert operation is not None
    return operation.variants[0].facts


def edge_to(
    state: State,
    site: Site,
    label: str,
    t: TensorId,
    *,
    until: int | None = None,
    parameter: int | None = None,
) -> Edge | None:
    """Where a gradient for `t`, given for `parameter`, flows to; None where it flows nowhere.

    A view made under no_grad requires grad when its base does, yet no gradient flows through it.
    """
    if requires_grad(state, t) is Grad.NO:
        return None
    node = history(state, site, label, t, until=until)
    of = state.tensors[t]
    if node is None and of.requires_grad is Grad.NO:
        return None
    return Edge(t, node, 0, of.output, parameter)


def made_now(mode: GradMode, of: Tensor, multiple: bool) -> Made:
    """How a view of `of` made in grad mode `mode` is made."""
    if mode is GradMode.INFERENCE:
        new = Made.INFERENCE
    elif mode is GradMode.OFF:
        new = Made.NO_GRAD
    else:
        new = Made.MULTIPLE if multiple else Made.PLAIN
    return of.made.then(new) if of.base is not None else new


def rebase(state: State, target: TensorId, node: NodeId, need: Grad) -> None:
    """Give the target of a recorded in-place operation its new history.

    A view passes it on to its base, and so to all other views (CopySlices): their histories are made anew when
    they are next asked for.
    """
    of = state.tensors[target]
    if of.base is None:
        state.adopt(target, node, need | of.requires_grad)
        return
    base = state.tensors[of.base]
    state.tensors[of.base] = replace(base, node=node, output=0, requires_grad=need | base.requires_grad)
    renew(state, target)
