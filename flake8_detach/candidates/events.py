"""What a function does with its names, in the order of its text: where it binds, uses and writes each.

Each event knows the blocks around it, so that one can tell which bindings a write is sure to come after, and what
stands in a loop with it.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from .expressions import (
    DISPLAYS,
    METADATA,
    NUMBERS,
    Gives,
    dotted,
    gives,
    gives_result,
    is_view,
    keeps_nothing,
    keeps_result,
    module_of,
    writes_receiver,
)

Path = tuple[tuple[int, str], ...]
"""The blocks around an event: for each the number of its statement, and which of its arms."""


@dataclass(frozen=True, slots=True)
class Bind:
    """A name is bound to something."""

    path: Path
    gives: Gives


@dataclass(frozen=True, slots=True)
class Use:
    """A name is used in a way by which its memory may be saved, or get another name."""

    path: Path


@dataclass(frozen=True, slots=True)
class Write:
    """The memory of a name is written. `items`: what is written is an item of it, in place."""

    path: Path
    items: bool


Event = Bind | Use | Write
OPERATORS = {ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_", ast.Pow: "pow_"}
LOOP = "loop"


class NotFollowed(Exception):
    """The function does something after which nothing can be told of its names; or it writes what has no name."""


@dataclass(slots=True)
class Reader:
    """Collects the events of one function: for each name, in the order in which they happen within a pass."""

    arguments: frozenset[str]
    events: dict[str, list[Event]] = field(default_factory=dict)
    path: Path = ()
    count: int = 0

    # -- statements

    def block(self, statements: Sequence[ast.stmt], *arm: str) -> None:
        """A suite; with `arm`, one that may not be run, or more than once."""
        outer = self.path
        self.count += 1
        if arm:
            self.path = (*outer, (self.count, arm[0]))
        for statement in statements:
            self.statement(statement)
        self.path = outer

    def statement(self, node: ast.stmt) -> None:
        """One statement. Raises NotFollowed."""
        self.count += 1
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if gives(value, name) is Gives.ITSELF:
                known = len(self.events.setdefault(name, []))
                self.use(value)
                # A view of it under its own name: neither kept nor known to anybody else.
                self.events[name][known : known + 1] = []
                self.note(name, Bind(self.path, Gives.ITSELF))
            case ast.Assign(targets=targets, value=value):
                self.use(value)
                for target in targets:
                    # One value under two names: the one may be kept while the other is written.
                    self.bind(target, value if len(targets) == 1 else None)
            case ast.AnnAssign(target=target, value=bound):
                if bound is not None:
                    self.use(bound)
                    self.bind(target, bound)
            case ast.AugAssign(target=target, op=op, value=value):
                self.use(value)
                self.augment(target, op, value)
            case ast.If(test=test, body=body, orelse=other):
                self.use(test)
                self.block(body, "if")
                self.block(other, "else")
            case ast.For(target=target, iter=iterable, body=body, orelse=other):
                self.use(iterable)
                self.loop(target, iterable, body, other)
            case ast.While(test=test, body=body, orelse=other):
                self.loop(None, test, body, other)
            case ast.With(items=items, body=body):
                for item in items:
                    self.use(item.context_expr)
                    if item.optional_vars is not None:
                        self.bind(item.optional_vars, None)
                self.block(body)
            case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=last):
                for part in (body, *(handler.body for handler in handlers), other, last):
                    self.block(part, "try")
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                self.use(value)
            case ast.Assert() | ast.Raise() | ast.Delete():
                self.everything(node)
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                self.inner(node)
            case ast.Pass() | ast.Break() | ast.Continue() | ast.Return() | ast.Import() | ast.ImportFrom():
                pass
            case _:
                raise NotFollowed

    def loop(
        self, target: ast.expr | None, head: ast.expr, body: Sequence[ast.stmt], other: Sequence[ast.stmt]
    ) -> None:
        """A loop; its test and its target belong to what is repeated."""
        self.count += 1
        outer, number = self.path, self.count
        self.path = (*outer, (number, LOOP))
        if target is None:
            self.use(head)
        else:
            counts = isinstance(head, ast.Call) and dotted(head.func) == "range"
            self.bind(target, head if counts else None)
        self.block(body)
        self.path = outer
        self.block(other, "else")

    def inner(self, node: ast.stmt) -> None:
        """A definition in the function: what it uses, it may use at any time; it must not write."""
        for each in ast.walk(node):
            if isinstance(each, ast.AugAssign | ast.Global | ast.Nonlocal) or _written_by(each):
                raise NotFollowed
        self.everything(node)

    # -- names

    def note(self, name: str, event: Event) -> None:
        self.events.setdefault(name, []).append(event)

    def bind(self, target: ast.expr, value: ast.expr | None) -> None:
        """``target = value``; None for a value that is not known."""
        match target:
            case ast.Name(id=name):
                self.note(name, Bind(self.path, gives(value, name) if value is not None else Gives.ANYTHING))
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                for k, each in enumerate(targets):
                    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
                        self.bind(each, value.elts[k])
                    elif value is not None and _is_shape(value):
                        self.bind(each, value)
                    elif value is not None and isinstance(each, ast.Name):
                        self.note(each.id, Bind(self.path, gives_result(value, k)))
                    else:
                        self.bind(each, None)
            case ast.Starred(value=inner):
                self.bind(inner, None)
            case ast.Subscript(value=of, slice=index):
                self.use(index)
                if not _names_no_element(index) and not _is_flag(value):
                    self.write(of, items=False)
            case ast.Attribute(value=of, attr=attr):
                self.use(of)
                if attr == "data":
                    raise NotFollowed
            case _:
                raise NotFollowed

    def augment(self, target: ast.expr, op: ast.operator, value: ast.expr) -> None:
        """``target op= value``."""
        if isinstance(value, (*DISPLAYS, ast.JoinedStr)) or _is_text(value):
            return
        if isinstance(target, ast.Subscript):
            self.use(target.slice)
        self.write(
            target.value if isinstance(target, ast.Subscript) else target,
            items=isinstance(target, ast.Subscript),
        )
        kept = OPERATORS.get(type(op), "pow_")
        if keeps_result(kept):
            self.use(target)

    def write(self, target: ast.expr, *, items: bool) -> None:
        """The memory of `target` is written. Raises NotFollowed where it has no name."""
        match target:
            case ast.Name(id=name):
                self.note(name, Write(self.path, items))
            case ast.Subscript(value=of, slice=index):
                self.use(index)
                self.write(of, items=True)
            case ast.Call(func=ast.Attribute(value=of, attr=called)) if is_view(called):
                self.write(of, items=items)
            case _ if gives(target) is Gives.NEW:
                self.use(target)
            case _:
                raise NotFollowed

    # -- expressions

    def use(self, node: ast.expr) -> None:
        """The names an expression uses, but for uses that neither keep nor share their memory."""
        match node:
            case ast.Name(id=name):
                self.note(name, Use(self.path))
            case ast.Attribute(value=ast.Name(), attr=attr) if attr in METADATA:
                pass
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                self.look(left)
                self.look(right)
            case ast.Compare(left=left, comparators=others):
                for each in (left, *others):
                    self.look(each)
            case ast.Call():
                self.call(node)
            case ast.Lambda():
                if any(_written_by(each) for each in ast.walk(node)):
                    raise NotFollowed
                self.everything(node)
            case ast.NamedExpr(target=target, value=value):
                self.use(value)
                self.bind(target, None)  # what stands around it uses the value as well
            case _:
                for child in ast.iter_child_nodes(node):
                    self._part(child)

    def _part(self, child: ast.AST) -> None:
        if isinstance(child, ast.expr):
            self.use(child)
        elif isinstance(child, ast.comprehension):
            self.use(child.iter)
            for each in child.ifs:
                self.use(each)
        elif isinstance(child, ast.keyword):
            self.use(child.value)

    def look(self, node: ast.expr) -> None:
        """An operand that is neither kept nor shared."""
        if not isinstance(node, ast.Name):
            self.use(node)

    def call(self, node: ast.Call) -> None:
        """A call: what it writes, and what it uses."""
        for keyword in node.keywords:
            if keyword.arg == "out" and not _is_text(keyword.value):
                self.write(keyword.value, items=False)
            elif keyword.arg == "inplace":
                raise NotFollowed
        match node.func:
            case ast.Attribute(value=receiver, attr=called):
                self.method(node, receiver, called)
            case function:
                if _ends_in_underscore(dotted(function)):
                    raise NotFollowed
                self.use(function)
        seen = self.look if _only_looks(node.func) else self.use
        for argument in node.args:
            seen(argument)
        for keyword in node.keywords:
            if keyword.arg != "out":
                seen(keyword.value)

    def method(self, node: ast.Call, receiver: ast.expr, called: str) -> None:
        """A call of an attribute: a method, or a function of a module."""
        if called in ("copyto", "step"):
            raise NotFollowed
        module = module_of(receiver)
        if _ends_in_underscore(called):
            target = node.args[0] if module and node.args else receiver
            if module or writes_receiver(called):
                self.write(target, items=False)
            if keeps_result(called):
                self.use(target)
        elif not module and keeps_nothing(called):
            self.look(receiver)
        elif not module:
            self.use(receiver)

    def everything(self, node: ast.AST) -> None:
        """Every name in a piece of code."""
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                self.note(each.id, Use(self.path))


def _only_looks(function: ast.expr) -> bool:
    """Is it an operation that keeps none of its arguments, and shares the memory of none?"""
    if isinstance(function, ast.Name):
        return function.id in NUMBERS
    return isinstance(function, ast.Attribute) and keeps_nothing(function.attr, module_of(function.value))


def _ends_in_underscore(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__")


def _written_by(node: ast.AST) -> bool:
    """Does this one node write something in place?"""
    match node:
        case ast.Call(func=ast.Attribute(attr=called)) if _ends_in_underscore(called):
            return writes_receiver(called)
        case ast.Call(keywords=keywords):
            return any(keyword.arg in ("out", "inplace") for keyword in keywords)
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Subscript | ast.Attribute) for target in targets)
    return False


def _is_flag(value: ast.expr | None) -> bool:
    """True, False, None or a text: nobody writes these into what has a gradient."""
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool | str))


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, str))


def _names_no_element(index: ast.expr) -> bool:
    """Is it a key of a dictionary?"""
    return isinstance(index, ast.JoinedStr) or _is_text(index)


def _is_shape(value: ast.expr) -> bool:
    return (isinstance(value, ast.Attribute) and value.attr == "shape") or (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "size"
    )
