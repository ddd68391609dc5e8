"""Blocks: statements one after the other, each in every world that reaches it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..values import NONE, Value, World
from .contexts import at_yield
from .flow import Flow, OutOfSteps

if TYPE_CHECKING:
    from .interpreter import Interpreter


def run_body(interp: Interpreter, body: Any, world: World) -> Flow:
    """Run a function's body: a block, a one-line suite, or a lambda's expression."""
    if isinstance(body, cst.BaseExpression):
        return interp.outcomes(world, lambda: interp.evaluate(body))
    return run_suite(interp, body, [world])


def run_suite(interp: Interpreter, suite: cst.BaseSuite, worlds: list[World]) -> Flow:
    """Run the statements of a suite over worlds."""
    return run_block(interp, suite.body, worlds)


LINES = (cst.SimpleStatementLine, cst.SimpleStatementSuite)


def run_block(interp: Interpreter, statements: Sequence[Any], worlds: list[World]) -> Flow:
    """Run statements one after the other over worlds."""
    flow = Flow(normal=list(worlds))
    for statement in statements:
        if not flow.normal:
            break
        try:
            if type(statement) in LINES:
                inner = run_block(interp, statement.body, flow.normal)
            else:
                inner = run_statement(interp, statement, flow.normal)
        except OutOfSteps as end:
            end.left += flow.worlds()
            raise
        flow.absorb(inner)
        flow.normal = interp.joined(inner.normal)
    return flow


def run_statement(interp: Interpreter, statement: cst.CSTNode, worlds: list[World]) -> Flow:
    """Run one statement in each world."""
    if len(worlds) == 1:
        return _run_in(interp, statement, worlds[0])
    flow = Flow()
    for world in worlds:
        try:
            inner = _run_in(interp, statement, world)
        except OutOfSteps as end:
            end.left += flow.worlds()
            raise
        flow.absorb(inner)
        flow.normal += inner.normal
    return flow


def _run_in(interp: Interpreter, statement: cst.CSTNode, world: World) -> Flow:
    interp.step()
    interp.node = statement
    inner = at_yield(interp, statement, world) if interp.blocks else None
    return inner if inner is not None else interp.statements[type(statement)](interp, statement, world)


def simple(action: Callable[[Interpreter, Any], None]) -> Callable[[Interpreter, Any, World], Flow]:
    """A statement that only evaluates."""

    def run(interp: Interpreter, node: Any, world: World) -> Flow:
        def act() -> Value:
            action(interp, node)
            return NONE

        return interp.outcomes(world, act)

    return run
