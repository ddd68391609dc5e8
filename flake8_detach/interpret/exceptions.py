"""``try`` and ``raise``: which handlers are entered, and what ``finally`` does on every way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from ..values import NONE, Arguments, ClassObject, Frame, Native, Raised, Value, World
from . import names
from .blocks import run_suite
from .flow import Flow, Thrown, merged, merged_raised
from .raising import catches, names_of
from .resuming import is_stopped

if TYPE_CHECKING:
    from .interpreter import Interpreter

Handler = cst.ExceptHandler | cst.ExceptStarHandler


def run_raise(interp: Interpreter, node: cst.Raise, world: World) -> Flow:
    """``raise``: an exception, an exception made of a class, or again the one being handled."""

    def act() -> Value:
        if node.exc is None:
            value = _handled(interp)
            raise Raised(value, names_of(interp, value))
        value = interp.evaluate(node.exc)
        if isinstance(value, Native) or isinstance(interp.world.get(value), ClassObject):
            interp.node = node
            made = interp.call(value, Arguments())
            classes = names_of(interp, value)
            raise Raised(made, classes)
        raise Raised(value, names_of(interp, value))

    return interp.outcomes(world, act)


def _handled(interp: Interpreter) -> Value:
    """The exception that the innermost handler is busy with."""
    if interp.handling:
        number, name = interp.handling[-1]
        frame = interp.world.heap[number]
        assert isinstance(frame, Frame)
        return frame.variables.get(name, NONE)
    return interp.world.opaque("an exception")


def run_try(interp: Interpreter, node: cst.Try | cst.TryStar, world: World) -> Flow:
    """A handler is entered from where its exception is raised; if the body raises nothing that we know of, each
    handler is entered from the body's start as well, for what may be raised unseen."""
    start = world.fork() if node.handlers else None
    interp.guards += bool(node.handlers)
    body = run_suite(interp, node.body, [world])
    interp.guards -= bool(node.handlers)
    return behind_body(interp, node, body, start)


def behind_body(interp: Interpreter, node: cst.Try | cst.TryStar, body: Flow, start: World | None) -> Flow:
    """What follows on the body of a ``try`` that began in `start`."""
    flow = Flow(broke=body.broke, continued=body.continued, returned=body.returned)
    handlers: list[Handler] = list(node.handlers)
    entries = _entries(interp, handlers, merged_raised(body.raised), flow)
    normal = list(body.normal)
    if node.orelse is not None and normal:
        inner = run_suite(interp, node.orelse.body, normal)
        flow.absorb(inner)
        normal = list(inner.normal)
    for handler, entered in zip(handlers, entries):
        worlds = list(entered)
        if not body.raised and start is not None:
            unseen = start.fork()
            unseen.outcome = unseen.opaque("an exception")
            if any(w.machine.trail != start.machine.trail for w in body.normal):
                # whatever raises unseen may have done so before, between or after the events
                unseen.doubt += 1
            worlds.append(unseen)
        if worlds:
            inner = _handle(interp, handler, worlds)
            flow.absorb(inner)
            normal += inner.normal
    flow.normal = merged(normal)
    return run_finally(interp, node.finalbody, flow) if node.finalbody is not None else flow


def _entries(
    interp: Interpreter, handlers: Sequence[Handler], thrown: list[Thrown], flow: Flow
) -> list[list[World]]:
    """The worlds that enter each handler; what none catches is raised on."""
    entries: list[list[World]] = [[] for _ in handlers]
    for world, classes in thrown:
        left: World | None = world
        for index, handler in enumerate(handlers):
            assert left is not None
            verdict: bool | None = True
            if handler.type is not None:
                interp.world = left
                outcome, left.outcome = left.outcome, NONE
                verdict = catches(interp, interp.evaluate(handler.type), classes)
                left = interp.world
                left.outcome = outcome
            if verdict is None:
                entries[index].append(left.fork())
            elif verdict:
                entries[index].append(left)
                left = None
                break
        if left is not None:
            flow.raised.append((left, classes))
    return entries


def _handle(interp: Interpreter, handler: Handler, worlds: list[World]) -> Flow:
    """Run a handler; ``as e`` is unbound behind it."""
    bound = handler.name.name.value if handler.name and isinstance(handler.name.name, cst.Name) else None
    number = worlds[0].frames[-1]
    marker = f"<handled {number}.{len(interp.handling)}>"
    for w in worlds:
        interp.world = w
        w.own(number, Frame).variables[marker] = w.outcome
        if bound is not None:
            names.bind(interp, bound, w.outcome)
    interp.handling.append((number, marker))
    flow = run_suite(interp, handler.body, merged(worlds))
    interp.handling.pop()
    for w in flow.worlds():
        interp.world = w
        w.own(number, Frame).variables.pop(marker, None)
        if bound is not None and bound in w.frame.variables:
            names.unbind(interp, bound)
    return flow


def run_finally(interp: Interpreter, clause: cst.Finally, flow: Flow) -> Flow:
    """Run a finally block on every way out; what it leaves by itself wins."""
    out = Flow()
    for way in ("normal", "broke", "continued", "returned"):
        for w in merged(getattr(flow, way)):
            if way == "returned" and is_stopped(interp, w):
                out.returned.append(w)
                continue
            outcome = w.outcome
            inner = run_suite(interp, clause.body, [w])
            for after in inner.normal:
                after.outcome = outcome
            getattr(out, way).extend(inner.normal)
            out.absorb(inner)
    for w, classes in merged_raised(flow.raised):
        outcome = w.outcome
        inner = run_suite(interp, clause.body, [w])
        for after in inner.normal:
            after.outcome = outcome
            out.raised.append((after, classes))
        out.absorb(inner)
    out.normal = merged(out.normal)
    return out
