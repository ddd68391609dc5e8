"""Functions that only fill the parameters of the modules they are given, as ``_init_weights`` does."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable

from flake8_detach.evidence.bindings import path_of
from flake8_detach.evidence.usage import in_place
from flake8_detach.fixes.names import Names
from flake8_detach.source.tree import children_of, nodes_in

_LOOKS = frozenset(("isinstance", "hasattr"))
_NUMBERS = frozenset(("float", "int", "len", "max", "min", "range"))
_INIT = "torch.nn.init."
_OWNER = re.compile(r"\w+")


def only_fills(function: ast.FunctionDef | ast.AsyncFunctionDef, names: Names) -> bool:
    """Whether nothing in a function, nor what made its instance, can have saved what is written through ``.data`` in it.

    So it is where those are attributes of other things than the instance, which are read for nothing else, and where only
    such calls stand beside as look at something, compute numbers, or initialise.
    """
    first = next((each.arg for each in (*function.args.posonlyargs, *function.args.args)), None)
    filled = set()
    for node in nodes_in(function):
        if isinstance(node, ast.Attribute) and node.attr == "data":
            owner = _OWNER.match(path_of(node.value) or "")
            if owner is None or owner[0] == first or not isinstance(node.value, ast.Attribute):
                return False
            filled.add(node.value.attr)
    return _all_leave_alone(function.body, filled, names)


def _all_leave_alone(nodes: Iterable[ast.AST], filled: Collection[str], names: Names) -> bool:
    return all(_leaves_alone(each, filled, names) for each in nodes)


def _leaves_alone(node: ast.AST, filled: Collection[str], names: Names) -> bool:
    """Whether evaluating a node reads what is filled for nothing but to fill it, to initialise it or to look at it."""
    inner: Iterable[ast.AST] | None
    match node:
        case ast.Call(func=ast.Attribute(attr=attr)) if in_place(attr) and names.meaning(node.func) is None:
            inner = _beside_alias(node)
        case ast.Call():
            inner = _beside_looks(node, names)
        case ast.Assign(targets=[ast.Subscript() as target]) | ast.AugAssign(target=target):
            beside = _beside_alias(target)
            inner = [node.value, *([target] if beside is None else beside)]
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
            inner = _no_paths([node.left, *node.comparators])
        case ast.Attribute(attr=attr) if attr == "data" or attr in filled:
            return False
        case _:
            inner = children_of(node)
    return inner is not None and _all_leave_alone(inner, filled, names)


def _beside_alias(node: ast.expr) -> list[ast.AST] | None:
    """The indexes and arguments in a chain of subscripts and methods of a ``.data``; None for anything else."""
    beside: list[ast.AST] = []
    while True:
        match node:
            case ast.Attribute(attr="data"):
                return beside
            case ast.Subscript(value=value, slice=index):
                beside.append(index)
            case ast.Call(func=ast.Attribute(value=value), args=args, keywords=keywords):
                beside += [*args, *keywords]
            case _:
                return None
        node = value


def _beside_looks(call: ast.Call, names: Names) -> list[ast.AST] | None:
    """The arguments of a call but for those that it only looks at or initialises; None for a call that does anything else."""
    name = call.func.id if isinstance(call.func, ast.Name) and not names.bound(call.func.id) else ""
    meaning = names.meaning(call.func) or ""
    if name in _LOOKS:
        return _no_paths(call.args)
    if meaning.startswith(_INIT):
        return [*_no_paths(call.args[:1]), *call.args[1:], *call.keywords]
    return [*call.args, *call.keywords] if name in _NUMBERS or meaning.startswith("math.") else None


def _no_paths(nodes: Iterable[ast.expr]) -> list[ast.AST]:
    return [node for node in nodes if path_of(node) is None]
