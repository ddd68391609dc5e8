"""``for`` and ``while``.

What has few passes, all known, is run exactly. Anything else is run twice, so that what one pass leaves meets the
next; then the loop is taken to have ended. A loop is taken to be entered unless it is known not to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..values import NONE, Arguments, Const, Frame, Function, Instance, Items, Ref, Value, World
from . import lazy, resuming, zipped
from .assign import assign
from .blocks import run_suite
from .branches import branches
from .conditions import forget_asked, steady_in, text_of
from .contexts import GENERATOR, run_generator, runs_in_loop
from .flow import Flow, merged
from .iteration import MOST_EXACT, MOST_TENSORS, asked_for_next, passes
from .names import YIELDED
from .walking import inside

if TYPE_CHECKING:
    from .interpreter import Interpreter

FEW = 2
"""Passes through a loop of which it is not known how many it has."""
MOST_ENDLESS = 6
"""Passes through ``while True`` as long as it is known that none of them leaves it."""


# -- for


def run_for(interp: Interpreter, node: cst.For, world: World) -> Flow:
    """``for target in iterable``: the iterable, and then as many passes as are known."""
    iterated = interp.outcomes(world, lambda: _iterable(interp, node))
    flow = Flow(raised=iterated.raised)
    for start in iterated.normal:
        interp.world = start
        interp.node = node
        thing = start.get(start.outcome)
        if resuming.is_stopping(interp, start, node):
            inner = _over_kept(interp, node, start)
        elif isinstance(thing, Instance) and thing.cls == GENERATOR:
            inner = _over_generator(interp, node, start, thing)
        elif isinstance(interp.class_attribute(start.outcome, "__next__"), Function):
            inner = _over_iterator(interp, node, start, start.outcome)
        elif lazy.is_lazy(interp, start.outcome):
            inner = _over_iterator(interp, node, start, start.outcome, MOST_TENSORS)
        else:
            inner = _over_elements(interp, node, start)
        flow.absorb(inner)
        flow.normal += inner.normal
    flow.normal = merged(flow.normal)
    return flow


def _iterable(interp: Interpreter, node: cst.For) -> Value:
    """What the loop is over; what runs as the loop goes on is not run yet, and ``__iter__`` has been called."""

    def evaluate(expression: cst.BaseExpression) -> Value:
        value = interp.evaluate(expression)
        for name in ("__iter__", "__aiter__"):
            if isinstance(interp.class_attribute(value, name), Function):
                interp.node = node
                value = interp.method(value, name, Arguments())
                break
        thing = interp.world.get(value)
        if isinstance(thing, Instance) and thing.cls == GENERATOR and not runs_in_loop(interp, value):
            lazy.consume(interp, value)
        return value

    value = zipped.iterated(interp, node.iter, evaluate)
    if not runs_in_loop(interp, value):
        lazy.takes_turns(interp, value)
    return value


def _bound(interp: Interpreter, node: cst.For, world: World, value: Value, flow: Flow) -> list[World]:
    """Bind the loop's variable."""

    def bind() -> Value:
        interp.node = node
        assign(interp, node.target, value)
        return NONE

    inner = interp.outcomes(world, bind)
    flow.raised += inner.raised
    return inner.normal


def _over_elements(interp: Interpreter, node: cst.For, start: World) -> Flow:
    flow = Flow()
    plan = passes(interp, start.outcome)
    worlds = [interp.world]
    for value in plan.values:
        bound = [w for each in worlds for w in _bound(interp, node, each, value, flow)]
        worlds = _iteration(interp, node.body, merged(bound), flow)
        if not worlds:
            break
    return _loop_end(interp, node.orelse, worlds, flow)


