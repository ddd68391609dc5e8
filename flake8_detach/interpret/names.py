"""Scopes: where a name is looked up, and where it is bound."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..values import FALSE, NONE, TRUE, ClassObject, Const, Frame, Items, Native, Ref, Super, Value
from .conditions import words_of

if TYPE_CHECKING:
    from .interpreter import Interpreter

CONSTANTS: dict[str, Value] = {
    "None": NONE,
    "True": TRUE,
    "False": FALSE,
    "Ellipsis": Const(...),
    "__debug__": TRUE,
}
BUILTINS = frozenset(dir(builtins))
YIELDED = "<yielded>"
"""The frame variable that collects what a generator yields; no Python name."""


def lookup(interp: Interpreter, name: str) -> Value:
    """The value of a name: local, enclosing, global, builtin; a name never seen bound is opaque but one."""
    if name in CONSTANTS:
        return CONSTANTS[name]
    world = interp.world
    number: int | None = world.frames[-1]
    innermost = True
    while number is not None:
        frame = world.heap[number]
        assert isinstance(frame, Frame)
        if name in frame.variables and (innermost or not frame.is_class):
            return frame.variables[name]
        number, innermost = frame.parent, False
    if name in BUILTINS:
        return Native(f"builtins.{name}")
    value = world.opaque(name)
    world.own(global_frame(interp), Frame).variables[name] = value
    return value


def global_frame(interp: Interpreter) -> int:
    """The module's frame."""
    number = interp.world.frames[-1]
    while True:
        frame = interp.world.heap[number]
        assert isinstance(frame, Frame)
        if frame.parent is None:
            return number
        number = frame.parent


def bind(interp: Interpreter, name: str, value: Value) -> None:
    """Bind a name in the current scope, or where `global` and `nonlocal` say."""
    world = interp.world
    number = world.frames[-1]
    frame = world.frame
    if name in frame.globals_:
        number = global_frame(interp)
    elif name in frame.nonlocals:
        parent = frame.parent
        while parent is not None:
            outer = world.heap[parent]
            assert isinstance(outer, Frame)
            if name in outer.variables and not outer.is_class:
                number = parent
                break
            parent = outer.parent
    world.own(number, Frame).variables[name] = value
    forget_conditions(interp, name)


def unbind(interp: Interpreter, name: str) -> None:
    """``del name``."""
    frame = interp.world.own(interp.world.frames[-1], Frame)
    frame.variables.pop(name, None)
    forget_conditions(interp, name)


def forget_conditions(interp: Interpreter, name: str) -> None:
    """A condition is remembered only while its names keep their values."""
    for known in (interp.world.conditions, interp.world.splits):
        for condition in [c for c in known if name in words_of(c[1])] if known else ():
            del known[condition]


def yielded(interp: Interpreter, value: Value) -> None:
    """Collect a value that the running generator yields."""
    frame = interp.world.frame
    collected = frame.variables.get(YIELDED)
    items = interp.world.get(collected) if collected is not None else None
    if isinstance(items, Items) and isinstance(collected, Ref):
        interp.world.own(collected.id, Items).items.append(value)
    else:
        new = interp.sequence("iterator", [value])
        interp.world.own(interp.world.frames[-1], Frame).variables[YIELDED] = new


def super_of(interp: Interpreter) -> Value | None:
    """``super()`` without arguments: from the frame of the method that is running."""
    number: int | None = interp.world.frames[-1]
    while number is not None:
        frame = interp.world.heap[number]
        assert isinstance(frame, Frame)
        if "<owner>" in frame.variables:
            owner = frame.variables["<owner>"]
            receiver = frame.variables.get("<receiver>")
            if (
                receiver is not None
                and isinstance(owner, Ref)
                and isinstance(interp.world.get(owner), ClassObject)
            ):
                return Super(receiver, owner.id)
        number = frame.parent
    return None
