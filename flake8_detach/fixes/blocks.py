"""``with torch.no_grad():`` blocks: which statements share one, and where it stands.

Statements next to each other share a block, one next to a block joins it. A statement of nothing but writes, be it a loop (over
what is no generator) or a chain of conditions, counts as one of them; where it stands alone, the block goes around the loop, and around the conditions
if that saves blocks. A function that is all writes gets the decorator, if they are unsafe anyway.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.insertion import around, behind_block, below_header, decorated, in_front_of_block
from flake8_detach.fixes.quiet import quiet, quiet_to_walk
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.fixes.view import Suite, View, suite_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a statement stands that is to come under a block, and is no use of ``.data``."""

    view: View
    statement: ast.stmt
    around: tuple[ast.AST, ...]
    suite: Suite | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A repair that needs a block, for a finding of `code`; `number` says which."""

    number: int
    code: str
    case: Case | Standing
    repair: Repair

    @property
    def kind(self) -> tuple[str, bool]:
        """Repairs of one kind are made together; others may share a block with them, and each can be made alone."""
        return self.code, self.repair.safe


@dataclass(frozen=True, slots=True)
class Placed:
    """The changes that bring some wanted repairs of one kind under a block.

    Where a block is shared with those of another kind, both bring all of its lines under it.
    """

    wanted: tuple[Wanted, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A statement that may come under a block as a whole, and the repairs in it: none in a ``pass``."""

    statement: ast.stmt
    wanted: tuple[Wanted, ...] = ()
    inner: tuple[Suite, ...] = ()


def place(wanted: Sequence[Wanted]) -> list[Placed]:
    """Blocks for as many repairs as can have one. The others must do without."""
    by_statement = {id(one.case.statement): one for one in reversed(wanted)}
    return [*_Places(by_statement).all()] if wanted else []


class _Places:
    """The places for blocks in one file, from the outermost statements inwards."""

    def __init__(self, wanted: dict[int, Wanted]) -> None:
        self._wanted = wanted
        self._units: dict[int, _Unit | None] = {}

    def all(self) -> Iterator[Placed]:
        suites: dict[int, tuple[Suite, Sequence[ast.AST]]] = {}
        for one in self._wanted.values():
            suite, chain = self._outermost(one)
            if suite is not None:
                suites.setdefault(id(suite.statements), (suite, chain))
        for suite, chain in suites.values():
            for placed in self._in_suite(suite, chain):
                yield from placed

    def _outermost(self, one: Wanted) -> tuple[Suite | None, Sequence[ast.AST]]:
        """The suite of the outermost unit that a wanted statement is in, and what is around that suite."""
        chain, suite = one.case.around, one.case.suite
        while suite is not None and isinstance(suite.owner, ast.If | ast.For):
            if self._unit(suite.owner, one.case.view) is None:
                break
            chain, owner = chain[:-1], suite.owner
            suite = suite_of(chain, owner)
        return suite, chain

    # -- which statements

    def _unit(self, statement: ast.stmt, view: View) -> _Unit | None:
        if id(statement) not in self._units:
            self._units[id(statement)] = self._found(statement, view)
        return self._units[id(statement)]

    def _found(self, statement: ast.stmt, view: View) -> _Unit | None:
        one = self._wanted.get(id(statement))
        if one is not None:
            return _Unit(statement, (one,))
        match statement:
            case ast.Pass() | ast.Continue() | ast.Break():
                return _Unit(statement)
            case ast.If(test=head):
                pass
            case ast.For(iter=head, orelse=[], type_comment=None) if _binds_names(statement.target):
                pass
            case _:
                return None
        suites = tuple(Suite(statement, part) for part in (statement.body, statement.orelse) if part)
        units = [self._unit(each, view) for suite in suites for each in suite.statements]
        known = [unit for unit in units if unit is not None]
        if len(known) < len(units) or not quiet(head, view.names):
            return None
        if isinstance(statement, ast.For) and not quiet_to_walk(head, view.index.tree, view.names):
            return None  # a generator's own code would run under the block as well
        return _Unit(statement, tuple(one for unit in known for one in unit.wanted), suites)

    # -- where

    def _in_suite(self, suite: Suite, chain: Sequence[ast.AST]) -> Iterator[list[Placed]]:
        """The places in a suite, each with its repairs by their kind."""
        for run in self._runs(suite):
            yield from self._of_run(run, suite, chain)

    def _runs(self, suite: Suite) -> Iterator[list[_Unit]]:
        """Neighbours, each with something to repair; what shares its line with something else is alone."""
        run: list[_Unit] = []
        for statement in suite.statements:
            unit = self._units.get(id(statement)) or self._leaf(statement)
            if unit is not None and unit.wanted and unit.wanted[0].case.view.stands_alone(statement):
                run.append(unit)
                continue
            if run:
                yield run
                run = []
            if unit is not None and unit.wanted:
                yield [unit]
        if run:
            yield run

    def _leaf(self, statement: ast.stmt) -> _Unit | None:
        one = self._wanted.get(id(statement))
        return _Unit(statement, (one,)) if one is not None else None

    def _of_run(self, run: list[_Unit], suite: Suite, chain: Sequence[ast.AST]) -> Iterator[list[Placed]]:
        first = run[0]
        inside = (
            [*self._inside(first, chain)] if len(run) == 1 and isinstance(first.statement, ast.If) else []
        )
        if len(inside) == 1 and sum(len(each.wanted) for each in inside[0]) == len(first.wanted):
            yield inside[0]
            return
        placed = _placed(run, suite, chain)
        if placed is not None:
            yield placed
        elif len(run) > 1:
            for unit in run:
                yield from self._of_run([unit], suite, chain)
        else:
            yield from inside or self._inside(first, chain)

    def _inside(self, unit: _Unit, chain: Sequence[ast.AST]) -> Iterator[list[Placed]]:
        for suite in unit.inner:
            yield from self._in_suite(suite, (*chain, unit.statement))