def _over_generator(interp: Interpreter, node: cst.For, start: World, generator: Instance) -> Flow:
    """The loop's body runs where the generator yields."""

    def body(world: World, value: Value) -> Flow:
        flow = zipped.ended(generator, world)
        interp.world = world
        bound = _bound(interp, node, world, zipped.row(interp, generator, value), flow)
        flow.normal = _iteration(interp, node.body, bound, flow)
        return flow

    whole = generator.attributes.get(zipped.WHOLE, start.outcome)
    ran = run_generator(interp, generator, start, body)
    for left in ran.worlds():
        _used(left, whole, more=True)
    for left in ran.normal:
        _used(left, whole, more=False)
    used_up, ran.normal = ran.normal, []
    return _loop_end(interp, node.orelse, used_up, ran)


def _over_kept(interp: Interpreter, node: cst.For, start: World) -> Flow:
    """A loop of a generator that may stop in it: what it has still to go through is kept."""
    plan = passes(interp, start.outcome)
    rest = None if plan.exact else plan.values[-1]
    kept = interp.sequence("iterator", plan.values, rest)
    interp.world.own(interp.world.frames[-1], Frame).variables[resuming.kept_for(node)] = kept
    return _further(interp, node, [interp.world], Flow())


def _further(interp: Interpreter, node: cst.For, worlds: list[World], flow: Flow) -> Flow:
    ended: list[World] = []
    for _ in range(MOST_TENSORS + 1):
        bound: list[World] = []
        for each in worlds:
            value = resuming.take(interp, node, each)
            if value is None:
                ended.append(each)
            else:
                bound += _bound(interp, node, each, value, flow)
        worlds = _iteration(interp, node.body, merged(bound), flow) if bound else []
        if not worlds:
            break
    return _loop_end(interp, node.orelse, merged([*ended, *worlds]), flow)


def go_on(interp: Interpreter, node: cst.For | cst.While, inner: Flow) -> Flow:
    """Go on with a loop in one of whose passes a generator was stopped: `inner` is how that pass ended."""
    worlds = merged([*inner.normal, *inner.continued])
    broke = inner.broke
    flow = Flow(returned=inner.returned, raised=inner.raised)
    if isinstance(node, cst.For):
        flow.broke = broke
        return _further(interp, node, worlds, flow)
    for world in worlds:
        turn = run_while(interp, node, world)
        flow.absorb(turn)
        flow.normal += turn.normal
    flow.normal = merged([*flow.normal, *broke])
    return flow


def _used(world: World, generator: Value, *, more: bool) -> None:
    """A loop went through a generator: to its end, or it may have more."""
    assert isinstance(generator, Ref)
    rest = world.opaque("an element") if more else None
    world.heap[generator.id] = Items("iterator", [], rest)
    world.owned.add(generator.id)


def _over_iterator(
    interp: Interpreter, node: cst.For, start: World, iterator: Value, most: int = MOST_EXACT
) -> Flow:
    """An object of the program with ``__next__``, or what is computed in turn: asked until it raises StopIteration."""
    flow = Flow()
    worlds = [start]
    ended: list[World] = []

    for turn in range(most + 1):
        bound: list[World] = []
        used_up: list[World] = []
        for each in worlds:
            interp.node = node
            given, over = asked_for_next(interp, each, iterator, flow)
            used_up += over
            for w in given:
                bound += _bound(interp, node, w, w.outcome, flow)
        ended += used_up
        if turn >= FEW and (used_up or turn == most):
            ended += bound
            break
        worlds = _iteration(interp, node.body, merged(bound), flow)
        if not worlds:
            break
    return _loop_end(interp, node.orelse, merged(ended), flow)


# -- while


