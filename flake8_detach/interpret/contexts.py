"""Generators whose consumer is a block: what stands under ``with`` or ``for`` runs where the generator yields.

A generator's body is run once, statement by statement; at each ``yield`` the block that consumes it is run in the
frames of the block's own function. When the block is left, the generator still has something to do:

- a ``with`` block over a ``@contextmanager`` that is left by ``break``, ``return`` or ``continue`` goes on behind the
  yield, and an exception in it is raised at the yield;
- a ``for`` block that is left in any way closes the generator: GeneratorExit is raised at the yield.

A world in which the block was left carries a mark (`World.leaving`) until the generator has ended. Then it leaves
the way it was marked with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..values import NONE, Arguments, Frame, Function, Instance, Items, Ref, Value, World
from .flow import Flow, merged, merged_raised
from .raising import names_of, native_names
from .walking import inside

if TYPE_CHECKING:
    from .interpreter import Interpreter

GENERATOR_CONTEXT = "contextlib.generator"
"""The class of what a call of a ``@contextmanager`` function gives: the function, its arguments, not yet run."""
GENERATOR = "types.GeneratorType"
"""The class of a generator that the loop over it will run: the function and its frame, the arguments bound."""
DECORATORS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
EXIT = native_names("builtins.GeneratorExit")
LEFT = "<left with>"
"""The variable of a generator's frame that keeps what the block returned or raised."""


@dataclass(slots=True)
class Block:
    """What waits for a generator to yield. `closes`: once left, the generator is closed and not resumed."""

    run: Callable[[World, Value], Flow]
    closes: bool


def is_generator(node: cst.CSTNode) -> bool:
    """Does a function yield, in its own body?"""
    return any(True for _ in _yields(node))


_OTHERS = (cst.FunctionDef, cst.ClassDef, cst.Lambda)


def _yields(node: cst.CSTNode) -> list[cst.Yield]:
    return [each for each in inside(node, _own) if type(each) is cst.Yield]


def _own(node: cst.CSTNode) -> bool:
    """Does what stands in this node belong to the function around it?"""
    return type(node) not in _OTHERS


def yields_plainly(node: cst.CSTNode) -> bool:
    """Is each yield of a generator a statement of its own, or all that a statement assigns?"""
    plain = {
        id(each.value)
        for each in inside(node, _own)
        if isinstance(each, cst.Expr | cst.Assign) and isinstance(each.value, cst.Yield)
    }
    return all(id(found) in plain for found in _yields(node))


def runs_in_loop(interp: Interpreter, value: Value) -> bool:
    """Is it a generator that a loop's body can run in, at its yields?"""
    thing = interp.world.get(value)
    if not isinstance(thing, Instance) or thing.cls != GENERATOR:
        return False
    from .resuming import has_begun

    function = thing.attributes["<function>"]
    plain = isinstance(function, Function) and yields_plainly(function.code.node)
    return plain and not has_begun(interp, thing)


def made_by(interp: Interpreter, function: Function, arguments: Arguments) -> Value:
    """The context manager that calling a ``@contextmanager`` function gives."""
    given = interp.sequence("tuple", arguments.positional)
    named = {f"<keyword>{k}": v for k, v in arguments.keywords.items()}
    return interp.world.add(Instance(GENERATOR_CONTEXT, {"<function>": function, "<given>": given, **named}))


def deferred(interp: Interpreter, function: Function, frame: Frame) -> Value:
    """A generator, its arguments bound, that the loop over it will run."""
    kept = interp.world.add(frame)
    return interp.world.add(Instance(GENERATOR, {"<function>": function, "<frame>": kept}))


def run_generator_context(
    interp: Interpreter, manager: Instance, world: World, body: Callable[[World, Value], Flow]
) -> Flow | None:
    """Run a context manager's generator with `body` at its yield; None where the call does not fit the function."""
    from .calls import bind_parameters

    function = manager.attributes["<function>"]
    assert isinstance(function, Function)
    given = world.get(manager.attributes["<given>"])
    keywords = {
        k.removeprefix("<keyword>"): v for k, v in manager.attributes.items() if k.startswith("<keyword>")
    }
    frame = Frame(function.frame, function.code)
    interp.world = world
    arguments = Arguments(tuple(given.items) if isinstance(given, Items) else (), keywords)
    if function.receiver is not None:
        arguments = arguments.behind(function.receiver)
    if not bind_parameters(interp, function, function.code.node.params, arguments, frame):
        return None
    world = interp.world
    return _run(interp, function, world.add(frame).id, world, Block(body, closes=False))


def run_generator(
    interp: Interpreter, generator: Instance, world: World, body: Callable[[World, Value], Flow]
) -> Flow:
    """Run a generator with a loop's body at its yields. The normal ends are those where it was used up."""
    function, frame = generator.attributes["<function>"], generator.attributes["<frame>"]
    assert isinstance(function, Function) and isinstance(frame, Ref)
    return _run(interp, function, frame.id, world, Block(body, closes=True))


