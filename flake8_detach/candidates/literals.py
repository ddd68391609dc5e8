"""What is no tensor by its form alone: texts, numbers that are written out, dictionaries and other objects."""

from __future__ import annotations

import ast

from ..torch_facts import known_names

TENSORS = ("Tensor", "Variable")
"""Endings of the names of classes that make tensors."""


def is_object(value: ast.expr | None) -> bool:
    """True, False, None or a text: nobody writes these into what has a gradient. Dictionaries, and what a class makes,
    cannot be written into a tensor at all."""
    match value:
        case ast.Constant(value=constant) if isinstance(constant, bool):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name[:1].isupper() and not name.endswith(TENSORS) and name not in known_names()
        case _:
            is_display = isinstance(value, ast.Dict | ast.Set | ast.DictComp | ast.SetComp)
            return is_display or (value is not None and is_nothing_or_text(value))


def is_nothing_or_text(value: ast.expr) -> bool:
    """None or a text; as an index it is a key of a dictionary."""
    return (isinstance(value, ast.Constant) and value.value is None) or _is_text(value)


def _is_text(value: ast.expr) -> bool:
    """A text, or what methods and operators make of texts alone."""
    match value:
        case ast.Constant(value=constant):
            return isinstance(constant, str)
        case ast.JoinedStr() | ast.Call(func=ast.Attribute(attr=("replace" | "join" | "format" | "strip"))):
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult(), right=right):
            return _is_text(left) or _is_text(right)
        case _:
            return False


def is_written_out(value: ast.expr) -> bool:
    """Is it a number that is written out, or several in a list or tuple?"""
    match value:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return all(is_written_out(each) for each in elements)
        case _:
            return isinstance(value, ast.Constant)


def is_shape(value: ast.expr) -> bool:
    """The sizes of a tensor."""
    return (isinstance(value, ast.Attribute) and value.attr == "shape") or (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "size"
    )