def run_while(interp: Interpreter, node: cst.While, world: World) -> Flow:
    """``while test``: exactly, where each test is known and there are few passes."""
    flow = Flow()
    worlds = [world]
    ended: list[World] = []
    endless = _endless(node.test)
    most = _most_passes(node, world)
    asked = text_of(node.test)
    for turn in range(most + 1):
        holding: list[World] = []
        undecided = turn > 0 and most < MOST_EXACT and bool(flow.broke or flow.returned)
        for w in worlds:
            raised, holds, fails = branches(interp, node.test, w)
            flow.raised += raised.raised
            undecided = undecided or bool(holds and fails)
            if turn or not holds:
                ended += fails
            holding += holds
        if turn >= FEW and (undecided or turn == most):
            if not endless:
                ended += holding
            elif _yields_by_itself(interp, holding):
                flow.returned += holding
            elif most > FEW and not flow.broke:
                flow.broke += holding  # it has a way out, which takes longer than we watch
            else:
                interp.endless += holding
            break
        worlds = _iteration(interp, node.body, merged(holding), flow)
        if not worlds:
            break
        for w in worlds:
            forget_asked(w, asked)
    return _loop_end(interp, node.orelse, merged(ended), flow)


def _yields_by_itself(interp: Interpreter, worlds: list[World]) -> bool:
    """Is what runs in these worlds a generator that no loop waits for? One that never ends gives more of the same."""
    if not worlds or worlds[0].frames[-1] in interp.blocks:
        return False
    code = worlds[0].frame.code
    if code is None or not isinstance(code.node, cst.FunctionDef) or not interp.generates(code):
        return False
    for world in worlds:
        collected = world.frame.variables.get(YIELDED)
        if isinstance(collected, Ref):
            own = world.own(collected.id, Items)
            own.rest = world.opaque("an element")
    return True


def _endless(test: cst.BaseExpression) -> bool:
    return (isinstance(test, cst.Name) and test.value == "True") or (
        isinstance(test, cst.Integer) and test.value == "1"
    )


def _most_passes(node: cst.While, world: World) -> int:
    """How many passes are worth running: few, unless the test compares with a small known number."""
    if _endless(node.test):
        return MOST_ENDLESS if _breaks(node.body) else FEW
    test = node.test
    sides: list[cst.BaseExpression] = []
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        sides = [test.left, test.comparisons[0].comparator]
    elif isinstance(test, cst.Name):
        sides = [test]
    known = [_number(world, side) for side in sides]
    if sides and all(n is not None and abs(n) <= MOST_EXACT for n in known):
        return MOST_EXACT
    return FEW


def _number(world: World, node: cst.BaseExpression) -> float | None:
    if isinstance(node, cst.Integer | cst.Float):
        return float(node.evaluated_value)
    if isinstance(node, cst.Name):
        frame = world.heap[world.frames[-1]]
        value = frame.variables.get(node.value) if isinstance(frame, Frame) else None
        if isinstance(value, Const) and isinstance(value.value, int | float):
            return float(value.value)
    return None


def _breaks(body: cst.BaseSuite) -> bool:
    """Does a loop's body hold a ``break`` of that loop?"""
    return any(isinstance(each, cst.Break) for each in inside(body, _may_hold_break))


def _may_hold_break(node: cst.CSTNode) -> bool:
    return not isinstance(node, cst.For | cst.While | cst.FunctionDef | cst.ClassDef | cst.BaseExpression)


# -- both


def _iteration(interp: Interpreter, body: cst.BaseSuite, worlds: list[World], flow: Flow) -> list[World]:
    """One pass through a loop's body; the worlds that go on to the next."""
    for w in worlds:
        w.conditions = {c: held for c, held in w.conditions.items() if steady_in(interp, w, body, c)}
        w.splits.clear()
    inner = run_suite(interp, body, worlds)
    flow.returned += inner.returned
    flow.raised += inner.raised
    flow.broke += inner.broke
    return merged([*inner.normal, *inner.continued])


def _loop_end(interp: Interpreter, orelse: cst.Else | None, worlds: list[World], flow: Flow) -> Flow:
    """A loop's else runs where it was not left by break; then both ways go on."""
    left, flow.broke = flow.broke, []
    if orelse is not None and worlds:
        inner = run_suite(interp, orelse.body, worlds)
        flow.absorb(inner)
        worlds = inner.normal
    flow.normal = merged([*flow.normal, *worlds, *left])
    return flow
