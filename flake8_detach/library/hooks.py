"""Hooks on tensors, and the program's own code that a backward calls.

A hook is registered with the machine under the number of its handle on the heap; ``handle.remove()`` marks the
handle, so that a removed hook is not called any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..autograd import Call, GradMode
from ..values import NONE, TRUE, Arguments, Instance, Ref, Runtime, TensorRef, Value
from . import functions

HANDLE = "torch.utils.hooks.RemovableHandle"
HOOK, REMOVED, MODULE = "<hook>", "<removed>", "<module>"


def handle(rt: Runtime, hook: Value, **attributes: Value) -> Ref:
    """A handle of a registered hook."""
    named = {f"<{name}>": value for name, value in attributes.items()}
    return rt.world.add(Instance(HANDLE, {HOOK: hook, **named}))


def active(rt: Runtime, handles: Sequence[Value]) -> list[Value]:
    """The hooks behind `handles`, those that were removed left out."""
    things = [rt.world.get(h) for h in handles]
    return [
        thing.attributes[HOOK]
        for thing in things
        if isinstance(thing, Instance) and HOOK in thing.attributes and thing.attributes.get(REMOVED) != TRUE
    ]


def _remove(rt: Runtime, value: Ref, arguments: Arguments) -> Value:
    rt.world.own(value.id, Instance).attributes[REMOVED] = TRUE
    return NONE


HANDLE_METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "remove": _remove,
    "__enter__": lambda rt, value, arguments: value,
    "__exit__": _remove,
}


def register(label: str, *, after: bool = False) -> Callable[[Runtime, TensorRef, Arguments], Value | None]:
    """``tensor.register_hook`` and, with `after`, ``tensor.register_post_accumulate_grad_hook``."""

    def run(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value | None:
        hook = arguments.get(0, "hook")
        if hook is None:
            return None
        made = handle(rt, hook)
        rt.machine.register_hook(rt.site, label, tensor.id, made, after=after)
        return made

    return run


def run_calls(rt: Runtime, calls: Sequence[Call], create_graph: bool) -> None:
    """Call what a backward calls back, in the engine's order; it runs recorded under ``create_graph`` only."""
    if not calls:
        return
    before = rt.machine.grad_mode
    try:
        rt.machine.set_mode(GradMode.ON if create_graph else GradMode.OFF)
        for call in calls:
            token = call.token
            if not isinstance(token, Ref):
                continue
            if functions.is_context(rt, token):
                functions.run_body(rt, token, call)
                continue
            for hook in active(rt, [token]):
                rt.call(hook, Arguments(tuple(TensorRef(g) for g in call.gradients)))
    finally:
        rt.machine.set_mode(before)


METHODS: dict[str, Callable[[Runtime, TensorRef, Arguments], Value | None]] = {
    "register_hook": register("register_hook"),
    "register_post_accumulate_grad_hook": register("register_post_accumulate_grad_hook", after=True),
}