def _binds_names(target: ast.expr) -> bool:
    return all(isinstance(n, ast.Name | ast.Tuple | ast.List | ast.expr_context) for n in ast.walk(target))


def _placed(run: Sequence[_Unit], suite: Suite, chain: Sequence[ast.AST]) -> list[Placed] | None:
    """A block around some neighbours, or next to them, or a decorator for the function that they are the body of."""
    wanted = [one for unit in run for one in unit.wanted]
    view = wanted[0].case.view
    statements = [unit.statement for unit in run]
    unsafe = not any(one.repair.safe for one in wanted)
    ways: tuple[Callable[[], list[Change] | None], ...] = (
        lambda: decorated(view, statements, suite) if unsafe else None,
        lambda: behind_block(view, statements, suite),
        lambda: in_front_of_block(view, statements, suite),
        lambda: around(view, statements, suite, chain),
        lambda: below_header(view, statements, suite, chain),
    )
    kinds: dict[tuple[str, bool], list[Wanted]] = {}
    for one in wanted:
        kinds.setdefault(one.kind, []).append(one)
    for way in ways:
        outer = way()
        placed = [_together(members, outer) for members in kinds.values()] if outer is not None else []
        if placed and not any(view.touches_suppressed(p.changes, p.wanted[0].code) for p in placed):
            return placed
    return None


def _together(members: Sequence[Wanted], outer: Sequence[Change]) -> Placed:
    inner = [change for one in members for change in one.repair.changes]
    # A line that begins inside what is taken away has no indentation of its own any more.
    kept = [c for c in outer if not any(i.start < c.start < i.end for i in inner)]
    return Placed(tuple(members), tuple(sorted(dict.fromkeys([*kept, *inner]))))


def without_block(wanted: Sequence[Wanted], placed: Sequence[Placed]) -> list[Wanted]:
    """The repairs that found no block."""
    done = {one.number for each in placed for one in each.wanted}
    return [one for one in wanted if one.number not in done]
