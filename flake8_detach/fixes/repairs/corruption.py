"""Writes to what backward needs (DET101 to DET106): to a copy, behind the backward, or as a new tensor.

Each changes what the program does, on purpose, and each is given only where it is clear what is meant: the memory was
computed here and bound to a name here, and the write is a statement of its own.
"""

from __future__ import annotations

import ast

from flake8_detach.evidence.usage import in_place
from flake8_detach.finding import Finding
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.modes import records_nothing
from flake8_detach.fixes.names import local_to
from flake8_detach.fixes.places import Place, place_of
from flake8_detach.fixes.repairs.model import Repair
from flake8_detach.fixes.view import View
from flake8_detach.torch_facts import method as method_facts

_OF_LIBRARY = ("DET105", "DET106")
_CODES = ("DET101", "DET102", "DET103", "DET104", "DET111", "DET112", "DET113", "DET114", *_OF_LIBRARY)
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
}  # fmt: skip


def corruption(view: View, finding: Finding) -> Repair | None:
    """The repair of a write to something saved; None where none is clear."""
    if finding.code not in _CODES:
        return None
    write = next((s.span for s in finding.trace if s.role == "write"), None)
    place = place_of(view, write) if write is not None else None
    if place is None:
        return None
    if finding.code in _OF_LIBRARY:
        return None if _takes_a_step(place) else _behind(view, finding, place)
    return _copied(view, finding, place) or _behind(view, finding, place) or _anew(view, finding, place)


def _takes_a_step(write: Place) -> bool:
    """Whether an optimizer takes the gradients of an earlier backward: behind a later one, it would take its as well."""
    called = write.node.value if isinstance(write.node, ast.Expr) else write.node
    if not isinstance(called, ast.Call) or getattr(called.func, "attr", "") != "step":
        return False
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("backward", "grad") and node.lineno < called.lineno
        for node in ast.walk(write.scope)
    )


def _copied(view: View, finding: Finding, write: Place) -> Repair | None:
    """Make the alias, which was bound to a name before, a copy."""
    for step in finding.trace:
        place = place_of(view, step.span) if step.role == "alias" else None
        if place is None or place.statement is write.statement or not isinstance(place.statement, ast.Assign):
            continue
        source, change = _clone(view, place.node)
        if change is not None and isinstance(source, ast.Name) and _computed(source, place):
            return Repair("Write to a copy: .detach().clone()", False, (change,))
    return None


def _clone(view: View, node: ast.AST) -> tuple[ast.expr | None, Change | None]:
    match node:
        case ast.Attribute(value=source, attr="data"):
            return source, view.replace_attribute(node, "detach().clone()")
        case ast.Call(func=ast.Attribute(value=source, attr="detach"), args=[]):
            return source, Change(view.end(node), view.end(node), ".clone()")
    return None, None


def _computed(name: ast.Name, place: Place) -> bool:
    """Whether all that a name is bound to in its scope are results of operations, not parameters of a module.

    An argument counts where the alias is given back, or becomes an array: then the copy is what is asked for.
    """
    values: list[ast.expr] = []
    for node in ast.walk(place.scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name.id:
                values.append(value)
            case ast.Name(id=bound, ctx=ast.Store()) if bound == name.id and not values:
                return False
            case ast.arg(arg=bound) if bound == name.id:
                return not values and (_given_back(place) or _is_array(place))
    return bool(values) and not any(_makes_leaf(value) for value in values)


def _given_back(place: Place) -> bool:
    assert isinstance(place.statement, ast.Assign)
    bound = {t.id for t in place.statement.targets if isinstance(t, ast.Name)}
    returned = [n.value for n in ast.walk(place.scope) if isinstance(n, ast.Return)]
    return any(isinstance(value, ast.Name) and value.id in bound for value in returned)


def _is_array(place: Place) -> bool:
    assert isinstance(place.statement, ast.Assign)
    return any(isinstance(n, ast.Attribute) and n.attr == "numpy" for n in ast.walk(place.statement.value))


def _makes_leaf(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call | ast.BinOp):
        return True
    return any(
        (isinstance(node, ast.keyword) and node.arg == "requires_grad")
        or (isinstance(node, ast.Attribute | ast.Name) and _last(node) in ("Parameter", "requires_grad_"))
        for node in ast.walk(value)
    )


def _last(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def _behind(view: View, finding: Finding, write: Place) -> Repair | None:
    """Move the statement behind the backward, if nothing in between has to do with it."""
    use = next((s.span for s in finding.trace if s.role == "use"), None)
    backward = place_of(view, use) if use is not None else None
    suite = write.suite
    if backward is None or suite is None or backward.statement not in suite.statements or not finding.sure:
        return None
    at, to = suite.statements.index(write.statement), suite.statements.index(backward.statement)
    passed = suite.statements[at + 1 : to + 1]
    if not passed or not isinstance(write.statement, ast.Expr | ast.AugAssign | ast.Assign):
        return None
    own = _names(write.statement)
    if any(own & _names(statement) for statement in passed) or _kept(write.statement):
        return None
    if not all(view.stands_alone(s) for s in (write.statement, backward.statement)):
        return None
    lines = view.lines
    first, last = write.statement.lineno, write.statement.end_lineno or write.statement.lineno
    behind = (backward.statement.end_lineno or backward.statement.lineno) + 1
    if last >= lines.count or behind > lines.count or behind <= last:
        return None
    start, end = lines.starts[first - 1], lines.starts[last]
    target = lines.starts[behind - 1]
    moved = view.text[start:end]
    if target == len(view.text) and not lines.line(behind - 1).endswith(("\n", "\r")):
        return None
    return Repair("Write after the backward", False, (Change(start, end, ""), Change(target, target, moved)))


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - {"torch"}


def _kept(statement: ast.stmt) -> bool:
    """Whether a statement gives a name another value."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        return False  # it writes the memory, as it was reported for
    return any(isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) for n in ast.walk(statement))


def _anew(view: View, finding: Finding, write: Place) -> Repair | None:
    """Compute a new tensor for a local name, instead of changing the one it has."""
    statement = write.statement
    if finding.code not in ("DET104", "DET114") or records_nothing((*write.around, statement), view.names):
        return None
    match statement:
        case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value) if type(op) in _OPERATORS:
            symbol = _OPERATORS[type(op)]
            between = view.text[view.end(target) : view.start(value)]
            simple = isinstance(value, ast.Name | ast.Constant | ast.Call | ast.Attribute | ast.Subscript)
            if between.strip() != f"{symbol}=" or not simple or not local_to(name, write.around):
                return None
            change = Change(view.end(target), view.start(value), f" = {name} {symbol} ")
            return Repair("Compute a new tensor", False, (change,))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method) as called)):
            plain = method[:-1]
            if not in_place(method) or method_facts(plain) is None or not local_to(name, write.around):
                return None
            named = view.replace_attribute(called, plain)
            start = view.start(statement)
            if named is None or view.names.imported(name):
                return None
            return Repair("Compute a new tensor", False, (Change(start, start, f"{name} = "), named))
    return None
