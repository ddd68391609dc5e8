"""What ``collections.abc`` gives to a class that says only how one element is read: the methods of a mapping, the loop over a sequence."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Const, Elements, Native, Ref, Runtime, Value

MAPPINGS, SEQUENCES = (
    frozenset(
        f"{module}.{prefix}{kind}" for module in ("typing", "collections.abc") for prefix in ("", "Mutable")
    )
    for kind in ("Mapping", "Sequence")
)
NOT_ITERATED = frozenset({"torch.utils.data.Dataset", "torch.utils.data.dataset.Dataset"})
"""Imported classes without an ``__iter__``: where theirs is not written either, a loop reads elements by their places."""
MOST_ELEMENTS = 16


def is_mapping(rt: Runtime, value: Value) -> bool:
    """Does the class of an object descend from ``Mapping``?"""
    return not MAPPINGS.isdisjoint(rt.class_names(value))


def _whole(rt: Runtime, keys: Elements, values: list[Value]) -> Value:
    last = values[-1] if values and not keys.exact else None
    return rt.sequence("list", values if last is None else values[:-1], last)


def _keys(rt: Runtime, mapping: Ref, arguments: Arguments) -> Value:
    keys = rt.elements(mapping)
    return _whole(rt, keys, list(keys.values))


def _values(rt: Runtime, mapping: Ref, arguments: Arguments) -> Value:
    keys = rt.elements(mapping)
    return _whole(rt, keys, [rt.item(mapping, key) for key in keys.values])


def _items(rt: Runtime, mapping: Ref, arguments: Arguments) -> Value:
    keys = rt.elements(mapping)
    pairs: list[Value] = [rt.sequence("tuple", [key, rt.item(mapping, key)]) for key in keys.values]
    return _whole(rt, keys, pairs)


def _get(rt: Runtime, mapping: Ref, arguments: Arguments) -> Value | None:
    key, keys = arguments.get(0, "key"), rt.elements(mapping)
    if key is None:
        return None
    if key in keys.values:
        return rt.item(mapping, key)
    known = keys.exact and isinstance(key, Const) and all(isinstance(k, Const) for k in keys.values)
    return (arguments.get(1, "default") or NONE) if known else None


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "get": _get,
    "items": _items,
    "keys": _keys,
    "values": _values,
}


def iterate(rt: Runtime, value: Value) -> Elements | None:
    """The elements of a ``Sequence`` of the program, whose length is known."""
    if SEQUENCES.isdisjoint(rt.class_names(value)):
        return None
    length = rt.call(Native("builtins.len"), Arguments((value,)))
    known = isinstance(length, Const) and isinstance(length.value, int) and length.value <= MOST_ELEMENTS
    if not known or not isinstance(length, Const):
        return None
    return Elements(tuple(rt.item(value, Const(k)) for k in range(length.value)), True)
