"""Physical lines to statements, so that a write on the third line of a call counts for the statement."""

from __future__ import annotations

import ast


def statement_starts(source: str) -> dict[int, int]:
    """Each line to the first line of its innermost simple statement, or of the header of a compound one.

    Raises SyntaxError when the source is not Python.
    """
    best: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt):
            continue
        first, last = node.lineno, _header_end(node)
        for line in range(first, last + 1):
            if line not in best or best[line][1] - best[line][0] > last - first:
                best[line] = (first, last)
    return {line: first for line, (first, _) in best.items()}


def _header_end(node: ast.stmt) -> int:
    """The last line of a statement without the block it holds."""
    last = node.end_lineno or node.lineno
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
        inside = [body[0].lineno, *(item.lineno for item in getattr(body[0], "decorator_list", ()))]
        last = max(node.lineno, min(inside) - 1)
    return last


def is_docstring(node: ast.stmt) -> bool:
    """Whether a statement is a bare string, which Python does not execute."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def code_lines(source: str) -> frozenset[int]:
    """The first lines of the statements that Python traces when it runs them."""
    untraced = (ast.Global, ast.Nonlocal)
    return frozenset(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and not isinstance(node, untraced) and not is_docstring(node)
    )
