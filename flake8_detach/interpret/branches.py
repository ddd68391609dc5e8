"""Conditions: what is known of them, what is remembered of them, and ``if``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from ..values import FALSE, NONE, TRUE, Frame, OneOf, Opaque, Value, World, options
from ..values.asked import answered
from .blocks import run_suite
from .conditions import Condition, condition_of, may_change, value_condition
from .flow import Flow, merged
from .questions import settle
from .special import tested

if TYPE_CHECKING:
    from .choices import Outcome
    from .interpreter import Interpreter


MOST_CHOICES = 4
"""Unknown conditions inside one statement that are followed both ways; at further ones both ways are evaluated."""


def acts(interp: Interpreter, *nodes: cst.CSTNode) -> bool:
    """Can evaluating this change anything? If not, it may be evaluated though it may not be its turn."""
    for node in nodes:
        known = interp.remembered.acting.get(id(node))
        if known is None:
            known = interp.remembered.acting[id(node)] = may_change(node)
        if known:
            return True
    return False


def known_way(interp: Interpreter, test: cst.BaseExpression, value: Value) -> bool | None:
    """Whether a condition that was evaluated to `value` holds, by its value or by what is remembered."""
    truth = interp.truth(value)
    if truth is None:
        known = interp.world.conditions
        remembered = condition_of(interp, test)
        if remembered is not None and remembered[0] in known:
            return known[remembered[0]] is not remembered[1]
        same = value_condition(interp, test, value)
        return known.get(same) if same is not None else None
    return truth


def _both_ways(
    interp: Interpreter, test: cst.BaseExpression, value: Value, world: World
) -> tuple[World, World]:
    """The world where an unknown condition holds, and the one where it does not. Each remembers which way it went,
    and names that the condition speaks of are narrowed."""
    interp.world = world
    remembered, same = condition_of(interp, test), value_condition(interp, test, value)
    other = world.fork()
    for arm, way in ((world, True), (other, False)):
        interp.world = arm
        if remembered is not None:
            arm.conditions[remembered[0]] = way is not remembered[1]
            _take_split(interp, remembered[0], way is not remembered[1])
        if same is not None:
            arm.conditions[same] = way
        narrow(interp, test, way)
        settle(interp, test, value, way)
    return world, other


def branches(
    interp: Interpreter, test: cst.BaseExpression, world: World
) -> tuple[Flow, list[World], list[World]]:
    """Evaluate a condition: what raised, the worlds where it holds and where it does not."""
    flow = Flow()
    holds, fails = _ways(interp, test, world, flow)
    return flow, holds, fails


def _ways(
    interp: Interpreter, test: cst.BaseExpression, world: World, flow: Flow
) -> tuple[list[World], list[World]]:
    if type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        fails, holds = _ways(interp, test.expression, world, flow)
        return holds, fails
    if type(test) is cst.BooleanOperation and acts(interp, test):
        holds, fails = _ways(interp, test.left, world, flow)
        either = isinstance(test.operator, cst.Or)
        undecided, decided = (fails, holds) if either else (holds, fails)
        held: list[World] = []
        failed: list[World] = []
        for after in merged(undecided):
            more, less = _ways(interp, test.right, after, flow)
            held += more
            failed += less
        return ([*decided, *held], failed) if either else (held, [*decided, *failed])
    evaluated = interp.outcomes(world, lambda: tested(interp, interp.evaluate(test)))
    flow.raised += evaluated.raised
    holds, fails = [], []
    for after in evaluated.normal:
        interp.world = after
        truth = known_way(interp, test, after.outcome)
        if truth is not None:
            (holds if truth else fails).append(after)
        else:
            one, other = _both_ways(interp, test, after.outcome, after)
            holds.append(one)
            fails.append(other)
    return holds, fails


def decide(interp: Interpreter, test: cst.BaseExpression, value: Value) -> bool | None:
    """Inside an expression: whether `test`, evaluated to `value`, holds. Where it is not known it is a choice point,
    so the statement goes on once each way; None where there are too many of these."""
    truth = known_way(interp, test, value)
    if truth is not None or interp.choices() >= MOST_CHOICES:
        return truth

    def compute() -> list[Outcome]:
        holds, fails = _both_ways(interp, test, value, interp.world)
        return [(holds, TRUE, None), (fails, FALSE, None)]

    return interp.choose(compute) == TRUE


def narrow(interp: Interpreter, test: cst.BaseExpression, holds: bool) -> None:
    """Use a condition on a name: drop the alternatives it excludes."""
    if type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        narrow(interp, test.expression, not holds)
        return
    if type(test) is cst.BooleanOperation:
        if isinstance(test.operator, cst.And) is holds:
            narrow(interp, test.left, holds)
            narrow(interp, test.right, holds)
        return
    if type(test) is cst.Name:
        _keep(interp, test.value, lambda v: interp.truth(v) is not (not holds))
    elif isinstance(test, cst.Comparison) and len(test.comparisons) == 1 and isinstance(test.left, cst.Name):
        part = test.comparisons[0]
        if isinstance(part.comparator, cst.Name) and part.comparator.value == "None":
            is_none = isinstance(part.operator, cst.Is | cst.Equal) is holds
            if isinstance(part.operator, cst.Is | cst.Equal | cst.IsNot | cst.NotEqual):
                if is_none:
                    _find_none(interp, test.left.value)
                else:
                    _keep(interp, test.left.value, lambda v: v != NONE)


def _find_none(interp: Interpreter, name: str) -> None:
    """A name's value turned out to be None: what was not known before is known now."""
    value = interp.world.frame.variables.get(name)
    if value is not None and any(
        v == NONE or isinstance(interp.world.get(v), Opaque) for v in options(value)
    ):
        interp.world.own(interp.world.frames[-1], Frame).variables[name] = NONE


