"""What is done with something unknown, and what that shows of it.

A use only a tensor allows shows that it is one. A use that tensors and others allow (``x.mean()``) is followed as
if it were one, its result unknown again: should it turn out to be a tensor, the history is there.
"""

from __future__ import annotations

from ..autograd import Grad, Link
from ..evidence.torch_names import tensor_only_attributes
from ..torch_facts import attribute as attribute_facts
from ..torch_facts import method as method_facts
from ..values import (
    Arguments,
    Const,
    Items,
    Opaque,
    Ref,
    Runtime,
    TensorRef,
    Value,
)
from ..values.unseen import like_one_of
from . import backward, operators, optimizers, snapshots, unseen_modules
from .kinds import tensors_of
from .operations import weaken
from .tensors import METHODS, tensor_attribute, tensor_method

MODULE_ONLY = unseen_modules.WALKS | {
    "train",
    "eval",
    "zero_grad",
    "state_dict",
    "load_state_dict",
    "named_modules",
}
"""Methods that show something to be a module."""
NOT_PROOF = frozenset(
    {"data", "grad", "backward", "step", "cuda", "cpu", "to", "type", "requires_grad_", "apply_"}
)
"""Names that modules, optimizers or wrappers of tensors have as well."""


def _tensor_only(name: str) -> bool:
    return name in tensor_only_attributes() and name not in NOT_PROOF


def opaque_method(rt: Runtime, receiver: Value, name: str, arguments: Arguments) -> Value | None:
    """``receiver.name(...)`` of something unknown."""
    thing = rt.world.get(receiver)
    assert isinstance(thing, Opaque)
    if name in MODULE_ONLY and isinstance(receiver, Ref):
        unseen_modules.shown(rt, receiver)
    if name == "backward":
        return _backward(rt, receiver, thing, arguments)
    if isinstance(receiver, Ref) and not thing.shown:
        walked = unseen_modules.method(rt, receiver, name, arguments)
        if walked is not None:
            return walked
    if name == "load_state_dict" and arguments.positional:
        for held in unseen_modules.hidden_of(thing):
            snapshots.loaded(rt, arguments.positional[0], None, held)
            rt.machine.write(rt.site, name, held, library=True)
        return rt.world.opaque("missing and unexpected keys")
    if name == "zero_grad" and isinstance(receiver, Ref):
        return optimizers.unknown_zero_grad(rt, receiver)
    if name == "step" and not thing.shown:
        return optimizers.unknown_step(rt, thing.attributes, arguments)
    if name.startswith("__") and (found := operators.special(rt, receiver, name, arguments)) is not None:
        return found
    if thing.shown or _tensor_only(name) or (thing.annotated and method_facts(name) is not None):
        ledger = rt.machine.ledger
        guessed = not thing.annotated and (not thing.shown or thing.tensor in ledger.guessed)
        tensor = rt.world.show(receiver, rt.site)
        assert tensor is not None
        if guessed:
            ledger.presumed[rt.site] = tensor
        return tensor_method(rt, TensorRef(tensor), name, arguments)
    in_place = name.endswith("_") and not name.endswith("__")
    if (thing.tensor is not None or thing.link is not None) and (
        method_facts(name) is not None or name in METHODS
    ):
        tensor = rt.world.shadow(receiver, rt.site)
        if tensor is not None and (not in_place or thing.link is not None):
            if in_place:
                rt.world.show(receiver, rt.site)
            result = tensor_method(rt, TensorRef(tensor), name, arguments)
            return weaken(rt, result) if result is not None else None
    return None


def _backward(rt: Runtime, receiver: Value, thing: Opaque, arguments: Arguments) -> Value:
    """``loss.backward()``; with a tensor for argument, somebody's wrapper of it."""
    first = arguments.get(0)
    if first is not None and not thing.shown:
        roots = tensors_of(rt, first)
        given = rt.world.get(first)
        if roots and (isinstance(first, TensorRef) or isinstance(given, Opaque)):
            return backward.run(rt, roots, Arguments(), first=1, unknown=1)
    tensor = rt.world.show(receiver, rt.site)
    assert tensor is not None
    return backward.tensor_backward(rt, tensor, arguments)


def opaque_attribute(rt: Runtime, value: Value, name: str) -> Value | None:
    """``value.name`` of something unknown."""
    thing = rt.world.get(value)
    assert isinstance(thing, Opaque) and isinstance(value, Ref)
    if thing.shown:
        tensor = rt.world.show(value, rt.site)
        assert tensor is not None
        return tensor_attribute(rt, TensorRef(tensor), name)
    if name == "data":
        return rt.world.add(Opaque(f"{thing.label}.data", link=(value, Link.DATA, rt.site)))
    if (
        _tensor_only(name) and attribute_facts(name) is not None
    ):  # a method that is only read may be their attribute
        tensor = rt.world.show(value, rt.site)
        assert tensor is not None
        return tensor_attribute(rt, TensorRef(tensor), name)
    return None


def _picks_one(rt: Runtime, index: Value) -> bool:
    """Is it an index that a list may have as well as a tensor?"""
    if isinstance(index, Const):
        return isinstance(index.value, int)
    return isinstance(rt.world.get(index), Opaque)


def _is_list(rt: Runtime, index: Value) -> bool:
    """Is it a list of places, not of columns' names, or is there one among several indexes?"""
    cut = rt.world.get(index)
    if not isinstance(cut, Items):
        return False
    if cut.kind == "tuple":
        return any(_is_list(rt, item) for item in cut.items)
    return cut.kind == "list" and not any(
        isinstance(item, Const) and isinstance(item.value, str) for item in cut.any()
    )


def opaque_item(rt: Runtime, value: Value, index: Value) -> Value | None:
    """``value[index]`` of something unknown: a view, should it be a tensor."""
    from .indexing import subscript

    thing = rt.world.get(value)
    if not isinstance(thing, Opaque):
        return None
    if thing.tensor is None and thing.link is None:
        # A list of places picks copies, should they be of a tensor.
        return (
            rt.world.opaque("[]", rt.machine.tensor(rt.site, "[]", Grad.MAYBE))
            if _is_list(rt, index)
            else None
        )
    if isinstance(index, Const) and isinstance(index.value, str):
        return None
    tensor = rt.world.shadow(value, rt.site)
    if tensor is None:
        return None
    if _picks_one(rt, index) and any(_picks_one(rt, other) for other in thing.items):
        # Of a tuple of tensors they are two; what is written to one is then not seen in the other.
        part = like_one_of(rt, f"part of {thing.label}", [tensor])
        return rt.world.opaque(thing.label, part)
    found = subscript(rt, TensorRef(tensor), index)
    cut = rt.world.get(index)
    if isinstance(cut, Items) and cut.kind == "tuple" and isinstance(found, TensorRef):
        rt.world.show(value, rt.site)  # several indexes at once: an array of some kind
    return weaken(rt, found) if found is not None else None
