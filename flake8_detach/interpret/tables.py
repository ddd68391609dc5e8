"""Dictionaries: how they are made, and their methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values import NONE, TRUE, Arguments, Const, Items, Ref, Table, Value
from ..values.unseen import another, one_of
from . import held

if TYPE_CHECKING:
    from .interpreter import Interpreter


def make_table(interp: Interpreter, arguments: Arguments) -> Value:
    """``dict(...)``: of another, of pairs, of names."""
    table = Table({Const(k): v for k, v in arguments.keywords.items()})
    if arguments.positional:
        source = interp.world.get(held.unwrapped(interp, arguments.positional[0]))
        if isinstance(source, Table):
            table = Table({**source.items, **table.items}, source.rest)
        elif isinstance(source, Items) and source.rest is None:
            for pair in source.items:
                entry = interp.world.get(pair)
                if isinstance(entry, Items) and len(entry.items) == 2 and isinstance(entry.items[0], Const):
                    table.items[entry.items[0]] = entry.items[1]
                else:
                    table.rest = interp.world.opaque("a value")
        else:
            table.rest = interp.world.opaque("a value")
    return interp.world.add(table)


def table_of_keys(interp: Interpreter, arguments: Arguments) -> Value:
    """``dict.fromkeys(keys, value)``: the same value under all of them."""
    keys = interp.elements(arguments.positional[0]) if arguments.positional else None
    value = arguments.get(1) or NONE
    known = [key for key in keys.values if isinstance(key, Const)] if keys is not None else []
    whole = keys is not None and keys.exact and len(known) == len(keys.values)
    return interp.world.add(Table(dict.fromkeys(known, value), None if whole else value))


def get_item(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    """``held[index]`` by its method, of lists as well."""
    index = arguments.get(0)
    return interp.item(receiver, index) if index is not None else interp.world.opaque("an element")


def _table(interp: Interpreter, receiver: Ref) -> Table:
    thing = interp.world.get(receiver)
    assert isinstance(thing, Table)
    return thing


def _keys(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = _table(interp, receiver)
    return interp.sequence(
        "iterator", list(table.items), interp.world.opaque("a key") if table.rest else None
    )


def _values(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = _table(interp, receiver)
    return interp.sequence("iterator", list(table.items.values()), table.rest)


def _entries(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = _table(interp, receiver)
    rows = [interp.sequence("tuple", [k, v]) for k, v in table.items.items()]
    rest = (
        interp.sequence("tuple", [interp.world.opaque("a key"), table.rest])
        if table.rest is not None
        else None
    )
    return interp.sequence("iterator", rows, rest)


def _get(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = _table(interp, receiver)
    key, default = arguments.get(0), arguments.get(1) or NONE
    if isinstance(key, Const) and key in table.items:
        return table.items[key]
    found = [default]
    if not isinstance(key, Const):
        found += table.items.values()
    if table.rest is not None:
        found.append(another(interp, table.rest))
    return one_of(interp, tuple(found))


def _setdefault(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = interp.world.own(receiver.id, Table)
    key, default = arguments.get(0), arguments.get(1) or NONE
    if isinstance(key, Const):
        return table.items.setdefault(key, default)
    table.rest = default if table.rest is None else interp.world.value_of(table.rest, default)
    return one_of(interp, (*table.items.values(), table.rest))


def _pop_entry(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = interp.world.own(receiver.id, Table)
    key = arguments.get(0)
    if isinstance(key, Const) and key in table.items:
        return table.items.pop(key)
    return _get(interp, receiver, arguments)


def _pop_item(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    """``popitem()``: the last entry, or the first of an ordered one (``last=False``)."""
    table = interp.world.own(receiver.id, Table)
    end = arguments.get(0, "last") or TRUE
    last = interp.truth(end)
    if table.rest is not None or not table.items or last is None:
        values = [*table.items.values(), *([another(interp, table.rest)] if table.rest is not None else [])]
        return interp.sequence("tuple", [interp.world.opaque("a key"), one_of(interp, values)])
    key = list(table.items)[-1 if last else 0]
    return interp.sequence("tuple", [key, table.items.pop(key)])


def _update_table(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    other = interp.world.get(make_table(interp, arguments))
    own = interp.world.own(receiver.id, Table)
    if isinstance(other, Table):
        own.items.update(other.items)
        own.rest = other.rest if own.rest is None else own.rest
    return NONE


def _clear_table(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Table)
    own.items, own.rest = {}, None
    return NONE


def _copy_table(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    return interp.world.add(_table(interp, receiver).copy())


TABLE_METHODS: dict[str, Callable[[Interpreter, Ref, Arguments], Value]] = {
    "__getitem__": get_item,
    "keys": _keys,
    "values": _values,
    "items": _entries,
    "get": _get,
    "setdefault": _setdefault,
    "pop": _pop_entry,
    "popitem": _pop_item,
    "update": _update_table,
    "clear": _clear_table,
    "copy": _copy_table,
}
