"""What expressions and targets do with names."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ..source.tree import children_of
from .events import Bind, Event, NotFollowed, Path, Use, Write
from .expressions import (
    DISPLAYS,
    METADATA,
    NUMBERS,
    gives,
    gives_result,
    is_view,
    keeps_no_first,
    keeps_nothing,
    keeps_result,
    module_of,
    shared_by,
    writes_receiver,
    written_in_place,
)
from .literals import is_nothing_or_text, is_object, is_shape, is_written_out
from .scopes import NOWHERE, Gives, Scope, Written, dotted
from .surroundings import SWITCHES

OPERATORS = {ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_", ast.Pow: "pow_"}
OTHER_MEMORY = frozenset({"data", "grad"})
"""Attributes that give memory under a version counter of its own, or other memory altogether."""


@dataclass(slots=True)
class Uses:
    """Collects the events of expressions, in the order in which they are evaluated."""

    arguments: frozenset[str]
    scope: Scope = NOWHERE
    events: list[tuple[str, Event]] = field(default_factory=list)
    path: Path = ()
    taken_for_numbers: set[str] = field(default_factory=set)
    """Names of which something was left out because they are numbers, or arguments of which nothing is known."""

    versions: dict[str, int] = field(default_factory=dict)
    yields: bool = False
    writes_unseen: bool = False
    """It writes what autograd does not record: worth a look wherever it is."""
    captured: set[str] = field(default_factory=set)
    """Names that a definition in the function uses at any time."""
    bounds: dict[str, set[Gives]] = field(default_factory=dict)

    def note(self, name: str, event: Event) -> None:
        """Something happens to what `name` stands for. Bound outside of all blocks, it stands for something new."""
        if isinstance(event, Bind) and event.gives is not Gives.ITSELF:
            self.renew(name)
        key = self.key(name)
        if isinstance(event, Bind):
            self.bounds.setdefault(key, set()).add(event.gives)
        self.events.append((key, event))

    def key(self, name: str) -> str:
        """The name under which the events of what `name` stands for are kept."""
        owner, dot, rest = name.partition(".")
        version = self.versions.get(owner, 0)
        return f"{owner}#{version}{dot}{rest}" if version else name

    def renew(self, name: str) -> None:
        """From here on, `name` stands for something else, if this is sure to be run."""
        if not self.path:
            if name in self.captured:
                raise NotFollowed
            self.versions[name] = self.versions.get(name, 0) + 1

    def bound(self, name: str) -> set[Gives]:
        """What `name`, as it stands now, has been bound to so far."""
        return self.bounds.get(self.key(name), set())

    def bind(self, target: ast.expr, value: ast.expr | None) -> None:
        """``target = value``; None for a value that is not known."""
        match target:
            case ast.Name(id=name):
                self.note(
                    name,
                    Bind(self.path, gives(value, name, self.scope) if value is not None else Gives.ANYTHING),
                )
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                for k, each in enumerate(targets):
                    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
                        self.bind(each, value.elts[k])
                    elif value is not None and is_shape(value):
                        self.bind(each, value)
                    elif value is not None and isinstance(each, ast.Name):
                        self.note(each.id, Bind(self.path, gives_result(value, k, self.scope)))
                    else:
                        self.bind(each, None)
            case ast.Starred(value=inner):
                self.bind(inner, None)
            case ast.Subscript(value=of, slice=index):
                self.use(index)
                if not is_nothing_or_text(index) and not is_object(value) and not self._is_container(of):
                    self.write(of, items=False)
            case ast.Attribute(value=of, attr=attr):
                self.use(of)
                if attr == "data":
                    raise NotFollowed
            case _:
                raise NotFollowed

    def _is_container(self, node: ast.expr) -> bool:
        """Is it an attribute that only ever holds a list or a dictionary?"""
        known = self.scope.attributes
        return known is not None and isinstance(node, ast.Attribute) and known.is_container(node.attr)

    def _is_number(self, node: ast.expr) -> bool:
        """Is it an attribute that only ever holds a number?"""
        known = self.scope.attributes
        return known is not None and isinstance(node, ast.Attribute) and known.is_number(node.attr)

    def _is_of_argument(self, name: str) -> bool:
        """Is it an attribute of an argument? Of those of ``self``, other calls may have made something."""
        owner = name.partition(".")[0]
        return owner in self.arguments and owner not in ("self", "cls")

    def augment(self, target: ast.expr, op: ast.operator, value: ast.expr) -> None:
        """``target op= value``."""
        if isinstance(value, DISPLAYS) or is_nothing_or_text(value) or self._is_number(target):
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
            case ast.Attribute(value=of, attr="data") | ast.Call(func=ast.Attribute(value=of, attr="detach")):
                self.writes_unseen = True
                self.write(of, items=items)
            case ast.Attribute() if (name := _attribute(target)) and self._is_of_argument(name):
                self.note(name, Write(self.path, items=True))
            case _ if is_written_out(target) or gives(target, "", self.scope) in (Gives.NEW, Gives.NUMBER):
                self.use(target)
            case _:
                raise NotFollowed

    # -- expressions

    def use(self, node: ast.expr) -> None:
        """The names an expression uses, but for uses that neither keep nor share their memory."""
        match node:
            case ast.Name(id=name):
                self.note(name, Use(self.path))
            case ast.Attribute(value=of, attr=attr) if attr in METADATA:
                self.look(of)
            case ast.Attribute() if (name := dotted(node)) and self._is_of_argument(name):
                self.note(name, Use(self.path))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                self.look(left)
                self.look(right)
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if self.scope.attributes is not None:
                (self.look if self._is_constant(right) else self.use)(left)
                (self.look if self._is_constant(left) else self.use)(right)
            case ast.Compare(left=left, comparators=others):
                for each in (left, *others):
                    self.look(each)
            case ast.Call():
                self.call(node)
            case ast.Yield() | ast.YieldFrom():
                self.yields = True
                if node.value is not None:
                    self.use(node.value)
            case ast.Lambda():
                if any(written_by(each) for each in ast.walk(node)):
                    raise NotFollowed
                self.everything(node)
            case ast.NamedExpr(target=target, value=value):
                self.use(value)
                self.bind(target, None)  # what stands around it uses the value as well
            case _:
                for child in children_of(node):
                    self._part(child)

    def _is_constant(self, node: ast.expr) -> bool:
        """Is it a factor that has no gradient, as far as anybody can tell? Then the other one is not kept for it."""
        match node:
            case ast.Name(id=name):
                bound = self.bound(name)
                if bound == {Gives.NUMBER}:
                    self.taken_for_numbers.add(self.key(name))
                    return True
                return False
            case _:
                return gives(node, "", self.scope) is Gives.NUMBER

    def _part(self, child: ast.AST) -> None:
        if isinstance(child, ast.expr):
            self.use(child)
        elif isinstance(child, ast.comprehension):
            self.use(child.iter)
            for each in child.ifs:
                self.use(each)
        elif isinstance(child, ast.keyword):
            self.use(child.value)

    def test(self, node: ast.expr) -> None:
        """What is asked for its truth alone."""
        match node:
            case ast.BoolOp(values=values):
                for each in values:
                    self.test(each)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.test(operand)
            case _:
                self.look(node)

    def look(self, node: ast.expr) -> None:
        """An operand that is neither kept nor shared."""
        match node:
            case ast.Name():
                pass
            case ast.Attribute(value=of) | ast.Starred(value=of):
                self.look(of)
            case ast.Subscript(value=of, slice=index):
                self.look(of)
                self.use(index)
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                for each in elements:
                    self.look(each)
            case ast.Call(func=ast.Attribute(value=of, attr=called), args=arguments) if is_view(called):
                self.look(of)
                for each in arguments:
                    self.use(each)
            case _:
                self.use(node)

    def call(self, node: ast.Call) -> None:
        """A call: what it writes, and what it uses."""
        for name in self.scope.names(node.func):
            self.write_arguments(node, self.scope.written(name))
        keeps = written_in_place(node, self.scope)
        if keeps is not None:
            self.write(node.args[0], items=False)
            if keeps:
                self.use(node.args[0])
        for keyword in node.keywords:
            if keyword.arg == "out" and not is_nothing_or_text(keyword.value):
                self.write(keyword.value, items=False)
            elif keyword.arg == "inplace" and keeps is None:
                raise NotFollowed
        match node.func:
            case ast.Attribute(value=receiver, attr=called):
                self.method(node, receiver, called)
            case function:
                if _ends_in_underscore(dotted(function)):
                    raise NotFollowed
                self.use(function)
        only_looks, but_first = (True, False) if self.scope.is_unseen(node.func) else _uses(node.func)
        for number, argument in enumerate(node.args):
            (self.look if only_looks or (but_first and number == 0) else self.use)(argument)
        for keyword in node.keywords:
            if keyword.arg != "out":
                (self.look if only_looks else self.use)(keyword.value)

    def write_arguments(self, node: ast.Call, written: Written) -> None:
        """A call of a function that writes some of its parameters: what it does with another one is done to the same memory
        where a call gives that twice."""
        if written.names and any(isinstance(argument, ast.Starred) for argument in node.args):
            raise NotFollowed
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        given = [receiver] if written.bound else []
        given += node.args
        every = [*given, *(keyword.value for keyword in node.keywords)] if written.names else []
        shared = [shared_by(each, self.scope) for each in every]
        for place, name in enumerate(written.parameters):
            if name in written.names:
                named = [keyword.value for keyword in node.keywords if keyword.arg == name]
                for target in given[place : place + 1] or named:
                    memory = shared_by(target, self.scope)
                    if memory and shared.count(memory) > 1:
                        raise NotFollowed
                    self.write(target, items=False)

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
        elif not module and keeps_no_first(called):
            self.look(receiver)
        elif not module:
            self.use(receiver)

    def everything(self, node: ast.AST) -> None:
        """Every name in a piece of code."""
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                self.captured.add(each.id)
                self.note(each.id, Use(self.path))


def switches_recording(node: ast.AST) -> bool:
    """Is it a name by which recording is switched, or a call of one?"""
    match node:
        case ast.Call(func=function):
            return switches_recording(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in SWITCHES
        case _:
            return False


def _uses(function: ast.expr) -> tuple[bool, bool]:
    """Does an operation keep none of its arguments and share the memory of none; or is this so of the first one?"""
    if isinstance(function, ast.Name):
        return function.id in NUMBERS, False
    if not isinstance(function, ast.Attribute):
        return False, False
    module = module_of(function.value)
    return keeps_nothing(function.attr, module), module != "" and keeps_no_first(function.attr, module)


def _attribute(node: ast.expr) -> str:
    """The dotted name of the attribute that something is, or is part of; empty for other tensors' memory."""
    found = ""
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            if node.attr in OTHER_MEMORY:
                return ""
            found = found or dotted(node)
        else:
            found = ""
        node = node.value
    return found


def _ends_in_underscore(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__")


def written_by(node: ast.AST) -> bool:
    """Does this one node write something in place?"""
    match node:
        case ast.Call(func=ast.Attribute(attr=called)) if _ends_in_underscore(called):
            return writes_receiver(called)
        case ast.Call(keywords=keywords):
            return any(keyword.arg in ("out", "inplace") for keyword in keywords)
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Subscript | ast.Attribute) for target in targets)
    return False
