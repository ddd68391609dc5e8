"""What repairs need to know of definitions that were not analysed, because no claim can come of them.

A write through ``.data`` may become a tracked one if the memory is of the function's own making and no graph had saved it.
The analysis tells that; where it was not asked, it is asked once more, for these functions alone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from flake8_detach.evidence import Alias, DataUse, UseKind
from flake8_detach.evidence.bindings import path_of
from flake8_detach.evidence.scopes import Scope
from flake8_detach.finding import Span
from flake8_detach.fixes.repairs.model import case_of
from flake8_detach.fixes.repairs.reads import is_written
from flake8_detach.fixes.view import View

Look: TypeAlias = Callable[[Sequence[ast.AST]], Mapping[Span, Alias]]
"""Gives what an analysis of some functions, the outermost ones of a file, tells of each ``.data`` in them."""


def with_second_look(
    view: View, uses: Sequence[DataUse], aliases: Mapping[Span, Alias], look: Look
) -> Mapping[Span, Alias]:
    """`aliases`, and what a second look tells of the writes that were not seen and may be to memory of one's own."""
    functions: dict[int, ast.AST] = {}
    for use in uses:
        if use.kind in (UseKind.WRITE, UseKind.READ) and use.span not in aliases:
            outermost = next(
                (n for n in use.site.around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)), None
            )
            if outermost is not None and _asks(view, use):
                functions[id(outermost)] = outermost
    return {**look(tuple(functions.values())), **aliases} if functions else aliases


def _asks(view: View, use: DataUse) -> bool:
    """Whether the memory of what is written decides on the repair: if it was made here, or may be in a graph already."""
    case = case_of(view, use, None)
    if case is None or not case.is_tensor:
        return False
    if use.kind is UseKind.READ and not is_written(case):
        return False
    if case.may_become_tracked:
        return case.initialises
    return _made_here(use.site.node.value, view.index.scope_around(use.site.around))


def _made_here(receiver: ast.expr, scope: Scope) -> bool:
    """Whether the function gives a value to the receiver, to what it is a part of, or to what a loop takes it from."""
    node: ast.AST = receiver
    while True:
        for binding in scope.bindings.get(path_of(node) or "", ()):
            if binding.form == "value":
                return True
            walked = binding.source
            if (
                binding.form == "element"
                and isinstance(walked, ast.Call)
                and isinstance(walked.func, ast.Attribute)
            ):
                return _made_here(walked.func.value, scope)
        if not isinstance(node, ast.Attribute | ast.Subscript):
            return False
        node = node.value
