"""Generators that are given a name and used by one loop: they run as the loop goes on, as those made in its head.

stream = batches()
for batch in stream:
    ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from .rows import NAMES
from .walking import inside

if TYPE_CHECKING:
    from .interpreter import Interpreter

WRAPPERS = NAMES - {"zip"}


def is_for_one_loop(interp: Interpreter) -> bool:
    """Is the call that is being made all that is assigned to a name, which then only one loop of the same block is over?"""
    whole = interp.unit.node
    nodes = list(inside(whole, lambda node: True))
    for node in nodes:
        body = getattr(node, "body", None) if isinstance(node, cst.IndentedBlock | cst.Module) else None
        name = _assigned(interp, body) if body is not None else None
        if name is not None and body is not None:
            return _loops(body, name) and _uses(interp, nodes, name) == 2
    name = _assigned(interp, whole.body) if isinstance(whole, cst.Module) else None
    return name is not None and _loops(whole.body, name) and _uses(interp, nodes, name) == 2


def _assigned(interp: Interpreter, body: Sequence[cst.CSTNode]) -> str | None:
    """The name that a statement of the block assigns the call to."""
    for line in body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(statement, cst.Assign) and statement.value is interp.node:
                target = statement.targets[0].target
                return target.value if len(statement.targets) == 1 and isinstance(target, cst.Name) else None
    return None


def _loops(body: Sequence[cst.CSTNode], name: str) -> bool:
    return any(isinstance(line, cst.For) and _is_over(line.iter, name) for line in body)


def _is_over(node: cst.BaseExpression, name: str) -> bool:
    if isinstance(node, cst.Name):
        return node.value == name
    if not isinstance(node, cst.Call) or not node.args:
        return False
    function = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    known = isinstance(function, cst.Name) and function.value in WRAPPERS
    return known and _is_over(node.args[0].value, name)


def _uses(interp: Interpreter, nodes: Sequence[cst.CSTNode], name: str) -> int:
    """How often the name is there: in a module's own body, in the whole text."""
    if isinstance(interp.unit.node, cst.Module):
        return len(re.findall(rf"(?<![\w.]){name}\b", "".join(interp.source.lines)))
    there = sum(isinstance(node, cst.Name) and node.value == name for node in nodes)
    return there - sum(isinstance(node, cst.Attribute) and node.attr.value == name for node in nodes)
