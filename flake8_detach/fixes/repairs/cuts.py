"""``detach_()`` (DET205): a new tensor for this one name; for parameters, ``requires_grad_(False)``."""

from __future__ import annotations

import ast

from flake8_detach.evidence.advice import is_element
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.names import local_to
from flake8_detach.fixes.repairs.model import OF_PARAMETERS, Case, Repair


def cut(case: Case) -> Repair | None:
    """The repair of ``x.detach_()`` as a statement."""
    call = case.parent
    if not (
        isinstance(case.statement, ast.Expr) and case.statement.value is call and isinstance(call, ast.Call)
    ):
        return None
    if call.args or call.keywords:
        return None
    named = case.view.replace_attribute(case.node, "detach")
    if named is None:
        return None
    if case.use.reason in OF_PARAMETERS:
        # Parameters are leaves: of a leaf, detach_() only says that it shall not require grad.
        whole = Change(named.start, case.view.end(call), "requires_grad_(False)")
        return Repair("Freeze the parameter with requires_grad_(False)", True, (whole,))
    return None if is_element(case.node.value, case.around) else _assigned(case, named)


def _assigned(case: Case, named: Change) -> Repair | None:
    target = case.node.value
    if isinstance(target, ast.Name):
        if not local_to(target.id, case.around):
            return None
    elif not isinstance(target, ast.Attribute | ast.Subscript):
        return None
    start = case.view.start(target)
    if case.view.start(case.statement) != start:
        return None
    assigned = Change(start, start, f"{case.receiver} = ")
    return Repair("Assign the result of .detach()", False, (assigned, named))
