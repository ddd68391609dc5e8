"""What leaves our sight: memory that is handed to something unknown may be used there in any way, and what an object carries
from one step to the next may be set there to something else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..autograd import Grad
from ..values import (
    NONE,
    ArrayRef,
    Code,
    Frame,
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
from .sources import words_in

GROWING = frozenset({"list", "set"})
if TYPE_CHECKING:
    from .interpreter import Interpreter

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


def may_be_reset(interp: Interpreter, values: Iterable[Value]) -> None:
    """Note that something unknown, which is given `values`, may change what can be reached from them: set an attribute or an
    element to something else (``functional.reset_net(net)``), add to a list or dict (``gather(outputs, x)``), or call a
    function that does. Parameters and buffers stay what they are."""
    world = interp.world
    todo, seen, ran = list(values), set[int](), set[Code]()
    while todo and len(seen) <= MOST_OBJECTS:
        for value in options(todo.pop()):
            if isinstance(value, Method):
                todo.append(value.receiver)
            elif isinstance(value, Function) and value.code not in ran:
                ran.add(value.code)
                todo += _reads(interp, value)
            if not isinstance(value, Ref) or value.id in seen:
                continue
            seen.add(value.id)
            thing = world.get(value)
            if isinstance(thing, Instance | Items | Table):
                todo += _parts(world, value)
            match thing:
                case Instance():
                    _may_be_set(world, value, thing)
                case Items(kind=kind) if kind in GROWING and not _is_of_parameters(world, thing):
                    items = [_perhaps_replaced(world, held) for held in thing.items]
                    own = world.own(value.id, Items)
                    own.items, own.rest = items, thing.rest or world.opaque("an element")
                case Table():
                    entries = {key: _perhaps_replaced(world, held) for key, held in thing.items.items()}
                    table = world.own(value.id, Table)
                    table.items, table.rest = entries, thing.rest or world.opaque("an element")


def _reads(interp: Interpreter, function: Function) -> list[Value]:
    """What a function of the program may read beside its arguments: its receiver, and what its free names are."""
    names = words_in(interp, function.code)
    found = [value for _, value in function.defaults]
    if function.receiver is not None:
        found.append(function.receiver)
    number = function.frame
    while number is not None:
        frame = interp.world.heap[number]
        assert isinstance(frame, Frame)
        found += [frame.variables[name] for name in names & frame.variables.keys()]
        number = frame.parent
    return found


def may_be_rebound(world: World, number: int) -> None:
    """Note that something unknown may bind the names of a frame anew (``exec``)."""
    frame = world.heap[number]
    assert isinstance(frame, Frame)
    for name, held in [*frame.variables.items()]:
        new = _perhaps_replaced(world, held) if name.isidentifier() else held
        if new is not held:
            world.own(number, Frame).variables[name] = new


def _may_be_set(world: World, value: Ref, thing: Instance) -> None:
    for name, held in [*thing.attributes.items()]:
        if any(_is_computed(world, choice) for choice in options(held)):
            anything = world.opaque(name)
            world.own(value.id, Instance).attributes[name] = either(held, anything) or anything


def _perhaps_replaced(world: World, held: Value) -> Value:
    """An element or variable, or what somebody put in its place: not that of a parameter or a buffer."""
    if not any(_is_replaceable(world, choice) for choice in options(held)):
        return held
    anything = world.opaque("an element")
    return either(held, anything) or anything


def _is_replaceable(world: World, value: Value) -> bool:
    if isinstance(value, TensorRef):
        kept = value.id in world.parameters or value.id in world.buffers
        return not kept and (
            _is_computed(world, value) or world.machine.tensors[value.id].requires_grad is Grad.NO
        )
    return value == NONE


def _is_of_parameters(world: World, thing: Items) -> bool:
    """Is it a list of parameters, or of other leaves that are trained? Nobody adds to these."""
    tensors = [choice for held in thing.items for choice in options(held) if isinstance(choice, TensorRef)]
    return bool(tensors) and not any(_is_replaceable(world, held) for held in tensors)


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
