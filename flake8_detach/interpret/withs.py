"""``with``: context managers entered and left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..values import NONE, Arguments, Function, Instance, Value, World
from .assign import assign
from .blocks import run_suite
from .contexts import GENERATOR_CONTEXT, run_generator_context
from .flow import Flow, merged, merged_raised
from .raising import catches
from .resuming import is_stopped

if TYPE_CHECKING:
    from .interpreter import Interpreter

SUPPRESSING = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})
"""Callables whose context manager swallows the exceptions it is called with."""
EXITS = ("__exit__", "__aexit__")


def run_with(interp: Interpreter, node: cst.With, world: World) -> Flow:
    """``with a as x, b as y: ...``"""
    return _with_items(interp, node, list(node.items), world)


def _with_items(interp: Interpreter, node: cst.With, items: list[cst.WithItem], world: World) -> Flow:
    if not items:
        return run_suite(interp, node.body, [world])
    item = items[0]
    tokens: dict[int, tuple[Value, Any]] = {}

    def enter() -> Value:
        manager = interp.evaluate(item.item)
        interp.node = item.item
        thing = interp.world.get(manager)
        if isinstance(thing, Instance) and thing.cls == GENERATOR_CONTEXT:
            tokens[id(interp.world)] = (manager, thing)
            return NONE
        bound, token = _enter(interp, manager)
        if item.asname is not None:
            assign(interp, item.asname.name, bound)
        tokens[id(interp.world)] = (manager, token)
        return NONE

    flow = interp.outcomes(world, enter)
    entered, flow.normal = flow.normal, []
    for after in entered:
        manager, token = tokens[id(after)]
        inner = _inside(interp, node, items, after, manager, token)
        flow.absorb(inner)
        flow.normal += inner.normal
    flow.normal = merged(flow.normal)
    return flow


def _enter(interp: Interpreter, manager: Value) -> tuple[Value, Any]:
    """Enter a context manager: the value it binds, and what the library wants to know when it is left."""
    for name in ("__enter__", "__aenter__"):
        if isinstance(interp.class_attribute(manager, name), Function):
            return interp.method(manager, name, Arguments()), None
    return library.enter(interp, manager)


def _inside(
    interp: Interpreter, node: cst.With, items: list[cst.WithItem], world: World, manager: Value, token: Any
) -> Flow:
    """Run what is under an item, and leave its context manager on every way out."""
    item = items[0]
    if isinstance(token, Instance):

        def body(world: World, value: Value) -> Flow:
            interp.world = world
            if item.asname is not None:
                assign(interp, item.asname.name, value)
            return _with_items(interp, node, items[1:], interp.world)

        interp.node = item.item
        through = run_generator_context(interp, token, world, body)
        return through if through is not None else _with_items(interp, node, items[1:], world)
    guards = interp.guards
    interp.world = world
    interp.guards += not library.is_context(interp, manager)
    inner = _with_items(interp, node, items[1:], world)
    interp.guards = guards
    return _left(interp, node, item, inner, manager, token)


def leave_all(interp: Interpreter, node: cst.With, inner: Flow) -> Flow:
    """Leave the context managers of a block in which a generator was stopped: `inner` is how it went on from there."""
    for item in reversed(node.items):
        entered = [interp.stopped_in.get((w.frames[-1], id(item))) for w in inner.worlds()[:1]]
        if entered and entered[0] is not None:
            inner = _left(interp, node, item, inner, *entered[0])
    return inner


def _left(
    interp: Interpreter, node: cst.With, item: cst.WithItem, inner: Flow, manager: Value, token: Any
) -> Flow:
    """Leave a context manager on every way out of its block."""
    interp.node = node
    out = Flow()
    for way in ("normal", "broke", "continued", "returned"):
        for left in merged(getattr(inner, way)):
            if way == "returned" and is_stopped(interp, left):
                interp.stopped_in[left.frames[-1], id(item)] = (manager, token)
                out.returned.append(left)
                continue
            done = _leave(interp, left, manager, token, NONE, left.outcome)
            getattr(out, way).extend(done.normal)
            out.raised += done.raised
    for left, names in merged_raised(inner.raised):
        error = left.outcome
        done = _leave(interp, left, manager, token, error, None)
        out.raised += done.raised
        for after in done.normal:
            swallowed = _swallows(interp, item.item, after, names)
            if swallowed is not False:
                out.normal.append(after.fork() if swallowed is None else after)
            if swallowed is not True:
                after.outcome = error
                out.raised.append((after, names))
    out.normal = merged(out.normal)
    return out


def _leave(
    interp: Interpreter, world: World, manager: Value, token: Any, error: Value, outcome: Value | None
) -> Flow:
    """Leave a context manager; its exit's verdict is each world's outcome, if `outcome` does not say otherwise."""

    interp.world = world
    name = next((n for n in EXITS if isinstance(interp.class_attribute(manager, n), Function)), None)

    def act() -> Value:
        if name is None:
            library.leave(interp, manager, token)
            return NONE
        kind = interp.world.add(Instance("builtins.type")) if error != NONE else NONE
        trace = interp.world.add(Instance("builtins.traceback")) if error != NONE else NONE
        return interp.method(manager, name, Arguments((kind, error, trace)))

    flow = interp.outcomes(world, act)
    if outcome is not None:
        for after in flow.normal:
            after.outcome = outcome
    return flow


def _swallows(
    interp: Interpreter, item: cst.BaseExpression, world: World, names: Sequence[str]
) -> bool | None:
    """Does the context manager that was left, with its exit's verdict as outcome, swallow an exception?"""
    interp.world = world
    if isinstance(item, cst.Call):
        called = item.func.attr if isinstance(item.func, cst.Attribute) else item.func
        if isinstance(called, cst.Name) and called.value in SUPPRESSING:
            verdicts = [
                catches(interp, interp.evaluate(a.value), tuple(names)) for a in item.args if not a.keyword
            ]
            return True if True in verdicts else (None if None in verdicts else False)
    return interp.truth(world.outcome)
