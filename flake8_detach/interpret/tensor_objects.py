"""What a tensor is beside memory: an object of Python, of a class of the program's own, with the attributes that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import library
from ..frozen import replace
from ..values import Arguments, Function, Instance, Ref, TensorRef, Value
from .classes import find_on_class

if TYPE_CHECKING:
    from .interpreter import Interpreter

PLAIN = "a tensor"
"""The class of what is kept on a tensor of no class of the program."""


def made(interp: Interpreter, cls: Ref, arguments: Arguments) -> Value:
    """``cls(...)``: what ``__new__`` makes, by default a tensor over what it is given; then ``__init__`` runs."""
    new = find_on_class(interp, cls.id, "__new__")
    if new is not None and isinstance(new[0], Function):
        tensor = interp.call(replace(new[0], owner=new[1]), arguments.behind(cls))
    else:
        tensor = library.make_tensor(interp, cls, arguments)
    kept, init = (
        interp.world.get(interp.world.kept_on(tensor) or tensor),
        find_on_class(interp, cls.id, "__init__"),
    )
    if (
        isinstance(kept, Instance)
        and kept.cls == cls.id
        and init is not None
        and isinstance(init[0], Function)
    ):
        interp.call(replace(init[0], owner=init[1]), arguments.behind(tensor))
    return tensor


def read(interp: Interpreter, value: TensorRef, name: str) -> tuple[Value, int | None] | None:
    """An attribute that a tensor was given, or has from its class, and then that class; None where it has it from elsewhere."""
    kept = interp.world.kept_on(value)
    thing = interp.world.get(kept) if kept is not None else None
    if not isinstance(thing, Instance):
        return None
    if name in thing.attributes:
        return thing.attributes[name], None
    return find_on_class(interp, thing.cls, name) if isinstance(thing.cls, int) else None


def has(interp: Interpreter, value: TensorRef, name: str) -> bool:
    """Was a tensor given an attribute, or has it one from its class?"""
    return bool(interp.world.objects) and read(interp, value, name) is not None


def write(interp: Interpreter, value: TensorRef, name: str, new: Value, weak: bool) -> None:
    """Give a tensor an attribute of the program's own."""
    kept = interp.world.kept_on(value) or interp.world.keep_on(value.id, Instance(PLAIN))
    own = interp.world.own(kept.id, Instance)
    setter = find_on_class(interp, own.cls, f"<setter>{name}") if isinstance(own.cls, int) else None
    if setter is not None and isinstance(setter[0], Function):
        interp.call(replace(setter[0], raw=True, owner=setter[1]), Arguments((value, new)))
        return
    old = own.attributes.get(name)
    own.attributes[name] = new if old is None or not weak else interp.world.value_of(old, new)
