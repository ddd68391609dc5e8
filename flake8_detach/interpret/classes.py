"""Classes of the program: what they descend from, and where their attributes are found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from .. import library
from ..frozen import dataclass
from ..library.named_tuples import NAMED_TUPLE
from ..values import ClassObject, Instance, Native, Ref, Value, options

if TYPE_CHECKING:
    from .interpreter import Interpreter


def ready_class(interp: Interpreter, number: int) -> ClassObject:
    """The class object, its body run."""
    thing = interp.world.heap[number]
    assert isinstance(thing, ClassObject)
    if not thing.ready:
        from .definitions import run_class

        run_class(interp, number)
        thing = interp.world.heap[number]
        assert isinstance(thing, ClassObject)
    return thing


def lineage(interp: Interpreter, number: int) -> Iterator[tuple[int, ClassObject]]:
    """A class of the program and its bases that are such too, in the order in which attributes are looked up."""
    for current, _ in _order(interp, number).classes:
        yield current, ready_class(interp, current)


@dataclass(frozen=True, slots=True)
class Order:
    """The classes of the program that one descends from, each with its bases as they were when the order was found, and
    the dotted names of the imported ones."""

    classes: list[tuple[int, tuple[Value, ...]]]
    natives: tuple[str, ...]


def _order(interp: Interpreter, number: int) -> Order:
    known = interp.remembered.orders.get(number)
    if known is None or any(_bases_of(interp, current) is not bases for current, bases in known.classes):
        classes = [(each, ready_class(interp, each).bases) for each in _linear(interp, number, ())]
        choices = [choice for _, bases in classes for base in bases for choice in options(base)]
        natives = dict.fromkeys(name for choice in choices if (name := _native_name(interp, choice)))
        known = interp.remembered.orders[number] = Order(classes, tuple(natives))
    return known


def _native_name(interp: Interpreter, base: Value) -> str | None:
    """The dotted name of an imported base; what ``namedtuple(...)`` made is one of these."""
    if library.is_named_tuple_class(interp, base):
        return NAMED_TUPLE
    return base.name if isinstance(base, Native) else None


def _bases_of(interp: Interpreter, number: int) -> tuple[Value, ...] | None:
    thing = interp.world.heap.get(number)
    return thing.bases if isinstance(thing, ClassObject) and thing.ready else None


def _linear(interp: Interpreter, number: int, below: tuple[int, ...]) -> list[int]:
    """The C3 order of the program's own classes that a class descends from; `below` guards against circles."""
    cls = ready_class(interp, number)
    parents = [
        choice.id
        for base in cls.bases
        for choice in options(base)
        if isinstance(choice, Ref) and isinstance(interp.world.get(choice), ClassObject)
    ]
    parents = [p for p in dict.fromkeys(parents) if p != number and p not in below]
    if len(parents) < 2:
        return [number, *(_linear(interp, parents[0], (*below, number)) if parents else ())]
    orders = [*(_linear(interp, p, (*below, number)) for p in parents), parents]
    found = [number]
    while orders := [order for order in orders if order]:
        heads = (o[0] for o in orders if not any(o[0] in other[1:] for other in orders))
        head = next(heads, orders[0][0])  # no order fits: Python refuses such a class
        found.append(head)
        orders = [[c for c in order if c != head] for order in orders]
    return found


def find_on_class(
    interp: Interpreter, number: int, name: str, above: int | None = None
) -> tuple[Value, int] | None:
    """An attribute of class `number` and the class it is found on; `above` begins behind that class."""
    behind = above is None
    for current, cls in lineage(interp, number):
        if behind and name in cls.attributes:
            return cls.attributes[name], current
        behind = behind or current == above
    return None


def subclasses(interp: Interpreter, number: int) -> list[Value]:
    """``cls.__subclasses__()``: those of which the body was run, oldest first."""
    return [
        Ref(each)
        for each in sorted(interp.world.heap)
        if isinstance(thing := interp.world.heap[each], ClassObject) and Ref(number) in thing.bases
    ]


def find_above(interp: Interpreter, receiver: Value, owner: int, name: str) -> tuple[Value, int] | None:
    """What ``super()`` finds: the attribute behind class `owner` in the order of the receiver's own class."""
    thing = interp.world.get(receiver)
    number = owner
    if isinstance(thing, Instance) and isinstance(thing.cls, int):
        number = thing.cls
    elif isinstance(thing, ClassObject) and isinstance(receiver, Ref):
        number = receiver.id
    if not any(current == owner for current, _ in lineage(interp, number)):
        number = owner
    return find_on_class(interp, number, name, above=owner)


def lacks(interp: Interpreter, value: Value, name: str) -> bool:
    """Is it known that an object has no such attribute?"""
    thing = interp.world.get(value)
    if not isinstance(thing, Instance) or thing.open:
        return False
    if thing.cls == "types.SimpleNamespace":
        return name not in thing.attributes and not hasattr(object, name)
    if not isinstance(thing.cls, int):
        return False
    if name in thing.attributes or not wholly_known(interp, thing.cls):
        return False
    wanted = (name, "__getattr__", "__getattribute__")
    return all(find_on_class(interp, thing.cls, each) is None for each in wanted)


def wholly_known(interp: Interpreter, number: int, besides: Collection[str] = ()) -> bool:
    """Is all that a class descends from written in the program? Classes named in `besides` may be there as well."""
    known = {"builtins.object", "abc.ABC", "typing.Generic", *besides}
    for _, cls in lineage(interp, number):
        for base in cls.bases:
            for choice in options(base):
                if not isinstance(interp.world.get(choice), ClassObject):
                    if not isinstance(choice, Native) or choice.name not in known:
                        return False
    return True


def native_bases(interp: Interpreter, value: Value) -> tuple[str, ...]:
    """The dotted names of the imported classes an instance or class descends from, nearest first."""
    thing = interp.world.get(value)
    if isinstance(thing, Instance):
        if isinstance(thing.cls, str):
            return (thing.cls,)
        number = thing.cls
    elif isinstance(thing, ClassObject) and isinstance(value, Ref):
        number = value.id
    else:
        return (value.name,) if isinstance(value, Native) else ()
    return _order(interp, number).natives
