"""Writes (DET202): to the tensor itself under ``no_grad``; where no block can stand, through ``.detach()``."""

from __future__ import annotations

import ast
import re

from flake8_detach.evidence.usage import VIEW_PROPERTIES, VIEWS, in_place
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.modes import records_nothing
from flake8_detach.fixes.names import local_to
from flake8_detach.fixes.quiet import quiet
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.fixes.view import View

_METHODS: dict[type[ast.operator], str] = {
    ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_", ast.FloorDiv: "floor_divide_",
    ast.Mod: "remainder_", ast.Pow: "pow_", ast.BitAnd: "bitwise_and_", ast.BitOr: "bitwise_or_",
    ast.BitXor: "bitwise_xor_", ast.LShift: "bitwise_left_shift_", ast.RShift: "bitwise_right_shift_",
}  # fmt: skip
_OPERATOR = re.compile(r"([ \t]*)(?:\*\*|//|<<|>>|[-+*/%&|^])=[ \t]*")
UNDER_NO_GRAD = "Write to the tensor itself under torch.no_grad()"
THROUGH_DETACH = "Write through .detach(), which counts the write"


def write(case: Case) -> Repair | None:
    """The repair of a write."""
    safe = case.may_become_tracked
    if _passed_to_init(case):
        change = case.view.drop_attribute(case.node)
        if change is not None:
            return Repair("Pass the tensor itself: torch.nn.init runs under no_grad", safe, (change,))
    off = records_nothing((*case.around, case.statement), case.view.names)
    if _is_whole_statement(case) and (off or _may_move(case)):
        changes = _direct(case)
        if changes is not None:
            if off or (case.of_gradient and not case.second_order and _without_operands(case)):
                return Repair("Drop .data: nothing is recorded here", safe, changes)
            return Repair(UNDER_NO_GRAD, safe, changes, case.statement)
    return through_detach(case, safe)


def through_detach(case: Case, safe: bool) -> Repair | None:
    """``.detach()`` for ``.data`` in place: fits wherever the expression stands."""
    named = case.view.replace_attribute(case.node, "detach()")
    if named is None:
        return None
    if isinstance(case.parent, ast.AugAssign):
        called = as_method(case, case.parent)
        return Repair(THROUGH_DETACH, safe, (named, *called)) if called is not None else None
    return Repair(THROUGH_DETACH, safe, (named,)) if isinstance(case.node.ctx, ast.Load) else None


def _passed_to_init(case: Case) -> bool:
    """Whether the statement is a call of ``torch.nn.init``, and nobody takes its result."""
    call = case.parent
    if not (isinstance(call, ast.Call) and call.args and call.args[0] is case.node):
        return False
    meaning = case.view.names.meaning(call.func) or ""
    return (
        meaning.startswith("torch.nn.init.")
        and isinstance(case.statement, ast.Expr)
        and case.statement.value is call
    )


def _is_whole_statement(case: Case) -> bool:
    """Whether the statement writes and does nothing else: a chain of in-place methods, an item, an operator."""
    match case.statement:
        case ast.Expr(value=ast.Call() as call):
            return _chains_to(call, case.node)
        case ast.Assign(targets=[ast.Subscript() as target]):
            return _chains_to(target, case.node)
        case ast.AugAssign(target=ast.Subscript() | ast.Attribute() as target):
            return _chains_to(target, case.node)
    return False


def _chains_to(node: ast.expr, end: ast.Attribute) -> bool:
    """Whether an expression is made of in-place methods, views and subscripts of ``end``."""
    while node is not end:
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if in_place(name) or name in VIEWS:
                node = value
            case ast.Attribute(value=value, attr=name) if name in VIEW_PROPERTIES:
                node = value
            case ast.Subscript(value=value):
                node = value
            case _:
                return False
    return True


def _operands(case: Case) -> list[ast.AST]:
    """What the statement evaluates besides the chain from ``.data`` outwards: receiver, indexes, arguments, value."""
    found: list[ast.AST] = [case.node.value]
    for node in case.inside:
        if isinstance(node, ast.Call):
            found += [*node.args, *node.keywords]
        elif isinstance(node, ast.Subscript):
            found.append(node.slice)
    value = getattr(case.statement, "value", None)
    if isinstance(case.statement, ast.Assign | ast.AugAssign) and value is not None:
        found.append(value)
    return found


def _may_move(case: Case) -> bool:
    return all(quiet(operand, case.view.names) for operand in _operands(case))


def _without_operands(case: Case) -> bool:
    """Whether nothing but numbers goes into the write: then nothing could be recorded."""
    return all(
        isinstance(node, ast.Constant | ast.UnaryOp | ast.keyword | ast.USub)
        for operand in _operands(case)[1:]
        for node in ast.walk(operand)
    )


def _direct(case: Case) -> tuple[Change, ...] | None:
    """The write to the tensor itself."""
    dropped = case.view.drop_attribute(case.node)
    if dropped is None:
        return None
    if not isinstance(case.parent, ast.AugAssign):
        return (dropped,)
    target = case.node.value
    if isinstance(target, ast.Name) and local_to(target.id, case.around):
        return (dropped,)
    called = as_method(case, case.parent)  # what `+=` would assign to, need not be assignable
    return (dropped, *called) if called is not None else None


def as_method(case: Case, statement: ast.AugAssign) -> tuple[Change, ...] | None:
    """``x += v`` as ``x.add_(v)``."""
    method = _METHODS.get(type(statement.op))
    value = statement.value
    view = case.view
    operator = _OPERATOR.match(view.text, view.end(case.node))
    bare = (
        isinstance(value, ast.Tuple | ast.Yield | ast.YieldFrom) and view.text[view.end(statement) - 1] != ")"
    )
    if method is None or operator is None or bare:
        return None
    return as_argument(view, statement, operator.span(), method)


def as_argument(
    view: View, statement: ast.Assign | ast.AugAssign, between: tuple[int, int], method: str
) -> tuple[Change, ...]:
    """What is assigned as the argument of a method; `between` is where the operator is. Parentheses around it serve."""
    start, end = between
    if view.start(statement.value) > end and view.text[end] == "(":
        return (Change(start, end, f".{method}"),)
    return (Change(start, end, f".{method}("), Change(view.end(statement), view.end(statement), ")"))


__all__ = ["THROUGH_DETACH", "UNDER_NO_GRAD", "as_argument", "as_method", "through_detach", "write"]
