"""Objects that hold one other and give it back: ``contextlib.nullcontext(x)``, ``weakref.ref(x)``."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Instance, Ref, Runtime, Value

HELD = "enter_result"
"""The attribute that holds it, by the name that ``nullcontext`` has for it."""
NULL_CONTEXT, REFERENCE = "contextlib.nullcontext", "weakref.ref"


def _holder(cls: str, name: str) -> Callable[[Runtime, Arguments], Value]:
    def make(rt: Runtime, arguments: Arguments) -> Value:
        return rt.world.add(Instance(cls, {HELD: arguments.get(0, name) or NONE}))

    return make


def held(rt: Runtime, holder: Value, cls: str) -> Value | None:
    """What an object of the imported class `cls` holds; None for others."""
    thing = rt.world.get(holder)
    return thing.attributes[HELD] if isinstance(thing, Instance) and thing.cls == cls else None


def _enter(rt: Runtime, holder: Ref, arguments: Arguments) -> Value:
    return held(rt, holder, NULL_CONTEXT) or NONE


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    NULL_CONTEXT: _holder(NULL_CONTEXT, "enter_result"),
    REFERENCE: _holder(REFERENCE, "o"),
}
OBJECTS: dict[str, dict[str, Callable[[Runtime, Ref, Arguments], Value | None]]] = {
    NULL_CONTEXT: {
        "__enter__": _enter,
        "__aenter__": _enter,
        "__exit__": lambda rt, holder, arguments: NONE,
        "__aexit__": lambda rt, holder, arguments: NONE,
    },
}