def _keep(interp: Interpreter, name: str, test: Callable[[Value], bool]) -> None:
    frame = interp.world.frame
    value = frame.variables.get(name)
    if not isinstance(value, OneOf):
        return
    kept = [option for option in value.options if test(option)]
    if kept and len(kept) < len(value.options):
        new: Value = kept[0] if len(kept) == 1 else OneOf(tuple(kept))
        interp.world.own(interp.world.frames[-1], Frame).variables[name] = new


def run_if(interp: Interpreter, node: cst.If, world: World) -> Flow:
    flow = Flow()
    remaining = [world]
    current: cst.If | cst.Else | None = node
    while current is not None and remaining:
        if isinstance(current, cst.Else):
            inner = run_suite(interp, current.body, remaining)
            flow.absorb(inner)
            flow.normal += inner.normal
            remaining = []
            break
        failing: list[World] = []
        for candidate in remaining:
            interp.step()
            raised, holds, fails = branches(interp, current.test, candidate)
            flow.absorb(raised)
            if holds:
                inner = run_suite(interp, current.body, holds)
                flow.absorb(inner)
                flow.normal += inner.normal
            failing += fails
        remaining = merged(failing)
        current = current.orelse
    ends = [*flow.normal, *remaining]
    split = (
        _split(interp, node.test, ends) if node.orelse is None or isinstance(node.orelse, cst.Else) else None
    )
    flow.normal = merged(ends)
    if split is not None and len(flow.normal) == 1:
        _remember_split(flow.normal[0], *split)
        _keep_answers(interp, node.test, split[1], flow.normal[0])
    return flow


def _keep_answers(
    interp: Interpreter,
    test: cst.BaseExpression,
    split: dict[str, tuple[Value | None, Value | None]],
    world: World,
) -> None:
    """Names that are true where a question was answered yes, false where no, or the other way round: they ask the same."""
    names = [name for name, pair in split.items() if pair in ((TRUE, FALSE), (FALSE, TRUE))]
    if not names:
        return
    interp.world = world
    value = tested(interp, interp.evaluate(test))
    for name in names:
        answer = answered(world, value, *split[name])
        if answer is not None:
            interp.world.own(interp.world.frames[-1], Frame).variables[name] = answer


def _split(
    interp: Interpreter, test: cst.BaseExpression, ends: list[World]
) -> tuple[Condition, dict[str, tuple[Value | None, Value | None]]] | None:
    """The names to which two arms give different values, with the condition that decides between them."""
    remembered = condition_of(interp, test)
    if len(ends) != 2 or remembered is None or remembered[0] not in ends[0].conditions:
        return None
    text = remembered[0]
    if ends[0].conditions[text] is ends[1].conditions.get(text):
        return None
    holds, fails = ends if ends[0].conditions[text] else reversed(ends)
    one, other = holds.frame.variables, fails.frame.variables
    both = ((name, one.get(name), other.get(name)) for name in {**one, **other})
    return text, {name: (a, b) for name, a, b in both if a is not b and a != b}


def _remember_split(
    world: World, text: Condition, split: dict[str, tuple[Value | None, Value | None]]
) -> None:
    joined = world.frame.variables
    world.splits[text] = {n: (a, b, joined[n]) for n, (a, b) in split.items() if n in joined}


def _take_split(interp: Interpreter, text: Condition, holds: bool) -> None:
    """The same condition again: the names whose values it had decided have the value of that arm, or none."""
    for name, (one, other, joined) in interp.world.splits.get(text, {}).items():
        if interp.world.frame.variables.get(name) != joined:
            continue
        variables = interp.world.own(interp.world.frames[-1], Frame).variables
        value = one if holds else other
        if value is not None:
            variables[name] = value
        else:
            del variables[name]
