"""Displays and comprehensions: lists, tuples, sets and dicts written out, or made by a loop of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import libcst as cst

from ..values import NONE, Arguments, Const, Frame, Function, Instance, Items, Table, Value, World, either
from ..values.unseen import another
from . import lazy, names
from .assign import assign
from .contexts import run_generator, runs_in_loop
from .flow import Flow, merged_raised
from .iteration import passes

if TYPE_CHECKING:
    from .choices import Outcome
    from .interpreter import Interpreter

INEXACT = "<inexact>"
"""A variable of a comprehension's scope that says that its elements may be more or fewer."""


def evaluate_sequence(interp: Interpreter, node: cst.List | cst.Tuple | cst.Set) -> Value:
    items: list[Value] = []
    rest: Value | None = None
    for element in node.elements:
        value = interp.evaluate(element.value)
        if type(element) is cst.StarredElement:
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


def evaluate_comprehension(interp: Interpreter, node: cst.ListComp | cst.SetComp) -> Value:
    """A list or set made by a comprehension."""
    return collected(interp, node, _iterable(interp, node))


def evaluate_generator(interp: Interpreter, node: cst.GeneratorExp) -> Value:
    """A generator expression: it has what it is over, and runs when it is consumed."""
    return lazy.expression(interp, node, _iterable(interp, node))


def collected(
    interp: Interpreter, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, first: Value
) -> Value:
    """All elements of a comprehension over `first`; ``*x`` as its element adds all that `x` holds."""
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "iterator"}[type(node)]
    plain = node.for_in.inner_for_in is None and not isinstance(node.elt, cst.StarredElement)
    generator = interp.world.get(first)
    if plain and isinstance(generator, Instance) and runs_in_loop(interp, first):
        return interp.sequence(kind, *_over_generator(interp, node, generator))
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

    exact = comprehend(interp, node.for_in, element, first) and wholly
    items = list(dict.fromkeys(found)) if kind == "set" else found
    rest = None if exact or not found else another(interp, found[-1])
    return interp.sequence(kind, items, rest)


def _iterable(interp: Interpreter, node: cst.ListComp | cst.SetComp | cst.GeneratorExp) -> Value:
    """What a comprehension is over."""
    value = interp.evaluate(node.for_in.iter)
    own = interp.class_attribute(value, "__iter__")
    if isinstance(own, Function) and interp.generates(own.code):
        interp.node = node
        return interp.method(value, "__iter__", Arguments())
    return value


def _over_generator(
    interp: Interpreter, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, generator: Instance
) -> tuple[list[Value], Value | None]:
    """Each element is computed where the generator yields; the elements, and what further ones are like."""
    outer = interp.world.frames
    scope = interp.world.add(Frame(outer[-1], interp.world.frame.code, is_comprehension=True))

    def element(value: Value) -> Value:
        interp.node = node
        assign(interp, node.for_in.target, value)
        truths = [interp.truth(interp.evaluate(condition.test)) for condition in node.for_in.ifs]
        if None in truths:
            interp.world.own(scope.id, Frame).variables[INEXACT] = NONE
        if False not in truths:
            names.yielded(interp, interp.evaluate(node.elt))
        return NONE

    def body(world: World, value: Value) -> Flow:
        return interp.outcomes(world, lambda: element(value))

    def compute() -> list[Outcome]:
        interp.world.frames = (*outer, scope.id)
        flow = run_generator(interp, generator, interp.world, body)
        ends: list[Outcome] = [(world, NONE, None) for world in interp.joined(flow.normal)]
        ends += [(world, world.outcome, raised) for world, raised in merged_raised(flow.raised)]
        for world, _, _ in ends:
            world.frames = outer
        return ends

    interp.choose(compute)
    ran = interp.world.heap[scope.id]
    collected = ran.variables.get(names.YIELDED) if isinstance(ran, Frame) else None
    thing = interp.world.get(collected) if collected is not None else None
    items = list(thing.items) if isinstance(thing, Items) else []
    inexact = isinstance(ran, Frame) and INEXACT in ran.variables
    return items, interp.world.value_of(items[0], items[-1]) if inexact and items else None


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


def comprehend(
    interp: Interpreter, clause: cst.CompFor, element: Callable[[], None], iterable: Value | None = None
) -> bool:
    """Run a comprehension in a scope of its own; True if every element was met exactly once."""
    outer = interp.world.frames
    scope = interp.world.add(Frame(outer[-1], interp.world.frame.code, is_comprehension=True))
    # Evaluated outside the comprehension's scope.
    first = iterable if iterable is not None else interp.evaluate(clause.iter)
    interp.world.frames = (*outer, scope.id)
    exact = _clause(interp, clause, first, element)
    interp.world.frames = outer
    return exact


def _clause(interp: Interpreter, clause: cst.CompFor, iterable: Value, element: Callable[[], None]) -> bool:
    values: Iterable[Value]
    if lazy.takes_turns(interp, iterable):
        values, exact = lazy.turns(interp, iterable), not lazy.is_sampled(interp, iterable)
    else:
        plan = passes(interp, iterable)
        values, exact = plan.values, plan.exact
    for value in values:
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
