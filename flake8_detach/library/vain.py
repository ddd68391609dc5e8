"""What a statement does in vain: it writes to a copy that nobody keeps, or drops the result of an operation.

Indexing by a mask, a list or an index tensor copies; ``x[mask].clamp_()`` writes to that copy, which is gone at the end
of the statement. ``x.masked_fill(mask, 0)`` alone computes a tensor and throws it away.
"""

from __future__ import annotations

from ..autograd import DroppedResult, LostWrite
from ..torch_facts import method as method_facts
from ..values import Frame, Opaque, Runtime, TensorRef, Value

COPYING = frozenset({"[]", "index_select", "masked_select", "gather", "take", "take_along_dim"})
"""Ways to pick elements that copy them; ``[]`` is among them where it made a tensor with memory of its own."""
DROPPABLE = frozenset(
    """detach to cuda float double half long int type_as
    addcdiv addcmul add clamp clamp_max clamp_min clip contiguous copysign cumprod cumsum div exp expand expand_as fill_diagonal
    flatten index_add index_copy index_fill index_put log log_softmax lerp masked_fill masked_scatter mul neg
    nan_to_num permute pow relu renorm reshape round scatter scatter_add scatter_reduce sigmoid softmax sqrt squeeze sub t
    tanh transpose tril triu unflatten unsqueeze view view_as""".split()
)
"""Methods that are called for what they return, and that people call as if they changed what they are called on: most
have a form with an underscore which does."""


def dropped(
    rt: Runtime, value: Value, since: int, *, guarded: bool, called: str, of: tuple[Value, str] | None
) -> None:
    """A statement which is an expression has ended; `value` is what it gave and nobody takes.

    `since` is the moment it began. `guarded`: it stands where raising is expected, or something is measured. `called`: the
    name it calls something by. `of`: what the method is called on, by what a name holds and an attribute of that.
    """
    thing = rt.world.get(value)
    if isinstance(thing, Opaque):
        if thing.tensor is not None:
            node = rt.machine.tensors[thing.tensor].node
            rt.machine.ledger.dropped.update(() if node is None else (node,))
        if not guarded and of is not None and thing.label in DROPPABLE and _is_tensor(rt, *of):
            rt.machine.report(DroppedResult(rt.site, thing.label))
    if not isinstance(value, TensorRef):
        return
    made = rt.machine.tensors[value.id]
    if _writes(rt, value, since):
        lost(rt, value, since)
    elif (
        not guarded
        and value.id > since
        and made.site == rt.site
        and made.label in DROPPABLE
        and made.label == called
    ):
        if (of is not None and _is_tensor(rt, *of)) or _known_before(rt, made.label, since):
            rt.machine.report(DroppedResult(rt.site, made.label))


def lost(rt: Runtime, owner: Value, since: int) -> None:
    """Something has been written to `owner`, which is told if it is a copy that is gone by now."""
    if not isinstance(owner, TensorRef):
        return
    storage = rt.machine.tensors[owner.id].storage
    if storage <= since:
        return
    copy = next((t for t in rt.machine.tensors.values() if t.storage == storage and not t.hops), None)
    if copy is None or copy.label not in COPYING or _is_named(rt, storage):
        return
    if storage in rt.machine.ledger.picked:
        return
    writes = [w for w in rt.machine.writes.get(storage, ()) if w.stamp > since]
    if writes:
        rt.machine.report(LostWrite(rt.site, writes[-1].label, copy.site))


def _is_tensor(rt: Runtime, owner: Value, attribute: str) -> bool:
    """Is a method called on a tensor, perhaps one by its annotation only, or on its ``.data``?"""
    thing = rt.world.get(owner)
    known = isinstance(owner, TensorRef) or (isinstance(thing, Opaque) and thing.annotated)
    return known and attribute in ("", "data")


def _writes(rt: Runtime, value: TensorRef, since: int) -> bool:
    """Did the statement, as its last step, write to the tensor it gives?"""
    storage = rt.machine.tensors[value.id].storage
    return any(w.stamp > since and w.site == rt.site for w in rt.machine.writes.get(storage, ()))


def _is_named(rt: Runtime, storage: int) -> bool:
    """Does a variable of this scope hold the memory (``(y := x[mask]).zero_()``)?"""
    frame = rt.world.heap[rt.world.frames[-1]]
    values = frame.variables.values() if isinstance(frame, Frame) else ()
    return any(isinstance(v, TensorRef) and rt.machine.tensors[v.id].storage == storage for v in values)


def _known_before(rt: Runtime, label: str, since: int) -> bool:
    """``state.detach()`` may be a method of somebody's own class: what it is called on must be known to be a tensor by
    something else than this statement, in an earlier round of a loop as well. A method with an in-place twin that other
    classes hardly have (``masked_fill``) needs no more proof.
    """
    if "_" in label and method_facts(f"{label}_") is not None:
        return True
    presumptions = rt.machine.ledger.presumed
    within = (tensor for tensor in presumptions.values() if tensor > since)  # ``state.detach().to(device)``
    presumed = presumptions.get(rt.site) or next(within, None)
    if presumed is not None:
        rt.machine.ledger.guessed.add(presumed)
    return presumed is None
