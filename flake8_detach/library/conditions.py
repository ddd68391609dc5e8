"""What programs ask before they branch: of dtypes, of classes, of numbers, of what a module has."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from ..evidence.torch_names import torch_names
from ..torch_facts import module as module_facts
from ..values import (
    Arguments,
    ArrayRef,
    ClassObject,
    Const,
    Instance,
    Native,
    Opaque,
    Runtime,
    TensorRef,
    Value,
)
from .constructors import POSITIONS
from .containers import CONTAINERS
from .forms import DTYPES
from .kinds import number
from .layers import KEPT_SIZES, STATISTICS
from .module_state import MODULE, lookup, module_class
from .names import DTYPE_NAMES, canonical

TENSOR_CLASSES = frozenset(
    {"torch.Tensor", "torch.nn.Parameter", "torch.autograd.Variable", "torch.FloatTensor", "torch.LongTensor"}
)


# -- identity


def same(rt: Runtime, left: Value, right: Value) -> bool | None:
    """Are two dtypes, or two classes, the same? None where that is not known, or they are something else."""
    if isinstance(left, Native) and isinstance(right, Native):
        one, other = dtype_name(left), dtype_name(right)
        if one is not None and other is not None:
            return one == other
        names = canonical(left.name), canonical(right.name)
        if all(_is_layer(name) for name in names):
            return names[0] == names[1]
        return None
    if is_class(rt, left) and is_class(rt, right):
        return left == right
    return None


def dtype_name(value: Native) -> str | None:
    """The one name of a dtype: ``torch.float`` is ``float32``."""
    short = value.name.removeprefix("torch.")
    short = DTYPES.get(short, short)
    return short if value.name.startswith("torch.") and short in DTYPE_NAMES else None


def _is_layer(name: str) -> bool:
    short = name.removeprefix("torch.nn.")
    return short != name and short[:1].isupper() and "." not in short


def is_class(rt: Runtime, value: Value) -> bool:
    """Is it a class, of the program's own or of ``torch.nn``?"""
    if isinstance(value, Native):
        return _is_layer(canonical(value.name))
    return isinstance(rt.world.get(value), ClassObject)


def is_tensor_class(name: str) -> bool:
    """Is it a class of tensors, by the dotted name of something imported?"""
    return canonical(name) in TENSOR_CLASSES


def is_instance(rt: Runtime, value: Value, name: str) -> bool | None:
    """``isinstance(value, name)`` for an imported class; None where it is not known."""
    name = canonical(name)
    thing = rt.world.get(value)
    if isinstance(value, TensorRef) or (isinstance(thing, Opaque) and thing.shown):
        if name == "torch.nn.Parameter":
            return value.id in rt.world.parameters if isinstance(value, TensorRef) else None
        return name in TENSOR_CLASSES
    if isinstance(value, ArrayRef):
        return name == "numpy.ndarray"
    if isinstance(thing, Instance):
        names = {canonical(n) for n in rt.class_names(value)}
        if name in names or any(name in _bases(n) for n in names):
            return True
        if name == MODULE:
            return module_class(rt, value) is not None
        return False if all(n.startswith("torch.nn.") for n in names) else None
    if isinstance(thing, Opaque):
        return None
    return False


@cache
def _bases(name: str) -> frozenset[str]:
    """What a class of ``torch.nn`` descends from."""
    return frozenset(map(canonical, torch_names().bases.get(name.removeprefix("torch.nn."), ())))


def is_module(rt: Runtime, value: Value) -> bool:
    """Is it a module, or a class of modules?"""
    return module_class(rt, value) is not None


# -- what something has


def has(rt: Runtime, value: Value, name: str) -> bool | None:
    """``hasattr(value, name)``; None where it is not known."""
    if isinstance(value, TensorRef):
        names = torch_names()
        if name in names.attributes or name in names.private:
            return True
        # What came from elsewhere may have been given attributes there.
        elsewhere = rt.machine.tensors[value.id].storage in rt.machine.ledger.foreign
        return None if elsewhere or name.startswith("__") else False
    thing = rt.world.get(value)
    if not isinstance(thing, Instance) or module_class(rt, value) is None:
        return None
    if lookup(rt, value, name) is not None:
        return True
    # A layer of PyTorch's own holds what its constructor made, and keeps what it was given.
    short = canonical(thing.cls).removeprefix("torch.nn.") if isinstance(thing.cls, str) else ""
    made = (name in STATISTICS or name == "weight") and not short.endswith("Loss")
    facts = module_facts(short)
    if short not in CONTAINERS and facts is None:
        return None
    if name in KEPT_SIZES and not short.startswith("Lazy"):
        if short in POSITIONS:
            return name in POSITIONS[short]
        return None if facts is not None and facts.state else False
    return False if made else None


def _is_tensor(rt: Runtime, arguments: Arguments) -> Value:
    return rt.call(Native("builtins.isinstance"), Arguments((*arguments.every(), Native("torch.Tensor"))))


def _size(rt: Runtime, arguments: Arguments) -> Value | None:
    """``torch.Size([2, 3])``, a tuple."""
    return rt.call(Native("builtins.tuple"), arguments)


def _method(name: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``torch.name(x)``, which is the tensor's method."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        given = arguments.get(0, "input")
        return rt.method(given, name, Arguments()) if given is not None else None

    return run


# -- numbers

COMPUTED = frozenset(
    "ceil copysign cos degrees exp fabs floor fmod gcd hypot isclose isfinite isinf isnan isqrt lcm log log10 log1p "
    "log2 pow radians sin sqrt tan tanh trunc".split()
)
"""Functions of ``math`` that are computed where their arguments are known, and small."""
LARGEST = 10_000


def mathematics(rt: Runtime, name: str, arguments: Arguments) -> Value:
    """A function of ``math`` or ``random``: a number."""
    short = name.removeprefix("math.")
    given = [v.value for v in arguments.positional if type(v) is Const]
    plain = len(given) == len(arguments.every()) and all(
        isinstance(each, int | float) and (abs(each) <= LARGEST or not math.isfinite(each)) for each in given
    )
    if short not in COMPUTED or not plain:
        return number(rt)
    try:
        return Const(getattr(math, short)(*given))
    except (TypeError, ValueError, ArithmeticError):
        return number(rt)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.is_tensor": _is_tensor,
    "torch.Size": _size,
    **{f"torch.{name}": _method(name) for name in ("numel", "is_floating_point", "is_complex")},
}
