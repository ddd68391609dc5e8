"""Generators that are asked for one element after the other: ``next(it)`` and ``it.send(x)``.

Such a generator runs up to its next yield and stops there; its frame keeps at which one, and it goes on from there when it is asked
again. That takes yields that are statements of their own or all that is assigned. A ``with`` or ``try`` that it stops in is left when it
has gone on to that block's end: a grad mode that it entered stays on until then, for whoever asked as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..values import NONE, Const, Frame, Function, Instance, Items, Native, Ref, Value, World, options
from .contexts import Block, yields_plainly
from .flow import Flow, merged, merged_raised

if TYPE_CHECKING:
    from .choices import Outcome
    from .interpreter import Interpreter

AT, OVER = "<at>", "<over>"
"""Variables of its frame: the yield it stopped at, as places in the bodies around it, and that it has ended."""
ENDED = Native("<ended>")
"""What it gives when it has ended."""
Path = tuple[int, ...]


def suites(node: Any) -> Sequence[Any]:
    """What a statement holds, one after the other: of a loop or a condition its body and its else, of a ``try`` all its parts."""
    match node:
        case cst.SimpleStatementLine() | cst.SimpleStatementSuite() | cst.IndentedBlock():
            return node.body
        case cst.If() | cst.While() | cst.For():
            return (node.body, node.orelse) if node.orelse is not None else (node.body,)
        case (
            cst.Else()
            | cst.With()
            | cst.MatchCase()
            | cst.ExceptHandler()
            | cst.ExceptStarHandler()
            | cst.Finally()
        ):
            return (node.body,)
        case cst.Try() | cst.TryStar():
            return [
                part for part in (node.body, *node.handlers, node.orelse, node.finalbody) if part is not None
            ]
        case cst.Match():
            return node.cases
    return ()


def _paths(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """All statements in a suite that can be stopped at, with the way to them."""
    for place, part in enumerate(suites(node)):
        yield (*path, place), part
        yield from _paths(part, (*path, place))


def can_stop(function: Function) -> bool:
    """Can it be stopped at each of its yields?"""
    from .contexts import _yields

    node = function.code.node
    if not isinstance(node, cst.FunctionDef) or not yields_plainly(node):
        return False
    reached = [part.value for _, part in _paths(node.body) if isinstance(part, cst.Expr | cst.Assign)]
    plain = [each for each in reached if isinstance(each, cst.Yield)]
    return len(plain) == len(_yields(node)) and not any(isinstance(y.value, cst.From) for y in plain)


def has_begun(interp: Interpreter, generator: Instance) -> bool:
    """Was it asked for an element before?"""
    frame = _frame(interp, generator)
    return AT in frame.variables or OVER in frame.variables


def _frame(interp: Interpreter, generator: Instance) -> Frame:
    thing = interp.world.get(generator.attributes["<frame>"])
    assert isinstance(thing, Frame)
    return thing


def advance(interp: Interpreter, generator: Instance, sent: Value = NONE) -> Value | None:
    """The next element of a generator that can be stopped; None at its end."""
    function, kept = generator.attributes["<function>"], generator.attributes["<frame>"]
    assert isinstance(function, Function) and isinstance(kept, Ref)
    number = kept.id
    if OVER in _frame(interp, generator).variables:
        return None
    caller = interp.unit, interp.node, interp.calls
    place = interp.site

    def compute() -> list[Outcome]:
        world, frames = interp.world, interp.world.frames
        at = world.own(number, Frame).variables.pop(AT, None)
        world.frames = (*frames, number)
        interp.unit, interp.calls = function.code.unit, (*caller[2], place)
        interp.enter(function.code)
        interp.blocks[number] = STOPPING
        try:
            body = function.code.node.body
            path: Path = at.value if isinstance(at, Const) else ()
            flow = resumed(interp, body, path, world, sent) if path else _run(interp, body, world)
        finally:
            del interp.blocks[number]
            interp.unit, interp.node, interp.calls = caller
        ended: list[Outcome] = []
        for after in merged([*flow.returned, *flow.normal]):
            own = after.own(number, Frame)
            if AT not in own.variables:
                own.variables[OVER] = NONE
                after.outcome = ENDED
            ended.append((after, after.outcome, None))
        for after, names in merged_raised(flow.raised):
            after.own(number, Frame).variables[OVER] = NONE
            ended.append((after, after.outcome, names))
        for after, _, _ in ended:
            after.frames = frames
        return ended

    value = interp.choose(compute)
    interp.unit, interp.node, interp.calls = caller
    return None if value == ENDED else value


def _run(interp: Interpreter, suite: Any, world: World) -> Flow:
    from .blocks import run_suite

    return run_suite(interp, suite, [world])


def _stop(world: World, value: Value) -> Flow:
    raise AssertionError  # what stops does not run a block


STOPPING = Block(_stop, closes=True)
"""Waits for a yield to stop there."""


def stopped(interp: Interpreter, node: cst.Expr | cst.Assign, world: World) -> Flow:
    """Evaluate what a yield gives, and stop at it."""
    assert isinstance(node.value, cst.Yield)
    given = node.value.value
    assert not isinstance(given, cst.From)
    flow = interp.outcomes(world, lambda: interp.evaluate(given) if given is not None else NONE)
    number = world.frames[-1]
    code = world.frame.code
    assert code is not None
    path = next(path for path, part in _paths(code.node.body) if part is node)
    for after in flow.normal:
        after.own(number, Frame).variables[AT] = Const(path)
    flow.returned, flow.normal = flow.normal, []
    return flow


def resumed(interp: Interpreter, node: Any, path: Path, world: World, sent: Value) -> Flow:
    """Go on behind the yield at `path` in a statement, to the statement's end."""
    from .blocks import run_block
    from .exceptions import behind_body, run_finally
    from .loops import go_on
    from .withs import leave_all

    if not path:
        interp.world, interp.node = world, node
        if isinstance(node, cst.Assign):
            return _assigned(interp, node, world, sent)
        return Flow(normal=[world])
    guards, start = interp.guards, world
    if isinstance(node, cst.Try | cst.TryStar) and path[0] == 0:
        interp.guards, start = guards + bool(node.handlers), world.fork()
    inner = resumed(interp, suites(node)[path[0]], path[1:], world, sent)
    interp.guards = guards
    if isinstance(node, cst.While | cst.For):
        return go_on(interp, node, inner) if path[0] == 0 else inner
    if isinstance(node, cst.With):
        return leave_all(interp, node, inner)
    if isinstance(node, cst.Try | cst.TryStar):
        if path[0] == 0:
            return behind_body(interp, node, inner, start if node.handlers else None)
        finalbody = node.finalbody
        if finalbody is None or suites(node)[path[0]] is finalbody:
            return inner
        return run_finally(interp, finalbody, inner)
    if not isinstance(node, cst.BaseSuite | cst.SimpleStatementLine):
        return inner
    rest = run_block(interp, node.body[path[0] + 1 :], merged(inner.normal))
    rest.absorb(inner)
    return rest


