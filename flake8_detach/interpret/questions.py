"""Questions about autograd: what is known in the arms of a condition that asks whether a tensor requires grad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..autograd import GradMode
from ..values import FALSE, NONE, TRUE, Value
from ..values.asked import Fact, asked_by, flag
from .conditions import condition_of

if TYPE_CHECKING:
    from .interpreter import Interpreter


def negated(interp: Interpreter, value: Value) -> Value | None:
    """``not value``, of a question; None where it is none."""
    asked = asked_by(interp.world, value)
    return None if asked is None else flag(interp.world, asked.contrary())


def compared(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value | None:
    """A question compared with True, False or None."""
    for one, other in ((left, right), (right, left)):
        asked = asked_by(interp.world, one)
        if asked is not None and other in (TRUE, FALSE, NONE) and symbol in ("is", "is not", "==", "!="):
            same = (other == TRUE) is (symbol in ("is", "=="))
            return flag(interp.world, asked if same else asked.contrary())
    return None


def settle(interp: Interpreter, test: cst.BaseExpression, value: Value | None, holds: bool) -> None:
    """Use a condition that was evaluated to `value`, and holds or not: what it says of a tensor is known now."""
    if value is None and type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        settle(interp, test.expression, None, not holds)
        return
    if type(test) is cst.BooleanOperation and (value is None or asked_by(interp.world, value) is None):
        if isinstance(test.operator, cst.And) is holds and _asks(interp, test):
            settle(interp, test.left, None, holds)
            settle(interp, test.right, None, holds)
        return
    asked = asked_by(interp.world, interp.evaluate(test) if value is None else value)
    if asked is not None:
        for fact in asked.when_true if holds else asked.when_false:
            _is_so(interp, fact)


def _is_so(interp: Interpreter, fact: Fact) -> None:
    machine = interp.machine
    if fact.tensor is not None:
        if not fact.holds:
            machine.unrecord(fact.tensor)
    elif machine.grad_mode is GradMode.UNKNOWN:
        machine.set_mode(GradMode.ON if fact.holds else GradMode.OFF)
    elif not fact.holds:  # it was called where nothing is recorded
        machine.event("unrecorded", interp.site)
        machine.unrecord(None)
        machine.set_mode(GradMode.OFF)


def _asks(interp: Interpreter, test: cst.BooleanOperation) -> bool:
    """May one of several conditions be such a question, all of which can be evaluated once more?"""
    condition = condition_of(interp, test)
    return condition is not None and any(word in condition[0][1] for word in library.ASKING)
