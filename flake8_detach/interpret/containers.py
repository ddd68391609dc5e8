"""Lists, tuples and sets: how they are made, and their methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import library
from ..frozen import replace
from ..values import (
    NONE,
    TRUTH,
    Arguments,
    ClassObject,
    Const,
    Function,
    Instance,
    Items,
    Native,
    Ref,
    Table,
    TensorRef,
    Value,
)
from ..values.unseen import another, one_of, without_places
from . import held
from .ordering import in_order
from .tables import TABLE_METHODS, get_item

if TYPE_CHECKING:
    from .interpreter import Interpreter

LONGEST_RANGE = 64


def length(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Items | Table) and thing.rest is None:
        return Const(len(thing.items))
    if isinstance(value, Const) and isinstance(value.value, str | bytes):
        return Const(len(value.value))
    if isinstance(value, TensorRef):
        return library.length(interp, value) or interp.world.opaque("a length")
    method = interp.class_attribute(value, "__len__") if value is not None else None
    if isinstance(method, Function) and value is not None:
        return interp.call(method, Arguments((value,)))
    inner = held.contents(interp, value)
    if inner is not None:
        return length(interp, Arguments((inner,)))
    if isinstance(thing, Instance | ClassObject) and value is not None:
        found = interp.elements(value)
        if found.exact:
            return Const(len(found.values))
    return interp.world.opaque("a length")


def make_sequence(kind: str) -> Callable[[Interpreter, Arguments], Value]:
    def make(interp: Interpreter, arguments: Arguments) -> Value:
        if not arguments.positional:
            return interp.sequence(kind, [])
        value = arguments.positional[0]
        found = interp.elements(value)
        if found.exact:
            return interp.sequence(
                kind, tuple(dict.fromkeys(found.values)) if kind == "set" else found.values
            )
        thing = interp.world.get(value)
        if isinstance(thing, Items):
            return interp.sequence(kind, thing.items, thing.rest)
        return interp.sequence(kind, [], one_of(interp, found.values))

    return make


def call_container_method(
    interp: Interpreter, receiver: Value, name: str, arguments: Arguments
) -> Value | None:
    """A method of a list, tuple, set, dict, string or number; None for one not modelled."""
    thing = interp.world.get(receiver)
    if isinstance(thing, Items) and isinstance(receiver, Ref):
        handler = ITEMS_METHODS.get(name)
        return handler(interp, receiver, arguments) if handler is not None else interp.world.opaque(name)
    if isinstance(thing, Table) and isinstance(receiver, Ref):
        table_handler = TABLE_METHODS.get(name)
        return (
            table_handler(interp, receiver, arguments)
            if table_handler is not None
            else interp.world.opaque(name)
        )
    if isinstance(receiver, Const) and name in PURE:
        arguments = replace(arguments, positional=tuple(_whole(interp, v) for v in arguments.positional))
        if all(isinstance(a, Const) for a in arguments.every()):
            return _computed(interp, receiver, name, arguments)
    if isinstance(receiver, Const) and name == "join" and arguments.positional:
        found = interp.elements(arguments.positional[0])
        texts = [v.value for v in found.values if isinstance(v, Const) and isinstance(v.value, str)]
        if found.exact and len(texts) == len(found.values) and isinstance(receiver.value, str):
            return Const(receiver.value.join(texts))
    return interp.world.opaque(f".{name}()")


PURE = frozenset(
    "upper lower title strip lstrip rstrip split rsplit partition rpartition removeprefix removesuffix startswith endswith "
    "replace find count isdigit format bit_length".split()
)
"""Methods of constants that are worth computing: short of result, and the same at every run."""


def _whole(interp: Interpreter, value: Value) -> Value:
    """A tuple of constants as one constant."""
    thing = interp.world.get(value)
    if not isinstance(thing, Items) or thing.kind != "tuple" or thing.rest is not None:
        return value
    parts = tuple(part.value for part in thing.items if isinstance(part, Const))
    return Const(parts) if len(parts) == len(thing.items) else value


def _computed(interp: Interpreter, receiver: Const, name: str, arguments: Arguments) -> Value:
    plain = [a.value for a in arguments.positional if isinstance(a, Const)]
    named = {k: v.value for k, v in arguments.keywords.items() if isinstance(v, Const)}
    method = getattr(receiver.value, name, None)
    if method is None or arguments.rest is not None or arguments.open_keywords:
        return interp.world.opaque(f".{name}()")
    try:
        result = method(*plain, **named)
    except (TypeError, ValueError, LookupError, AttributeError):
        return interp.world.opaque(f".{name}()")
    if isinstance(result, list | tuple):
        return interp.sequence(type(result).__name__, [Const(part) for part in result])
    return Const(result)


def _append(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    value = arguments.get(0) or NONE
    if own.rest is None and len(own.items) < LONGEST_RANGE:
        own.items.append(value)
    else:
        own.rest = value if own.rest is None else interp.world.value_of(own.rest, value)
    _let_go(own, 0)
    return NONE


def _let_go(own: Items, end: int) -> None:
    """Of a list that holds only so many, one at the `end` makes room for each that came too many."""
    while own.most is not None and own.rest is None and len(own.items) > own.most:
        own.items.pop(end)


def _add(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    thing = interp.world.get(receiver)
    if isinstance(thing, Items) and arguments.get(0) in thing.items:
        return NONE
    return _append(interp, receiver, arguments)


def _extend(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    found = interp.elements(arguments.positional[0]) if arguments.positional else None
    own = interp.world.own(receiver.id, Items)
    if found is None:
        return NONE
    if found.exact and own.rest is None:
        own.items += found.values
    else:
        for value in found.values:
            own.rest = value if own.rest is None else interp.world.value_of(own.rest, value)
    _let_go(own, 0)
    return NONE


def _extend_left(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    found = interp.elements(arguments.positional[0]) if arguments.positional else None
    for value in found.values if found is not None else ():
        _insert(interp, receiver, Arguments((Const(0), value)))
    if found is not None and not found.exact:
        without_places(interp, receiver)
    return NONE


def _rotate(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own, by = interp.world.own(receiver.id, Items), arguments.get(0, "n") or Const(1)
    if own.rest is None and isinstance(by, Const) and isinstance(by.value, int):
        if own.items:
            by_places = by.value % len(own.items)
            own.items = own.items[len(own.items) - by_places :] + own.items[: len(own.items) - by_places]
    else:
        without_places(interp, receiver)
    return NONE


def _insert(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    index, value = arguments.get(0), arguments.get(1) or NONE
    position = index.value if isinstance(index, Const) and isinstance(index.value, int) else None
    if position is not None and (own.rest is None or 0 <= position <= len(own.items)):
        own.items.insert(position, value)
        _let_go(own, -1)
    else:
        own.items.append(value)
        without_places(interp, receiver)
    return NONE


def _pop(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    index = arguments.get(0)
    position = index.value if isinstance(index, Const) else (-1 if index is None else None)
    if isinstance(position, int):
        known = own.rest is None or position >= 0
        if known and -len(own.items) <= position < len(own.items):
            return own.items.pop(position)
    if own.rest is None:
        return one_of(interp, own.any())
    first = position == len(own.items)
    popped = own.rest if first else another(interp, one_of(interp, own.any()))
    if first:
        own.rest = another(interp, popped)
    elif position != -1:
        without_places(interp, receiver)
    return popped


def _popleft(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    return _pop(interp, receiver, Arguments((Const(0),)))


def _is_empty(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    truth = interp.truth(receiver)
    return interp.world.opaque(TRUTH) if truth is None else Const(not truth)


def _clear(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    own.items, own.rest = [], None
    return NONE


def _reverse(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    if own.rest is None:
        own.items.reverse()
    else:
        without_places(interp, receiver)
    return NONE


def _sort(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    if own.rest is not None:
        without_places(interp, receiver)
        return NONE
    ordered = in_order(interp, tuple(own.items), arguments)
    interp.world.own(receiver.id, Items).items = ordered
    return NONE


def _copy_items(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    thing = interp.world.get(receiver)
    assert isinstance(thing, Items)
    return interp.world.add(thing.copy())


def _index(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    thing = interp.world.get(receiver)
    value = arguments.get(0)
    if isinstance(thing, Items) and thing.rest is None and all(isinstance(i, Const) for i in thing.items):
        if value in thing.items and value is not None:
            return Const(thing.items.index(value))
    return interp.world.opaque("an index")


def _discard(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    value = arguments.get(0)
    if value in own.items and value is not None:
        own.items.remove(value)
    return NONE


ITEMS_METHODS: dict[str, Callable[[Interpreter, Ref, Arguments], Value]] = {
    "append": _append,
    "add": _add,
    "appendleft": lambda i, r, a: _insert(i, r, Arguments((Const(0), *a.positional))),
    "extend": _extend,
    "extendleft": _extend_left,
    "rotate": _rotate,
    "update": _extend,
    "insert": _insert,
    "pop": _pop,
    "popleft": _popleft,
    "clear": _clear,
    "reverse": _reverse,
    "sort": _sort,
    "copy": _copy_items,
    "index": _index,
    "remove": _discard,
    "discard": _discard,
    "put": _append,
    "put_nowait": _append,
    "get": _popleft,
    "get_nowait": _popleft,
    "qsize": lambda interp, receiver, arguments: length(interp, Arguments((receiver,))),
    "empty": _is_empty,
    "__iter__": lambda interp, receiver, arguments: receiver,
    "__len__": lambda interp, receiver, arguments: length(interp, Arguments((receiver,))),
    "__getitem__": get_item,
    "__next__": lambda interp, receiver, arguments: interp.call(
        Native("builtins.next"), Arguments((receiver,))
    ),
}
