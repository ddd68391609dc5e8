"""``try``: which handlers are entered, and what ``finally`` does on every way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..values import World
from . import names
from .blocks import run_suite
from .flow import Flow, merged

if TYPE_CHECKING:
    from .interpreter import Interpreter

EVERY_EXCEPTION = frozenset({"Exception", "BaseException"})


def run_try(interp: Interpreter, node: cst.Try | cst.TryStar, world: World) -> Flow:
    start = world.fork() if node.handlers else None
    interp.guards += bool(node.handlers)
    body = run_suite(interp, node.body, [world])
    interp.guards -= bool(node.handlers)
    flow = Flow()
    flow.absorb(body)
    uncaught: list[tuple[World, tuple[str, ...]]] = []
    raised, flow.raised = flow.raised, []
    entries: list[list[World]] = [[] for _ in node.handlers]
    for thrown, classes in raised:
        for index, handler in enumerate(node.handlers):
            if _catches(handler, classes):
                entries[index].append(thrown)
                break
        else:
            uncaught.append((thrown, classes))
    normal = list(body.normal)
    if node.orelse is not None and normal:
        inner = run_suite(interp, node.orelse.body, normal)
        flow.absorb(inner)
        normal = inner.normal
    for index, handler in enumerate(node.handlers):
        worlds = entries[index]
        if not raised and start is not None:
            unseen = start.fork()
            if any(w.machine.trail != start.machine.trail for w in body.normal):
                unseen.doubt += (
                    1  # whatever raises unseen may have done so before, between or after the events
                )
            worlds = [*worlds, unseen]
        if not worlds:
            continue
        if handler.name is not None and isinstance(handler.name.name, cst.Name):
            for w in worlds:
                interp.world = w
                names.bind(interp, handler.name.name.value, interp.world.opaque("an exception"))
        inner = run_suite(interp, handler.body, worlds)
        flow.absorb(inner)
        normal += inner.normal
    flow.normal = merged(normal)
    flow.raised += uncaught
    return _finally(interp, node.finalbody, flow) if node.finalbody is not None else flow


def _catches(handler: cst.ExceptHandler | cst.ExceptStarHandler, classes: tuple[str, ...]) -> bool:
    if handler.type is None:
        return True
    types = [handler.type]
    if isinstance(handler.type, cst.Tuple):
        types = [e.value for e in handler.type.elements]
    short = {c.rpartition(".")[2] for c in classes}
    for node in types:
        name = node.value if isinstance(node, cst.Name) else None
        if isinstance(node, cst.Attribute):
            name = node.attr.value
        if name in short or ("?" in short and name not in EVERY_EXCEPTION):
            return True
    return False


def _finally(interp: Interpreter, clause: cst.Finally, flow: Flow) -> Flow:
    """Run a finally block on every way out; what it leaves by itself wins."""
    out = Flow()
    for way in ("normal", "broke", "continued", "returned"):
        for w in getattr(flow, way):
            outcome = w.outcome
            inner = run_suite(interp, clause.body, [w])
            for after in inner.normal:
                after.outcome = outcome
            getattr(out, way).extend(inner.normal)
            out.absorb(inner)
    for w, classes in flow.raised:
        inner = run_suite(interp, clause.body, [w])
        out.raised += [(after, classes) for after in inner.normal]
        out.absorb(inner)
    out.normal = merged(out.normal)
    return out
