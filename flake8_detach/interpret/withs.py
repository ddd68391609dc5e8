"""``with``: context managers entered and left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..values import NONE, Instance, Value, World
from .assign import assign
from .blocks import run_suite
from .contexts import GENERATOR_CONTEXT, run_generator_context
from .flow import Flow, merged

if TYPE_CHECKING:
    from .interpreter import Interpreter


def run_with(interp: Interpreter, node: cst.With, world: World) -> Flow:
    return _with_items(interp, node, list(node.items), world)


def _with_items(interp: Interpreter, node: cst.With, items: list[cst.WithItem], world: World) -> Flow:
    if not items:
        return run_suite(interp, node.body, [world])
    item = items[0]
    tokens: dict[int, tuple[Value, Any]] = {}

    def enter() -> Value:
        manager = interp.evaluate(item.item)
        interp.node = item.item
        thing = interp.world.get(manager)
        if isinstance(thing, Instance) and thing.cls == GENERATOR_CONTEXT:
            tokens[id(interp.world)] = (manager, thing)
            return NONE
        bound, token = library.enter(interp, manager)
        if item.asname is not None:
            assign(interp, item.asname.name, bound)
        tokens[id(interp.world)] = (manager, token)
        return NONE

    flow = interp.outcomes(world, enter)
    entered, flow.normal = flow.normal, []
    guards = interp.guards
    for after in entered:
        manager, token = tokens[id(after)]
        if isinstance(token, Instance):

            def body(world: World, value: Value) -> Flow:
                interp.world = world
                if item.asname is not None:
                    assign(interp, item.asname.name, value)
                return _with_items(interp, node, items[1:], interp.world)

            interp.node = item.item
            through = run_generator_context(interp, token, after, body)
            if through is None:
                through = _with_items(interp, node, items[1:], after)
            flow.absorb(through)
            flow.normal += through.normal
            continue
        interp.guards = guards + (not library.is_context(interp, manager))
        inner = _with_items(interp, node, items[1:], after)
        interp.guards = guards
        for left in (
            *inner.normal,
            *inner.broke,
            *inner.continued,
            *inner.returned,
            *(w for w, _ in inner.raised),
        ):
            interp.world = left
            interp.node = node
            library.leave(interp, manager, token)
        flow.absorb(inner)
        flow.normal += inner.normal
    flow.normal = merged(flow.normal)
    return flow
