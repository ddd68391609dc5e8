"""Descriptors of the program's own: what stands on a class and answers for an attribute of its instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Const, Instance, Ref, Value
from .classes import find_on_class
from .special import special

if TYPE_CHECKING:
    from .interpreter import Interpreter

NAMED = "<named>"
"""Set on a descriptor whose ``__set_name__`` was called."""


def read(interp: Interpreter, member: Value, owner: int, instance: Value, name: str) -> Value | None:
    """``instance.name`` where the class holds a descriptor; None where `member` is none."""
    if not _is_one(interp, member, "__get__"):
        return None
    _tell_name(interp, member, owner, name)
    return special(interp, member, "get", instance, Ref(owner))


def write(interp: Interpreter, instance: Ref, thing: Instance, name: str, new: Value) -> bool:
    """``instance.name = new`` by a descriptor; False where there is none."""
    owned = find_on_class(interp, thing.cls, name) if isinstance(thing.cls, int) else None
    if owned is None or not _is_one(interp, owned[0], "__set__"):
        return False
    _tell_name(interp, owned[0], owned[1], name)
    special(interp, owned[0], "set", instance, new)
    return True


def _is_one(interp: Interpreter, member: Value, method: str) -> bool:
    return isinstance(member, Ref) and interp.class_attribute(member, method) is not None


def _tell_name(interp: Interpreter, member: Value, owner: int, name: str) -> None:
    thing = interp.world.get(member)
    if isinstance(member, Ref) and isinstance(thing, Instance) and NAMED not in thing.attributes:
        interp.world.own(member.id, Instance).attributes[NAMED] = Const(name)
        special(interp, member, "set_name", Ref(owner), Const(name))
