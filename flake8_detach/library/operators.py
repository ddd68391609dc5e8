"""Operators: of tensors and arrays, as special methods (``x.__iadd__(y)``), and as functions (``operator.iadd``)."""

from __future__ import annotations

from collections.abc import Callable

from ..torch_facts import method as method_facts
from ..torch_facts import operator as operator_facts
from ..values import (
    NONE,
    Arguments,
    ArrayRef,
    Const,
    Instance,
    Items,
    Opaque,
    Runtime,
    Table,
    TensorRef,
    Value,
)
from . import arrays, snapshots, terms
from .kinds import NUMBER, number
from .operations import is_computed, operate, weaken

BINARY = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "truediv": "/",
    "floordiv": "//",
    "mod": "%",
    "pow": "**",
    "matmul": "@",
    "and": "&",
    "or": "|",
    "xor": "^",
    "lshift": "<<",
    "rshift": ">>",
}
"""Operators by the name of their special method; with ``i`` in front in place, with ``r`` turned round."""
COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
UNARY = {"neg": "-", "pos": "+", "invert": "~", "abs": "abs"}
GETTERS = frozenset({"operator.attrgetter", "operator.itemgetter", "operator.methodcaller"})


# -- of tensors and arrays


def binary(rt: Runtime, symbol: str, left: Value, right: Value) -> Value | None:
    """``left symbol right`` where a tensor or array is involved."""
    sides = (left, right)
    if any(isinstance(s, ArrayRef) for s in sides):
        snapshots.compared(rt, symbol, [s.id for s in sides if isinstance(s, ArrayRef | TensorRef)])
        if not any(_may_be_tensor(rt, s) for s in sides):
            return arrays.new_array(rt, symbol)
        # NumPy's scalars, which are not told from its arrays here, are numbers to a tensor. An array itself raises where the
        # tensor requires grad, and gives a tensor where it does not.
        left, right = sides = _as_number(rt, left), _as_number(rt, right)
    proved = any(_is_tensor(rt, s) for s in sides)
    if not proved:
        if all(_is_number(rt, s) for s in sides):
            return terms.number_of_numbers(rt, symbol, sides)
        if not any(is_computed(rt, s) for s in sides):
            return None
    operation = operator_facts(symbol)
    if operation is None:
        return None
    idle = (*terms.added(rt, symbol, left, right), *terms.added(rt, symbol, right, left))
    result = operate(rt, symbol, operation, Arguments(sides))
    terms.note(rt, result, idle)
    return result if proved or result is None else weaken(rt, result)


def unary(rt: Runtime, symbol: str, value: Value) -> Value | None:
    """``symbol value``."""
    if isinstance(value, ArrayRef):
        return arrays.new_array(rt, symbol)
    if _is_number(rt, value):
        return number(rt)
    proved = _is_tensor(rt, value)
    operation = operator_facts("abs" if symbol == "abs" else f"unary {symbol}") or method_facts(symbol)
    if operation is None or not (proved or is_computed(rt, value)):
        return None
    result = operate(rt, symbol, operation, Arguments((value,)))
    return result if proved or result is None else weaken(rt, result)


def augmented(rt: Runtime, symbol: str, old: Value, value: Value) -> Value | None:
    """``old symbol= value``: in place for a tensor or array."""
    if isinstance(old, ArrayRef):
        if _is_tensor(rt, value):
            return None  # an array raises; NumPy's scalars are replaced, as numbers are
        rt.machine.write(rt.site, f"{symbol}=", old.id)
        return old
    if not _is_tensor(rt, old):
        # Unrecorded, what is not known to be a tensor stays what it is: a tensor was written, a number has no history.
        unknown = isinstance(rt.world.get(old), Opaque)
        return old if unknown and not rt.machine.grad_mode.records else None
    operation = operator_facts(f"{symbol}=")
    if operation is None:
        return None
    target = rt.world.show(old, rt.site)
    assert target is not None
    idle = terms.added(rt, symbol, TensorRef(target), value)
    operate(rt, f"{symbol}=", operation, Arguments((TensorRef(target), value)))
    terms.note(rt, TensorRef(target), idle)
    return old


