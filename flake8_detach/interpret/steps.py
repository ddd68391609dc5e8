"""The steps of iterators that run as they are consumed: how each comes to its next element."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from ..values import NONE, Arguments, Const, Function, Instance, Items, Ref, Value
from . import resuming
from .contexts import GENERATOR

if TYPE_CHECKING:
    from .interpreter import Interpreter

LAZY = "itertools.lazy"
"""The class of what ``map(...)`` and its like give, and of a generator expression, until it is consumed."""
CALLED, GIVEN, KEYWORDS, SOURCES, COUNT, OVER, SAMPLED = (
    "<called>",
    "<given>",
    "<keywords>",
    "<sources>",
    "<count>",
    "<over>",
    "<sampled>",
)
"""What it was called by and with; once it has begun, what it takes elements from, how many it took, whether it has ended, and
whether there are others that it does not take."""
EXPRESSION = Const("a generator expression")


class Skipped(Exception):
    """An element that is left out."""


def inside(interp: Interpreter, function: Function, action: Callable[[], Value]) -> Value:
    """Evaluate something where the expression stands."""
    frames, unit, node = interp.world.frames, interp.unit, interp.node
    interp.unit = function.code.unit
    assert function.frame is not None
    if frames[-1] != function.frame:
        interp.world.frames = (*frames, function.frame)
    try:
        return action()
    finally:
        interp.world.frames, interp.unit, interp.node = frames, unit, node


def following(interp: Interpreter, value: Value) -> Value | None:
    """The next element of an iterator that `begins` or is over known elements; None at its end."""
    assert isinstance(value, Ref)
    thing = interp.world.get(value)
    if isinstance(thing, Items):
        return interp.world.own(value.id, Items).items.pop(0) if thing.items else None
    assert isinstance(thing, Instance)
    if thing.cls == GENERATOR:
        return resuming.advance(interp, thing)
    if OVER in thing.attributes:
        return None
    name = thing.attributes[CALLED]
    assert isinstance(name, Const)
    given = interp.elements(thing.attributes[GIVEN]).values
    sources = interp.elements(thing.attributes[SOURCES]).values
    while True:
        interp.step()
        count = interp.world.own(value.id, Instance).attributes[COUNT]
        assert isinstance(count, Const)
        interp.world.own(value.id, Instance).attributes[COUNT] = Const(count.value + 1)
        try:
            element = STEPS[name.value](interp, given, sources, count.value)
        except Skipped:
            continue
        if element is None:
            interp.world.own(value.id, Instance).attributes[OVER] = NONE
        return element


Step = Callable[["Interpreter", Sequence[Value], Sequence[Value], int], Value | None]
"""From what was given, the sources and how many steps there were: an element, or None at the end."""


def _row(interp: Interpreter, sources: Sequence[Value]) -> list[Value] | None:
    cells: list[Value] = []
    for source in sources:
        cell = following(interp, source)
        if cell is None:
            return None
        cells.append(cell)
    return cells


def _of_expression(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    """One element of a generator expression. Its sources are what its first clause goes through, those of the clauses within
    it that have begun, and its scope."""
    function, (first, begun, scope) = given[0], sources
    assert isinstance(function, Function) and isinstance(begun, Ref) and isinstance(scope, Ref)
    node, found = function.code.node, list[Value]()

    def run() -> Value:
        interp.world.frames = (*interp.world.frames, scope.id)
        element = _next_of_clauses(interp, node, first, begun)
        found.extend(() if element is None else (element,))
        return NONE

    inside(interp, function, run)
    return found[0] if found else None


def _next_of_clauses(interp: Interpreter, node: cst.GeneratorExp, first: Value, begun: Ref) -> Value | None:
    from .assign import assign
    from .lazy import source

    clauses = clauses_of(node)
    while True:
        interp.step()
        over = interp.world.own(begun.id, Items).items
        clause = clauses[len(over)]
        element = following(interp, over[-1] if over else first)
        if element is None:
            if not over:
                return None
            interp.world.own(begun.id, Items).items.pop()
            continue
        assign(interp, clause.target, element)
        if False in [interp.truth(interp.evaluate(condition.test)) for condition in clause.ifs]:
            continue
        if clause.inner_for_in is None:
            return interp.evaluate(node.elt)
        inner = source(interp, interp.evaluate(clause.inner_for_in.iter), sampled=True)
        assert inner is not None
        interp.world.own(begun.id, Items).items.append(inner)


def clauses_of(node: cst.GeneratorExp) -> list[cst.CompFor]:
    """Its ``for`` clauses, the outermost first."""
    clauses = [node.for_in]
    while (inner := clauses[-1].inner_for_in) is not None:
        clauses.append(inner)
    return clauses


def _of_map(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    cells = _row(interp, sources)
    return None if cells is None else interp.call(given[0], Arguments(tuple(cells)))


def _of_starmap(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    row = following(interp, sources[0])
    return None if row is None else interp.call(given[0], Arguments(interp.elements(row).values))


def _chosen(wanted: bool, ends: bool = False) -> Step:
    """``filter`` and its like: the elements of which the test says `wanted`; the first other one may be the end."""

    def run(
        interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
    ) -> Value | None:
        element = following(interp, sources[0])
        if element is None:
            return None
        test = given[0]
        verdict = interp.truth(element if test == NONE else interp.call(test, Arguments((element,))))
        if verdict is (not wanted):
            if ends:
                return None
            raise Skipped
        return element

    return run


def _of_zip(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    cells = _row(interp, sources)
    return None if cells is None else interp.sequence("tuple", cells)


def _of_enumerate(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    element = following(interp, sources[0])
    if element is None:
        return None
    start = given[1] if len(given) > 1 else Const(0)
    known = isinstance(start, Const) and isinstance(start.value, int)
    number = (
        Const(start.value + count) if known and isinstance(start, Const) else interp.world.opaque("an index")
    )
    return interp.sequence("tuple", [number, element])


def _of_chain(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    return next((v for source in sources if (v := following(interp, source)) is not None), None)


def _of_islice(
    interp: Interpreter, given: Sequence[Value], sources: Sequence[Value], count: int
) -> Value | None:
    bounds = [v.value for v in given[1:] if isinstance(v, Const)]
    start, stop, step = (0, bounds[0], 1) if len(bounds) == 1 else (*bounds, 1)[:3]
    if stop is not None and count >= stop:
        return None
    element = following(interp, sources[0])
    if element is not None and (count < (start or 0) or (count - (start or 0)) % (step or 1)):
        raise Skipped
    return element


CALLING: dict[str, Step] = {
    "builtins.filter": _chosen(wanted=True),
    "builtins.map": _of_map,
    "itertools.filterfalse": _chosen(wanted=False),
    "itertools.starmap": _of_starmap,
    "itertools.takewhile": _chosen(wanted=True, ends=True),
}
"""Those that call their first argument."""
OTHERS: dict[str, Step] = {
    "builtins.enumerate": _of_enumerate,
    "builtins.zip": _of_zip,
    "itertools.chain": _of_chain,
    "itertools.islice": _of_islice,
}
"""Those that only hand elements on."""
STEPS: dict[str, Step] = {**CALLING, **OTHERS, EXPRESSION.value: _of_expression}
