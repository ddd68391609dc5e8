"""Items of values: what ``value[index]`` gives, and what assigning to it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import library
from ..library.named_tuples import NAMED_TUPLE
from ..values import (
    NONE,
    Arguments,
    ArrayRef,
    ClassObject,
    Const,
    Function,
    Instance,
    Items,
    Native,
    OneOf,
    Opaque,
    Ref,
    Table,
    TensorRef,
    Value,
)
from ..values.unseen import another, at_index, at_key, one_of
from . import enums, held, names

if TYPE_CHECKING:
    from .interpreter import Interpreter


def read_item(interp: Interpreter, value: Value, index: Value) -> Value:
    """``value[index]`` of one value and one index."""
    world = interp.world
    if isinstance(value, TensorRef | ArrayRef):
        found = interp.native(lambda: library.subscript(interp, value, index))
        return found if found is not None else interp.unknown_call("[]", Arguments((value,)))
    thing = world.get(value)
    match thing:
        case Items():
            return _item_of_items(interp, value, thing, index)
        case Table():
            assert isinstance(value, Ref)
            return at_key(interp, value, thing, index)
        case Opaque():
            assert isinstance(value, Ref)
            if thing.shown:
                found = interp.native(lambda: library.subscript(interp, value, index))
                if found is not None:
                    return found
            if index in thing.items:
                return thing.items[index]
            found = interp.native(lambda: library.opaque_item(interp, value, index))
            if found is None:
                found = world.opaque(f"an element of {thing.label}")
            if not isinstance(index, TensorRef):  # what a tensor picks is a tensor, and each time another one
                world.own(value.id, Opaque).items[index] = found
            return found
        case ClassObject():
            assert isinstance(value, Ref)
            return enums.by_name(interp, value, index) or world.opaque("an element")
        case Instance():
            method = interp.class_attribute(value, "__getitem__")
            if isinstance(method, Function):
                return interp.call(method, Arguments((value, index)))
            inner = held.contents(interp, value)
            if inner is not None:
                return held.read(interp, value, inner, index)
            if NAMED_TUPLE in interp.class_names(value):
                return _item_of_items(interp, value, Items("tuple", list(thing.attributes.values())), index)
            found = interp.native(lambda: library.instance_item(interp, value, index))
            return found if found is not None else world.opaque("an element")
    if isinstance(value, Const) and isinstance(index, Const) and isinstance(value.value, str | bytes):
        try:
            return Const(value.value[index.value])
        except (IndexError, TypeError):
            return world.opaque("an element")
    if isinstance(value, Native):
        return value  # a generic alias: List[int]
    return world.opaque("an element")


def _item_of_items(interp: Interpreter, value: Value, thing: Items, index: Value) -> Value:
    if isinstance(index, Const) and isinstance(index.value, int):
        position = index.value
        if thing.rest is None or 0 <= position < len(thing.items):
            if -len(thing.items) <= position < len(thing.items):
                return thing.items[position]
            if thing.rest is None:
                return interp.world.opaque("an element")
        return at_index(interp, value, thing, index)
    bounds = _bounds(interp, index)
    if bounds is not None:
        return _cut(interp, thing, slice_of(bounds))
    return at_index(interp, value, thing, index)


def _cut(interp: Interpreter, thing: Items, cut: slice | None) -> Value:
    """A part of a list; `cut` is None where it is not known which."""
    if cut is not None and thing.rest is None:
        return interp.sequence(thing.kind, thing.items[cut])
    if cut is not None and cut.stop is None and cut.step in (None, 1):
        start = cut.start or 0
        if 0 <= start <= len(thing.items):
            return interp.sequence(thing.kind, thing.items[start:], thing.rest)
    candidates = thing.any()
    return interp.sequence(
        thing.kind, [], another(interp, one_of(interp, candidates)) if candidates else None
    )


def _bounds(interp: Interpreter, index: Value) -> Items | None:
    thing = interp.world.get(index)
    return thing if isinstance(thing, Items) and thing.kind == "slice" else None


def _replace(interp: Interpreter, value: Ref, bounds: Items, new: Value) -> None:
    """``value[a:b] = new``: what `new` goes through is put in the place of a part."""
    found = interp.elements(new)
    own, cut = interp.world.own(value.id, Items), slice_of(bounds)
    if cut is not None and cut.step in (None, 1) and own.rest is None and found.exact:
        own.items[cut] = found.values
        return
    own.items, own.rest = [], another(interp, one_of(interp, (*own.any(), *found.values)))


def slice_of(bounds: Items) -> slice | None:
    """The slice that an index of kind "slice" is, if its bounds are known."""
    parts: list[Any] = []
    for part in bounds.items:
        if not isinstance(part, Const) or not isinstance(part.value, int | None):
            return None
        parts.append(part.value)
    return slice(*parts) if parts[2] != 0 else None


def write_item(interp: Interpreter, value: Value, index: Value, new: Value) -> None:
    """``value[index] = new``."""
    weak = isinstance(value, OneOf)
    names.forget_conditions(interp, "[")

    def write(choice: Value) -> Value:
        _write_item(interp, choice, index, new, weak)
        return NONE

    interp.each(value, write)


def _write_item(interp: Interpreter, value: Value, index: Value, new: Value, weak: bool) -> None:
    world = interp.world
    if isinstance(value, TensorRef | ArrayRef):
        interp.native(lambda: library.set_item(interp, value, index, new))
        return
    thing = world.get(value)
    if not isinstance(value, Ref):
        return
    match thing:
        case Items() if (bounds := _bounds(interp, index)) is not None:
            _replace(interp, value, bounds, new)
        case Items():
            own = world.own(value.id, Items)
            if isinstance(index, Const) and isinstance(index.value, int) and thing.rest is None and not weak:
                if -len(own.items) <= index.value < len(own.items):
                    own.items[index.value] = new
                return
            own.items = [world.value_of(item, new) for item in own.items]
            if own.rest is not None or not own.items:
                own.rest = new if own.rest is None else world.value_of(own.rest, new)
        case Table():
            # Another tensor is another key; whatever else is not known may be the same.
            apart: dict[Value, Value] = {k: v for k, v in thing.seen.items() if isinstance(k, TensorRef)}
            entries = world.own(value.id, Table)
            if isinstance(index, Const):
                entries.items[index] = weakly(interp, entries.items.get(index), new, weak)
                entries.seen = apart
            else:
                entries.items = {k: world.value_of(v, new) for k, v in entries.items.items()}
                entries.rest = new if entries.rest is None else world.value_of(entries.rest, new)
                kept = apart if isinstance(index, TensorRef) else {}
                entries.seen = {} if weak else {**kept, index: new}
        case Opaque():
            if thing.shown or thing.link is not None:
                interp.native(lambda: library.set_item(interp, value, index, new))
            else:
                world.own(value.id, Opaque).items[index] = new
        case Instance():
            method = interp.class_attribute(value, "__setitem__")
            if isinstance(method, Function):
                interp.call(method, Arguments((value, index, new)))
            elif (inner := held.contents(interp, value)) is not None:
                held.write(interp, value, inner, index, new)
            else:
                interp.native(lambda: library.set_instance_item(interp, value, index, new))


def weakly(interp: Interpreter, old: Value | None, new: Value, weak: bool) -> Value:
    """What a place holds after an assignment to it; `weak`: if it is the one that was assigned to."""
    return new if old is None or not weak else interp.world.value_of(old, new)
