"""What kind of argument a value is to an operation, and which tensors it brings along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from ..autograd import Grad, TensorId
from ..torch_facts import Kind
from ..values import (
    NONE,
    ArrayRef,
    Const,
    Instance,
    Items,
    OneOf,
    Opaque,
    Runtime,
    Table,
    TensorRef,
    Value,
    options,
)

NUMBER = "builtins.number"
"""The class of a number whose value is not known."""


def number(rt: Runtime) -> Value:
    """A number we do not know; never a tensor."""
    return rt.world.add(Instance(NUMBER))


def kind_of(rt: Runtime, value: Value) -> Kind:
    """The kind of an argument."""
    match value:
        case TensorRef() | ArrayRef():
            return "tensor"
        case Const(value=None):
            return "none"
        case Const(value=bool()):
            return "bool"
        case Const(value=int()):
            return "int"
        case Const(value=float() | complex()):
            return "number"
        case Const(value=str() | bytes()):
            return "str"
        case Const():
            return "ellipsis"
    kinds = {kind_of(rt, option) for option in options(value)} if len(options(value)) > 1 else set()
    if kinds:
        return kinds.pop() if len(kinds) == 1 else "unknown"
    thing = rt.world.get(value)
    match thing:
        case Items(kind="slice"):
            return "slice"
        case Items():
            inner = [kind_of(rt, v) for v in thing.any()]
            if "tensor" in inner:
                return "tensors"
            return "unknown" if "unknown" in inner and thing.kind != "tuple" else "list"
        case Opaque(shown=True):
            return "tensor"
        case Opaque():
            return "unknown"
        case Instance(cls=str(cls)):
            return "number" if cls == NUMBER else "other"
        case Instance() | Table():
            return "other"
    return "other"


def constants(values: Sequence[Value], keywords: dict[str, Value]) -> dict[int | str, object]:
    """The arguments whose values are known."""
    known: dict[int | str, object] = {i: v.value for i, v in enumerate(values) if isinstance(v, Const)}
    known.update({k: v.value for k, v in keywords.items() if isinstance(v, Const)})
    return known


def tensors_of(rt: Runtime, value: Value, sure_only: bool = False) -> list[TensorId]:
    """The tensors an argument brings: itself, or the elements of a list; not what only may be a tensor, if
    `sure_only`."""
    found: list[TensorId] = []
    for option in options(value):
        thing = rt.world.get(option)
        if isinstance(thing, Items):
            for item in thing.any():
                found += tensors_of(rt, item, sure_only)
        elif isinstance(thing, Opaque) and sure_only and not thing.shown:
            continue
        else:
            tensor = rt.world.shadow(option, rt.site)
            if tensor is not None:
                found.append(tensor)
    return found


def doubtful_of(rt: Runtime, values: Iterable[Value]) -> dict[TensorId, Grad]:
    """The tensors that are only one of several that an argument, or an element of one, may be; each with what is known of
    whether that requires grad."""
    doubtful: dict[TensorId, Grad] = {}
    certain: set[TensorId] = set()
    for value in values:
        _sort_out(rt, value, doubtful, certain)
    return {t: grad for t, grad in doubtful.items() if t not in certain} if doubtful else doubtful


def _sort_out(rt: Runtime, value: Value, doubtful: dict[TensorId, Grad], certain: set[TensorId]) -> None:
    if type(value) is TensorRef:
        certain.add(value.id)
        return
    choices = [option for option in value.options if option != NONE] if type(value) is OneOf else [value]
    if len(choices) < 2:
        thing = rt.world.get(choices[0]) if choices else None
        for item in thing.any() if isinstance(thing, Items) else ():
            _sort_out(rt, item, doubtful, certain)
        return
    brought = [tensors_of(rt, option, sure_only=True) for option in choices]
    needs = [
        requires(rt, tensors) if tensors else Grad.MAYBE if kind_of(rt, option) == "unknown" else Grad.NO
        for option, tensors in zip(choices, brought)
    ]
    joined = reduce(Grad.join, needs)
    always = set(brought[0]).intersection(*brought[1:])
    certain |= always
    doubtful.update({t: joined for tensors in brought for t in tensors if t not in always})


def requires(rt: Runtime, tensors: Sequence[TensorId]) -> Grad:
    """Whether any of `tensors` requires grad."""
    need = Grad.NO
    for t in tensors:
        need |= rt.machine.tensors[t].requires_grad
    return need


def leaf_kinds(rt: Runtime, value: Value) -> set[type]:
    """The types of the numbers in a number or a nested list of them; of what is not known, object."""
    if isinstance(value, Const):
        return {type(value.value)}
    thing = rt.world.get(value)
    if isinstance(thing, Items) and thing.rest is None:
        return set().union(*(leaf_kinds(rt, v) for v in thing.items)) if thing.items else set()
    return {object}
