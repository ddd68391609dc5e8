"""Where the statements and expressions of a function stand: what they see of the file around them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from ..source.tree import nodes_in, statements_in
from .attributes import Attributes, Kind, Layer


class Gives(Enum):
    """What an expression gives."""

    NUMBER = "no tensor: a number, a text, a size"
    NEW = "memory of its own that no operation keeps"
    CONTAINER = "a new container: its items are not its own"
    ITSELF = "the name that is being bound, or a view of it"
    ANYTHING = "anything"


class Known(Protocol):
    """What is known of the functions that are called, by name; ``Class.forward`` is what instances do when called."""

    def gives_new(self, name: str, place: int | None = None) -> bool:
        """Does it give memory of its own? `place`: as that item of a tuple."""

    def given_back(self, name: str) -> Parameter | None:
        """The parameter that it gives back, or else memory of its own."""

    def written(self, name: str) -> Written:
        """The arguments that it is known to write."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function, and its place among those that a call gives."""

    name: str
    place: int

    def given(self, call: ast.Call) -> ast.expr | None:
        """What a call gives for it; None where that cannot be told."""
        if any(isinstance(argument, ast.Starred) for argument in call.args):
            return None
        if self.place < len(call.args):
            return call.args[self.place]
        return next((keyword.value for keyword in call.keywords if keyword.arg == self.name), None)


@dataclass(frozen=True, slots=True)
class Written:
    """The parameters of a function, the first of which is the receiver, or not, and which of them it writes."""

    parameters: tuple[str, ...]
    names: frozenset[str]
    bound: bool


UNWRITTEN = Written((), frozenset(), bound=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: what the file and the function around it say of names."""

    attributes: Attributes | None = None
    local: frozenset[str] = frozenset()
    known: Known | None = None
    rows: Mapping[str, str] = field(default_factory=dict)
    """Names that go through the elements of an attribute of ``self``, and which."""

    def gives_new(self, name: str, place: int | None = None) -> bool:
        """See `Known`."""
        return self.known is not None and self.known.gives_new(name, place)

    def same_as(self, call: ast.Call) -> ast.expr | None:
        """Of what gives new memory, or else an argument itself: that argument."""
        kinds, names = self.kinds(call.func), self.names(call.func)
        if Layer.SAME in kinds and len(call.args) == 1 and all(self.gives_new(name) for name in names):
            return call.args[0]
        if self.known is None or len(names) != 1 or len(kinds) > 1:
            return None
        parameter = self.known.given_back(names[0])
        return parameter.given(call) if parameter is not None else None

    def written(self, name: str) -> Written:
        """See `Known`."""
        return UNWRITTEN if self.known is None else self.known.written(name)

    def is_foreign(self, name: str) -> bool:
        """Can nobody tell from here what `name` is? Then no claim rests on what a call of it did."""
        known = self.attributes
        return known is not None and name not in self.local and known.file.is_foreign(name)

    def kinds(self, called: ast.expr) -> frozenset[Kind]:
        """What is called, where that is a layer, or one of a row of layers."""
        if self.attributes is None:
            return frozenset()
        match called:
            case ast.Attribute(value=ast.Name(id="self"), attr=attr):
                return self.attributes.layers(attr)
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id="self"), attr=attr)):
                return self.attributes.elements(attr)
            case ast.Name(id=name) if name in self.rows:
                return self.attributes.elements(self.rows[name])
            case ast.Call(func=made) if (kind := self.attributes.kind_of(dotted(made))) is not None:
                return frozenset({kind})
            case _:
                return frozenset()

    def names(self, called: ast.expr) -> tuple[str, ...]:
        """The functions of the file that a call runs, by the names that they are known under."""
        kinds = self.kinds(called)
        if kinds:
            return tuple([f"{kind}.forward" for kind in kinds if isinstance(kind, str)])
        match called:
            case ast.Name(id=name) if name not in self.local and not name[:1].isupper():
                return (name,)
            case ast.Attribute(attr=attr):
                return (attr,)
            case _:
                return ()

    def result(self, called: ast.expr, place: int | None = None) -> Gives:
        """What a call of what the file defines, or does not show, gives."""
        kinds = self.kinds(called)
        if kinds:
            kept = Layer.SAME in kinds or not all(self.gives_new(n, place) for n in self.names(called))
            return Gives.ANYTHING if kept else Gives.NEW
        match called:
            case ast.Name(id=name) if name[:1].isupper():
                return Gives.ANYTHING  # classes make objects that hold what they were given
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
                new = name not in self.local and (self.is_foreign(name) or self.gives_new(name, place))
                return Gives.NEW if new else Gives.ANYTHING
            case _:
                return Gives.ANYTHING

    def is_unseen(self, called: ast.expr) -> bool:
        """Can nobody see what a call does?"""
        kinds = self.kinds(called)
        if kinds:
            return kinds == {Layer.UNSEEN}
        match called:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
                return not name[:1].isupper() and self.is_foreign(name)
            case _:
                return False


NOWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Code:
    """A function, and the attributes that it sees; None where what the file says of them does not count."""

    function: ast.AST | None
    attributes: Attributes | None = None


def scope_of(function: ast.FunctionDef, attributes: Attributes | None, known: Known | None) -> Scope:
    """Where the statements of a function stand."""
    if attributes is None:
        return NOWHERE
    return Scope(attributes, frozenset(parameters_of(function)), known, _rows(function, attributes))


def _rows(function: ast.FunctionDef, attributes: Attributes) -> dict[str, str]:
    """The names a function only ever gives to the elements of a row of layers: ``for layer in self.layers``."""
    if not attributes.file.has_rows:
        return {}
    rows: dict[str, str] = {}
    loops = [each for each in statements_in(function.body) if isinstance(each, ast.For)]
    for loop in loops:
        for target, over in pairs_of(loop.target, loop.iter):
            match target, over:
                case ast.Name(id=name), ast.Attribute(value=ast.Name(id="self"), attr=attr):
                    rows[name] = attr if rows.get(name, attr) == attr else ""
    rows = {name: attr for name, attr in rows.items() if attributes.elements(attr)}
    if not rows:
        return rows
    heads = {id(node) for loop in loops for node in nodes_in(loop.target)}
    bound = {
        node.id
        for node in nodes_in(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in heads
    }
    return {name: attr for name, attr in rows.items() if name not in bound}


def pairs_of(target: ast.expr, over: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """What a loop binds, and what each goes over."""
    match target, over:
        case ast.Tuple(elts=[_, inner]), ast.Call(func=ast.Name(id="enumerate"), args=[argument, *_]):
            return pairs_of(inner, argument)
        case ast.Tuple(elts=targets), ast.Call(func=ast.Name(id="zip"), args=arguments):
            return [pair for each, argument in zip(targets, arguments) for pair in pairs_of(each, argument)]
        case _:
            return [(target, over)]


def parameters_of(function: ast.FunctionDef) -> tuple[str, ...]:
    """The names of a function's parameters, those first that may be given by their place."""
    given = function.args
    return tuple([a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)])


def dotted(node: ast.expr) -> str:
    """``a.b.c`` as text; empty for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join((node.id, *reversed(parts)))
