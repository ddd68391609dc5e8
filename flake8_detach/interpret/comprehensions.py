"""Displays and comprehensions: lists, tuples, sets and dicts written out, or made by a loop of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from ..values import Const, Frame, Table, Value, either
from .assign import assign
from .iteration import Pass, passes

if TYPE_CHECKING:
    from .interpreter import Interpreter


def evaluate_sequence(interp: Interpreter, node: cst.List | cst.Tuple | cst.Set) -> Value:
    items: list[Value] = []
    rest: Value | None = None
    for element in node.elements:
        value = interp.evaluate(element.value)
        if isinstance(element, cst.StarredElement):
            found = interp.elements(value)
            if found.exact:
                items += found.values
            elif found.values:
                rest = either(*found.values)
        else:
            items.append(value)
    kind = {cst.List: "list", cst.Tuple: "tuple", cst.Set: "set"}[type(node)]
    return interp.sequence(kind, list(dict.fromkeys(items)) if kind == "set" else items, rest)


def evaluate_dict(interp: Interpreter, node: cst.Dict) -> Value:
    table = Table()
    for element in node.elements:
        if isinstance(element, cst.StarredDictElement):
            value = interp.evaluate(element.value)
            other = interp.world.get(value)
            if isinstance(other, Table):
                table.items.update(other.items)
                table.rest = other.rest or table.rest
            else:
                table.rest = interp.world.opaque("a value")
        elif isinstance(element, cst.DictElement):
            key = interp.evaluate(element.key)
            value = interp.evaluate(element.value)
            if isinstance(key, Const):
                table.items[key] = value
            else:
                table.rest = value if table.rest is None else interp.world.value_of(table.rest, value)
    return interp.world.add(table)


def evaluate_comprehension(interp: Interpreter, node: cst.ListComp | cst.SetComp | cst.GeneratorExp) -> Value:
    """A list, set or generator made by a comprehension; ``*x`` as its element adds all that `x` holds."""
    found: list[Value] = []
    wholly = True

    def element() -> None:
        nonlocal wholly
        if isinstance(node.elt, cst.StarredElement):
            parts = interp.elements(interp.evaluate(node.elt.value))
            found.extend(parts.values)
            wholly = wholly and parts.exact
        else:
            found.append(interp.evaluate(node.elt))

    exact = comprehend(interp, node.for_in, element) and wholly
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "iterator"}[type(node)]
    items = list(dict.fromkeys(found)) if kind == "set" else found
    rest = None if exact or not found else interp.world.value_of(found[0], found[-1])
    return interp.sequence(kind, items, rest)


def evaluate_starred_dict_comprehension(interp: Interpreter, node: cst.StarredDictComp) -> Value:
    """``{**d for d in ds}``."""
    table = Table()
    unknown: list[Value] = []

    def entry() -> None:
        other = interp.world.get(interp.evaluate(node.value))
        if isinstance(other, Table):
            table.items.update(other.items)
            unknown.extend([other.rest] if other.rest is not None else [])
        else:
            unknown.append(interp.world.opaque("a value"))

    exact = comprehend(interp, node.for_in, entry)
    if unknown or not exact:
        table.rest = either(*unknown) if unknown else interp.world.opaque("a value")
    return interp.world.add(table)


def evaluate_dict_comprehension(interp: Interpreter, node: cst.DictComp) -> Value:
    table = Table()

    def entry() -> None:
        key, value = interp.evaluate(node.key), interp.evaluate(node.value)
        if isinstance(key, Const):
            table.items[key] = value
        else:
            table.rest = value if table.rest is None else interp.world.value_of(table.rest, value)

    if not comprehend(interp, node.for_in, entry) and table.items and table.rest is None:
        table.rest = next(iter(table.items.values()))
    return interp.world.add(table)


def comprehend(interp: Interpreter, clause: cst.CompFor, element: Callable[[], None]) -> bool:
    """Run a comprehension in a scope of its own; True if every element was met exactly once."""
    outer = interp.world.frames
    scope = interp.world.add(Frame(outer[-1], interp.world.frame.code, is_comprehension=True))
    first = interp.evaluate(clause.iter)  # evaluated outside the comprehension's scope
    interp.world.frames = (*outer, scope.id)
    exact = _clause(interp, clause, first, element)
    interp.world.frames = outer
    return exact


def _clause(interp: Interpreter, clause: cst.CompFor, iterable: Value, element: Callable[[], None]) -> bool:
    plan: Pass = passes(interp, iterable)
    exact = plan.exact
    for value in plan.values:
        interp.step()
        assign(interp, clause.target, value)
        keep = True
        for condition in clause.ifs:
            truth = interp.truth(interp.evaluate(condition.test))
            if truth is None:
                exact = False
            keep = keep and truth is not False
        if not keep:
            continue
        if clause.inner_for_in is not None:
            inner = interp.evaluate(clause.inner_for_in.iter)
            exact = _clause(interp, clause.inner_for_in, inner, element) and exact
        else:
            element()
    return exact