def _assigned(interp: Interpreter, node: cst.Assign, world: World, sent: Value) -> Flow:
    from .assign import assign

    def act() -> Value:
        for target in node.targets:
            assign(interp, target.target, sent)
        return NONE

    return interp.outcomes(world, act)


def is_stopped(interp: Interpreter, world: World) -> bool:
    """Has a generator stopped here, and not returned? Then nothing around its yield is left."""
    waits = bool(interp.blocks) and interp.blocks.get(world.frames[-1]) is STOPPING
    return waits and AT in world.frame.variables


# -- loops it is stopped in


def kept_for(node: cst.For) -> str:
    """The variable of a generator's frame that keeps what a loop has still to go through."""
    return f"<for>{id(node)}"


def is_stopping(interp: Interpreter, world: World, node: cst.For) -> bool:
    """Is it a loop of a generator that may stop in it?"""
    if interp.blocks.get(world.frames[-1]) is not STOPPING:
        return False
    return any(isinstance(getattr(part, "value", None), cst.Yield) for _, part in _paths(node.body))


def take(interp: Interpreter, node: cst.For, world: World) -> Value | None:
    """What the loop goes on with; None at its end."""
    kept = options(world.frame.variables[kept_for(node)])
    if len(kept) == 1 and isinstance(kept[0], Ref):
        own = world.own(kept[0].id, Items)
        return own.items.pop(0) if own.items else own.rest
    # It was begun at different times: what of any of these comes next, or nothing any more.
    left = [each for value in kept if isinstance(of := world.get(value), Items) for each in of.any()]
    return reduce(world.value_of, left) if left else None
