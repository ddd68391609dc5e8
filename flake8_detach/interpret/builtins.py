"""Python's own functions, and the methods of its containers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import library
from ..values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    ArrayRef,
    ClassObject,
    Const,
    Function,
    Instance,
    Items,
    Method,
    Native,
    Opaque,
    Raised,
    Ref,
    Super,
    Table,
    TensorRef,
    Value,
    either,
    options,
)
from .calls import raised_by

if TYPE_CHECKING:
    from .interpreter import Interpreter

LONGEST_RANGE = 64
CLASSES = {"int": int, "float": float, "str": str, "bool": bool, "bytes": bytes, "complex": complex}


def call_builtin(interp: Interpreter, name: str, arguments: Arguments) -> Value | None:
    """Call a builtin function; None where the library of Python's own has nothing on it."""
    handler = BUILTINS.get(name)
    if handler is not None:
        return handler(interp, arguments)
    if name.endswith(("Error", "Exception", "Warning")) or name in ("StopIteration", "KeyboardInterrupt"):
        return interp.world.add(Instance(f"builtins.{name}"))
    return interp.native(lambda: library.call(interp, f"builtins.{name}", arguments))


def _len(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Items | Table) and thing.rest is None:
        return Const(len(thing.items))
    if isinstance(value, Const) and isinstance(value.value, str | bytes):
        return Const(len(value.value))
    method = interp.class_attribute(value, "__len__") if value is not None else None
    if isinstance(method, Function) and value is not None:
        return interp.call(method, Arguments((value,)))
    if isinstance(thing, Instance) and value is not None:
        found = interp.elements(value)
        if found.exact:
            return Const(len(found.values))
    return interp.world.opaque("a length")


def _range(interp: Interpreter, arguments: Arguments) -> Value:
    bounds = arguments.positional
    if all(isinstance(b, Const) and isinstance(b.value, int) for b in bounds) and 1 <= len(bounds) <= 3:
        numbers = [b.value for b in bounds if isinstance(b, Const)]
        if len(numbers) < 3 or numbers[2] != 0:
            values = range(*numbers)
            if len(values) <= LONGEST_RANGE:
                return interp.sequence("range", [Const(n) for n in values])
            return interp.sequence(
                "range", [Const(values[0]), Const(values[1])], interp.world.opaque("a number")
            )
    return interp.sequence("range", [], interp.world.opaque("a number"))


def _make(kind: str) -> Callable[[Interpreter, Arguments], Value]:
    def make(interp: Interpreter, arguments: Arguments) -> Value:
        if not arguments.positional:
            return interp.sequence(kind, [])
        value = arguments.positional[0]
        found = interp.elements(value)
        if found.exact:
            return interp.sequence(kind, found.values)
        thing = interp.world.get(value)
        if isinstance(thing, Items):
            return interp.sequence(kind, thing.items, thing.rest)
        return interp.sequence(kind, [], _one_of(interp, found.values))

    return make


def _one_of(interp: Interpreter, values: tuple[Value, ...]) -> Value:
    found = either(*values) if values else None
    return found if found is not None else interp.world.opaque("an element")


def _dict(interp: Interpreter, arguments: Arguments) -> Value:
    table = Table({Const(k): v for k, v in arguments.keywords.items()})
    if arguments.positional:
        source = interp.world.get(arguments.positional[0])
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


def _zip(interp: Interpreter, arguments: Arguments) -> Value:
    columns = [interp.elements(v) for v in arguments.positional]
    if not columns or arguments.rest is not None:
        return interp.sequence("iterator", [], interp.world.opaque("an element"))
    exact = [len(c.values) for c in columns if c.exact]
    wanted = min(exact) if exact else max(1, min(2, *(max(1, len(c.values)) for c in columns), 2))
    rows: list[Value] = []
    for k in range(wanted):
        cells: list[Value] = []
        for column in columns:
            if k < len(column.values):
                cells.append(column.values[k])
            elif column.values:
                cells.append(column.values[-1])
            else:
                cells.append(interp.world.opaque("an element"))
        rows.append(interp.sequence("tuple", cells))
    closed = all(c.exact for c in columns) or bool(exact and not any(len(c.values) == 0 for c in columns))
    return interp.sequence("iterator", rows, None if closed else rows[-1] if rows else None)


