"""``contextlib.ExitStack``: context managers entered one by one, and calls put off until the stack is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..autograd import GradMode
from ..values import NONE, Arguments, Const, Instance, Items, Native, Ref, Runtime, Value
from . import modes

STACK = "contextlib.ExitStack"
ENTRIES = "<entries>"
"""What is to be done when the stack is left, in the order in which it came: each a kind and what it is done with."""
CALL, EXIT, MODE = "call", "exit", "mode"


def _make(rt: Runtime, arguments: Arguments) -> Value:
    return rt.world.add(Instance(STACK, {ENTRIES: rt.sequence("list", [])}))


def leave(rt: Runtime, manager: Value, token: Any) -> None:
    """Leave a context manager; of a stack, all that is on it."""
    if isinstance(manager, Ref) and _is_stack(rt, manager):
        _close(rt, manager, Arguments())
    else:
        modes.leave(rt, manager, token)


def _is_stack(rt: Runtime, value: Value) -> bool:
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and thing.cls == STACK


def _enter_context(rt: Runtime, stack: Ref, arguments: Arguments) -> Value | None:
    manager = arguments.get(0, "cm")
    if manager is None:
        return None
    value, token = modes.enter(rt, manager)
    if isinstance(token, GradMode):
        _put(rt, stack, MODE, Native(token.name))
    elif isinstance(token, tuple):
        _put(rt, stack, token[0], Const(token[1]))
    else:
        _put(rt, stack, EXIT, manager)
    return value


def _callback(rt: Runtime, stack: Ref, arguments: Arguments) -> Value | None:
    function = arguments.get(0)
    if function is None:
        return None
    _put(rt, stack, CALL, rt.call(Native("functools.partial"), arguments))
    return function


def _push(rt: Runtime, stack: Ref, arguments: Arguments) -> Value | None:
    """A context manager that is entered already, or a function like its ``__exit__``."""
    pushed = arguments.get(0, "exit")
    if pushed is not None:
        _put(rt, stack, EXIT, pushed)
    return pushed


def _put(rt: Runtime, stack: Ref, kind: str, value: Value) -> None:
    entries = rt.attribute(stack, ENTRIES)
    if isinstance(entries, Ref) and isinstance(rt.world.get(entries), Items):
        rt.world.own(entries.id, Items).items.append(rt.sequence("tuple", [Const(kind), value]))


def _close(rt: Runtime, stack: Ref, arguments: Arguments) -> Value:
    """Do what is on the stack, the last first."""
    entries = rt.attribute(stack, ENTRIES)
    listed = rt.world.get(entries)
    found = list(listed.items) if isinstance(listed, Items) else []
    rt.world.own(stack.id, Instance).attributes[ENTRIES] = rt.sequence("list", [])
    for entry in reversed(found):
        pair = rt.world.get(entry)
        if isinstance(pair, Items) and len(pair.items) == 2 and isinstance(pair.items[0], Const):
            _undo(rt, pair.items[0].value, pair.items[1])
    return NONE


def _undo(rt: Runtime, kind: object, value: Value) -> None:
    if kind == MODE and isinstance(value, Native):
        rt.machine.set_mode(GradMode[value.name])
    elif kind in modes.LEAVING and isinstance(value, Const):
        modes.LEAVING[str(kind)](rt, value.value)
    elif kind == CALL:
        rt.call(value, Arguments())
    elif kind == EXIT and isinstance(value, Ref):
        thing = rt.world.get(value)
        if isinstance(thing, Instance) and isinstance(thing.cls, int):
            rt.method(value, "__exit__", Arguments((NONE, NONE, NONE)))
        elif _is_stack(rt, value):
            _close(rt, value, Arguments())


def _pop_all(rt: Runtime, stack: Ref, arguments: Arguments) -> Value:
    entries = rt.attribute(stack, ENTRIES)
    rt.world.own(stack.id, Instance).attributes[ENTRIES] = rt.sequence("list", [])
    return rt.world.add(Instance(STACK, {ENTRIES: entries}))


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "enter_context": _enter_context,
    "enter_async_context": _enter_context,
    "callback": _callback,
    "push_async_callback": _callback,
    "push": _push,
    "push_async_exit": _push,
    "close": _close,
    "aclose": _close,
    "pop_all": _pop_all,
}
FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    STACK: _make,
    "contextlib.AsyncExitStack": _make,
}
