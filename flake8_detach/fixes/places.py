"""Where the expressions of a finding's trace stand: their nodes and statements, found again by their spans."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_detach.finding import Span
from flake8_detach.fixes.view import Suite, View, first_line, statement_around, suite_of

MANY = 16
"""Statements in a suite from which on it is not read from its beginning."""


@dataclass(frozen=True, slots=True)
class Place:
    """An expression: its node, its statement, and what is around that."""

    node: ast.AST
    statement: ast.stmt
    around: tuple[ast.AST, ...]
    suite: Suite | None

    @property
    def scope(self) -> ast.AST:
        """The innermost function, or the module."""
        functions = [n for n in self.around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        return functions[-1] if functions else self.around[0]


def place_of(view: View, span: Span) -> Place | None:
    """The node that has exactly a span, and where it stands."""
    found = _find(view, span)
    if found is None:
        return None
    node, around = found
    if isinstance(node, ast.stmt):
        return Place(node, node, around, suite_of(around, node))
    placed = statement_around(around)
    if placed is None:
        return None
    statement, outer, _ = placed
    return Place(node, statement, outer, suite_of(outer, statement))


def _find(view: View, span: Span) -> tuple[ast.AST, tuple[ast.AST, ...]] | None:
    """The outermost node that has exactly a span, with the nodes around it."""
    todo: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(view.index.tree, ())]
    while todo:
        node, around = todo.pop()
        if isinstance(node, ast.expr | ast.stmt):
            if not first_line(node) <= span.line or not (node.end_lineno or node.lineno) >= span.end_line:
                continue
            if (
                node.lineno == span.line
                and node.end_lineno == span.end_line
                and view.index.span(node) == span
            ):
                return node, around
        todo += [(child, (*around, node)) for child in _parts(view, node, span.line)]
    return None


def _parts(view: View, node: ast.AST, line: int) -> Iterator[ast.AST]:
    """What a node is made of; of a long suite only the statements that a line may be part of."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield value
        elif isinstance(value, list):
            if len(value) > MANY and isinstance(value[0], ast.stmt):
                lines = view.first_lines(value)
                at = bisect_right(lines, line) - 1
                while at >= 0 and (lines[at] == line or (value[at].end_lineno or line) >= line):
                    yield value[at]
                    at -= 1
            else:
                yield from (each for each in value if isinstance(each, ast.AST))