def _enumerate(interp: Interpreter, arguments: Arguments) -> Value:
    found = interp.elements(arguments.positional[0]) if arguments.positional else None
    start = arguments.get(1, "start")
    first = start.value if isinstance(start, Const) and isinstance(start.value, int) else 0
    if found is None:
        return interp.sequence("iterator", [])
    rows = [
        interp.sequence("tuple", [Const(first + k) if found.exact else interp.world.opaque("an index"), v])
        for k, v in enumerate(found.values)
    ]
    if not found.exact and rows:
        return interp.sequence("iterator", rows[:-1], rows[-1])
    return interp.sequence("iterator", list(rows))


def _reversed(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.positional[0]
    found = interp.elements(value)
    if found.exact:
        return interp.sequence("iterator", tuple(reversed(found.values)))
    return interp.sequence("iterator", [], _one_of(interp, found.values))


def _sorted(interp: Interpreter, arguments: Arguments) -> Value:
    found = interp.elements(arguments.positional[0]) if arguments.positional else None
    values = found.values if found is not None else ()
    if found is not None and found.exact and len(values) < 2:
        return interp.sequence("list", values)
    if found is not None and found.exact and all(isinstance(v, Const) for v in values):
        try:
            return interp.sequence("list", sorted(values, key=lambda v: v.value))  # type: ignore[union-attr]
        except TypeError:
            return interp.sequence("list", values)
    return interp.sequence(
        "list", values if found is not None and found.exact else [], _one_of(interp, values)
    )


def _sum(interp: Interpreter, arguments: Arguments) -> Value:
    from .expressions import binary

    if not arguments.positional:
        return Const(0)
    found = interp.elements(arguments.positional[0])
    total: Value = arguments.get(1, "start") or Const(0)
    for value in found.values:
        total = binary(interp, "+", total, value)
    return total


def _extreme(interp: Interpreter, arguments: Arguments) -> Value:
    values = arguments.positional
    if len(values) == 1:
        values = interp.elements(values[0]).values
    return _one_of(interp, values)


def _isinstance(interp: Interpreter, arguments: Arguments) -> Value:
    value, classes = arguments.get(0), arguments.get(1)
    if value is None or classes is None:
        return interp.world.opaque("a truth value")
    results = {_is_of(interp, choice, classes) for choice in options(value)}
    answer = results.pop() if len(results) == 1 else None
    return interp.world.opaque("a truth value") if answer is None else Const(answer)


def _is_of(interp: Interpreter, value: Value, classes: Value) -> bool | None:
    group = interp.world.get(classes)
    if isinstance(group, Items):
        answers = [_is_of(interp, value, c) for c in group.items]
        return True if True in answers else (None if None in answers or group.rest else False)
    thing = interp.world.get(value)
    if isinstance(thing, Opaque) and not thing.shown:
        return None
    target = interp.world.get(classes)
    if isinstance(target, ClassObject):
        if not isinstance(thing, Instance):
            return False
        if isinstance(thing.cls, str):
            return False
        from .objects import lineage

        return any(n == classes.id for n, _ in lineage(interp, thing.cls))  # type: ignore[union-attr]
    if not isinstance(classes, Native):
        return None
    name = classes.name
    if name.startswith("builtins."):
        short = name.removeprefix("builtins.")
        if isinstance(value, Const):
            return isinstance(value.value, CLASSES[short]) if short in CLASSES else False
        if isinstance(thing, Items):
            return short == thing.kind
        if isinstance(thing, Table):
            return short == "dict"
        return False
    return library.is_instance(interp, value, name)


def _getattr(interp: Interpreter, arguments: Arguments) -> Value:
    value, name = arguments.get(0), arguments.get(1)
    if value is None or not isinstance(name, Const) or not isinstance(name.value, str):
        return interp.world.opaque("an attribute")
    return interp.attribute(value, name.value)


def _setattr(interp: Interpreter, arguments: Arguments) -> Value:
    value, name, new = arguments.get(0), arguments.get(1), arguments.get(2)
    if value is not None and new is not None and isinstance(name, Const) and isinstance(name.value, str):
        interp.set_attribute(value, name.value, new)
    return NONE


def _hasattr(interp: Interpreter, arguments: Arguments) -> Value:
    value, name = arguments.get(0), arguments.get(1)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Instance) and isinstance(name, Const) and name.value in thing.attributes:
        return TRUE
    return interp.world.opaque("a truth value")


