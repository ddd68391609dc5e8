"""Exceptions: which classes one is of, and whether a handler catches it.

What is raised is known by names, its own class first: ``builtins.KeyError`` for one of Python's or of a library,
``class 17`` for a class of the program by its number on the heap, and `UNKNOWN` where a class cannot be told.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..values import ClassObject, Instance, Items, Native, Raised, Ref, Value, options
from .classes import lineage

if TYPE_CHECKING:
    from .interpreter import Interpreter

UNKNOWN = "?"
ANY = ("builtins.Exception", "builtins.BaseException")


def native_names(name: str) -> tuple[str, ...]:
    """The names of an imported exception class and of those it descends from."""
    cls = getattr(builtins, name.removeprefix("builtins."), None) if name.startswith("builtins.") else None
    if isinstance(cls, type) and issubclass(cls, BaseException):
        return tuple(f"builtins.{c.__name__}" for c in cls.__mro__ if c is not object)
    return (name, UNKNOWN, *ANY)


def raised(interp: Interpreter, name: str) -> Raised:
    """The exception `name` of Python's own, as the program would raise it."""
    return Raised(interp.world.add(Instance(f"builtins.{name}")), native_names(f"builtins.{name}"))


def names_of(interp: Interpreter, value: Value) -> tuple[str, ...]:
    """The names of the classes that an exception, or a class of exceptions, is of."""
    found = {_names_of_one(interp, choice) for choice in options(value)}
    return found.pop() if len(found) == 1 else (UNKNOWN, *ANY)


def _names_of_one(interp: Interpreter, value: Value) -> tuple[str, ...]:
    thing = interp.world.get(value)
    if isinstance(value, Native):
        return native_names(value.name)
    if isinstance(thing, Instance) and isinstance(thing.cls, str):
        return native_names(thing.cls)
    number = thing.cls if isinstance(thing, Instance) else None
    if isinstance(thing, ClassObject) and isinstance(value, Ref):
        number = value.id
    if not isinstance(number, int):
        return (UNKNOWN, *ANY)
    found: list[str] = []
    for at, cls in lineage(interp, number):
        found.append(f"class {at}")
        for base in cls.bases:
            for choice in options(base):
                if isinstance(choice, Native):
                    found += native_names(choice.name)
                elif not isinstance(interp.world.get(choice), ClassObject):
                    found += [UNKNOWN, *ANY]
    return tuple(dict.fromkeys(found))


def catches(interp: Interpreter, classes: Value, names: tuple[str, ...]) -> bool | None:
    """Does a handler for `classes` (a class, or a tuple of classes) catch what has these names? None: not known."""
    verdicts = {_catches_one(interp, choice, names) for choice in options(classes)}
    return verdicts.pop() if len(verdicts) == 1 else None


def _catches_one(interp: Interpreter, cls: Value, names: tuple[str, ...]) -> bool | None:
    thing = interp.world.get(cls)
    if isinstance(thing, Items):
        verdicts = [catches(interp, item, names) for item in thing.any()]
        return True if True in verdicts else (None if None in verdicts else False)
    if isinstance(cls, Native):
        known = cls.name in names
    elif isinstance(thing, ClassObject) and isinstance(cls, Ref):
        known = f"class {cls.id}" in names
    else:
        return None
    return True if known else (None if UNKNOWN in names else False)
