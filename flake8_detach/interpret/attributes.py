"""``getattr``, ``hasattr`` and ``setattr``: attributes by a name that is a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import library
from ..values import (
    FALSE,
    NONE,
    TRUE,
    TRUTH,
    Arguments,
    Const,
    Instance,
    Opaque,
    Ref,
    TensorRef,
    Value,
    either,
    options,
)
from . import held, tensor_objects
from .classes import lacks
from .names import forget_conditions
from .objects import write_past_setattr

if TYPE_CHECKING:
    from .interpreter import Interpreter


def _getattr(interp: Interpreter, arguments: Arguments) -> Value:
    value, name = arguments.get(0), arguments.get(1)
    if value is None or not isinstance(name, Const) or not isinstance(name.value, str):
        return interp.world.opaque("an attribute")
    default = arguments.get(2)
    if default is None:
        return interp.attribute(value, name.value)
    return interp.each(value, lambda choice: _attribute_or(interp, choice, name.value, default))


def _attribute_or(interp: Interpreter, value: Value, name: str, default: Value) -> Value:
    """``getattr(value, name, default)`` of one value."""
    if _is_without(interp, value, name):
        return default
    found = interp.attribute(value, name)
    if not _may_be_without(interp, value, name, default):
        return found
    return either(found, default) or interp.world.opaque(name)


def _may_be_without(interp: Interpreter, value: Value, name: str, default: Value) -> bool:
    """Is it worth following what comes of `default` as well? A plain value says no more than what is unknown."""
    if isinstance(default, Const):
        return False
    if isinstance(value, TensorRef):
        return not tensor_objects.has(interp, value, name) and library.has(interp, value, name) is None
    thing = interp.world.get(value)
    return isinstance(thing, Opaque) and not thing.shown


def _is_without(interp: Interpreter, value: Value, name: str) -> bool:
    """Is it known that ``hasattr(value, name)`` is False?"""
    if lacks(interp, value, name):
        return True
    if isinstance(value, TensorRef) and not tensor_objects.has(interp, value, name):
        return library.has(interp, value, name) is False
    thing = interp.world.get(value)
    if not isinstance(thing, Instance) or name in thing.attributes:
        return False
    return library.has(interp, value, name) is False and interp.class_attribute(value, name) is None


def _setattr(interp: Interpreter, arguments: Arguments) -> Value:
    value, name, new = arguments.get(0), arguments.get(1), arguments.get(2)
    if value is not None and new is not None and isinstance(name, Const) and isinstance(name.value, str):
        interp.set_attribute(value, name.value, new)
    else:
        for choice in options(value) if value is not None else ():
            held.may_have_more(interp, choice)
    return NONE


def _object_setattr(interp: Interpreter, arguments: Arguments) -> Value:
    """``object.__setattr__(value, name, new)`` goes past what the class has by that name."""
    value, name, new = arguments.get(0), arguments.get(1), arguments.get(2)
    thing = interp.world.get(value) if value is not None else None
    if not isinstance(thing, Instance) or not isinstance(value, Ref):
        return _setattr(interp, arguments)
    if new is not None and isinstance(name, Const) and isinstance(name.value, str):
        forget_conditions(interp, name.value)
        write_past_setattr(interp, value, thing, name.value, new)
    return NONE


def _hasattr(interp: Interpreter, arguments: Arguments) -> Value:
    value, name = arguments.get(0), arguments.get(1)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Instance) and isinstance(name, Const) and name.value in thing.attributes:
        return TRUE
    if value is not None and isinstance(name, Const) and lacks(interp, value, str(name.value)):
        return FALSE
    if value is None or not isinstance(name, Const):
        return interp.world.opaque(TRUTH)
    found = (
        True
        if interp.class_attribute(value, str(name.value)) is not None
        else library.has(interp, value, str(name.value))
    )
    return interp.world.opaque(TRUTH) if found is None else Const(found)


def _vars(interp: Interpreter, arguments: Arguments) -> Value:
    return _getattr(interp, Arguments((*arguments.positional, Const("__dict__"))))


FUNCTIONS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "object.__setattr__": _object_setattr,
    "vars": _vars,
}
