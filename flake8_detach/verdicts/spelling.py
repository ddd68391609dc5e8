"""The out-of-place way to write an in-place operation, for advice."""

from __future__ import annotations

import libcst as cst

from ..torch_facts import method as method_facts
from .anchors import Text, full_text, is_plain

LONGEST = 60
"""A rewritten statement longer than this is described, not spelled out."""


def out_of_place(node: cst.CSTNode, label: str, text: Text) -> str | None:
    """How to compute the same as a new tensor; None where there is no short way to say it."""
    match node:
        case cst.AugAssign(target=target, value=value) if isinstance(target, cst.Name | cst.Attribute):
            return _augmented(target, label, value)
        case cst.Call(func=cst.Attribute(value=receiver, attr=cst.Name(value=name))):
            return _method(receiver, name, node, text)
    return None


def _augmented(target: cst.BaseExpression, label: str, value: cst.BaseExpression) -> str | None:
    if not label.endswith("=") or not is_plain(target):
        return None
    right = full_text(value)
    if isinstance(value, cst.BinaryOperation | cst.IfExp | cst.BooleanOperation) and not value.lpar:
        right = f"({right})"
    name = full_text(target)
    line = f"{name} = {name} {label[:-1]} {right}"
    return (
        f"Write '{line}' instead"
        if len(line) <= LONGEST
        else f"Write '{name} = {name} {label[:-1]} ...' instead"
    )


def _method(receiver: cst.BaseExpression, name: str, node: cst.Call, text: Text) -> str | None:
    plain = name[:-1]
    if not name.endswith("_") or name.endswith("__") or text.is_native(receiver):
        return None
    if method_facts(plain) is None:
        return None
    if isinstance(receiver, cst.Name):
        arguments = "..." if node.args else ""
        return f"Write '{receiver.value} = {receiver.value}.{plain}({arguments})' instead"
    return f"Use {plain}(), which makes a new tensor"
