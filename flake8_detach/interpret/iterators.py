"""Python's own functions that make or use up what can be iterated over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .. import library
from ..values import NONE, TRUTH, Arguments, Const, Instance, Items, Opaque, Ref, Value
from ..values.asked import all_of, any_of, together
from ..values.unseen import another, one_of
from . import lazy
from .containers import LONGEST_RANGE
from .operators import binary
from .ordering import in_order
from .raising import raised
from .special import special
from .steps import following as taken

if TYPE_CHECKING:
    from .interpreter import Interpreter


def make_range(interp: Interpreter, arguments: Arguments) -> Value:
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


def make_zip(interp: Interpreter, arguments: Arguments) -> Value:
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


def make_enumerate(interp: Interpreter, arguments: Arguments) -> Value:
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


def make_reversed(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.positional[0]
    found = interp.elements(value)
    if found.exact:
        return interp.sequence("iterator", tuple(reversed(found.values)))
    return interp.sequence("iterator", [], another(interp, one_of(interp, found.values)))


def make_sorted(interp: Interpreter, arguments: Arguments) -> Value:
    found = interp.elements(arguments.positional[0]) if arguments.positional else None
    values = found.values if found is not None else ()
    if found is None or not found.exact:
        return interp.sequence("list", [], another(interp, one_of(interp, values)))
    return interp.sequence("list", in_order(interp, values, arguments))


def total(interp: Interpreter, arguments: Arguments) -> Value:
    if not arguments.positional:
        return Const(0)
    found = interp.elements(arguments.positional[0])
    total: Value = arguments.get(1, "start") or Const(0)
    for value in found.values:
        total = binary(interp, "+", total, value)
    return total


def extreme(largest: bool) -> Callable[[Interpreter, Arguments], Value]:
    """``max`` or ``min``."""

    def choose(interp: Interpreter, arguments: Arguments) -> Value:
        values = arguments.positional
        exact = True
        if len(values) == 1:
            found = interp.elements(values[0])
            values, exact = found.values, found.exact
        plain = [v.value for v in values if isinstance(v, Const)]
        if exact and plain and len(plain) == len(values) and not arguments.keywords:
            try:
                return Const(max(plain) if largest else min(plain))
            except TypeError:
                return interp.world.opaque("an extreme")
        return one_of(interp, values)

    return choose


def iterator(interp: Interpreter, arguments: Arguments) -> Value:
    if not arguments.positional:
        return interp.world.opaque("an iterator")
    value = arguments.positional[0]
    made = special(interp, value, "iter")
    if made is not None:
        return made
    thing = interp.world.get(value)
    if isinstance(thing, Items) and thing.kind != "iterator":
        return interp.sequence("iterator", thing.items, thing.rest)
    if isinstance(thing, Instance) and interp.class_attribute(value, "__iter__") is None:
        held = library.iterate_instance(interp, value)
        if held is not None and held.exact:
            return interp.sequence("iterator", held.values)
    return value


def following(interp: Interpreter, arguments: Arguments) -> Value:
    value, default = arguments.get(0), arguments.get(1)
    if value is not None and lazy.begins(interp, value):
        found = taken(interp, value)
        if found is None and default is None:
            raise raised(interp, "StopIteration")
        return default if found is None and default is not None else found or NONE
    own = special(interp, value, "next") if value is not None and default is None else None
    if own is not None:
        return own
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Items) and isinstance(value, Ref):
        if not thing.items and thing.rest is None and thing.kind == "iterator":
            if default is not None:
                return default
            raise raised(interp, "StopIteration")
        if thing.kind == "iterator" and thing.items:
            return interp.world.own(value.id, Items).items.pop(0)
        if thing.kind == "list" and thing.items:
            return thing.items[0]
        if thing.rest is not None:
            interp.world.own(value.id, Items).rest = another(interp, thing.rest)
            return thing.rest
    if value is not None:
        others = interp.elements(value)
        if isinstance(value, Ref) and isinstance(interp.world.get(value), Opaque):
            interp.world.own(value.id, Opaque).element = None  # the next is another one
        if others.values:
            return one_of(interp, others.values[:1])
    return interp.world.opaque("an element")


def make_map(interp: Interpreter, arguments: Arguments) -> Value:
    function = arguments.positional[0]
    rows = make_zip(interp, Arguments(arguments.positional[1:]))
    found = interp.elements(rows)
    results = []
    for row in found.values:
        thing = interp.world.get(row)
        cells = thing.items if isinstance(thing, Items) else [row]
        results.append(interp.call(function, Arguments(tuple(cells))))
    if found.exact:
        return interp.sequence("iterator", results)
    return interp.sequence("iterator", [], one_of(interp, tuple(results)))


def make_filter(interp: Interpreter, arguments: Arguments) -> Value:
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
        "iterator", kept if exact else kept[:1], None if exact else one_of(interp, tuple(kept))
    )


def any_or_all(stop: bool) -> Callable[[Interpreter, Arguments], Value]:
    def decide(interp: Interpreter, arguments: Arguments) -> Value:
        value = arguments.get(0)
        if value is None:
            return interp.world.opaque(TRUTH)
        if lazy.begins(interp, value):
            return _as_they_come(interp, value, stop)
        found = interp.elements(value)
        truths = [interp.truth(v) for v in found.values]
        if found.exact and stop in truths:
            return Const(stop)
        if not found.exact:
            return interp.world.opaque(TRUTH)
        return _undecided(interp, [v for v, truth in zip(found.values, truths) if truth is None], stop)

    return decide


def _as_they_come(interp: Interpreter, value: Value, stop: bool) -> Value:
    """``any`` or ``all`` of what is computed as it is asked for: no more than decides it."""
    open_ones: list[Value] = []
    while (element := taken(interp, value)) is not None:
        truth = interp.truth(element)
        if truth is stop:
            return Const(stop)
        if truth is None:
            open_ones.append(element)
    return _undecided(interp, open_ones, stop)


def _undecided(interp: Interpreter, values: Sequence[Value], stop: bool) -> Value:
    """``any`` or ``all`` of what is not known, where all else does not decide it."""
    if not values:
        return Const(not stop)
    said = together(interp.world, values, any_of if stop else all_of)
    return said if said is not None else interp.world.opaque(TRUTH)
