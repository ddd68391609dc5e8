"""What is not kept although it was meant to be: snapshots that share memory, writes to copies, results nobody takes.

Each of these repairs is unsafe: it makes the program do what it says instead of what it does.
"""

from __future__ import annotations

import ast

from flake8_detach.evidence.usage import NEW_MEMORY, in_place
from flake8_detach.finding import Finding
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.insertion import import_of
from flake8_detach.fixes.names import local_to
from flake8_detach.fixes.places import Place, place_of
from flake8_detach.fixes.quiet import quiet
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.fixes.view import View
from flake8_detach.torch_facts import method as method_facts

_FILLS = ("zero_", "fill_", "copy_")


def kept(view: View, finding: Finding) -> Repair | None:
    """The repair of something that was to be kept, or changed, and is not (DET122 to DET124)."""
    role, make = _BY_CODE[finding.code]
    span = next((s.span for s in finding.trace if s.role == role), finding.span) if role else finding.span
    place = place_of(view, span)
    return make(view, place) if place is not None else None


# -- DET123: a snapshot that follows its source


def _snapshot(view: View, place: Place) -> Repair | None:
    """Keep a copy."""
    node, end = place.node, view.end(place.node)
    match node:
        case ast.Attribute(attr="data"):
            named = view.replace_attribute(node, "detach().clone()")
            return Repair("Keep a copy: .detach().clone()", False, (named,)) if named is not None else None
        case ast.Call(func=ast.Attribute(attr="detach"), args=[], keywords=[]):
            return Repair("Keep a copy: .detach().clone()", False, (Change(end, end, ".clone()"),))
        case ast.Call(func=ast.Attribute(attr="numpy")):
            return Repair("Keep a copy: .numpy().copy()", False, (Change(end, end, ".copy()"),))
        case ast.Call(func=ast.Attribute(attr="state_dict")):
            return _deep_copy(view, place)
    return None


def _deep_copy(view: View, place: Place) -> Repair | None:
    start, end = view.start(place.node), view.end(place.node)
    name = view.names.known_as("copy.deepcopy", place.statement)
    imports = [] if name is not None else import_of(view, "copy")
    if imports is None:
        return None
    changes = (*imports, Change(start, start, f"{name or 'copy.deepcopy'}("), Change(end, end, ")"))
    return Repair("Keep a copy: copy.deepcopy()", False, changes)


# -- DET122: a write to a temporary copy


def _write_to_copy(view: View, place: Place) -> Repair | None:
    """Assign to the elements: ``w[mask].clamp_(0)`` is ``w[mask] = w[mask].clamp(0)``."""
    match place.statement:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Subscript() as target, attr=name) as called) as call
        ) if in_place(name) and _is_plain(target.value) and quiet(target.slice, view.names):
            pass
        case _:
            return None
    start, elements = view.start(place.statement), view.index.segment(target)
    if view.start(target) != start:
        return None
    if name in _FILLS:
        if len(call.args) != (name != "zero_") or call.keywords:
            return None
        value = view.index.segment(call.args[0]) if call.args else "0"
        if "\n" in value or "\r" in value:
            return None
        changes = (Change(view.end(target), view.end(call), f" = {value}"),)
        return Repair("Assign to the elements", False, changes)
    named = view.replace_attribute(called, name[:-1])
    if named is None or method_facts(name[:-1]) is None or "\n" in elements or "\r" in elements:
        return None
    return Repair("Assign to the elements", False, (Change(start, start, f"{elements} = "), named))


def _is_plain(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute) and node.attr != "data":
        node = node.value
    return isinstance(node, ast.Name)


# -- DET124: a result that nobody takes


def _result(view: View, place: Place) -> Repair | None:
    """Give the local name its new value."""
    match place.statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if (
            place.node in (place.statement, place.statement.value)
            and not view.names.imported(name)
            and local_to(name, place.around)
            and not _forgotten(name, place)
        ):
            start = view.start(place.statement)
            return Repair("Take the result", False, (Change(start, start, f"{name} = "),))
    return None


def _forgotten(name: str, place: Place) -> bool:
    """Is it an element that a loop has at hand, and that nothing reads later in its body: ``for p in parameters(): p.add(1)``?"""
    loops = [loop for loop in place.around if isinstance(loop, (ast.For, ast.AsyncFor))]
    of = [
        loop for loop in loops if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(loop.target))
    ]
    if not of:
        return False
    end = place.statement.end_lineno or 0
    read = (n for part in of[-1].body for n in ast.walk(part) if isinstance(n, ast.Name) and n.id == name)
    return not any(n.lineno > end for n in read)


# -- DET204: a change of shape which an alias alone sees


def shape(case: Case) -> Repair | None:
    """The tensor in its other shape for the local name; what gives an alias other memory is no change of shape."""
    match case.statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=alias, attr=method) as called)) if (
            method not in NEW_MEMORY and method_facts(method[:-1]) is not None
        ):
            pass
        case _:
            return None
    match alias:
        case (
            ast.Attribute(attr="data", value=target)
            | ast.Call(func=ast.Attribute(attr="detach", value=target))
        ):
            pass
        case _:
            return None
    if not isinstance(target, ast.Name) or not local_to(target.id, case.around):
        return None
    view, start = case.view, case.view.start(case.statement)
    named = view.replace_attribute(called, method[:-1])
    if named is None or view.start(target) != start:
        return None
    dropped = Change(view.end(target), view.end(alias), "")
    if view.text[dropped.start : dropped.end] not in (".data", ".detach()"):
        return None
    changes = (Change(start, start, f"{target.id} = "), dropped, named)
    return Repair("Give the tensor its other shape", False, changes)


_BY_CODE = {
    "DET122": ("", _write_to_copy),
    "DET123": ("alias", _snapshot),
    "DET124": ("", _result),
}
"""The step of the trace at which the repair is made, and what makes it."""

CODES = tuple(_BY_CODE)
