"""``match``: whether a pattern fits, and what it binds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..library.named_tuples import NAMED_TUPLE
from ..values import (
    ClassObject,
    Const,
    Instance,
    Items,
    Opaque,
    Ref,
    Table,
    Value,
    World,
    options,
)
from . import names
from .assign import unpacked
from .blocks import run_suite
from .branches import branches
from .builtins import is_of
from .classes import find_on_class, wholly_known
from .fields import field_names
from .flow import Flow, merged
from .operators import compare

if TYPE_CHECKING:
    from .interpreter import Interpreter

SEQUENCES = frozenset({"list", "tuple", "range"})
WHOLE = frozenset(
    f"builtins.{name}"
    for name in (
        "bool",
        "bytearray",
        "bytes",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "set",
        "str",
        "tuple",
    )
)
"""Classes whose one positional pattern is matched against the whole subject."""


def run_match(interp: Interpreter, node: cst.Match, world: World) -> Flow:
    """``match``: the first case that fits; each one that may fit is tried in a world of its own."""
    flow = interp.outcomes(world, lambda: interp.evaluate(node.subject))
    subjects, flow.normal = flow.normal, []
    for subject in subjects:
        value = subject.outcome
        remaining = [subject]
        for case in node.cases:
            taken: list[World] = []
            left: list[World] = []
            for w in remaining:
                _try_case(interp, case, value, w, flow, taken, left)
            if taken:
                inner = run_suite(interp, case.body, merged(taken))
                flow.absorb(inner)
                flow.normal += inner.normal
            remaining = merged(left)
            if not remaining:
                break
        flow.normal += remaining
    flow.normal = merged(flow.normal)
    return flow


def _try_case(
    interp: Interpreter,
    case: cst.MatchCase,
    value: Value,
    world: World,
    flow: Flow,
    taken: list[World],
    left: list[World],
) -> None:
    """Sort a world into those that a case takes and those that it leaves."""
    interp.world = world
    verdict = fits(interp, case.pattern, value)
    if verdict is False:
        left.append(world)
        return
    if verdict is None:
        left.append(world.fork())
    bind(interp, case.pattern, value)
    if case.guard is None:
        taken.append(world)
        return
    raised, holds, fails = branches(interp, case.guard, world)
    flow.absorb(raised)
    taken += holds
    left += fails


def fits(interp: Interpreter, pattern: cst.MatchPattern, value: Value) -> bool | None:
    """Whether a pattern fits a value; None where that is not known."""
    handler = PATTERNS[type(pattern)]
    verdicts = {handler(interp, pattern, choice) for choice in options(value)}
    return verdicts.pop() if len(verdicts) == 1 else None


def bind(interp: Interpreter, pattern: cst.MatchPattern, value: Value) -> None:
    """Bind the names of a pattern that fits, or may fit."""
    match pattern:
        case cst.MatchAs():
            if pattern.pattern is not None:
                bind(interp, pattern.pattern, value)
            if pattern.name is not None:
                names.bind(interp, pattern.name.value, value)
        case cst.MatchOr():
            alternatives = [element.pattern for element in pattern.patterns]
            verdicts = [fits(interp, alternative, value) for alternative in alternatives]
            at = next((k for k, verdict in enumerate(verdicts) if verdict is not False), 0)
            bind(interp, alternatives[at], value)
        case cst.MatchList() | cst.MatchTuple():
            starred = [isinstance(part, cst.MatchStar) for part in pattern.patterns]
            for part, found in zip(pattern.patterns, unpacked(interp, value, starred)):
                if isinstance(part, cst.MatchSequenceElement):
                    bind(interp, part.value, found)
                elif isinstance(part, cst.MatchStar) and part.name is not None:
                    names.bind(interp, part.name.value, found)
        case cst.MatchMapping():
            for element in pattern.elements:
                bind(interp, element.pattern, interp.item(value, interp.evaluate(element.key)))
            if pattern.rest is not None:
                names.bind(interp, pattern.rest.value, _others(interp, pattern, value))
        case cst.MatchClass():
            for sub, found in _class_parts(interp, pattern, value):
                bind(interp, sub, found)


def _others(interp: Interpreter, pattern: cst.MatchMapping, value: Value) -> Value:
    """What ``**rest`` of a mapping pattern is bound to."""
    taken = {interp.evaluate(element.key) for element in pattern.elements}
    thing = interp.world.get(value)
    if isinstance(thing, Table):
        items = {key: item for key, item in thing.items.items() if key not in taken}
        return interp.world.add(Table(items, thing.rest))
    return interp.world.opaque("the rest of a mapping")


# -- does it fit?


def _all(verdicts: list[bool | None]) -> bool | None:
    return False if False in verdicts else (None if None in verdicts else True)


def _as(interp: Interpreter, pattern: cst.MatchAs, value: Value) -> bool | None:
    return True if pattern.pattern is None else fits(interp, pattern.pattern, value)


def _or(interp: Interpreter, pattern: cst.MatchOr, value: Value) -> bool | None:
    verdicts = [fits(interp, element.pattern, value) for element in pattern.patterns]
    return True if True in verdicts else (None if None in verdicts else False)


def _value(interp: Interpreter, pattern: cst.MatchValue, value: Value) -> bool | None:
    wanted = interp.evaluate(pattern.value)
    if isinstance(wanted, Const) and isinstance(interp.world.get(value), Items | Table | ClassObject):
        return False
    return interp.truth(compare(interp, "==", value, wanted))


def _singleton(interp: Interpreter, pattern: cst.MatchSingleton, value: Value) -> bool | None:
    return interp.truth(compare(interp, "is", value, interp.evaluate(pattern.value)))


def _sequence(interp: Interpreter, pattern: cst.MatchList | cst.MatchTuple, value: Value) -> bool | None:
    thing = interp.world.get(value)
    if isinstance(thing, Instance) and NAMED_TUPLE in interp.class_names(value):
        thing = Items("tuple", list(thing.attributes.values()))
    if isinstance(thing, Instance | Opaque):
        return _unlike_containers(interp, thing)
    if not isinstance(thing, Items) or thing.kind not in SEQUENCES:
        return False
    starred = [isinstance(part, cst.MatchStar) for part in pattern.patterns]
    wanted = len(starred) - sum(starred)
    known = len(thing.items)
    if thing.rest is not None:
        return None
    if known < wanted or (known > wanted and True not in starred):
        return False
    parts = zip(pattern.patterns, unpacked(interp, value, starred))
    return _all([fits(interp, p.value, part) for p, part in parts if isinstance(p, cst.MatchSequenceElement)])


def _unlike_containers(interp: Interpreter, thing: Instance | Opaque) -> bool | None:
    """False if an object is known to be neither a sequence nor a mapping."""
    if isinstance(thing, Opaque):
        return False if thing.shown else None
    return False if isinstance(thing.cls, int) and wholly_known(interp, thing.cls) else None


def _mapping(interp: Interpreter, pattern: cst.MatchMapping, value: Value) -> bool | None:
    thing = interp.world.get(value)
    if isinstance(thing, Instance | Opaque):
        return _unlike_containers(interp, thing)
    if not isinstance(thing, Table):
        return False
    verdicts: list[bool | None] = []
    for element in pattern.elements:
        key = interp.evaluate(element.key)
        if isinstance(key, Const) and key in thing.items:
            verdicts.append(fits(interp, element.pattern, thing.items[key]))
        else:
            verdicts.append(False if thing.rest is None and isinstance(key, Const) else None)
    return _all(verdicts)


def _class(interp: Interpreter, pattern: cst.MatchClass, value: Value) -> bool | None:
    verdict = is_of(interp, value, interp.evaluate(pattern.cls))
    if verdict is False:
        return False
    return _all([verdict, *(fits(interp, sub, part) for sub, part in _class_parts(interp, pattern, value))])


def _class_parts(
    interp: Interpreter, pattern: cst.MatchClass, value: Value
) -> list[tuple[cst.MatchPattern, Value]]:
    """The patterns inside a class pattern, and the attributes they are matched against."""
    cls = interp.evaluate(pattern.cls)
    positional = [element.value for element in pattern.patterns]
    parts: list[tuple[cst.MatchPattern, Value]] = []
    if positional and getattr(cls, "name", None) in WHOLE:
        parts.append((positional[0], value))
    else:
        order = _positions(interp, cls)
        for at, sub in enumerate(positional):
            known = at < len(order)
            found = interp.attribute(value, order[at]) if known else interp.world.opaque("an attribute")
            parts.append((sub, found))
    for keyword in pattern.kwds:
        parts.append((keyword.pattern, interp.attribute(value, keyword.key.value)))
    return parts


def _positions(interp: Interpreter, cls: Value) -> list[str]:
    """The attributes that a class's positional patterns stand for: ``__match_args__``, or a dataclass's fields."""
    if not isinstance(cls, Ref) or not isinstance(interp.world.get(cls), ClassObject):
        return []
    found = find_on_class(interp, cls.id, "__match_args__")
    thing = interp.world.get(found[0]) if found is not None else None
    if isinstance(thing, Items):
        return [str(item.value) for item in thing.items if isinstance(item, Const)]
    return field_names(interp, cls.id)


PATTERNS: dict[type[cst.CSTNode], Callable[[Interpreter, Any, Value], bool | None]] = {
    cst.MatchAs: _as,
    cst.MatchOr: _or,
    cst.MatchValue: _value,
    cst.MatchSingleton: _singleton,
    cst.MatchList: _sequence,
    cst.MatchTuple: _sequence,
    cst.MatchMapping: _mapping,
    cst.MatchClass: _class,
}
