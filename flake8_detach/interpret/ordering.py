"""The order of what is sorted or shuffled: known where its keys are constants, else each place may hold any of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from ..values import FALSE, NONE, Arguments, Const, Items, Value, either

if TYPE_CHECKING:
    from .interpreter import Interpreter


def in_order(interp: Interpreter, values: Sequence[Value], arguments: Arguments) -> list[Value]:
    """What ``sorted(values, key=..., reverse=...)`` gives; the options are those in `arguments`."""
    backwards = interp.truth(arguments.keywords.get("reverse", FALSE))
    known = ranks(interp, values, arguments.keywords.get("key", NONE))
    if backwards is None or known is None:
        return in_any_order(values)
    places = sorted(range(len(values)), key=lambda k: known[k], reverse=backwards)
    return [values[place] for place in places]


def ranks(interp: Interpreter, values: Sequence[Value], function: Value) -> list[int] | None:
    """How `values` compare by their keys: a number for each, alike where the keys are; None where that is not known."""
    keys = [v if function == NONE else interp.call(function, Arguments((v,))) for v in values]
    known = [_constants(interp, key) for key in keys]
    if not _decide(interp, keys, known):
        return None
    try:
        ordered = sorted(known)
    except TypeError:
        return None
    return [ordered.index(key) for key in known]


def in_any_order(values: Sequence[Value]) -> list[Value]:
    """As many, of which nobody knows which stands where; too many to follow stay as they were."""
    any_of_them = either(*values) if values else None
    return list(values) if any_of_them is None else [any_of_them] * len(values)


def _constants(interp: Interpreter, key: Value) -> tuple[object, ...]:
    """A key, or what stands in a tuple before its first part that is not constant."""
    thing = interp.world.get(key)
    parts = thing.items if isinstance(thing, Items) and thing.kind == "tuple" else [key]
    return tuple(
        part.value for part in takewhile(lambda p: isinstance(p, Const), parts) if isinstance(part, Const)
    )


def _decide(interp: Interpreter, keys: Sequence[Value], known: Sequence[tuple[object, ...]]) -> bool:
    """Are the constants all that is compared: all there is, or no two alike?"""
    whole = all(
        isinstance(key, Const)
        or (
            isinstance(thing := interp.world.get(key), Items)
            and thing.rest is None
            and len(thing.items) == len(k)
        )
        for key, k in zip(keys, known, strict=True)
    )
    return whole or (all(known) and len({k[0] for k in known}) == len(known)) or len(keys) < 2
