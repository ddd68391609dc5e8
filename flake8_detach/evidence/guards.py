"""What a test tells of a path where it holds: ``isinstance``, ``type(x) is``, ``torch.is_tensor``, ``issparse``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence import families
from flake8_detach.evidence.bindings import Position, path_of, start_of
from flake8_detach.evidence.kinds import (
    UNKNOWN,
    Foreign,
    Imported,
    Instance,
    Kind,
    Module,
    OneOf,
    Row,
    Tensor,
    join,
)
from flake8_detach.evidence.scopes import Scope

if TYPE_CHECKING:
    from flake8_detach.evidence.infer import Inference


def narrowed(inference: Inference, path: str, scope: Scope, position: Position | None) -> Kind | None:
    """The kind that the tests around a position give a path, None where they say nothing."""
    if position is None or not scope.guards:
        return None
    result = None
    for guard in scope.guards:
        if guard.where.holds(position) and not _rebound(path, scope, guard.where.start, position):
            told = _told(inference, guard.test, path, scope)
            if told is not None and told != UNKNOWN:
                result = told
    return result


def class_names(path: str, scope: Scope, position: Position) -> list[str]:
    """The names of which a test around a position says that one is that of a path's class."""
    for guard in reversed(scope.guards):
        if guard.where.holds(position) and not _rebound(path, scope, guard.where.start, position):
            tests = guard.test.values if isinstance(guard.test, ast.BoolOp) else [guard.test]
            conjunction = not isinstance(guard.test, ast.BoolOp) or isinstance(guard.test.op, ast.And)
            found = [_class_names(test, path) for test in tests] if conjunction else []
            if any(found):
                return next(names for names in found if names)
    return []


def _class_names(test: ast.expr, path: str) -> list[str]:
    """Those of ``type(x).__name__ == "Batch"`` and ``x.__class__.__name__ in ("Batch", "Row")``."""
    match test:
        case ast.Compare(
            ast.Attribute(
                ast.Call(ast.Name("type"), [subject]) | ast.Attribute(subject, "__class__"), "__name__"
            ),
            [operator],
            [wanted],
        ) if path_of(subject) == path:
            parts = wanted.elts if isinstance(wanted, (ast.Tuple, ast.List, ast.Set)) else [wanted]
            words = [e.value for e in parts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            asked = ast.Eq if parts == [wanted] else ast.In
            return words if isinstance(operator, asked) and len(words) == len(parts) else []
    return []


def _rebound(path: str, scope: Scope, since: Position, position: Position) -> bool:
    return any(since < b.position <= position for b in scope.bindings.get(path, ()))


def _told(inference: Inference, test: ast.expr, path: str, scope: Scope) -> Kind | None:
    """What the truth of a test tells of a path."""
    match test:
        case ast.UnaryOp(ast.Not(), ast.UnaryOp(ast.Not(), inner)):
            return _told(inference, inner, path, scope)
        case ast.UnaryOp(ast.Not(), ast.BoolOp(ast.Or(), values)):
            return _first(inference, [ast.UnaryOp(ast.Not(), value) for value in values], path, scope)
        case ast.BoolOp(ast.And(), values):
            return _first(inference, values, path, scope)
        case ast.BoolOp(ast.Or(), values):
            told = [_told(inference, value, path, scope) for value in values]
            return None if None in told else join(kind for kind in told if kind is not None)
        case ast.Name(name):
            kept = _kept_test(name, path, scope, start_of(test))
            return None if kept is None else _told(inference, kept, path, scope)
        case ast.Call(func, [subject, *rest]) if path_of(subject) == path:
            return _tested(inference, func, rest, scope)
        case ast.Compare(ast.Call(ast.Name("type"), [subject]), [ast.Is() | ast.Eq()], [wanted]):
            return _instance(inference, wanted, scope) if path_of(subject) == path else None
        case ast.Compare(
            ast.Call(ast.Name("type"), [subject]), [ast.In()], [ast.Tuple(elts) | ast.List(elts)]
        ):
            if path_of(subject) == path:
                return join(_instance(inference, wanted, scope) for wanted in elts)
    return None


def _kept_test(name: str, path: str, scope: Scope, position: Position) -> ast.expr | None:
    """The test whose answer a name keeps: ``known = isinstance(x, Tensor)``, then ``if known:``."""
    before = [b for b in scope.bindings.get(name, ()) if b.position <= position]
    last = before[-1] if before else None
    if last is None or last.form != "value" or last.unpack or _rebound(path, scope, last.position, position):
        return None
    return last.source if isinstance(last.source, (ast.Call, ast.Compare, ast.BoolOp)) else None


def _first(inference: Inference, tests: list[ast.expr], path: str, scope: Scope) -> Kind | None:
    told = (_told(inference, test, path, scope) for test in tests)
    return next((kind for kind in told if kind is not None), None)


def _tested(inference: Inference, func: ast.expr, rest: list[ast.expr], scope: Scope) -> Kind | None:
    callee = inference.kind(func, scope)
    if not isinstance(callee, Imported):
        return None
    if callee.name == "builtins.isinstance" and rest:
        return _instance(inference, rest[0], scope)
    word = callee.name.rpartition(".")[2]
    if callee.name == "torch.is_tensor":
        return Tensor("a tensor by torch.is_tensor()", "isinstance")
    if callee.name.startswith("tensordict.") and word in ("is_non_tensor", "is_tensor_collection"):
        return Foreign(f"no tensor by tensordict's {word}()", word == "is_non_tensor", "isinstance")
    if callee.name.startswith("scipy.sparse.") and (word.startswith("is")):
        return Foreign("a SciPy matrix by its test", True, "isinstance")
    return None


def _instance(inference: Inference, wanted: ast.expr, scope: Scope) -> Kind:
    """What an instance of a class, or of one of a tuple of classes, is."""
    if isinstance(wanted, ast.Tuple):
        return join(_instance(inference, part, scope) for part in wanted.elts)
    if isinstance(wanted, ast.BinOp):
        return join([_instance(inference, wanted.left, scope), _instance(inference, wanted.right, scope)])
    kind = inference.kind(wanted, scope)
    if isinstance(kind, Row):
        return join(families.instance(inference, item, "isinstance") for item in kind.items)
    made = families.instance(inference, kind, "isinstance")
    if isinstance(made, (Tensor, Module, Foreign, Instance, OneOf)):
        return made
    return UNKNOWN
