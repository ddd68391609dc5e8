"""Iterators that run as they are consumed: generators, generator expressions, and ``map`` and its like.

Until then such a one is an object of class `GENERATOR` or `LAZY`. What consumes it whole makes it, in place, an iterator over the
elements that are then computed. ``next``, ``any``, ``all``, loops and comprehensions take one element after the other, and
what they do with each happens before the next is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from ..values import (
    NONE,
    Arguments,
    Code,
    Const,
    Frame,
    Function,
    HeapObject,
    Instance,
    Items,
    Native,
    Ref,
    Table,
    Value,
)
from . import resuming
from .contexts import GENERATOR
from .raising import raised
from .steps import (
    CALLED,
    CALLING,
    COUNT,
    EXPRESSION,
    GIVEN,
    KEYWORDS,
    LAZY,
    SAMPLED,
    SOURCES,
    STEPS,
    following,
    inside,
)

if TYPE_CHECKING:
    from .interpreter import Interpreter

MOST_TENSORS = 64
"""So many elements are taken of one that has begun."""


# -- making one


def lazily(interp: Interpreter, name: str, arguments: Arguments) -> Value | None:
    """What an imported function gives that computes elements as they are asked for; None where it may as well be called."""
    calls = name in CALLING
    if arguments.rest is not None or not arguments.positional:
        return None
    if not calls and not any(is_lazy(interp, value) for value in arguments.positional):
        return None
    if name in STARTING and (start := arguments.keywords.get("start")) is not None:
        arguments = Arguments((*arguments.positional, start))
    given = interp.sequence("tuple", arguments.positional)
    keywords = interp.world.add(Table({Const(k): v for k, v in arguments.keywords.items()}))
    return interp.world.add(Instance(LAZY, {CALLED: Const(name), GIVEN: given, KEYWORDS: keywords}))


def expression(interp: Interpreter, node: cst.GeneratorExp, first: Value) -> Value:
    """A generator expression over `first`."""
    unit, key = interp.unit, (id(node), 0)
    code = interp.codes.get(key)
    if code is None:
        code = interp.codes[key] = Code("<genexpr>", lambda: (node, unit))
    function = Function(code, interp.world.frames[-1])
    given = interp.sequence("tuple", [function, first])
    return interp.world.add(Instance(LAZY, {CALLED: EXPRESSION, GIVEN: given}))


def is_lazy(interp: Interpreter, value: Value) -> bool:
    """Is it an iterator that was not consumed yet?"""
    if type(value) is not Ref:
        return False
    return is_waiting(interp.world.heap.get(value.id))


def is_waiting(thing: HeapObject | None) -> bool:
    """The same of an object."""
    return isinstance(thing, Instance) and thing.cls in (LAZY, GENERATOR)


# -- consuming it whole


def consume(interp: Interpreter, value: Value) -> None:
    """Compute all elements of an iterator that was not consumed yet: it is an iterator over them from now on."""
    if not is_lazy(interp, value):
        return
    assert isinstance(value, Ref)
    thing = interp.world.get(value)
    assert isinstance(thing, Instance)
    become(interp, value, Items("iterator"))  # should it come across itself
    begun = thing.cls == LAZY and not _may_run_at_once(interp, thing) and _begun(interp, value, thing)
    if thing.cls == GENERATOR and resuming.has_begun(interp, thing):
        become(interp, value, thing)
        begun = True
    if thing.cls == GENERATOR and not begun:
        made: Value = interp.run_generator_whole(thing)
    elif begun:
        found: list[Value] = []
        while len(found) < MOST_TENSORS and (element := following(interp, value)) is not None:
            found.append(element)
        more = found and (len(found) == MOST_TENSORS or SAMPLED in thing.attributes)
        made = interp.sequence("iterator", found, found[-1] if more else None)
    else:
        made = _at_once(interp, thing)
    whole = interp.world.get(made)
    if isinstance(whole, Items):
        become(interp, value, Items("iterator", list(whole.items), whole.rest))
    else:
        become(interp, value, Items("iterator", [], made))


def consumed(interp: Interpreter, arguments: Arguments) -> None:
    """Compute the elements of all iterators among the arguments: what is called goes through them, or may."""
    for value in arguments.every():
        if type(value) is Ref:
            consume(interp, value)


def become(interp: Interpreter, value: Ref, thing: Items | Instance) -> None:
    """Put another object in the place of an iterator."""
    interp.world.heap[value.id] = thing
    interp.world.owned.add(value.id)


def _at_once(interp: Interpreter, thing: Instance) -> Value:
    given = interp.elements(thing.attributes[GIVEN]).values
    if thing.attributes[CALLED] == EXPRESSION:
        from .comprehensions import collected

        function, first = given
        assert isinstance(function, Function)
        return inside(interp, function, lambda: collected(interp, function.code.node, first))
    name = thing.attributes[CALLED]
    assert isinstance(name, Const)
    arguments = Arguments(given, _keywords(interp, thing))
    consumed(interp, arguments)
    return interp.called_at_once(str(name.value), arguments)


def _keywords(interp: Interpreter, thing: Instance) -> dict[str, Value]:
    table = interp.world.get(thing.attributes[KEYWORDS])
    return {str(k.value): v for k, v in table.items.items()} if isinstance(table, Table) else {}


# -- one element after the other


def begins(interp: Interpreter, value: Value) -> bool:
    """Can its elements be taken one after the other? If not, it was consumed whole."""
    if not is_lazy(interp, value):
        return False
    assert isinstance(value, Ref)
    thing = interp.world.get(value)
    assert isinstance(thing, Instance)
    if thing.cls == GENERATOR:
        function = thing.attributes["<function>"]
        if isinstance(function, Function) and resuming.can_stop(function):
            return True
    elif _begun(interp, value, thing):
        return True
    consume(interp, value)
    return False


def takes_turns(interp: Interpreter, value: Value) -> bool:
    """Can a loop's body run in turn with what computes the elements? If not, they were all computed. Of a source whose elements
    are not known it goes through as many as any loop does."""
    if not is_lazy(interp, value):
        return False
    assert isinstance(value, Ref)
    thing = interp.world.get(value)
    assert isinstance(thing, Instance)
    if thing.cls == LAZY and _begun(interp, value, thing, sampled=True):
        return True
    consume(interp, value)
    return False


def turns(interp: Interpreter, value: Value) -> Iterator[Value]:
    """The elements of what `takes_turns`, each computed when it is asked for."""
    for _ in range(MOST_TENSORS):
        element = following(interp, value)
        if element is None:
            return
        yield element


def is_sampled(interp: Interpreter, value: Value) -> bool:
    """Are there elements that are not gone through?"""
    thing = interp.world.get(value)
    return isinstance(thing, Instance) and SAMPLED in thing.attributes


def _begun(interp: Interpreter, value: Ref, thing: Instance, *, sampled: bool = False) -> bool:
    """Make an iterator one that has begun, where its elements can be taken one after the other."""
    if SOURCES in thing.attributes:
        become(interp, value, thing)
        return True
    sources = _sources(interp, thing, sampled=sampled)
    if sources is None:
        return False
    several = False
    if thing.attributes[CALLED] == EXPRESSION:
        function = interp.elements(thing.attributes[GIVEN]).values[0]
        assert isinstance(function, Function)
        several = function.code.node.for_in.inner_for_in is not None
        scope = Frame(function.frame, function.code, is_comprehension=True)
        sources += [interp.sequence("list", []), interp.world.add(scope)]
    more: dict[str, Value] = {SOURCES: interp.sequence("tuple", sources), COUNT: Const(0)}
    if several or any(is_sampled(interp, each) for each in sources):
        more[SAMPLED] = NONE
    become(interp, value, Instance(LAZY, {**thing.attributes, **more}))
    return True


def _sources(interp: Interpreter, thing: Instance, *, sampled: bool) -> list[Value] | None:
    """What it takes its elements from, each an iterator; None where that cannot be said, or not how it goes on from there."""
    given = list(interp.elements(thing.attributes[GIVEN]).values)
    name = thing.attributes[CALLED]
    assert isinstance(name, Const)
    if name == EXPRESSION:
        function = given.pop(0)
        assert isinstance(function, Function)
        node = function.code.node
        several = node.for_in.inner_for_in is not None
        if isinstance(node.elt, cst.StarredElement) or (several and not sampled):
            return None
    elif name.value in CALLING:
        given.pop(0)
    elif name.value == "itertools.islice":
        if not all(isinstance(v, Const) and isinstance(v.value, int | None) for v in given[1:]):
            return None
        sampled = sampled and len(given) == 2  # what comes first may be left out
        given = given[:1]
    elif name.value in STARTING:
        given = given[:1]
    elif _keywords(interp, thing).keys() - {"strict"}:
        return None
    found = [source(interp, value, sampled=sampled) for value in given]
    return None if None in found else [v for v in found if v is not None]


def source(interp: Interpreter, value: Value, *, sampled: bool) -> Value | None:
    """An iterator over `value` from which one element can be taken after the other. None where not all of them are known; if
    `sampled`, it then is over some of them."""
    from .iteration import passes

    if takes_turns(interp, value) if sampled else begins(interp, value):
        return value
    thing = interp.world.get(value)
    if isinstance(thing, Items) and thing.kind == "iterator" and thing.rest is None:
        return value
    plan = passes(interp, value)
    if plan.exact:
        return interp.sequence("iterator", plan.values)
    return _sample(interp, plan.values) if sampled else None


def _sample(interp: Interpreter, values: Sequence[Value]) -> Value:
    """An iterator over some of the elements of what has more of them."""
    given = interp.sequence("tuple", [interp.sequence("iterator", values)])
    held: dict[str, Value] = {CALLED: Const("itertools.chain"), GIVEN: given, SOURCES: given}
    held |= {COUNT: Const(0), SAMPLED: NONE}
    return interp.world.add(Instance(LAZY, held))


def _may_run_at_once(interp: Interpreter, thing: Instance) -> bool:
    """May all elements as well be computed at once? Not where what they are made of is computed in turn with them."""
    given = interp.elements(thing.attributes[GIVEN]).values
    return thing.attributes[CALLED] in AT_ONCE and not any(is_lazy(interp, value) for value in given)


AT_ONCE = frozenset({EXPRESSION, *map(Const, CALLING)}) - {Const("itertools.takewhile")}
"""Those that go through all that they are given."""
STARTING = frozenset({"builtins.enumerate"})
"""Those that count from what they are told."""
CONSUMING_NOTHING = frozenset(
    f"builtins.{name}" for name in ("all", "any", "id", "isinstance", "iter", "next", "type")
)
"""Other functions that look at what they are given, and do not go through it, or not at once."""


def handed_to(interp: Interpreter, name: str, arguments: Arguments) -> Value | None:
    """An imported function is called: what it gives if that is lazy itself; else it goes through what it is given."""
    if name in STEPS:
        made = lazily(interp, name, arguments)
        if made is not None:
            return made
    if name not in CONSUMING_NOTHING:
        consumed(interp, arguments)
    return None


def method(interp: Interpreter, value: Ref, name: str, arguments: Arguments) -> Value:
    """A method of an iterator that was not consumed."""
    match name:
        case "__iter__" | "__aiter__":
            return value
        case "__next__" | "__anext__":
            return interp.call(Native("builtins.next"), Arguments((value,)))
        case "close" | "aclose":
            become(interp, value, Items("iterator"))
            return NONE
        case "send" | "asend" if begins(interp, value):
            thing = interp.world.get(value)
            if isinstance(thing, Instance) and thing.cls == GENERATOR:
                found = resuming.advance(interp, thing, arguments.get(0) or NONE)
                if found is None:
                    raise raised(interp, "StopIteration")
                return found
    consume(interp, value)
    return interp.method(value, name, arguments)
