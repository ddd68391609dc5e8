"""Where the statements of a function stand: what they see of the file around them."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..source.tree import nodes_in, statements_in
from .attributes import Attributes
from .expressions import NOWHERE, Known, Scope


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
