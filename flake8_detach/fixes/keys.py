"""What values flow between in a file (see ``flow``): keys, and the functions whose names they are of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from flake8_detach.source.tree import children_of

Key: TypeAlias = tuple[str, int, str]
"""What kind of thing, of which function or node (0 for none), and its name."""
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def last_name(node: ast.AST) -> str:
    """The last name of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def with_scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, tuple[Function, ...]]]:
    """Every node of a file with the functions it is in, outermost first."""
    todo: list[tuple[ast.AST, tuple[Function, ...]]] = [(tree, ())]
    while todo:
        node, scopes = todo.pop()
        yield node, scopes
        inner = (*scopes, node) if isinstance(node, FUNCTIONS) else scopes
        todo += [(child, inner) for child in children_of(node)]


def bound_by(function: Function) -> Iterator[str]:
    """The names a function binds: its parameters, what it assigns, and the variables of what is written in one expression."""
    passed: set[str] = set()
    found: list[str] = []
    todo: list[ast.AST] = [function.args, *function.body]
    while todo:
        node = todo.pop()
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.append(name)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                passed |= {*names}
        if not isinstance(node, FUNCTIONS):
            todo += children_of(node)
    return (name for name in found if name not in passed)


def key_of_node(node: ast.AST) -> Key:
    return "node", id(node), ""


def key_of_attribute(name: str) -> Key:
    return "attribute", 0, name


def keys_given_back(function: Function) -> list[Key]:
    """What a function gives back; a property's value is also what the attribute of its name is."""
    keys: list[Key] = [("given back", 0, function.name)]
    decorators = (d.func if isinstance(d, ast.Call) else d for d in function.decorator_list)
    if any("property" in last_name(each) for each in decorators):
        keys.append(key_of_attribute(function.name))
    return keys
