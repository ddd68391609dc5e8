"""Blocks: statements one after the other, each in every world that reaches it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..values import NONE, Value, World
from .contexts import at_yield
from .flow import Flow

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


def run_block(interp: Interpreter, statements: Sequence[cst.CSTNode], worlds: list[World]) -> Flow:
    """Run statements one after the other over worlds."""
    flow = Flow(normal=list(worlds))
    for statement in statements:
        if not flow.normal:
            break
        if isinstance(statement, cst.SimpleStatementLine | cst.SimpleStatementSuite):
            inner = run_block(interp, statement.body, flow.normal)
        else:
            inner = run_statement(interp, statement, flow.normal)
        flow.absorb(inner)
        flow.normal = interp.joined(inner.normal)
    return flow


def run_statement(interp: Interpreter, statement: cst.CSTNode, worlds: list[World]) -> Flow:
    """Run one statement in each world."""
    flow = Flow()
    handler = interp.statements[type(statement)]
    for world in worlds:
        interp.step()
        interp.node = statement
        inner = at_yield(interp, statement, world) if interp.blocks else None
        if inner is None:
            inner = handler(interp, statement, world)
        flow.absorb(inner)
        flow.normal += inner.normal
    return flow


def simple(action: Callable[[Interpreter, Any], None]) -> Callable[[Interpreter, Any, World], Flow]:
    """A statement that only evaluates."""

    def run(interp: Interpreter, node: Any, world: World) -> Flow:
        def act() -> Value:
            action(interp, node)
            return NONE

        return interp.outcomes(world, act)

    return run
