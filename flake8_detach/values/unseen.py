"""What stands where nobody knows in a list or dict of which not all is known.

``rest`` is one value for all elements that are not known one by one, and stands for the first of them: of a list the
one right behind those known. What is read elsewhere may be another, so it is a value of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..autograd import GradMode, TensorId
from .heap import Items, Opaque, Table
from .kinds import Const, OneOf, Ref, TensorRef, Value, either
from .runtime import Runtime


def one_of(rt: Runtime, values: Sequence[Value]) -> Value:
    """One of `values`; where they are too many to follow, something unknown."""
    found = either(*values) if values else None
    return found if found is not None else rt.world.opaque("an element")


def like_one_of(rt: Runtime, label: str, tensors: Sequence[TensorId]) -> TensorId:
    """A tensor that may be one of `tensors`, or have been computed from them. Which, hangs on no grad mode of now."""
    before = rt.machine.set_mode(GradMode.ON)
    try:
        return rt.machine.apply_unknown(rt.site, label, tensors)
    finally:
        rt.machine.set_mode(before)


def another(rt: Runtime, value: Value) -> Value:
    """What stands beside `value` in a list: like it, but nobody can say that it is the same."""
    world = rt.world
    thing = world.get(value)
    match thing:
        case Opaque(label=label, tensor=tensor):
            of = None if tensor is None else like_one_of(rt, label, [tensor])
            return world.add(
                Opaque(label, tensor=of, shown=thing.shown, layer=thing.layer, imported=thing.imported)
            )
        case Items(kind="tuple", items=items, rest=None):
            return rt.sequence("tuple", [another(rt, item) for item in items])
    if isinstance(value, TensorRef):
        return OneOf((value, world.opaque("another element")))
    return value


def at_index(rt: Runtime, value: Value, thing: Items, index: Value) -> Value:
    """What the list `thing`, which `value` refers to, holds at an `index` that is none of those known; the same
    whenever it is read, until the list changes."""
    if thing.rest is None:
        return one_of(rt, thing.items)
    if index == Const(len(thing.items)):
        return thing.rest
    known = thing.seen.get(index)
    if known is not None or not isinstance(value, Ref):
        return known if known is not None else one_of(rt, thing.any())
    near = thing.items
    if isinstance(index, Const) and isinstance(index.value, int):
        near = [] if index.value >= 0 else near[-1:]  # counted from the end: behind most of those known
    found = one_of(rt, [*near, another(rt, thing.rest)])
    seen = {**thing.seen, index: found}
    rt.world.own(value.id, Items).seen = seen
    return found


def at_key(rt: Runtime, value: Ref, table: Table, key: Value) -> Value:
    """What the dict `table`, which `value` refers to, holds at `key`; the same whenever it is read."""
    if isinstance(key, Const) and (key in table.items or table.rest is None):
        return table.items.get(key) or rt.world.opaque("an element")
    if key in table.seen:
        return table.seen[key]
    if table.rest is None:
        return one_of(rt, [*table.items.values()])
    first = not table.items and not table.seen
    rest = table.rest if first else another(rt, table.rest)
    found = rest if isinstance(key, Const) else one_of(rt, [*table.items.values(), rest])
    seen = {**table.seen, key: found}
    rt.world.own(value.id, Table).seen = seen
    return found


def without_places(rt: Runtime, value: Ref) -> None:
    """Any element of the list may now stand anywhere."""
    own = rt.world.own(value.id, Items)
    if own.items or own.rest is not None:
        own.items, own.rest = [], another(rt, one_of(rt, own.any()))


def shuffled(rt: Runtime, values: Sequence[Value]) -> list[Value]:
    """As many, in an order that nobody knows: each may be any of the tensors, and is the same whenever it is read."""
    tensors = [value.id for value in values if isinstance(value, TensorRef)]
    if len(tensors) < len(values):
        return [one_of(rt, values) for _ in values]
    return [TensorRef(like_one_of(rt, "shuffle", tensors)) for _ in values]
