"""The ways in which statements come under ``torch.no_grad()``, as changes on the text; None where a way is barred."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.modes import is_plain_block
from flake8_detach.fixes.view import Suite, View

_PLAIN_DECORATORS = ("staticmethod", "classmethod")


def around(
    view: View, statements: Sequence[ast.stmt], suite: Suite, chain: Sequence[ast.AST]
) -> list[Change] | None:
    """A new block around whole lines."""
    if not all(view.stands_alone(s) for s in statements):
        return None
    context = _no_grad(view, statements, chain)
    if context is None:
        return None
    name, imports = context
    first, last = statements[0].lineno, statements[-1].end_lineno or statements[-1].lineno
    if not view.is_whole(first, last):
        return None
    by = view.unit(statements[0], suite.owner)
    start = view.lines.starts[first - 1]
    opening = f"{view.indentation(first)}with {name}:{view.newline(first)}{by}"
    indents = [c for c in view.indented(first, last, by, statements) if c.start != start]
    return [*imports, Change(start, start, opening), *indents]


def behind_block(view: View, statements: Sequence[ast.stmt], suite: Suite) -> list[Change] | None:
    """Into the block that ends right before."""
    at = suite.statements.index(statements[0])
    block = suite.statements[at - 1] if at else None
    by = _inside(view, block)
    if block is None or by is None or not all(view.stands_alone(s) for s in statements):
        return None
    first, last = (block.end_lineno or block.lineno) + 1, statements[-1].end_lineno or statements[-1].lineno
    return view.indented(first, last, by, statements) if view.is_whole(first, last) else None


def in_front_of_block(view: View, statements: Sequence[ast.stmt], suite: Suite) -> list[Change] | None:
    """Into the block that begins right after: its first line moves up."""
    at = suite.statements.index(statements[-1]) + 1
    block = suite.statements[at] if at < len(suite.statements) else None
    by = _inside(view, block)
    if block is None or by is None or not all(view.stands_alone(s) for s in statements):
        return None
    assert isinstance(block, ast.With)
    header = view.lines.line(block.lineno)
    one_line = block.items[0].context_expr.end_lineno == block.lineno < block.body[0].lineno
    if not one_line or not header.rstrip().endswith(":") or "#" in header:
        return None
    first = statements[0].lineno
    if not view.is_whole(first, block.lineno):
        return None
    start, below = view.lines.starts[first - 1], view.lines.starts[block.lineno - 1]
    indents = [c for c in view.indented(first, block.lineno - 1, by, statements) if c.start != start]
    return [
        Change(start, start, f"{header}{by}"),
        *indents,
        Change(below, below + len(header), ""),
    ]


def below_header(
    view: View, statements: Sequence[ast.stmt], suite: Suite, chain: Sequence[ast.AST]
) -> list[Change] | None:
    """A block on lines of its own below ``if c:``, where the only statement stood behind the colon."""
    owner, statement = suite.owner, statements[0]
    line = view.line_of(owner)
    if len(suite.statements) > 1 or view.begins_line(statement) or not view.ends_line(statement):
        return None
    start = view.start(statement)
    before = view.text[:start].rstrip(" \t")
    if not before.endswith(":") or line is None or not view.begins_line_at(line):
        return None
    context = _no_grad(view, statements, chain)
    if context is None:
        return None
    name, imports = context
    outer, by = view.indentation(line), view.unit(None, owner)
    end = view.newline(statement.lineno)
    below = Change(len(before), start, f"{end}{outer}{by}with {name}:{end}{outer}{by}{by}")
    return [*imports, below]


def decorated(view: View, statements: Sequence[ast.stmt], suite: Suite) -> list[Change] | None:
    """A decorator, where the statements are all that a function does."""
    function = suite.owner
    if not isinstance(function, ast.FunctionDef):
        return None
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    plain = all(isinstance(d, ast.Name) and d.id in _PLAIN_DECORATORS for d in function.decorator_list)
    if body != list(statements) or not plain:
        return None
    torch = view.names.torch_before(function)
    if torch is None or not view.begins_line(function):
        return None
    start = view.lines.starts[function.lineno - 1]
    line = f"{view.indentation(function.lineno)}@{torch}.no_grad(){view.newline(function.lineno)}"
    return [Change(start, start, line)]


def _inside(view: View, block: ast.stmt | None) -> str | None:
    """By how much what stands in a plain block is indented more than the block."""
    if not isinstance(block, ast.With) or not is_plain_block(block, view.names):
        return None
    inside, here = view.indentation(block.body[0].lineno), view.indentation(block.lineno)
    if not view.begins_line(block.body[0]) or not view.begins_line(block):
        return None
    return inside.removeprefix(here) if inside.startswith(here) and inside != here else None


def _no_grad(
    view: View, statements: Sequence[ast.stmt], chain: Sequence[ast.AST]
) -> tuple[str, list[Change]] | None:
    """How to call ``no_grad`` at some statements, with the import that this may take."""
    torch = view.names.torch_at((*chain, statements[0]))
    if torch is not None:
        return f"{torch}.no_grad()", []
    imports = import_of(view, "torch")
    return ("torch.no_grad()", imports) if imports is not None else None


def import_of(view: View, module: str) -> list[Change] | None:
    """The import of a module that the file lacks; None where the name means something else, or no place is clear."""
    place = view.names.place_for_import(module)
    if place is None or not view.begins_line(place):
        return None
    start = view.lines.starts[place.lineno - 1]
    return [Change(start, start, f"import {module}{view.newline(place.lineno)}")]
