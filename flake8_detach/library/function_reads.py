"""What the backward of a custom Function reads of what its forward saved, as far as its text tells.

Saved tensors are often asked only for their shape, are unpacked and left, or are read where another input needs a gradient::

    x, weight = ctx.saved_tensors
    grad_weight = grad.t() @ x if ctx.needs_input_grad[1] else None
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from textwrap import dedent
from typing import TypeAlias

Reads: TypeAlias = tuple[frozenset[int] | None, ...]
"""Of each saved tensor, the positions of the inputs for whose gradients alone its contents are read; None: of any."""

FORM = frozenset(
    "shape dtype device layout ndim is_cuda requires_grad size dim numel nelement stride is_contiguous get_device "
    "new_zeros new_ones new_full new_empty element_size".split()
)
"""What a tensor tells of its form alone."""
LIKE = frozenset("zeros_like ones_like empty_like full_like rand_like randn_like".split())
"""Functions that take no more than the form of an argument."""
UNPACKING = frozenset({"saved_tensors", "saved_variables"})
"""Attributes of the context that unpack what was saved."""

Parents: TypeAlias = Mapping[ast.AST, ast.AST]


@lru_cache(maxsize=256)
def reads_of(text: str) -> Reads | None:
    """What the function of this text reads; None where it does not take the tensors apart by names of their own."""
    try:
        tree = ast.parse(dedent(text))
    except (SyntaxError, ValueError, RecursionError):
        return None
    function = tree.body[0] if tree.body else None
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return None
    ctx = function.args.args[0].arg
    parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
    asked = [n for n in ast.walk(function) if isinstance(n, ast.Attribute) and n.attr in UNPACKING]
    names = _unpacked(parents.get(asked[0])) if len(asked) == 1 else None
    if names is None or not all(_is_bound_once(function, name) for name in names):
        return None
    return tuple(_inputs(list(_readings(function, name, ctx, parents))) for name in names)


def _unpacked(statement: ast.AST | None) -> list[str] | None:
    """The names of ``x, weight = ctx.saved_tensors``."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Tuple | ast.List):
        return None
    names = [element.id for element in target.elts if isinstance(element, ast.Name)]
    return names if len(names) == len(target.elts) else None


def _is_bound_once(function: ast.FunctionDef, name: str) -> bool:
    """An underscore may be bound by each of several."""
    stores = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == name]
    arguments = (a.arg for a in ast.walk(function) if isinstance(a, ast.arg))
    return sum(not isinstance(n.ctx, ast.Load) for n in stores) == 1 and name not in arguments


def _readings(function: ast.FunctionDef, name: str, ctx: str, parents: Parents) -> Iterator[frozenset[int]]:
    """For each place that reads the contents, the inputs that must need a gradient for it to run."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            if not _asks_for_form(node, parents.get(node)):
                yield frozenset(_guards(node, ctx, parents))


def _inputs(readings: list[frozenset[int]]) -> frozenset[int] | None:
    return frozenset().union(*readings) if all(readings) else None


def _asks_for_form(node: ast.Name, parent: ast.AST | None) -> bool:
    match parent:
        case ast.Attribute(attr=attr):
            return attr in FORM
        case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called), args=[first, *_]):
            return called in LIKE and first is node
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
            return True
    return False


def _guards(node: ast.AST, ctx: str, parents: Parents) -> Iterator[int]:
    """The positions in ``if ctx.needs_input_grad[1]:``, and in its like, around a node."""
    while node in parents:
        inside, node = node, parents[node]
        match node:
            case ast.IfExp(test=test, body=body) if inside is body:
                yield from _asked_for(test, ctx)
            case ast.If(test=test, body=body) if inside in body:
                yield from _asked_for(test, ctx)


def _asked_for(test: ast.expr, ctx: str) -> Iterator[int]:
    match test:
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=owner), attr="needs_input_grad"),
            slice=ast.Constant(value=int(position)),
        ) if owner == ctx:
            yield position
        case ast.BoolOp(op=ast.And(), values=parts):
            for part in parts:
                yield from _asked_for(part, ctx)
