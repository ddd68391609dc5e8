"""What iterating over a value yields, and how often a loop's body is run for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from .. import library
from ..frozen import dataclass
from ..library.named_tuples import NAMED_TUPLE
from ..values import (
    Arguments,
    ArrayRef,
    ClassObject,
    Const,
    Elements,
    Function,
    Instance,
    Items,
    OneOf,
    Opaque,
    Raised,
    Ref,
    Table,
    TensorRef,
    Value,
)
from . import enums, held, lazy
from .classes import wholly_known

if TYPE_CHECKING:
    from ..values import World
    from .flow import Flow
    from .interpreter import Interpreter

STOP = "builtins.StopIteration"
MOST_BY_PLACE = 4
"""So many elements are read by their places, before it is given up to find the end."""
MOST_EXACT = 16
"""Loops over this many known elements are run exactly; longer ones, and unknown ones, twice."""
MOST_TENSORS = 64
"""Loops over tensors run over so many of them (a model's parameters): what is done to the first says nothing of the
others."""


@dataclass(frozen=True, slots=True)
class Pass:
    """The values of a loop's variable, pass by pass; `exact` if the real loop has just these."""

    values: tuple[Value, ...]
    exact: bool


def _either(interp: Interpreter, found: Sequence[Elements]) -> Elements:
    """The elements of one of several values, place by place as far as all of them go."""
    least = min(len(each.values) for each in found)
    if not least:
        samples = [v for each in found for v in each.values[:2]]
        return Elements(tuple(dict.fromkeys(samples))[:4], False)
    exact = all(each.exact and len(each.values) == least for each in found)
    places = zip(*(each.values[:least] for each in found))
    return Elements(tuple(reduce(interp.world.value_of, place) for place in places), exact)


def elements(interp: Interpreter, value: Value) -> Elements:
    """The elements of a value: exactly, or samples."""
    world = interp.world
    if isinstance(value, OneOf):
        found = [elements(interp, option) for option in value.options if option != Const(None)]
        if len(found) == 1:
            return found[0]
        return _either(interp, found)
    if isinstance(value, Const):
        if isinstance(value.value, str) and len(value.value) <= 64:
            return Elements(tuple(Const(c) for c in value.value), True)
        return Elements((), isinstance(value.value, str | bytes))
    if isinstance(value, TensorRef | ArrayRef):
        return library.iterate_tensor(interp, value)
    thing = world.get(value)
    match thing:
        case Items(items=items, rest=rest):
            extra = (rest,) if rest is not None else ()
            return Elements((*items, *extra), rest is None)
        case Table(items=entries, rest=rest):
            extra = (world.opaque("a key"),) if rest is not None else ()
            return Elements((*entries, *extra), rest is None)
        case Instance() if lazy.is_waiting(thing):
            lazy.consume(interp, value)
            return elements(interp, value)
        case Instance():
            own = interp.class_attribute(value, "__iter__")
            if isinstance(own, Function):
                made = interp.call(own, Arguments((value,)))
                return _drawn(interp, made) if made == value else elements(interp, made)
            if isinstance(interp.class_attribute(value, "__next__"), Function):
                return _drawn(interp, value)
            inner = held.contents(interp, value)
            if inner is not None:
                return elements(interp, inner)
            if NAMED_TUPLE in interp.class_names(value):
                return Elements(tuple(thing.attributes.values()), True)
            found_in_library = library.iterate_instance(interp, value)
            if found_in_library is not None:
                return found_in_library
            if isinstance(thing.cls, int) and _is_read_by_place(interp, value, thing.cls):
                return _by_place(interp, value)
        case Opaque():
            if thing.shown:
                return library.iterate_tensor(interp, value)
            assert isinstance(value, Ref)
            if thing.element is None:
                element = world.opaque(f"an element of {thing.label}")
                world.own(value.id, Opaque).element = element
            known = world.get(value)
            assert isinstance(known, Opaque) and known.element is not None
            return Elements((known.element,), False)
        case ClassObject():
            return enums.members(interp, value) or Elements((world.opaque("an element"),), False)
    return Elements((world.opaque("an element"),), False)


def _is_read_by_place(interp: Interpreter, value: Value, cls: int) -> bool:
    """Does Python read its elements by their places, since it has no ``__iter__``?"""
    if not isinstance(interp.class_attribute(value, "__getitem__"), Function):
        return False
    return wholly_known(interp, cls, besides=library.NOT_ITERATED)


def _by_place(interp: Interpreter, value: Value) -> Elements:
    """What ``__getitem__`` gives for 0, 1, ... until it raises IndexError, where that is soon."""
    found: list[Value] = []
    try:
        while len(found) <= MOST_BY_PLACE:
            found.append(interp.item(value, Const(len(found))))
    except Raised as error:
        if "builtins.IndexError" not in error.names:
            raise
        return Elements(tuple(found), True)
    return Elements(tuple(found[:2]), False)


def _drawn(interp: Interpreter, iterator: Value) -> Elements:
    """What the ``__next__`` of an object of the program gives, until it stops."""
    found: list[Value] = []
    try:
        while len(found) <= MOST_EXACT:
            found.append(interp.method(iterator, "__next__", Arguments()))
    except Raised as error:
        if STOP not in error.names:
            raise
        return Elements(tuple(found), True)
    return Elements(tuple(found[:2]), False)


def asked_for_next(
    interp: Interpreter, world: World, iterator: Value, flow: Flow
) -> tuple[list[World], list[World]]:
    """Call ``__next__`` in a world: where it gives an element, and where the iterator has ended."""
    node = interp.node

    def advance() -> Value:
        interp.node = node
        return interp.method(iterator, "__next__", Arguments())

    inner = interp.outcomes(world, advance)
    flow.raised += [(w, names) for w, names in inner.raised if STOP not in names]
    return inner.normal, [w for w, names in inner.raised if STOP in names]


def passes(interp: Interpreter, iterable: Value) -> Pass:
    """How a loop over `iterable` is run."""
    found = elements(interp, iterable)
    if found.exact and len(found.values) <= MOST_EXACT:
        return Pass(found.values, True)
    if not found.values:
        fresh = interp.world.opaque("an element")
        return Pass((fresh, interp.world.opaque("an element")), False)
    if len(found.values) >= 2:
        known = found.values[:MOST_TENSORS]
        sampled = known if found.exact else known[:-1]
        if all(_holds_tensor(interp, v) for v in sampled):
            return Pass(known, found.exact and len(known) == len(found.values))
        return Pass(found.values[:2], False)
    first = found.values[0]
    thing = interp.world.get(first)
    second = interp.world.opaque(thing.label) if isinstance(thing, Opaque) else first
    return Pass((first, second), False)


def _holds_tensor(interp: Interpreter, value: Value) -> bool:
    """Is an element a tensor, or a tuple with one (of ``zip`` or ``named_parameters``)?"""
    thing = interp.world.get(value)
    parts = thing.items if isinstance(thing, Items) else [value]
    return any(isinstance(part, TensorRef) for part in parts)