def _iter(interp: Interpreter, arguments: Arguments) -> Value:
    return arguments.positional[0] if arguments.positional else interp.world.opaque("an iterator")


def _next(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Items) and isinstance(value, Ref):
        if thing.items and thing.kind in ("iterator", "list"):
            if thing.kind == "iterator" and thing.rest is None:
                return interp.world.own(value.id, Items).items.pop(0)
            return thing.items[0]
        if thing.rest is not None:
            return thing.rest
    if value is not None:
        found = interp.elements(value)
        if found.values:
            return _one_of(interp, found.values[:1])
    return interp.world.opaque("an element")


def _map(interp: Interpreter, arguments: Arguments) -> Value:
    function = arguments.positional[0]
    rows = _zip(interp, Arguments(arguments.positional[1:]))
    found = interp.elements(rows)
    results = []
    for row in found.values:
        thing = interp.world.get(row)
        cells = thing.items if isinstance(thing, Items) else [row]
        results.append(interp.call(function, Arguments(tuple(cells))))
    if found.exact:
        return interp.sequence("iterator", results)
    return interp.sequence("iterator", [], _one_of(interp, tuple(results)))


def _filter(interp: Interpreter, arguments: Arguments) -> Value:
    found = interp.elements(arguments.positional[1])
    kept: list[Value] = []
    exact = found.exact
    for value in found.values:
        test = arguments.positional[0]
        verdict = value if test == NONE else interp.call(test, Arguments((value,)))
        truth = interp.truth(verdict)
        if truth is not False:
            kept.append(value)
        exact = exact and truth is not None
    return interp.sequence(
        "iterator", kept if exact else kept[:1], None if exact else _one_of(interp, tuple(kept))
    )


def _type(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Instance):
        return Ref(thing.cls) if isinstance(thing.cls, int) else Native(thing.cls)
    return interp.world.opaque("a class")


def _super(interp: Interpreter, arguments: Arguments) -> Value:
    owner, receiver = arguments.get(0), arguments.get(1)
    if isinstance(owner, Ref) and isinstance(interp.world.get(owner), ClassObject) and receiver is not None:
        return Super(receiver, owner.id)
    return interp.world.opaque("super()")


def _bool(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    truth = interp.truth(value) if value is not None else False
    return interp.world.opaque("a truth value") if truth is None else Const(truth)


def _number(name: str) -> Callable[[Interpreter, Arguments], Value]:
    def convert(interp: Interpreter, arguments: Arguments) -> Value:
        value = arguments.get(0)
        if isinstance(value, Const):
            try:
                return Const(CLASSES[name](value.value))
            except (TypeError, ValueError, OverflowError) as error:
                raise raised_by(interp, type(error).__name__) from error
        if name == "float" and isinstance(value, TensorRef):
            return interp.method(value, "__float__", Arguments())
        return interp.world.opaque("a number" if name != "str" else "a string")

    return convert


def _nothing(interp: Interpreter, arguments: Arguments) -> Value:
    return NONE


def _any_all(stop: bool) -> Callable[[Interpreter, Arguments], Value]:
    def decide(interp: Interpreter, arguments: Arguments) -> Value:
        found = interp.elements(arguments.positional[0]) if arguments.positional else None
        if found is None:
            return interp.world.opaque("a truth value")
        truths = [interp.truth(v) for v in found.values]
        if found.exact and stop in truths:
            return Const(stop)
        return Const(not stop) if found.exact and None not in truths else interp.world.opaque("a truth value")

    return decide


def _abs(interp: Interpreter, arguments: Arguments) -> Value | None:
    value = arguments.get(0)
    if value is None:
        return None
    return interp.native(lambda: library.unary(interp, "abs", value))


def _exit(interp: Interpreter, arguments: Arguments) -> Value:
    raise Raised(NONE, ("builtins.SystemExit", "builtins.BaseException"))


BUILTINS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    "len": _len,
    "range": _range,
    "list": _make("list"),
    "tuple": _make("tuple"),
    "set": _make("set"),
    "frozenset": _make("set"),
    "dict": _dict,
    "zip": _zip,
    "enumerate": _enumerate,
    "reversed": _reversed,
    "sorted": _sorted,
    "sum": _sum,
    "min": _extreme,
    "max": _extreme,
    "isinstance": _isinstance,
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": _hasattr,
    "iter": _iter,
    "next": _next,
    "map": _map,
    "filter": _filter,
    "type": _type,
    "super": _super,
    "bool": _bool,
    "int": _number("int"),
    "float": _number("float"),
    "str": _number("str"),
    "repr": lambda interp, arguments: interp.world.opaque("a string"),
    "id": lambda interp, arguments: interp.world.opaque("a number"),
    "print": _nothing,
    "any": _any_all(True),
    "all": _any_all(False),
    "abs": _abs,
    "exit": _exit,
    "quit": _exit,
    "object": lambda interp, arguments: interp.world.add(Instance("builtins.object")),
}