def _is_tensor(rt: Runtime, value: Value) -> bool:
    if isinstance(value, TensorRef):
        return True
    thing = rt.world.get(value)
    return isinstance(thing, Opaque) and (thing.shown or thing.link is not None)


def _as_number(rt: Runtime, value: Value) -> Value:
    return number(rt) if isinstance(value, ArrayRef) else value


def _may_be_tensor(rt: Runtime, value: Value) -> bool:
    return isinstance(value, TensorRef) or isinstance(rt.world.get(value), Opaque)


def _is_number(rt: Runtime, value: Value) -> bool:
    if isinstance(value, Const):
        return isinstance(value.value, int | float | complex)
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and thing.cls == NUMBER


# -- as special methods


def special(rt: Runtime, receiver: Value, name: str, arguments: Arguments) -> Value | None:
    """``receiver.__name__(...)``; None for a special method which is no operator."""
    if not (name.startswith("__") and name.endswith("__")):
        return None
    return _operator(rt, name.strip("_"), (receiver, *arguments.positional), reflected=True)


def _operator(
    rt: Runtime, short: str, operands: tuple[Value, ...], *, reflected: bool = False
) -> Value | None:
    if len(operands) == 1 and short in UNARY:
        return unary(rt, UNARY[short], operands[0])
    if len(operands) == 3 and short == "setitem":
        rt.set_item(*operands)
        return NONE
    if len(operands) != 2:
        return None
    left, right = operands
    if short == "getitem":
        return rt.item(left, right)
    if short in BINARY or short in COMPARISONS:
        return rt.binary(BINARY.get(short) or COMPARISONS[short], left, right)
    if short[:1] == "i" and short[1:] in BINARY:
        return rt.augmented(BINARY[short[1:]], left, right)
    if reflected and short[:1] == "r" and short[1:] in BINARY:
        return rt.binary(BINARY[short[1:]], right, left)
    return None


# -- as functions


def call(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """``operator.name(...)``."""
    if arguments.rest is not None:
        return None
    full = f"operator.{name}"
    if full in GETTERS:
        keywords = rt.world.add(Table({Const(k): v for k, v in arguments.keywords.items()}))
        given = rt.sequence("tuple", arguments.positional)
        return rt.world.add(Instance(full, {"<given>": given, "<keywords>": keywords}))
    short = {"concat": "add", "iconcat": "iadd", "inv": "invert"}.get(name.strip("_"), name.strip("_"))
    return _operator(rt, short, arguments.positional)


def call_getter(rt: Runtime, getter: Instance, arguments: Arguments) -> Value | None:
    """Call an ``attrgetter``, ``itemgetter`` or ``methodcaller``."""
    held = rt.world.get(getter.attributes["<given>"])
    of = arguments.get(0)
    if of is None or not isinstance(held, Items) or not held.items:
        return None
    get = GETTER_KINDS[str(getter.cls)]
    if getter.cls == "operator.methodcaller":
        return get(rt, of, getter)
    found = [get(rt, of, key) for key in held.items]
    if any(value is None for value in found):
        return None
    values = [value for value in found if value is not None]
    return values[0] if len(values) == 1 else rt.sequence("tuple", values)


def _get_attribute(rt: Runtime, of: Value, key: Value | Instance) -> Value | None:
    if not isinstance(key, Const) or not isinstance(key.value, str):
        return None
    for part in key.value.split("."):
        of = rt.attribute(of, part)
    return of


def _get_item(rt: Runtime, of: Value, key: Value | Instance) -> Value | None:
    return None if isinstance(key, Instance) else rt.item(of, key)


def _call_method(rt: Runtime, of: Value, getter: Value | Instance) -> Value | None:
    assert isinstance(getter, Instance)
    held, named = rt.world.get(getter.attributes["<given>"]), rt.world.get(getter.attributes["<keywords>"])
    if not isinstance(held, Items) or not isinstance(held.items[0], Const) or not isinstance(named, Table):
        return None
    keywords = {str(k.value): v for k, v in named.items.items()}
    return rt.method(of, str(held.items[0].value), Arguments(tuple(held.items[1:]), keywords))


GETTER_KINDS: dict[str, Callable[[Runtime, Value, Value | Instance], Value | None]] = {
    "operator.attrgetter": _get_attribute,
    "operator.itemgetter": _get_item,
    "operator.methodcaller": _call_method,
}
