"""What leaves our sight: memory that is handed to something unknown may be used there in any way, and what an object carries
from one step to the next may be set there to something else."""

from __future__ import annotations

from collections.abc import Iterable

from ..values import (
    ArrayRef,
    Function,
    Instance,
    Items,
    Method,
    Opaque,
    Ref,
    Table,
    TensorRef,
    Value,
    World,
    either,
    options,
)

MOST_OBJECTS = 400
"""So many objects are followed from one call; what is beyond may be anything."""


def escape(world: World, values: Iterable[Value]) -> None:
    """Note that all memory that can be reached from `values` may be used where we cannot see it."""
    ledger = world.machine.ledger
    if ledger.lost:
        return
    todo = list(values)
    seen: set[int] = set()
    while todo:
        for value in options(todo.pop()):
            if isinstance(value, TensorRef | ArrayRef):
                ledger.foreign.add(world.machine.tensors[value.id].storage)
            elif isinstance(value, Function | Method):
                ledger.lost = True  # it may be called at any time
            elif isinstance(value, Ref) and value.id not in seen:
                seen.add(value.id)
                todo += _parts(world, value)
        if len(seen) > MOST_OBJECTS:
            ledger.lost = True
            return


def may_be_reset(world: World, values: Iterable[Value]) -> None:
    """Note that something unknown, which is given `values`, may set what their objects hold: computed tensors, such as the
    state of a recurrent layer (``functional.reset_net(net)``). Parameters and what has no history stay what they are."""
    todo, seen = list(values), set[int]()
    while todo and len(seen) <= MOST_OBJECTS:
        for value in options(todo.pop()):
            if not isinstance(value, Ref) or value.id in seen:
                continue
            seen.add(value.id)
            thing = world.get(value)
            if isinstance(thing, Instance | Items | Table):
                todo += _parts(world, value)
            if isinstance(thing, Instance):
                _may_be_set(world, value, thing)


def _may_be_set(world: World, value: Ref, thing: Instance) -> None:
    for name, held in [*thing.attributes.items()]:
        if any(_is_computed(world, choice) for choice in options(held)):
            anything = world.opaque(name)
            world.own(value.id, Instance).attributes[name] = either(held, anything) or anything


def _is_computed(world: World, value: Value) -> bool:
    """Is it a tensor with a history?"""
    return isinstance(value, TensorRef) and world.machine.tensors[value.id].node is not None


def _parts(world: World, value: Ref) -> list[Value]:
    match world.get(value):
        case Items() as items:
            return items.any()
        case Table(entries, rest):
            return [*entries.values(), *([rest] if rest is not None else [])]
        case Instance(attributes=attributes):
            return list(attributes.values())
        case Opaque() as thing:
            if thing.tensor is not None:
                world.machine.ledger.foreign.add(world.machine.tensors[thing.tensor].storage)
            more = [thing.element, thing.link[0] if thing.link is not None else None]
            return [*thing.attributes.values(), *thing.items.values(), *(v for v in more if v is not None)]
    return []
