"""Context managers that the program writes as generators: the with-block runs where the generator yields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..values import Arguments, Frame, Function, Instance, Items, Value, World
from .flow import Flow, merged

if TYPE_CHECKING:
    from .interpreter import Interpreter

GENERATOR_CONTEXT = "contextlib.generator"
"""The class of what a call of a ``@contextmanager`` function gives: the function, its arguments, not yet run."""
DECORATORS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


@dataclass(slots=True)
class Block:
    """A with-block that waits for its generator to yield, and the worlds that left it other than by its end."""

    run: Callable[[World, Value], Flow]
    left: Flow = field(default_factory=Flow)


def is_generator(node: cst.CSTNode) -> bool:
    """Does a function yield, in its own body?"""
    todo: list[cst.CSTNode] = list(node.children)
    while todo:
        current = todo.pop()
        if isinstance(current, cst.Yield):
            return True
        if not isinstance(current, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            todo.extend(current.children)
    return False


def made_by(interp: Interpreter, function: Function, arguments: Arguments) -> Value:
    """The context manager that calling a ``@contextmanager`` function gives."""
    given = interp.sequence("tuple", arguments.positional)
    named = {f"<keyword>{k}": v for k, v in arguments.keywords.items()}
    return interp.world.add(Instance(GENERATOR_CONTEXT, {"<function>": function, "<given>": given, **named}))


def run_generator_context(
    interp: Interpreter, manager: Instance, world: World, body: Callable[[World, Value], Flow]
) -> Flow | None:
    """Run the generator with `body` at its yield; None where the call does not fit the function."""
    from .blocks import run_suite
    from .calls import bind_parameters

    function = manager.attributes["<function>"]
    assert isinstance(function, Function)
    given = world.get(manager.attributes["<given>"])
    keywords = {
        k.removeprefix("<keyword>"): v for k, v in manager.attributes.items() if k.startswith("<keyword>")
    }
    node = function.code.node
    frame = Frame(function.frame, function.code)
    interp.world = world
    arguments = Arguments(tuple(given.items) if isinstance(given, Items) else (), keywords)
    if function.receiver is not None:
        arguments = arguments.behind(function.receiver)
    if not bind_parameters(interp, function, node.params, arguments, frame):
        return None
    caller = interp.unit, interp.node, interp.calls, world.frames
    place = interp.site
    number = world.add(frame).id
    block = Block(body)
    interp.blocks[number] = block
    world.frames = (*world.frames, number)
    interp.unit, interp.calls = function.code.unit, (*interp.calls, place)
    try:
        flow = run_suite(interp, node.body, [world])
    finally:
        interp.unit, interp.node, interp.calls = caller[:3]
        del interp.blocks[number]
    result = Flow(normal=merged([*flow.normal, *flow.returned]), raised=flow.raised)
    for after in (*result.normal, *(w for w, _ in result.raised)):
        after.frames = caller[3]
    result.absorb(block.left)
    return result


def at_yield(interp: Interpreter, node: Any, world: World) -> Flow | None:
    """Run the waiting with-block, if this statement is the yield it waits for."""
    number = world.frames[-1]
    block = interp.blocks.get(number)
    value = node.value if isinstance(node, cst.Expr | cst.Assign) else None
    if block is None or not isinstance(value, cst.Yield) or isinstance(value.value, cst.From):
        return None
    given = value.value
    evaluated = interp.outcomes(
        world, lambda: interp.evaluate(given) if given is not None else interp.nothing
    )
    flow = Flow(raised=evaluated.raised)
    here = interp.unit, interp.node, interp.calls
    for after in evaluated.normal:
        frames = after.frames
        after.frames = frames[:-1]
        interp.calls = here[2][:-1]
        interp.unit = here[2][-1].unit
        inner = block.run(after, after.outcome)
        interp.unit, interp.node, interp.calls = here
        for w in inner.normal:
            w.frames = frames
        flow.normal += inner.normal
        for w, names in inner.raised:
            w.frames = frames
            flow.raised.append((w, names))
        block.left.broke += inner.broke
        block.left.continued += inner.continued
        block.left.returned += inner.returned
    return flow
