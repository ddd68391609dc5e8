"""Decorators: what they make of a function or a class, and when they run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..frozen import replace
from ..values import (
    NONE,
    TRUE,
    Arguments,
    ClassObject,
    Const,
    Frame,
    Function,
    Instance,
    Items,
    Native,
    Value,
)
from . import dispatch
from .contexts import DECORATORS, made_by

if TYPE_CHECKING:
    from .interpreter import Interpreter

CONTEXT = "contextlib.ContextDecorator"
"""The base of the program's own contexts that can stand over a function."""


CALLED_UNNAMED = frozenset({"__init__", "__new__", "__call__", "__init_subclass__", "<lambda>"})
"""Functions that are called without their name."""


def decorates_at_once(interp: Interpreter, roots: Sequence[str]) -> bool:
    """Are all decorators, of which the first names are `roots`, the program's own, and followed into? What they do
    (a registry they fill) is then done where the function is defined. To register a body of a function of several, nothing
    is followed into."""
    frame = interp.world.frame
    for root in roots:
        value = frame.variables.get(root)
        if isinstance(value, Function):
            if not follows(interp, value) and not dispatch.is_one(interp, as_decorated(interp, value)):
                return False
        elif interp.follow is not None or not isinstance(interp.world.get(value or NONE), Instance):
            return False
    return bool(roots)


def follows(interp: Interpreter, function: Function) -> bool:
    """From a module's own body, follow only into what leads to something to analyse."""
    if interp.follow is None or len(interp.world.frames) > 1:
        return True
    name = function.code.name
    return name in interp.follow or (bool(interp.follow) and name in CALLED_UNNAMED)


def call_decorated(
    interp: Interpreter, function: Function, node: cst.FunctionDef, arguments: Arguments
) -> Value:
    """Call what the decorators make of the function."""
    value, made_context, *contexts = decorated(interp, function, node)
    if made_context == TRUE and isinstance(value, Function):
        return made_by(interp, value, arguments)
    tokens = [library.enter(interp, c)[1] for c in contexts]
    try:
        return interp.call(value, arguments)
    finally:
        for context, token in zip(reversed(contexts), reversed(tokens)):
            library.leave(interp, context, token)


def decorated(interp: Interpreter, function: Function, node: cst.FunctionDef) -> list[Value]:
    """What the decorators make of a function, applied once, innermost first: the value to call, whether it makes
    context managers, and the grad modes and the like to enter around the call."""
    key = _decorated_key(function)
    frame = interp.world.heap[function.frame] if function.frame is not None else None
    if isinstance(frame, Frame) and key in frame.variables:
        known = interp.world.get(frame.variables[key])
        if isinstance(known, Items):  # not where two worlds that did it were joined
            return known.items
    made = [in_frame(interp, function, decorator.decorator) for decorator in node.decorators]
    value: Value = replace(function, raw=True, receiver=None)
    contexts: list[Value] = []
    makes_context = False
    for decorator in reversed(made):
        if isinstance(decorator, Native) and decorator.name in DECORATORS:
            makes_context = True
        elif isinstance(decorator, Native) and decorator.name in dispatch.DISPATCHES:
            value = dispatch.made_of(interp, decorator.name, value)
        elif library.is_context(interp, decorator) or CONTEXT in interp.class_names(decorator):
            contexts.append(decorator)
        elif (
            isinstance(decorator, Function)
            or isinstance(interp.world.get(decorator), ClassObject)
            or library.is_decorator(interp, decorator)
            or dispatch.registers(interp, decorator)
            or interp.class_attribute(decorator, "__call__") is not None
        ):
            value = interp.call(decorator, Arguments((value,)))
    found = [value, Const(makes_context), *contexts]
    if function.frame is not None:
        interp.world.own(function.frame, Frame).variables[key] = interp.sequence("tuple", found)
    return found


def as_decorated(interp: Interpreter, receiver: Value) -> Value:
    """What a definition's decorators made of it, where that is an object with methods of its own."""
    if not isinstance(receiver, Function) or receiver.raw:
        return receiver
    node = receiver.code.node
    if not isinstance(node, cst.FunctionDef) or not node.decorators:
        return receiver
    made = decorated(interp, receiver, node)[0]
    return receiver if isinstance(made, Function) else made


def forget_decorated(interp: Interpreter, function: Function) -> None:
    """The definition runs again, as in a loop, and its decorators with it."""
    if function.frame is not None and _decorated_key(function) in interp.world.frame.variables:
        del interp.world.own(function.frame, Frame).variables[_decorated_key(function)]


def _decorated_key(function: Function) -> str:
    return f"<decorated>{id(function.code)}"


def in_frame(interp: Interpreter, function: Function, expression: cst.BaseExpression) -> Value:
    """Evaluate a decorator or a default where its function is defined; what runs next is at the call again."""
    frames, unit, node = interp.world.frames, interp.unit, interp.node
    interp.unit = function.code.unit
    if function.frame is not None:
        interp.world.frames = (*frames, function.frame)
    value = interp.evaluate(expression)
    interp.world.frames, interp.unit, interp.node = frames, unit, node
    return value
