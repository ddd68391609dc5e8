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
    return interp.sequence(kind, items, rest)


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
    found: list[Value] = []
    exact = comprehend(interp, node.for_in, lambda: found.append(interp.evaluate(node.elt)))
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "iterator"}[type(node)]
    return interp.sequence(
        kind, found, None if exact or not found else interp.world.value_of(found[0], found[-1])
    )


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
    scope = interp.world.add(Frame(outer[-1], interp.world.frame.code))
    first = interp.evaluate(clause.iter)  # evaluated outside the comprehension's scope
    interp.world.frames = (*outer, scope.id)
    exact = _clause(interp, clause, first, element)
    interp.world.frames = interp.world.frames[:-1]
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
