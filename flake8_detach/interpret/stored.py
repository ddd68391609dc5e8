"""Generators that are given a name and used by one loop: they run as the loop goes on, as those made in its head.

stream = batches()
for batch in stream:
    ...
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
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
    found = interp.stored.get(id(whole))
    if found is None:
        found = interp.stored[id(whole)] = frozenset(_for_one_loop(interp, whole))
    return id(interp.node) in found


def _for_one_loop(interp: Interpreter, whole: cst.CSTNode) -> Iterator[int]:
    """All such calls of a unit, by their identity."""
    nodes = list(inside(whole, lambda node: True))
    uses: Counter[str] | None = None
    blocks = [node.body for node in (whole, *nodes) if isinstance(node, cst.IndentedBlock | cst.Module)]
    for body in blocks:
        walked = {_walked(line.iter) for line in body if isinstance(line, cst.For)} - {None}
        for name, value in _assigned(body) if walked else ():
            if name in walked:
                uses = _uses(interp, whole, nodes) if uses is None else uses
                if uses[name] == 2:
                    yield id(value)


def _assigned(body: Sequence[cst.CSTNode]) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The names that statements of the block give a value, each with its value."""
    for line in body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(statement, cst.Assign) and len(statement.targets) == 1:
                target = statement.targets[0].target
                if isinstance(target, cst.Name):
                    yield target.value, statement.value


def _walked(node: cst.BaseExpression) -> str | None:
    """The name that a loop is over, maybe through what hands its elements on."""
    while isinstance(node, cst.Call) and node.args:
        function = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        if not (isinstance(function, cst.Name) and function.value in WRAPPERS):
            return None
        node = node.args[0].value
    return node.value if isinstance(node, cst.Name) else None


def _uses(interp: Interpreter, whole: cst.CSTNode, nodes: Sequence[cst.CSTNode]) -> Counter[str]:
    """How often each name is there: in a module's own body, in the whole text."""
    if isinstance(whole, cst.Module):
        return Counter(re.findall(r"(?<![\w.])\w+", "".join(interp.source.lines)))
    there = Counter(node.value for node in nodes if isinstance(node, cst.Name))
    there.subtract(node.attr.value for node in nodes if isinstance(node, cst.Attribute))
    return there
