"""Grad modes and other context managers: what entering and leaving them changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..autograd import GradMode
from ..values import FALSE, NONE, TRUE, TRUTH, Arguments, Instance, Native, Opaque, Ref, Runtime, Value
from ..values.asked import flag, question
from . import autocast, holders, normed, saved_hooks

MODES = {
    "torch.no_grad": GradMode.OFF,
    "torch.enable_grad": GradMode.ON,
    "torch.inference_mode": GradMode.INFERENCE,
    "torch.set_grad_enabled": GradMode.UNKNOWN,
    "torch.optim._use_grad_for_differentiable": GradMode.UNKNOWN,
}
"""Context managers and decorators that switch grad mode (torch/autograd/grad_mode.py, torch/optim/optimizer.py)."""
AUTOCAST, CACHING, PACKING = "autocast", "caching", "packing"
LEAVING: dict[str, Callable[[Runtime, Any], None]] = {
    AUTOCAST: autocast.leave,
    CACHING: normed.leave_cached,
    PACKING: saved_hooks.leave,
}
"""How the contexts that set something else are left, each given what was set before."""


def construct(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """``torch.no_grad()`` and its like; None for other names."""
    if name not in MODES:
        return None
    mode = MODES[name]
    flag = arguments.get(0, "mode")
    if flag is not None and callable_value(rt, flag):
        return flag  # used as a bare decorator
    if name in ("torch.inference_mode", "torch.set_grad_enabled") and flag is not None:
        truth = rt.truth(flag)
        if truth is None:
            mode = GradMode.UNKNOWN
        elif name == "torch.set_grad_enabled":
            mode = GradMode.ON if truth else GradMode.OFF
        elif not truth:
            mode = GradMode.ON  # also under no_grad (c10/core/InferenceMode.h)
    before = rt.machine.grad_mode
    instance = rt.world.add(Instance(name, {"<mode>": Native(mode.name), "<before>": Native(before.name)}))
    if name == "torch.set_grad_enabled":
        _switch(rt, name, mode)  # takes effect at once, context manager or not
    return instance


def _switch(rt: Runtime, name: str, mode: GradMode) -> GradMode:
    """Enter a mode, and give that which was left. In inference mode nothing is recorded, whatever the grad mode."""
    if rt.machine.grad_mode is GradMode.INFERENCE and name != "torch.inference_mode":
        return GradMode.INFERENCE
    return rt.machine.set_mode(mode)


def callable_value(rt: Runtime, value: Value) -> bool:
    """Is this the function under a bare ``@torch.no_grad``?"""
    from ..values import Function

    return isinstance(value, Function)


SAVED = "<saved>"
"""The hidden attribute of a mode that was entered by name: the mode before."""


def _entered_by_name(rt: Runtime, mode: Ref, arguments: Arguments) -> Value:
    """``mode.__enter__()``: it is on until ``mode.__exit__(...)``."""
    value, before = enter(rt, mode)
    if isinstance(before, GradMode):
        rt.world.own(mode.id, Instance).attributes[SAVED] = Native(before.name)
    return value


def _left_by_name(rt: Runtime, mode: Ref, arguments: Arguments) -> Value:
    before = rt.world.own(mode.id, Instance).attributes.pop(SAVED, None)
    if isinstance(before, Native):
        rt.machine.set_mode(GradMode[before.name])
    return NONE


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "__enter__": _entered_by_name,
    "__exit__": _left_by_name,
}
"""Methods of a grad mode, which ``with`` does not call."""


def _is_grad_enabled(rt: Runtime, arguments: Arguments) -> Value:
    mode = rt.machine.grad_mode
    if not mode.records:
        return FALSE
    if mode is GradMode.UNKNOWN or rt.in_part:  # a part of a program may be called under no_grad
        return flag(rt.world, question(None))
    return TRUE


def _is_inference_mode_enabled(rt: Runtime, arguments: Arguments) -> Value:
    if rt.machine.grad_mode is GradMode.INFERENCE:
        return TRUE
    known = rt.machine.grad_mode is GradMode.ON and not rt.in_part
    return FALSE if known else rt.world.opaque(TRUTH)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.is_grad_enabled": _is_grad_enabled,
    "torch.is_inference_mode_enabled": _is_inference_mode_enabled,
}
ASKING = ("grad", "is_leaf")
"""Stands in the text of a condition that asks of a tensor whether it requires grad."""
QUESTIONS = frozenset(("is_grad_enabled", "is_inference_mode_enabled"))
"""Functions that are asked something, and change nothing."""
RUN_EACH_TIME = frozenset(("no_grad", "inference_mode", "enable_grad", "staticmethod", "classmethod"))


def runs_each_time(decorator: str) -> bool:
    """Does a decorator of this name leave a function to do what its body says, each time it is called?"""
    return decorator in RUN_EACH_TIME


def is_context(rt: Runtime, value: Value) -> bool:
    """Is `value` a grad mode, made or still to be made, or another context of PyTorch's: what can decorate a function?"""
    if isinstance(value, Native):
        return value.name in MODES
    thing = rt.world.get(value)
    if isinstance(thing, Instance) and thing.cls in MODES:
        return True
    return any(of.is_context(rt, value) for of in (autocast, normed, saved_hooks))


def enter(rt: Runtime, manager: Value) -> tuple[Value, Any]:
    """Enter a context manager: the value it binds, and a token for leaving it."""
    thing = rt.world.get(manager)
    if isinstance(manager, Native) and manager.name in MODES:
        return NONE, _switch(rt, manager.name, MODES[manager.name])
    if isinstance(thing, Instance) and thing.cls in MODES:
        mode, before = thing.attributes.get("<mode>"), thing.attributes.get("<before>")
        saved = rt.machine.grad_mode
        if isinstance(mode, Native):
            _switch(rt, str(thing.cls), GradMode[mode.name])
        if thing.cls == "torch.set_grad_enabled" and isinstance(before, Native):
            saved = GradMode[before.name]
        return NONE, saved
    if autocast.is_context(rt, manager):
        return manager, (AUTOCAST, autocast.enter(rt, manager))
    if normed.is_context(rt, manager):
        return NONE, (CACHING, normed.enter_cached(rt))
    if saved_hooks.is_context(rt, manager):
        return manager, (PACKING, saved_hooks.enter(rt))
    if isinstance(thing, Instance) and isinstance(thing.cls, int):
        return rt.method(manager, "__enter__", Arguments()), "__exit__"
    if isinstance(thing, Instance):
        inner = holders.held(rt, manager, holders.NULL_CONTEXT)
        return manager if inner is None else inner, None
    return manager if isinstance(thing, Opaque) else rt.world.opaque("a context"), None


def leave(rt: Runtime, manager: Value, token: Any) -> None:
    """Leave it again."""
    if isinstance(token, GradMode):
        rt.machine.set_mode(token)
    elif isinstance(token, tuple):
        LEAVING[token[0]](rt, token[1])
    elif token == "__exit__":  # noqa: S105
        rt.method(manager, "__exit__", Arguments((NONE, NONE, NONE)))
