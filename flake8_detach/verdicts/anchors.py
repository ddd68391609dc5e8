"""Where a finding is shown: the `.data` or `.detach()` expression of a write, else the written name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..finding import Span
from ..interpret.places import Place

DETACHING = frozenset({"detach", "detach_"})


def line_of(place: object) -> int:
    """The line of a place, for messages."""
    return span_of(place).line


def span_of(place: object) -> Span:
    """The span of a place's whole node."""
    assert isinstance(place, Place)
    span: Span = place.unit.span(place.node)
    return span


def chain(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """An expression and what it is an attribute, item or method call of, outermost first."""
    current: cst.CSTNode | None = node
    while current is not None:
        yield current
        if isinstance(current, cst.Attribute | cst.Subscript):
            current = current.value
        elif isinstance(current, cst.Call) and isinstance(current.func, cst.Attribute):
            current = current.func.value
        else:
            current = None


def written(node: cst.CSTNode, natives: frozenset[str]) -> cst.CSTNode:
    """The expression that a write writes: a receiver, a first argument, an ``out=``, a target."""
    if isinstance(node, cst.AugAssign):
        return node.target
    if isinstance(node, cst.Assign):
        return node.targets[0].target
    if isinstance(node, cst.Call):
        for arg in node.args:
            if arg.keyword is not None and arg.keyword.value == "out":
                return arg.value
        function = node.func
        if isinstance(function, cst.Attribute):
            root = list(chain(function))[-1]
            if not (isinstance(root, cst.Name) and root.value in natives):
                return function.value
        if node.args:
            return node.args[0].value
    return node


def shown(node: cst.CSTNode, natives: frozenset[str]) -> cst.CSTNode:
    """The part of a write that its finding is shown at."""
    target = written(node, natives)
    for part in chain(target):
        if isinstance(part, cst.Attribute) and part.attr.value == "data":
            return part
        if isinstance(part, cst.Call) and isinstance(part.func, cst.Attribute):
            if part.func.attr.value in DETACHING:
                return part
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        if node.func.attr.value == "detach_":
            return node.func
    return target


def text_of(node: cst.CSTNode) -> str:
    """An expression as the program spells it, on one line and not too long."""
    text = " ".join(cst.Module([]).code_for_node(node).split())
    return text if len(text) <= 40 else f"{text[:37]}..."
