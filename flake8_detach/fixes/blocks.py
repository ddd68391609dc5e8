"""``with torch.no_grad():`` blocks: which statements share one, where it stands, and how it gets there.

Statements next to each other share a block, one behind a block joins it, and where a block would be the whole body of a
loop, it goes around the loop.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.modes import is_plain_block
from flake8_detach.fixes.quiet import quiet
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.fixes.view import Suite, View, suite_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A repair that needs a block, for a finding of `code`; `number` says which."""

    number: int
    code: str
    case: Case
    repair: Repair


@dataclass(frozen=True, slots=True)
class Placed:
    """The changes that bring some wanted repairs under one block."""

    wanted: tuple[Wanted, ...]
    changes: tuple[Change, ...]


def place(wanted: Sequence[Wanted]) -> list[Placed]:
    """Blocks for as many repairs as can have one. The others must do without."""
    by_suite: dict[int, list[Wanted]] = {}
    for one in wanted:
        if one.case.suite is not None:
            by_suite.setdefault(id(one.case.suite.statements), []).append(one)
    return [placed for group in by_suite.values() for placed in _of_suite(group)]


def _of_suite(wanted: list[Wanted]) -> list[Placed]:
    suite = wanted[0].case.suite
    assert suite is not None
    positions: dict[int, Wanted] = {}
    for one in wanted:
        positions.setdefault(suite.statements.index(one.case.statement), one)
    found: list[Placed] = []
    for run in _runs(positions):
        members = tuple(positions[k] for k in run)
        placed = _placed(members, suite)
        if placed is None and len(members) > 1:
            found += [p for m in members if (p := _placed((m,), suite)) is not None]
        elif placed is not None:
            found.append(placed)
    return found


def _runs(positions: dict[int, Wanted]) -> list[list[int]]:
    """Neighbours of one code and one degree of safety."""
    runs: list[list[int]] = []
    for k in sorted(positions):
        before = positions.get(k - 1)
        this = positions[k]
        same = before is not None and (before.code, before.repair.safe) == (this.code, this.repair.safe)
        if runs and runs[-1][-1] == k - 1 and same:
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def _placed(members: tuple[Wanted, ...], suite: Suite) -> Placed | None:
    """A block around some neighbours: around a loop, behind another block, or of their own."""
    case = members[0].case
    context = _no_grad(case)
    if context is None:
        return None
    name, imports = context
    statements = [m.case.statement for m in members]
    inner = [change for m in members for change in m.repair.changes]
    ways: tuple[Callable[[], list[Change] | None], ...] = (
        lambda: _around_loop(case, statements, name),
        lambda: _behind_block(case, statements, suite),
        lambda: _around(case.view, statements, suite.owner, name),
        lambda: _below_header(case.view, statements, suite, name),
    )
    for way in ways:
        outer = way()
        if outer is not None:
            changes = (
                tuple(sorted([*imports, *outer, *inner]))
                if way is not ways[1]
                else tuple(sorted([*outer, *inner]))
            )
            if not case.view.touches_suppressed(changes, members[0].code):
                return Placed(members, changes)
    return None


def _no_grad(case: Case) -> tuple[str, list[Change]] | None:
    """How to call ``no_grad`` at a case, with the import that this may take."""
    names = case.view.names
    here = (*case.around, case.statement)
    torch = names.torch_at(here)
    if torch is not None:
        return f"{torch}.no_grad()", []
    first = names.first_import
    if first is not None and names.can_import_torch and case.view.begins_line(first):
        start = case.view.lines.starts[first.lineno - 1]
        return "torch.no_grad()", [Change(start, start, f"import torch{case.view.newline(first.lineno)}")]
    return None


def _around(view: View, statements: list[ast.stmt], owner: ast.AST, context: str) -> list[Change] | None:
    """A new block around whole lines."""
    if not view.begins_line(statements[0]) or not view.ends_line(statements[-1]):
        return None
    if not all(view.stands_alone(s) for s in statements):
        return None
    first, last = view.first_line(statements[0]), statements[-1].end_lineno or statements[-1].lineno
    by = view.unit(statements[0], owner)
    start = view.lines.starts[first - 1]
    opening = f"{view.indentation(first)}with {context}:{view.newline(first)}{by}"
    indents = [c for c in view.indented(first, last, by, statements) if c.start != start]
    return [Change(start, start, opening), *indents]


def _behind_block(case: Case, statements: list[ast.stmt], suite: Suite) -> list[Change] | None:
    """Into the block that ends right before."""
    at = suite.statements.index(statements[0])
    block = suite.statements[at - 1] if at else None
    view = case.view
    if not isinstance(block, ast.With) or not is_plain_block(block, view.names):
        return None
    inside, here = view.indentation(block.body[0].lineno), view.indentation(statements[0].lineno)
    if not view.begins_line(block.body[0]) or not inside.startswith(here) or inside == here:
        return None
    if not all(view.stands_alone(s) for s in statements):
        return None
    first, last = statements[0].lineno, statements[-1].end_lineno or statements[-1].lineno
    return view.indented(first, last, inside.removeprefix(here), statements)


def _below_header(view: View, statements: list[ast.stmt], suite: Suite, context: str) -> list[Change] | None:
    """A block on lines of its own below ``if c:``, where the only statement stood behind the colon."""
    owner, statement = suite.owner, statements[0]
    if len(suite.statements) > 1 or view.begins_line(statement) or not view.ends_line(statement):
        return None
    start = view.start(statement)
    before = view.text[:start].rstrip(" \t")
    if not before.endswith(":") or not isinstance(owner, ast.stmt) or not view.begins_line(owner):
        return None
    outer = view.indentation(owner.lineno)
    by = view.unit(owner, owner)
    end = view.newline(statement.lineno)
    return [Change(len(before), start, f"{end}{outer}{by}with {context}:{end}{outer}{by}{by}")]


def _around_loop(case: Case, statements: list[ast.stmt], context: str) -> list[Change] | None:
    """Around the outermost loop of whose body the statements are all there is, but for conditions."""
    covered: list[ast.stmt] = statements
    loop: ast.For | None = None
    loop_around: Sequence[ast.AST] = ()
    for depth in range(len(case.around) - 1, -1, -1):
        owner = case.around[depth]
        if isinstance(owner, ast.If):
            part = owner.test
        elif isinstance(owner, ast.For):
            part = owner.iter
        else:
            break
        if owner.body != covered or owner.orelse or not quiet(part, case.view.names):
            break
        if isinstance(owner, ast.For):
            if not all(
                isinstance(n, ast.Name | ast.Tuple | ast.List | ast.expr_context)
                for n in ast.walk(owner.target)
            ):
                break
            loop, loop_around = owner, case.around[:depth]
        covered = [owner]
    suite = suite_of(loop_around, loop) if loop is not None else None
    if loop is None or suite is None or loop.type_comment is not None:
        return None
    return _around(case.view, [loop], suite.owner, context)


def without_block(wanted: Sequence[Wanted], placed: Sequence[Placed]) -> list[Wanted]:
    """The repairs that found no block."""
    done = set(itertools.chain.from_iterable((w.number for w in p.wanted) for p in placed))
    return [one for one in wanted if one.number not in done]
