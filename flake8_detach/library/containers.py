"""Modules that hold others by number or name: Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

from ..values import (
    NONE,
    Arguments,
    Const,
    Elements,
    Instance,
    Items,
    Native,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
)
from .module_state import MODULES, PARAMETERS, entries, prepare, register, remove

LISTS = frozenset({"Sequential", "ModuleList", "ParameterList"})
DICTS = frozenset({"ModuleDict", "ParameterDict"})
CONTAINERS = LISTS | DICTS
REST = "<rest>"
"""Any further element, where not all are known."""
MOST_TIMES = 8
"""A container repeated more often stands as one repeated that often."""


def _kind(short: str) -> str:
    return PARAMETERS if short.startswith("Parameter") else MODULES


def fill(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> None:
    """``Sequential(a, b)``, ``ModuleList([a, b])``, ``ModuleDict({"x": a})``; a plain dict's parameters are sorted by
    their names (torch/nn/modules/container.py)."""
    first = arguments.get(0)
    held = rt.world.get(first) if first is not None else None
    if isinstance(held, Table):
        pairs = [(str(key.value), value) for key, value in held.items.items()]
        for name, value in sorted(pairs, key=itemgetter(0)) if short == "ParameterDict" else pairs:
            put(rt, module, short, name, value)
        rest = held.rest
    elif short == "Sequential" and not isinstance(held, Items):
        for index, value in enumerate(arguments.positional):
            put(rt, module, short, str(index), value)
        rest = arguments.rest
    elif short in DICTS:
        rest = _fill_pairs(rt, module, short, first)
    else:
        found = rt.elements(first) if first is not None else Elements((), True)
        for index, value in enumerate(found.values):
            put(rt, module, short, str(index), value)
        rest = None if found.exact or not found.values else found.values[-1]
    if rest is not None:
        rt.world.own(module.id, Instance).attributes[REST] = rest


def _fill_pairs(rt: Runtime, module: Ref, short: str, given: Value | None) -> Value | None:
    """A dict of modules given as pairs; what cannot be read stands for any further one."""
    if given is None:
        return None
    for pair in rt.elements(given).values:
        thing = rt.world.get(pair)
        if not isinstance(thing, Items) or len(thing.items) != 2 or not isinstance(thing.items[0], Const):
            return rt.world.opaque("a module")
        put(rt, module, short, str(thing.items[0].value), thing.items[1])
    return None


def put(rt: Runtime, module: Ref, short: str, key: str, value: Value) -> None:
    """``container[key] = value``; a ParameterList makes parameters of plain tensors."""
    if short.startswith("Parameter") and isinstance(value, TensorRef) and value.id not in rt.world.parameters:
        value = rt.call(Native("torch.nn.Parameter"), Arguments((value,)))
    register(rt, module, _kind(short), key, value)


def items(rt: Runtime, module: Value, short: str) -> dict[str, Value]:
    """The known elements by name."""
    return entries(rt, module, _kind(short))


def _rest(rt: Runtime, module: Value) -> Value | None:
    thing = rt.world.get(module)
    return thing.attributes.get(REST) if isinstance(thing, Instance) else None


def iterate(rt: Runtime, module: Value, short: str) -> Elements | None:
    """Iterating over a container."""
    known = items(rt, module, short)
    if short in DICTS:
        return Elements(tuple(Const(n) for n in known), _rest(rt, module) is None)
    rest = _rest(rt, module)
    values = tuple(known.values())
    return Elements((*values, rest), False) if rest is not None else Elements(values, True)


def item(rt: Runtime, module: Value, short: str, index: Value) -> Value | None:
    """``container[index]``."""
    known = items(rt, module, short)
    if isinstance(index, Const):
        key = _key(known, index)
        return known.get(key, _rest(rt, module)) if key is not None else _rest(rt, module)
    cut = rt.world.get(index)
    values = list(known.values())
    if isinstance(cut, Items) and cut.kind == "slice":
        bounds = [b.value if isinstance(b, Const) else None for b in cut.items]
        made = rt.world.add(Instance(f"torch.nn.{short}"))
        prepare(rt, made)
        for number, value in enumerate(values[slice(*bounds)]):
            put(rt, made, short, str(number), value)
        return made
    rest = _rest(rt, module)
    candidates = [*values, rest] if rest is not None else values
    if not candidates:
        return None
    joined = candidates[0]
    for value in candidates[1:]:
        joined = rt.world.value_of(joined, value)
    return joined


def _key(known: dict[str, Value], index: Const) -> str | None:
    if isinstance(index.value, int) and index.value < 0:
        names = list(known)
        return names[index.value] if -index.value <= len(names) else None
    return str(index.value)


def set_item(rt: Runtime, module: Ref, short: str, index: Value, new: Value) -> None:
    """``container[index] = new``."""
    known = items(rt, module, short)
    if isinstance(index, Const):
        key = _key(known, index)
        if key is not None:
            put(rt, module, short, key, new)
        return
    for key, value in known.items():
        put(rt, module, short, key, rt.world.value_of(value, new))


def run_sequential(rt: Runtime, module: Value, value: Value) -> Value:
    """``Sequential.forward``: one child after the other."""
    for child in items(rt, module, "Sequential").values():
        value = rt.call(child, Arguments((value,)))
    rest = _rest(rt, module)
    return value if rest is None else rt.call(rest, Arguments((value,)))


def combined(rt: Runtime, symbol: str, left: Value, right: Value, short: str) -> Value | None:
    """``left + right`` and ``left * times`` make a container that holds the same modules."""
    one, rest = list(items(rt, left, short).values()), _rest(rt, left)
    if symbol == "+":
        other = rt.elements(right)
        held = [*one, *other.values] if other.exact else one
        rest = rest if other.exact or not other.values else other.values[-1]
    elif (
        symbol == "*" and isinstance(right, Const) and isinstance(right.value, int) and short == "Sequential"
    ):
        held = one * min(right.value, MOST_TIMES)
    else:
        return None
    made = rt.world.add(Instance(f"torch.nn.{short}"))
    prepare(rt, made)
    for number, value in enumerate(held):
        put(rt, made, short, str(number), value)
    if rest is not None:
        rt.world.own(made.id, Instance).attributes[REST] = rest
    return made


# -- methods


def _append(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> Value:
    value = arguments.get(0)
    if value is not None:
        put(rt, module, short, str(len(items(rt, module, short))), value)
    return module


def _extend(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> Value:
    found = rt.elements(arguments.positional[0]) if arguments.positional else Elements((), True)
    for value in found.values:
        put(rt, module, short, str(len(items(rt, module, short))), value)
    if not found.exact and found.values:
        rt.world.own(module.id, Instance).attributes[REST] = found.values[-1]
    return module


def _insert(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> Value:
    index, value = arguments.get(0), arguments.get(1)
    values = list(items(rt, module, short).values())
    if value is not None and isinstance(index, Const) and isinstance(index.value, int):
        values.insert(index.value, value)
        for number, element in enumerate(values):
            put(rt, module, short, str(number), element)
    return module if short == "Sequential" else NONE


def _pop(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> Value | None:
    known = items(rt, module, short)
    index = arguments.get(0, "key") or Const(-1)
    key = _key(known, index) if isinstance(index, Const) else None
    if key is None or key not in known:
        return None
    remove(rt, module, key, _kind(short))
    return known[key]


def _update(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> Value:
    fill(rt, module, short, arguments)
    return NONE


def _as_table(name: str) -> Callable[[Runtime, Ref, str, Arguments], Value | None]:
    def run(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> Value:
        table = rt.world.add(
            Table({Const(k): v for k, v in items(rt, module, short).items()}, _rest(rt, module))
        )
        return rt.method(table, name, arguments)

    return run


METHODS: dict[str, Callable[[Runtime, Ref, str, Arguments], Value | None]] = {
    "append": _append,
    "extend": _extend,
    "insert": _insert,
    "pop": _pop,
    "update": _update,
    "items": _as_table("items"),
    "values": _as_table("values"),
    "keys": _as_table("keys"),
    "get": _as_table("get"),
}
