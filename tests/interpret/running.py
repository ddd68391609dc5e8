"""Running programs by the interpreter, and reading what the worlds they end in hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flake8_detach.interpret.blocks import run_suite
from flake8_detach.interpret.flow import Flow
from flake8_detach.interpret.interpreter import Interpreter
from flake8_detach.source.units import SourceFile
from flake8_detach.values import Const, Frame, Items, Value, World, options

EFFECTS = """\
import torch

effects = []
seen = torch.zeros(1)
kept = torch.ones(1, requires_grad=True) * seen


def e(number):
    effects.append(number)
    seen.zero_()
    return number


"""
"""What an effect is to the interpreter: an entry in a list, and a write of something that backward needs, which
keeps worlds apart."""


@dataclass(slots=True)
class Ran:
    """The ends of a run, and the interpreter that ran it."""

    interp: Interpreter
    flow: Flow = field(default_factory=Flow)

    @property
    def worlds(self) -> list[World]:
        """Every world the module's body ended in, normally or by an exception."""
        return [*self.flow.normal, *(world for world, _ in self.flow.raised)]


@contextmanager
def deep_recursion() -> Iterator[None]:
    """As the interpreter's own roots run."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 12_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def run(program: str, budget: int = 1_000_000) -> Ran:
    """Run a module's body in all its worlds. Raises OutOfSteps."""
    source = SourceFile(program, "program.py")
    interp = Interpreter(source, budget)
    world = interp.world
    frame = world.add(Frame(None, None, {"__name__": Const("__main__")}))
    world.frames = (frame.id,)
    interp.unit = source.module()
    ran = Ran(interp)
    with deep_recursion():
        ran.flow = run_suite(interp, interp.unit.node, [world])
    return ran


def variable(world: World, name: str) -> Value | None:
    """A variable of the module."""
    frame = world.heap[world.frames[0]]
    assert isinstance(frame, Frame)
    return frame.variables.get(name)


def constants(world: World, name: str) -> list[object]:
    """The alternatives of a variable, as Python's own values; what is no constant as None."""
    value = variable(world, name)
    assert value is not None, f"{name} was never bound"
    return [plain(world, option) for option in options(value)]


def plain(world: World, value: Value) -> object:
    """A value as Python's own: constants, and tuples of what a list or tuple holds; `...` for what is unknown."""
    if isinstance(value, Const):
        return value.value
    thing = world.get(value)
    if isinstance(thing, Items) and thing.rest is None:
        return tuple(plain(world, item) for item in thing.items)
    return ...


def effects(world: World) -> object:
    """The order of effects in a world."""
    value = variable(world, "effects")
    return plain(world, value) if value is not None else ...