# -- containers


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
    return interp.world.opaque(f".{name}()")


def _append(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    value = arguments.get(0) or NONE
    if own.rest is None and len(own.items) < LONGEST_RANGE:
        own.items.append(value)
    else:
        own.rest = value if own.rest is None else interp.world.value_of(own.rest, value)
    return NONE


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
    return NONE


def _insert(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    index, value = arguments.get(0), arguments.get(1) or NONE
    if isinstance(index, Const) and isinstance(index.value, int) and own.rest is None:
        own.items.insert(index.value, value)
    else:
        own.rest = value if own.rest is None else interp.world.value_of(own.rest, value)
    return NONE


def _pop(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    index = arguments.get(0)
    position = index.value if isinstance(index, Const) else (-1 if index is None else None)
    if own.rest is None and isinstance(position, int) and -len(own.items) <= position < len(own.items):
        return own.items.pop(position)
    return _one_of(interp, tuple(own.any()))


def _popleft(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    return _pop(interp, receiver, Arguments((Const(0),)))


def _clear(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    own.items, own.rest = [], None
    return NONE


def _reverse(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    interp.world.own(receiver.id, Items).items.reverse()
    return NONE


def _copy_items(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    thing = interp.world.get(receiver)
    assert isinstance(thing, Items)
    return interp.world.add(thing.copy())


def _discard(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Items)
    value = arguments.get(0)
    if value in own.items and value is not None:
        own.items.remove(value)
    return NONE


ITEMS_METHODS: dict[str, Callable[[Interpreter, Ref, Arguments], Value]] = {
    "append": _append,
    "add": _append,
    "appendleft": lambda i, r, a: _insert(i, r, Arguments((Const(0), *a.positional))),
    "extend": _extend,
    "update": _extend,
    "insert": _insert,
    "pop": _pop,
    "popleft": _popleft,
    "clear": _clear,
    "reverse": _reverse,
    "sort": lambda interp, receiver, arguments: NONE,
    "copy": _copy_items,
    "remove": _discard,
    "discard": _discard,
    "__iter__": lambda interp, receiver, arguments: receiver,
    "__len__": lambda interp, receiver, arguments: _len(interp, Arguments((receiver,))),
}


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
        found.append(table.rest)
    return _one_of(interp, tuple(found))


def _setdefault(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = interp.world.own(receiver.id, Table)
    key, default = arguments.get(0), arguments.get(1) or NONE
    if isinstance(key, Const):
        return table.items.setdefault(key, default)
    table.rest = default if table.rest is None else interp.world.value_of(table.rest, default)
    return _one_of(interp, (*table.items.values(), table.rest))


def _pop_entry(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    table = interp.world.own(receiver.id, Table)
    key = arguments.get(0)
    if isinstance(key, Const) and key in table.items:
        return table.items.pop(key)
    return _get(interp, receiver, arguments)


def _update_table(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    other = interp.world.get(_dict(interp, arguments))
    own = interp.world.own(receiver.id, Table)
    if isinstance(other, Table):
        own.items.update(other.items)
        own.rest = other.rest if own.rest is None else own.rest
    return NONE


def _clear_table(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    own = interp.world.own(receiver.id, Table)
    own.items, own.rest = {}, None
    return NONE


TABLE_METHODS: dict[str, Callable[[Interpreter, Ref, Arguments], Value]] = {
    "keys": _keys,
    "values": _values,
    "items": _entries,
    "get": _get,
    "setdefault": _setdefault,
    "pop": _pop_entry,
    "update": _update_table,
    "clear": _clear_table,
    "copy": lambda interp, receiver, arguments: interp.world.add(_table(interp, receiver).copy()),
}
__all__ = ["FALSE", "ArrayRef", "Method", "Native", "TensorRef", "call_builtin", "call_container_method"]
