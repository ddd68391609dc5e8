"""Writes through the names of an alias, as far as the text of a scope shows them.

The analysis knows better where it has been. Where it has not, this is what keeps a repair from being called safe.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_detach.evidence.usage import NO_WRITES, VIEW_PROPERTIES, VIEWS, in_place, writes_argument

_SAME_MEMORY = VIEWS | frozenset(
    ("contiguous to float double half cuda cpu type_as hsplit vsplit tensor_split unsafe_chunk view_as_real"
     " view_as_complex real imag squeeze unsqueeze").split()
) | NO_WRITES  # fmt: skip
"""Methods whose result has, or may have, the same memory."""
_KEEPING = frozenset("append appendleft add insert extend setdefault".split())
"""Methods after which a container holds what it was given."""


def scope_of(around: tuple[ast.AST, ...]) -> ast.AST:
    """The innermost function of some nodes, or the module."""
    functions = [n for n in around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return functions[-1] if functions else around[0]


def written_by_name(alias: ast.expr, around: tuple[ast.AST, ...]) -> bool:
    """Whether a name that `alias`, or a view of it, is bound to is written through in its scope."""
    return _written(scope_of(around), alias, set())


def written_by_callee(alias: ast.expr, call: ast.AST, tree: ast.Module) -> bool:
    """Whether `alias` is an argument of a call, and a function of the file with that name writes through that one."""
    if not isinstance(call, ast.Call) or alias not in call.args:
        return False
    func = call.func
    method = isinstance(func, ast.Attribute)
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            parameters = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            own = parameters[1:] if method and parameters[:1] in (["self"], ["cls"]) else parameters
            at = call.args.index(alias)
            if at < len(own) and _written(node, None, {own[at]}):
                return True
    return False


def _written(scope: ast.AST, alias: ast.expr | None, names: set[str]) -> bool:
    bindings = list(_bindings(scope))
    size = -1
    while len(names) != size:
        size = len(names)
        for targets, value in bindings:
            root = _root(value, alias)
            if (alias is not None and root is alias) or (
                isinstance(root, ast.Name | ast.Attribute) and ast.unparse(root) in names
            ):
                names |= targets
    return bool(names) and any(_writes(node, names) for node in ast.walk(scope))


def _bindings(scope: ast.AST) -> Iterator[tuple[set[str], ast.expr]]:
    """What names are bound to: values, and what loops and unpacking take parts of."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=ast.Tuple(elts=values)):
                yield from ((_names(t), value) for t in targets for value in values)
            case ast.Assign(targets=targets, value=value):
                yield from ((_names(target), value) for target in targets)
            case ast.Call(func=ast.Attribute(attr="add"), keywords=[_, *_]):
                pass  # a tensor's: that of a set takes no keywords
            case ast.Call(func=ast.Attribute(value=container, attr=name), args=values) if name in _KEEPING:
                yield from ((_names(container), value) for value in values)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield _names(target), value
            case ast.NamedExpr(target=target, value=value):
                yield _names(target), value
            case ast.For(target=target, iter=ast.Call(args=values)):
                yield from ((_names(target), value) for value in values)
                yield _names(target), node.iter
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                yield _names(target), value


def _names(target: ast.expr) -> set[str]:
    if isinstance(target, ast.Tuple | ast.List):
        return {name for part in target.elts for name in _names(part)}
    if isinstance(target, ast.Starred):
        return _names(target.value)
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return _names(target.value) if isinstance(target.slice.value, str) else set()
    return {ast.unparse(target)} if isinstance(target, ast.Name | ast.Attribute) else set()


def _root(node: ast.expr, alias: ast.expr | None = None) -> ast.expr:
    """What an expression is a view or a part of; it ends at `alias`."""
    while node is not alias:
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _SAME_MEMORY or in_place(
                name
            ):
                node = value
            case ast.Attribute(value=value, attr=name) if name in VIEW_PROPERTIES:
                node = value
            case ast.Subscript(value=value):
                node = value
            case _:
                return node
    return node


def _writes(node: ast.AST, names: set[str]) -> bool:
    """Whether a node writes through one of some names."""
    written: ast.expr | None = None
    match node:
        case ast.AugAssign(target=target):
            written = target
        case ast.Assign(targets=targets):
            return any(isinstance(t, ast.Subscript) and _is_one(t, names) for t in targets)
        case ast.keyword(arg="out", value=value):
            written = value
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if in_place(name) and _is_one(value, names):
            return True
        case ast.Call(args=[first, *_]) if writes_argument(node, first):
            written = first
    return written is not None and _is_one(written, names)


def _is_one(node: ast.expr, names: set[str]) -> bool:
    root = _root(node)
    return isinstance(root, ast.Name | ast.Attribute) and ast.unparse(root) in names
