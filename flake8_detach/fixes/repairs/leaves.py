"""A write to a leaf that requires grad (DET306): under ``no_grad``, where it can be nothing but an update.

Unsafe, since the program raises today. It is clear what is meant where only numbers go into the write, or the
gradient does; anything else might be meant to be differentiated, as ``w[1:3] = embedded``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_detach.evidence.usage import VIEW_PROPERTIES, VIEWS, in_place
from flake8_detach.finding import Finding
from flake8_detach.fixes.blocks import Standing
from flake8_detach.fixes.places import place_of
from flake8_detach.fixes.quiet import quiet
from flake8_detach.fixes.repairs.model import Repair
from flake8_detach.fixes.repairs.writes import UNDER_NO_GRAD
from flake8_detach.fixes.view import View

_CONSTANT = (
    ast.Constant,
    ast.UnaryOp,
    ast.USub,
    ast.UAdd,
    ast.BinOp,
    ast.operator,
    ast.Tuple,
    ast.List,
    ast.Slice,
)
_PASSED = (ast.keyword, ast.expr_context, ast.Starred)


def on_leaf(view: View, finding: Finding) -> tuple[Standing, Repair] | None:
    """The repair, and where the statement stands."""
    place = place_of(view, finding.span)
    if place is None:
        return None
    statement = place.statement
    parts = [*_written(statement)]
    if not parts or not all(quiet(part, view.names) for part in parts):
        return None
    standing = Standing(view, statement, place.around, place.suite)
    gradients = set(_gradients(place.scope))
    if any(_takes_gradient(part, gradients) for part in parts) or all(map(_is_number, parts[1:])):
        return standing, Repair(UNDER_NO_GRAD, False, (), statement)
    return None


def _written(statement: ast.stmt) -> Iterator[ast.AST]:
    """What is written, and then all that goes into the write, if a statement is one write and nothing else."""
    match statement:
        case ast.Expr(value=ast.Call() as written):
            values: list[ast.AST] = []
        case (
            ast.AugAssign(target=written, value=value)
            | ast.Assign(targets=[ast.Subscript() as written], value=value)
        ):
            values = [value]
        case _:
            return
    node: ast.AST = written
    while not isinstance(node, ast.Name):
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr=name) as called) if (
                in_place(name) or name in VIEWS
            ):
                if node is written and not in_place(called.attr):
                    return
                values += [*node.args, *node.keywords]
                node = inner
            case ast.Subscript(value=inner, slice=index):
                if not isinstance(inner, ast.Name | ast.Attribute) or not isinstance(index, ast.Constant):
                    values.append(index)
                node = inner
            case ast.Attribute(value=inner, attr=name):
                if name not in VIEW_PROPERTIES:
                    break
                node = inner
            case _:
                return
    yield node
    yield from values


def _gradients(scope: ast.AST) -> Iterator[str]:
    """The names that are bound to the gradient of something."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _takes_gradient(value, set()):
                yield name


def _takes_gradient(node: ast.AST, gradients: set[str]) -> bool:
    return any(
        (isinstance(n, ast.Attribute) and n.attr == "grad") or (isinstance(n, ast.Name) and n.id in gradients)
        for n in ast.walk(node)
    )


def _is_number(node: ast.AST) -> bool:
    return all(isinstance(n, (*_CONSTANT, *_PASSED)) for n in ast.walk(node))