def _run(interp: Interpreter, function: Function, number: int, world: World, block: Block) -> Flow:
    from .blocks import run_suite

    caller = interp.unit, interp.node, interp.calls, world.frames
    place = interp.site
    interp.blocks[number] = block
    world.frames = (*world.frames, number)
    interp.unit, interp.calls = function.code.unit, (*interp.calls, place)
    interp.enter(function.code)
    try:
        flow = run_suite(interp, function.code.node.body, [world])
    finally:
        interp.unit, interp.node, interp.calls = caller[:3]
        del interp.blocks[number]
    result = Flow()
    for after in merged([*flow.normal, *flow.returned]):
        _end(interp, after, number, result)
    for after, names in merged_raised(flow.raised):
        if block.closes and _way(after, number) is not None and names == EXIT:
            _end(interp, after, number, result)
        else:
            after.leaving = tuple(mark for mark in after.leaving if mark[0] != number)
            result.raised.append((after, names))
    for after in result.worlds():
        after.frames = caller[3]
    return result


def _way(world: World, number: int) -> str | None:
    return next((way for frame, way in world.leaving if frame == number), None)


def _end(interp: Interpreter, world: World, number: int, result: Flow) -> None:
    """The generator has ended: leave the way the block was left, if it was."""
    way = _way(world, number)
    if way is None:
        result.normal.append(world)
        return
    world.leaving = tuple(mark for mark in world.leaving if mark[0] != number)
    frame = world.heap[number]
    assert isinstance(frame, Frame)
    world.outcome = frame.variables.get(LEFT, NONE)
    if way == "raised":
        interp.world = world
        result.raised.append((world, names_of(interp, world.outcome)))
    else:
        getattr(result, way).append(world)


def at_yield(interp: Interpreter, node: Any, world: World) -> Flow | None:
    """Run the waiting block, if this statement is a yield of a generator that one waits for."""
    number = world.frames[-1]
    from . import resuming

    block = interp.blocks.get(number)
    value = node.value if isinstance(node, cst.Expr | cst.Assign) else None
    if block is None or not isinstance(value, cst.Yield):
        return None
    if block is resuming.STOPPING:
        return resuming.stopped(interp, node, world)
    given = value.value
    if isinstance(given, cst.From):
        source = given.item
        evaluated = interp.outcomes(world, lambda: _to_yield_from(interp, source))
    else:
        evaluated = interp.outcomes(
            world, lambda: interp.evaluate(given) if given is not None else interp.nothing
        )
    flow = Flow(raised=evaluated.raised)
    for after in evaluated.normal:
        interp.world = after
        thing = after.get(after.outcome)
        if (
            isinstance(given, cst.From)
            and isinstance(thing, Instance)
            and runs_in_loop(interp, after.outcome)
        ):

            def through(world: World, value: Value) -> Flow:
                inner = Flow()
                inner.normal = _yield(interp, world, number, block, value, inner)
                return inner

            interp.world = after
            ran = run_generator(interp, thing, after, through)
            flow.raised += ran.raised
            flow.normal += ran.normal
            continue
        if isinstance(given, cst.From):
            flow.normal += _yield_each(interp, after, number, block, flow)
        else:
            flow.normal += _yield(interp, after, number, block, after.outcome, flow)
    if isinstance(node, cst.Assign):
        _sent_nothing(interp, node, flow)
    return flow


def _to_yield_from(interp: Interpreter, node: cst.BaseExpression) -> Value:
    from .lazy import takes_turns

    value = interp.evaluate(node)
    if not runs_in_loop(interp, value):
        takes_turns(interp, value)
    return value


def _yield_each(interp: Interpreter, world: World, number: int, block: Block, flow: Flow) -> list[World]:
    """``yield from``: the block runs with each element, in turn with what computes them."""
    from .iteration import MOST_EXACT, asked_for_next
    from .lazy import is_lazy

    source = world.outcome
    if not is_lazy(interp, source):
        values = interp.elements(source).values
        worlds = [interp.world]
        for each in values:
            worlds = [w for one in worlds for w in _yield(interp, one, number, block, each, flow)]
        return worlds
    ended, worlds = [], [interp.world]
    for _ in range(MOST_EXACT):
        found: list[World] = []
        for one in worlds:
            given, over = asked_for_next(interp, one, source, flow)
            found += given
            ended += over
        worlds = [w for one in found for w in _yield(interp, one, number, block, one.outcome, flow)]
    return merged([*ended, *worlds])


def _sent_nothing(interp: Interpreter, node: cst.Assign, flow: Flow) -> None:
    from .assign import assign

    for after in flow.normal:
        interp.world = after
        for target in node.targets:
            assign(interp, target.target, NONE)


def _yield(
    interp: Interpreter, world: World, number: int, block: Block, value: Value, flow: Flow
) -> list[World]:
    """Run the block once; the worlds in which the generator goes on behind its yield."""
    if _way(world, number) is not None:
        return [world]  # a second yield while it is being left: Python refuses it
    here = interp.unit, interp.node, interp.calls
    frames = world.frames
    world.frames = frames[:-1]
    interp.calls = here[2][:-1]
    interp.unit = here[2][-1].unit
    inner = block.run(world, value)
    interp.unit, interp.node, interp.calls = here
    for w in inner.worlds():
        w.frames = frames
    left: list[World] = []
    for way in ("broke", "continued", "returned"):
        for w in getattr(inner, way):
            _mark(w, number, way)
            left.append(w)
    for w, names in inner.raised:
        if block.closes:
            _mark(w, number, "raised")
            left.append(w)
        else:
            flow.raised.append((w, names))
    if block.closes:
        for w in left:
            w.outcome = w.add(Instance(EXIT[0]))
            flow.raised.append((w, EXIT))
        return inner.normal
    return [*inner.normal, *left]


def _mark(world: World, number: int, way: str) -> None:
    world.leaving = (*world.leaving, (number, way))
    world.own(number, Frame).variables[LEFT] = world.outcome
