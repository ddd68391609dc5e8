"""Instances of the program's own classes: ``__new__``, ``__init__``, and what a dataclass or an imported base does in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import library
from ..frozen import replace
from ..values import NONE, Arguments, ClassObject, Function, Instance, Native, Ref, Table, Value
from . import enums, fields, held, tensor_objects
from .classes import find_on_class, ready_class, wholly_known

if TYPE_CHECKING:
    from .interpreter import Interpreter


TYPED_DICT = "typing.TypedDict"


def instantiate(interp: Interpreter, cls: Value, arguments: Arguments) -> Value:
    """Make an instance of a class of the program and run its ``__init__``."""
    assert isinstance(cls, Ref)
    thing = ready_class(interp, cls.id)
    member = enums.by_value(interp, cls, arguments)
    if member is not None:
        return member
    if library.is_value_class(interp, cls):
        return interp.world.opaque(thing.code.name)
    if TYPED_DICT in interp.class_names(cls):
        return interp.call(Native("builtins.dict"), arguments)
    if library.is_class_of_tensors(interp, cls):
        return tensor_objects.made(interp, cls, arguments)
    new = find_on_class(interp, cls.id, "__new__") if wholly_known(interp, cls.id) else None
    if new is None or not isinstance(new[0], Function):
        return initialise(interp, cls, bare(interp, cls), arguments)
    made = interp.call(replace(new[0], owner=new[1]), arguments.behind(cls))
    given = interp.world.get(made)
    if isinstance(made, Ref) and isinstance(given, Instance) and given.cls == cls.id:
        return initialise(interp, cls, made, arguments)
    return made


def bare(interp: Interpreter, cls: Ref) -> Ref:
    """What ``object.__new__`` makes of a class of the program."""
    instance = interp.world.add(Instance(cls.id))
    library.prepare_instance(interp, instance)
    held.prepare(interp, instance)
    return instance


def made_by_type(interp: Interpreter, arguments: Arguments) -> Value | None:
    """``type.__new__(meta, name, bases, space)`` for a class that is being made: the class, with the names of `space`."""
    space = arguments.get(3)
    cls = interp.making.get(space.id) if isinstance(space, Ref) else None
    table = interp.world.get(space or NONE)
    if cls is None or not isinstance(table, Table):
        return None
    named = {str(key.value): value for key, value in table.items.items()}
    own = interp.world.own(cls.id, ClassObject)
    own.attributes = {**own.attributes, **named}
    return cls


def initialise(interp: Interpreter, cls: Ref, instance: Ref, arguments: Arguments) -> Value:
    """Run ``__init__`` of an instance that was just made."""
    init = find_on_class(interp, cls.id, "__init__")
    if init is not None and isinstance(init[0], Function):
        ledger = interp.machine.ledger
        before, ledger.unsure = ledger.unsure, False
        try:
            interp.call(replace(init[0], owner=init[1]), arguments.behind(instance))
        finally:
            ledger.unsure = before
        return instance
    inner = held.contents(interp, instance)
    if inner is not None:
        held.call(interp, instance, inner, "__init__", arguments)
        return instance
    made = interp.native(lambda: library.instance_method(interp, instance, "__init__", arguments))
    if made is None:
        fields.fill(interp, cls.id, instance, arguments)
        after = find_on_class(interp, cls.id, "__post_init__")
        if after is not None and isinstance(after[0], Function):
            interp.call(replace(after[0], owner=after[1]), Arguments((instance,)))
    return instance
