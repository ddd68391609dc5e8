"""Functions inside a function that nobody in the file calls: a closure that is handed to something unknown, a method of a class
that is made there. What runs a backward in them is looked at when the function around them has ended.

When they are called, nobody knows: so only what happens within such a call, from what is kept to the backward, is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..autograd import Hazard, Report
from ..values import Arguments, Code, Function, Value, World
from . import lazy
from .flow import Flow
from .sources import source_of

if TYPE_CHECKING:
    from .interpreter import Interpreter

RUNS = re.compile(r"\bbackward\s*\(|autograd\.grad\s*\(")
"""What is worth looking at."""
MOST = 8
"""So many are looked at, of one function."""


def look_at(
    interp: Interpreter, ends: Sequence[World], guarded: Callable[[str, Callable[[], Flow]], Flow]
) -> list[World]:
    """Call those that were defined and not called, in a world in which the function around them has ended: the worlds that
    leaves, with what there is to say in these. `guarded` runs what it is given, of that name, within a budget."""
    waiting, interp.waiting = interp.waiting, {}
    left: list[World] = []
    for function in _worth(interp, waiting)[:MOST]:
        world = next((w for w in ends if function.frame in w.heap), None)
        if world is None:
            continue
        world = world.fork()
        world.machine.reports = ()
        since = world.machine.moment()

        def run(function: Function = function, world: World = world) -> Flow:
            interp.calls = ()
            interp.unit, interp.node = function.code.unit, function.code.node
            world.frames = world.frames[:1]
            return interp.outcomes(world, lambda: called(interp, function, Arguments()))

        flow = guarded(function.code.name, run)
        for after in (*flow.normal, *(w for w, _ in flow.raised)):
            after.machine.reports = tuple(r for r in after.machine.reports if _is_within(r, since))
            left.append(after)
    return left


def called(interp: Interpreter, target: Value, arguments: Arguments) -> Value:
    """What a definition gives that somebody calls; an iterator, which somebody consumes."""
    value = interp.call(target, arguments)
    lazy.consume(interp, value)
    return value


def _worth(interp: Interpreter, waiting: dict[Code, Function]) -> list[Function]:
    return [function for code, function in waiting.items() if RUNS.search(source_of(interp, code))]


def _is_within(report: Report, since: int) -> bool:
    """Did all of it happen after that moment?"""
    return isinstance(report, Hazard) and report.write.stamp > since and report.saved.stamp > since
