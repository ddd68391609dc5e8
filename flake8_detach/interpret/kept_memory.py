"""What stays when a call has ended: memory that something holds which was there before it.

A later call may be given the same memory again, by a cache that the analysis has seen empty.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..values import (
    ArrayRef,
    ClassObject,
    Frame,
    Function,
    HeapObject,
    Instance,
    Items,
    Method,
    Opaque,
    Ref,
    Super,
    Table,
    TensorRef,
    Value,
    World,
    options,
)


def kept_storages(world: World, moment: int, but: int | None = None) -> set[int]:
    """The memory that objects hold, directly or not, which are older than `moment`; attributes of object `but` aside."""
    tensors = world.machine.tensors
    found: set[int] = set()
    seen = {number for number in world.heap if number < moment}
    todo = [value for number in seen if number != but for value in _parts(world.heap[number])]
    while todo:
        for value in options(todo.pop()):
            match value:
                case TensorRef(number) | ArrayRef(number):
                    if number in tensors:
                        found.add(tensors[number].storage)
                case Function(frame=frame, defaults=defaults, receiver=receiver):
                    todo += [default for _, default in defaults]
                    todo += [receiver] if receiver is not None else []
                    todo += [Ref(frame)] if frame is not None else []
                case Method(receiver=receiver) | Super(receiver=receiver):
                    todo.append(receiver)
                case Ref(number) if number not in seen and number in world.heap:
                    seen.add(number)
                    todo += _parts(world.heap[number])
    return found


def _parts(thing: HeapObject) -> Iterable[Value]:
    match thing:
        case Frame(variables=values) | Instance(attributes=values) | ClassObject(attributes=values):
            return values.values()
        case Items():
            return thing.any()
        case Table(items=entries, rest=rest):
            return [*entries.values(), *([rest] if rest is not None else [])]
        case Opaque(attributes=attributes, items=items, element=element, tensor=tensor, link=link):
            held = [*attributes.values(), *items.values()]
            held += [value for value in (element, link[0] if link is not None else None) if value is not None]
            return [*held, TensorRef(tensor)] if tensor is not None else held
