"""Rebinding (DET203): the values are copied to where the tensor is, instead of swapping the memory under it."""

from __future__ import annotations

import ast
import re

from flake8_detach.evidence.advice import moves
from flake8_detach.fixes.modes import records_nothing
from flake8_detach.fixes.quiet import quiet
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.fixes.repairs.writes import as_argument

_ASSIGNS = re.compile(r"[ \t]*=[ \t]*")
TITLE = "Copy the values with copy_() under torch.no_grad()"


def rebind(case: Case, *, block: bool = True) -> Repair | None:
    """The repair of ``x.data = y``; without `block` one that needs none.

    Never safe: who shares memory with whom becomes another matter.
    """
    statement = case.statement
    if not (isinstance(statement, ast.Assign) and statement.targets == [case.node]):
        return None
    view = case.view
    assigns = _ASSIGNS.match(view.text, view.end(case.node))
    bare = isinstance(statement.value, ast.Tuple | ast.Yield | ast.YieldFrom)
    if assigns is None or bare or moves(statement.value) or _renews(case.node.value, statement.value):
        return None
    copied = as_argument(view, statement, assigns.span(), "copy_")
    off = records_nothing((*case.around, statement), view.names)
    dropped = view.drop_attribute(case.node)
    if (
        block
        and dropped is not None
        and (off or all(quiet(part, view.names) for part in (case.node.value, statement.value)))
    ):
        return Repair(TITLE, False, (dropped, *copied), None if off else statement)
    named = view.replace_attribute(case.node, "detach()")
    return (
        Repair("Copy the values with .detach().copy_()", False, (named, *copied))
        if named is not None
        else None
    )


def _renews(target: ast.expr, value: ast.expr) -> bool:
    """Whether a tensor gets memory of its own for the values it has, as `x.data = x.data.clone()` does."""
    own = ast.unparse(target)
    while isinstance(value, ast.Call | ast.Attribute) and ast.unparse(value) != own:
        if isinstance(value, ast.Call) and not isinstance(value.func, ast.Attribute):
            return False
        if isinstance(value, ast.Attribute) and value.attr not in ("data", "clone", "detach"):
            return False
        value = value.func if isinstance(value, ast.Call) else value.value
    return ast.unparse(value) == own
