"""Values that are one of several: what is done to each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import library
from ..autograd import Report, alternatives
from ..values import NONE, Const, OneOf, Raised, Value

if TYPE_CHECKING:
    from .interpreter import Interpreter


def each(interp: Interpreter, value: OneOf, action: Callable[[Value], Value]) -> Value:
    """Apply `action` to every alternative of a value and give the alternatives of the results.

    What raises in some alternatives only is no claim: those are left out; where all raise, the first says why. What is
    written, freed or harmed in one of several, only may be.
    """
    several = sum(choice != NONE for choice in value.options) > 1
    ids = interp.machine.ids
    outer = ids.taken
    ways = alternatives.Ways(interp.machine, value) if several else None
    results: list[Value] = []
    failure: Raised | None = None
    said: tuple[Report, ...] = ()
    for place, choice in enumerate(value.options):
        before = interp.machine.reports
        ids.taken = (*outer, (value, place)) if several else outer
        try:
            results.append(action(choice))
        except Raised as error:
            found = interp.machine.reports[len(before) :]
            hazards = library.keep_hazards(found)
            if failure is None:
                said = tuple(report for report in found if report not in hazards)
            failure = error
            interp.machine.reports = before + hazards
        finally:
            ids.taken = outer
        if ways is not None:
            ways.ended(interp.machine, place, counts=not isinstance(choice, Const))
    if ways is not None:
        ways.meet(interp.machine)
    if not results and failure is not None:
        interp.machine.reports += said
        raise failure
    joined = results[0]
    for result in results[1:]:
        joined = interp.world.value_of(joined, result)
    return joined
