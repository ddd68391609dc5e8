"""What objects hold that are containers themselves: of classes that descend from ``dict`` or ``list``, of
``defaultdict``, and the ``__dict__`` of any object.

Such an object keeps its elements in a table or list of its own, under a hidden attribute. A ``__dict__`` is the
object's attributes seen as a table: what is written to the table is written back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import CONTENTS, FACTORY, NONE, Arguments, Const, Instance, Items, Ref, Table, Value

if TYPE_CHECKING:
    from .interpreter import Interpreter

ATTRIBUTES = "<attributes>"
"""The object that a ``__dict__`` is of."""
MERGED = "<merged>"
"""Set where ``self.__dict__ = self`` made attributes and entries one."""
TABLES = frozenset(
    "builtins.dict collections.OrderedDict collections.UserDict collections.defaultdict typing.Dict".split()
)
LISTS = frozenset("builtins.list collections.UserList collections.deque typing.List".split())
VIEW = "builtins.__dict__"


def prepare(interp: Interpreter, instance: Ref) -> None:
    """Give a new object its empty contents, if its class descends from a container."""
    bases = TABLES.union(LISTS).intersection(interp.class_names(instance))
    if bases:
        made = interp.world.add(Table() if bases & TABLES else Items("list"))
        interp.world.own(instance.id, Instance).attributes[CONTENTS] = made


def contents(interp: Interpreter, value: Value | None) -> Ref | None:
    """The table or list that an object keeps its elements in."""
    thing = interp.world.get(value) if value is not None else None
    if not isinstance(thing, Instance):
        return None
    if thing.cls == VIEW:
        of = interp.world.get(thing.attributes[ATTRIBUTES])
        found = of.attributes if isinstance(of, Instance) else {}
        entries = {Const(k): v for k, v in found.items() if not k.startswith("<")}
        return interp.world.add(Table(dict(entries)))
    found_contents = thing.attributes.get(CONTENTS)
    return found_contents if isinstance(found_contents, Ref) else None


def unwrapped(interp: Interpreter, value: Value) -> Value:
    """The container that a value is or holds, else the value itself."""
    held = contents(interp, value)
    return value if held is None else held


def view(interp: Interpreter, instance: Ref) -> Ref:
    """``instance.__dict__``."""
    return interp.world.add(Instance(VIEW, {ATTRIBUTES: instance}))


def store(interp: Interpreter, value: Value, held: Ref) -> None:
    """Write the contents of a ``__dict__`` back, when they may have changed."""
    thing, table = interp.world.get(value), interp.world.get(held)
    if not isinstance(thing, Instance) or thing.cls != VIEW or not isinstance(table, Table):
        return
    of = thing.attributes[ATTRIBUTES]
    before = interp.world.get(of)
    assert isinstance(of, Ref) and isinstance(before, Instance)
    if table.rest is not None:
        may_have_more(interp, of)
    for key, new in table.items.items():
        if before.attributes.get(str(key.value)) != new:
            interp.world.own(of.id, Instance).attributes[str(key.value)] = new


def may_have_more(interp: Interpreter, value: Value) -> None:
    """An attribute of an object was set, by a name that nobody knows."""
    if isinstance(value, Ref) and isinstance(interp.world.get(value), Instance):
        interp.world.own(value.id, Instance).open = True


def read(interp: Interpreter, value: Value, held: Ref, index: Value) -> Value:
    """``value[index]``; a ``defaultdict`` makes what is not there."""
    from .items import read_item

    thing, table = interp.world.get(value), interp.world.get(held)
    factory = thing.attributes.get(FACTORY, NONE) if isinstance(thing, Instance) else NONE
    if factory == NONE or not isinstance(table, Table):
        return read_item(interp, held, index)
    if isinstance(index, Const):
        if index not in table.items and table.rest is None:
            made = interp.call(factory, Arguments())
            interp.world.own(held.id, Table).items[index] = made
    elif table.rest is None:
        made = interp.call(factory, Arguments())
        interp.world.own(held.id, Table).rest = made
    return read_item(interp, held, index)


def write(interp: Interpreter, value: Value, held: Ref, index: Value, new: Value) -> None:
    """``value[index] = new``."""
    from .items import write_item

    write_item(interp, held, index, new)
    store(interp, value, held)


def call(interp: Interpreter, value: Value, held: Ref, name: str, arguments: Arguments) -> Value | None:
    """A method of the container that an object is; None for one that is not modelled."""
    from .containers import call_container_method

    first, second = arguments.get(0), arguments.get(1)
    match name:
        case "__init__":
            name = "update" if isinstance(interp.world.get(held), Table) else "extend"
        case "__getitem__" if first is not None:
            return read(interp, value, held, first)
        case "__setitem__" if first is not None and second is not None:
            write(interp, value, held, first, second)
            return NONE
        case "__setattr__" | "__getattribute__" | "__setstate__":
            return None
    result = call_container_method(interp, held, name, arguments)
    store(interp, value, held)
    return result
