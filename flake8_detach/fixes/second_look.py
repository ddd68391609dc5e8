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
from flake8_detach.fixes.fills import only_fills
from flake8_detach.fixes.repairs.model import case_of
from flake8_detach.fixes.repairs.reads import is_written
from flake8_detach.fixes.view import View

Look: TypeAlias = Callable[[Sequence[ast.AST]], Mapping[Span, Alias]]
"""Gives what an analysis of some functions, the outermost ones of a file, tells of each ``.data`` in them."""
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def with_second_look(
    view: View, uses: Sequence[DataUse], aliases: Mapping[Span, Alias], look: Look
) -> Mapping[Span, Alias]:
    """`aliases`, and what a second look tells of the writes that were not seen and may be to memory of one's own."""
    unseen: dict[_Function, list[DataUse]] = {}
    for use in uses:
        if use.kind in (UseKind.WRITE, UseKind.READ) and use.span not in aliases:
            outermost = next((n for n in use.site.around if isinstance(n, _Function)), None)
            if outermost is not None:
                unseen.setdefault(outermost, []).append(use)
    functions = [function for function, inside in unseen.items() if _asks(view, function, inside)]
    return {**look(functions), **aliases} if functions else aliases


def _asks(view: View, function: _Function, uses: Sequence[DataUse]) -> bool:
    """Whether the memory of something written decides on its repair: if it was made here, or may be in a graph already."""
    initialises = False
    for use in uses:
        case = case_of(view, use, None)
        if case is None or not case.is_tensor or (use.kind is UseKind.READ and not is_written(case)):
            continue
        if case.may_become_tracked:
            initialises = initialises or case.initialises
        elif _made_here(use.site.node.value, view.index.scope_around(use.site.around)):
            return True
    return initialises and not only_fills(function, view.names)


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
