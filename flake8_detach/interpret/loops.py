"""``for`` and ``while``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..values import NONE, Value, World
from .assign import assign
from .blocks import run_suite
from .branches import branches
from .flow import Flow, merged
from .iteration import passes

if TYPE_CHECKING:
    from .interpreter import Interpreter


def run_for(interp: Interpreter, node: cst.For, world: World) -> Flow:
    iterated = interp.outcomes(world, lambda: interp.evaluate(node.iter))
    flow = Flow(raised=iterated.raised)
    for start in iterated.normal:
        interp.world = start
        interp.node = node
        plan = passes(interp, start.outcome)
        worlds = [interp.world]
        for value in plan.values:
            bound = Flow()
            for w in worlds:

                def bind(value: Value = value) -> Value:
                    assign(interp, node.target, value)
                    return NONE

                inner = interp.outcomes(w, bind)
                bound.normal += inner.normal
                bound.raised += inner.raised
            flow.raised += bound.raised
            worlds = _iteration(interp, node.body, merged(bound.normal), flow)
            if not worlds:
                break
        _loop_end(interp, node.orelse, worlds, flow)
    return flow


def run_while(interp: Interpreter, node: cst.While, world: World) -> Flow:
    flow = Flow()
    worlds = [world]
    ended: list[World] = []
    for turn in range(3):
        holding: list[World] = []
        for w in worlds:
            raised, holds, fails = branches(interp, node.test, w)
            flow.raised += raised.raised
            if turn or not holds:
                ended += fails
            holding += holds
        if turn == 2:
            if not _endless(node.test):
                ended += holding
            break
        worlds = _iteration(interp, node.body, merged(holding), flow)
    _loop_end(interp, node.orelse, merged(ended), flow)
    return flow


def _endless(test: cst.BaseExpression) -> bool:
    return (isinstance(test, cst.Name) and test.value == "True") or (
        isinstance(test, cst.Integer) and test.value == "1"
    )


def _iteration(interp: Interpreter, body: cst.BaseSuite, worlds: list[World], flow: Flow) -> list[World]:
    """One pass through a loop's body; the worlds that go on to the next."""
    for w in worlds:
        w.conditions.clear()
        w.splits.clear()
    inner = run_suite(interp, body, worlds)
    flow.returned += inner.returned
    flow.raised += inner.raised
    flow.broke += inner.broke
    return merged([*inner.normal, *inner.continued])


def _loop_end(interp: Interpreter, orelse: cst.Else | None, worlds: list[World], flow: Flow) -> None:
    """A loop's else runs where it was not left by break; then both ways go on."""
    left, flow.broke = flow.broke, []
    if orelse is not None and worlds:
        inner = run_suite(interp, orelse.body, worlds)
        flow.absorb(inner)
        worlds = inner.normal
    flow.normal = merged([*flow.normal, *worlds, *left])
