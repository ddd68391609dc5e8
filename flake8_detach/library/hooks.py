"""Hooks on tensors, and the handles of all hooks.

A hook is registered with the machine under the number of its handle on the heap; ``handle.remove()`` marks the
handle, so that a removed hook is not called any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..values import NONE, TRUE, Arguments, Instance, Ref, Runtime, TensorRef, Value

HANDLE = "torch.utils.hooks.RemovableHandle"
HOOK, REMOVED = "<hook>", "<removed>"


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


def _register(label: str, *, after: bool = False) -> Callable[[Runtime, TensorRef, Arguments], Value | None]:
    """``tensor.register_hook`` and, with `after`, ``tensor.register_post_accumulate_grad_hook``."""

    def run(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value | None:
        hook = arguments.get(0, "hook")
        if hook is None:
            return None
        made = handle(rt, hook)
        rt.machine.register_hook(rt.site, label, tensor.id, made, after=after)
        return made

    return run


METHODS: dict[str, Callable[[Runtime, TensorRef, Arguments], Value | None]] = {
    "register_hook": _register("register_hook"),
    "register_post_accumulate_grad_hook": _register("register_post_accumulate_grad_hook", after=True),
}
