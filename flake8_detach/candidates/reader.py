"""What a function does with its names, in the order of its text: where it binds, uses and writes each."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..source.tree import nodes_in
from .events import LOOP, ROWS, UNRECORDED, Bind, Given, Memory, NotFollowed, Use, owners_of
from .expressions import (
    gives,
    shared_by,
)
from .scopes import Gives, dotted, pairs_of
from .uses import Uses, switches_recording, written_by


@dataclass(slots=True)
class Reader(Uses):
    """Collects the events of one function."""

    joined: dict[str, str] = field(default_factory=dict)  # names that share memory with another one
    count: int = 0
    gives_anything: set[int | None] = field(default_factory=set)  # where it returns what has no name here
    returned: list[ast.Call | None] = field(default_factory=list)  # calls and other values but tuples

    def memories(self) -> list[Memory]:
        """The events by the memory they are about: names of one memory go together, and what happens to an object counts
        for its attributes."""
        names: dict[str, set[str]] = {}
        places: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(self.events):
            first = self._first(name)
            names.setdefault(first, set()).add(name)
            places.setdefault(first, []).append(place)
        for name in {*self.joined, *self.joined.values()}:
            names.setdefault(self._first(name), set()).add(name)
        found: list[Memory] = []
        for first, own in places.items():
            owners = {self._first(owner) for name in names[first] for owner in owners_of(name)} - {first}
            around = [place for owner in owners for place in places.get(owner, ())]
            events = tuple([self.events[place] for place in (sorted(own + around) if around else own)])
            found.append(Memory(frozenset(names[first]), events))
        return found

    def _first(self, name: str) -> str:
        first = name
        while first in self.joined:
            first = self.joined[first]
        while name in self.joined:
            self.joined[name], name = first, self.joined[name]
        return first

    def block(self, statements: Sequence[ast.stmt], arm: str = "", of: int | None = None) -> None:
        """A suite; with `arm`, one that may not be run, or more than once. The arms `of` one statement exclude each other."""
        outer = self.path
        self.count += 1
        if arm:
            self.path = (*outer, (self.count if of is None else of, arm))
        for statement in statements:
            self.statement(statement)
        self.path = outer

    def statement(self, node: ast.stmt) -> None:
        """One statement. Raises NotFollowed."""
        self.count += 1
        match node:
            case ast.Assign(targets=[target], value=value):
                self.assign(target, value)
            case ast.Assign(targets=targets, value=value):
                self.use(value)
                for target in targets:
                    # One value under two names: the one may be kept while the other is written.
                    self.bind(target, None)
            case ast.AnnAssign(target=target, value=bound):
                if bound is not None:
                    self.assign(target, bound)
            case ast.AugAssign(target=target, op=op, value=value):
                self.use(value)
                self.augment(target, op, value)
            case ast.If(test=test, body=body, orelse=other):
                self.test(test)
                number = self.count
                self.block(body, "if", number)
                self.block(other, "else", number)
            case ast.For(target=target, iter=iterable, body=body, orelse=other):
                self.use(iterable)
                self.loop(target, iterable, body, other)
            case ast.While(test=test, body=body, orelse=other):
                self.loop(None, test, body, other)
            case ast.With(items=items, body=body):
                self.with_block(items, body)
            case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=last):
                for part in (body, *(handler.body for handler in handlers), other, last):
                    self.block(part, "try")
            case ast.Return(value=ast.expr() as value):
                self.give(value)
            case ast.Expr(value=value):
                self.use(value)
            case ast.Assert(test=test):
                self.test(test)
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                self.inner(node)
            case ast.Pass() | ast.Break() | ast.Continue() | ast.Return() | ast.Import() | ast.ImportFrom():
                pass
            case ast.Raise() | ast.Delete():
                pass
            case _:
                raise NotFollowed

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        """``target = value``."""
        match target, value:
            case (
                (ast.Tuple(elts=targets) | ast.List(elts=targets)),
                (ast.Tuple(elts=values) | ast.List(elts=values)),
            ) if len(targets) == len(values) and not any(isinstance(v, ast.Starred) for v in values):
                pairs = list(zip(targets, values, strict=True))
                if _exchanges(pairs):
                    self.use(value)
                    self.bind(target, None)
                else:
                    for each, bound in pairs:
                        self.assign(each, bound)
            case ast.Name(id=name), _:
                given = gives(value, name, self.scope)
                other = shared_by(value, self.scope) if given is Gives.ANYTHING else name
                if isinstance(value, ast.BinOp) and self._adds_containers(value):
                    given = Gives.CONTAINER
                if isinstance(value, ast.Subscript) and self._holds_items(other):
                    given, other = Gives.ANYTHING, ""
                known = len(self.events)
                self.use(value)
                if given is Gives.ITSELF or (other and other != name):
                    # A view of it, under its own name or one more: known to nobody else.
                    self._forget_use(other, known)
                    shared = self.key(other) if given is not Gives.ITSELF else ""
                    if shared:
                        self.renew(name)
                        self._join(self.key(name), shared)
                    self.note(name, Bind(self.path, Gives.ITSELF, shared))
                else:
                    self.note(name, Bind(self.path, given))
            case _:
                self.use(value)
                self.bind(target, value)

    def give(self, value: ast.expr, place: int | None = None) -> None:
        """``return value``."""
        if isinstance(value, ast.Tuple) and place is None:
            for k, each in enumerate(value.elts):
                self.give(each, k)
            return
        if place is None:
            self.returned.append(value if isinstance(value, ast.Call) else None)
        given = gives(value, "", self.scope)
        name = shared_by(value, self.scope) if given is Gives.ANYTHING else ""
        known = len(self.events)
        self.use(value)
        if name:
            self._forget_use(name, known)
            self.note(name, Given(self.path, place))
        elif given not in (Gives.NEW, Gives.NUMBER):
            self.gives_anything.add(place)

    def _holds_items(self, name: str) -> bool:
        """Is it a list or the like, whose items are no part of it?"""
        return self.bound(name) == {Gives.CONTAINER}

    def _adds_containers(self, value: ast.BinOp) -> bool:
        """Is it a longer list, of lists that go by names? The operands' own items are in it."""
        sides = (value.left, value.right)
        return any(isinstance(side, ast.Name) and self._holds_items(side.id) for side in sides)

    def _forget_use(self, name: str, since: int) -> None:
        name = self.key(name)
        for at in range(since, len(self.events)):
            if self.events[at][0] == name and isinstance(self.events[at][1], Use):
                del self.events[at]
                return

    def _join(self, one: str, other: str) -> None:
        one, other = self._first(one), self._first(other)
        if one != other:
            self.joined[one] = other

    def loop(
        self, target: ast.expr | None, head: ast.expr, body: Sequence[ast.stmt], other: Sequence[ast.stmt]
    ) -> None:
        """A loop; its test and its target belong to what is repeated."""
        self.count += 1
        outer, number = self.path, self.count
        over_rows = target is not None and self._goes_over_rows(target, head, body)
        self.path = (*outer, (number, ROWS if over_rows else LOOP))
        if target is None:
            self.test(head)
        else:
            counts = isinstance(head, ast.Call) and dotted(head.func) == "range"
            self.bind(target, head if counts else None)
        self.block(body)
        self.path = outer
        self.block(other, "else")

    def _goes_over_rows(self, target: ast.expr, head: ast.expr, body: Sequence[ast.stmt]) -> bool:
        """Does a loop go over layers, and do each time all that stands in it?"""
        names = {t.id for t, _ in pairs_of(target, head) if isinstance(t, ast.Name)}
        ends = (ast.Break, ast.Continue)
        return not names.isdisjoint(self.scope.rows) and not any(
            isinstance(node, ends) for part in body for node in nodes_in(part)
        )

    def with_block(self, items: Sequence[ast.withitem], body: Sequence[ast.stmt]) -> None:
        """A ``with``; what is recorded in it is told from the rest."""
        unrecorded = False
        for item in items:
            unrecorded = unrecorded or switches_recording(item.context_expr)
            self.use(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, None)
        self.block(body, UNRECORDED if unrecorded else "")

    def inner(self, node: ast.stmt) -> None:
        """A definition in the function: what it uses, it may use at any time; it must not write."""
        for each in ast.walk(node):
            if isinstance(each, ast.AugAssign | ast.Global | ast.Nonlocal) or written_by(each):
                raise NotFollowed
        self.everything(node)


def _exchanges(pairs: Sequence[tuple[ast.expr, ast.expr]]) -> bool:
    """Does one of several values come from a name that another one is bound to?"""
    return any(
        isinstance(node, ast.Name)
        and any(node.id == t.id for t, other in pairs if other is not value and isinstance(t, ast.Name))
        for _, value in pairs
        for node in nodes_in(value)
    )
