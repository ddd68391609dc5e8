"""What the annotation of a parameter says of an argument that nothing is known of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..values import Frame, Function, Native, Opaque, Ref, Value

if TYPE_CHECKING:
    from .interpreter import Interpreter

NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
OF_SHAPES = ("jaxtyping.", "typing.Annotated", "typing_extensions.Annotated")
"""What stands before a type in brackets and says more of it (``Float[Tensor, "batch"]``)."""


def note_annotation(interp: Interpreter, function: Function, parameter: cst.Param, value: Value) -> None:
    """Something unknown is handed over for `parameter`: by the annotation it may be a tensor, not one of several types, and
    not ``None`` either."""
    thing = interp.world.heap[value.id] if type(value) is Ref else None
    if (
        parameter.annotation is None
        or type(thing) is not Opaque
        or thing.annotated
        or not isinstance(value, Ref)
    ):
        return
    if _is_tensor(interp, function, parameter.annotation.annotation):
        interp.world.own(value.id, Opaque).annotated = True


def _is_tensor(interp: Interpreter, function: Function, node: cst.BaseExpression) -> bool:
    match node:
        case cst.SimpleString():
            return library.is_tensor_class(_imported(interp, function, str(node.evaluated_value)))
        case cst.Name() | cst.Attribute():
            return library.is_tensor_class(_imported(interp, function, _dotted(node)))
        case cst.Subscript(
            value=cst.Name() | cst.Attribute() as head,
            slice=[cst.SubscriptElement(slice=cst.Index(value=first)), *_],
        ):
            return _imported(interp, function, _dotted(head)).startswith(OF_SHAPES) and _is_tensor(
                interp, function, first
            )
    return False


def _dotted(node: cst.BaseExpression) -> str:
    """``a.b.c`` as text; empty where something else than names stands in it."""
    words: list[str] = []
    while isinstance(node, cst.Attribute):
        words.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(words)]) if isinstance(node, cst.Name) else ""


def _imported(interp: Interpreter, function: Function, text: str) -> str:
    """The full name of the imported thing that dotted names mean where the function stands; empty for anything else."""
    first, _, rest = text.partition(".")
    value = _seen_from(interp, function.frame, first) if NAME.fullmatch(text) else None
    if not isinstance(value, Native):
        return ""
    return f"{value.name}.{rest}" if rest else value.name


def _seen_from(interp: Interpreter, number: int | None, name: str) -> Value | None:
    while number is not None:
        frame = interp.world.heap[number]
        assert isinstance(frame, Frame)
        if name in frame.variables:
            return frame.variables[name]
        number = frame.parent
    return None
