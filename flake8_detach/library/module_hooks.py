"""Hooks on modules: before and after ``forward``, and around backward (torch/nn/modules/module.py)."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Call, Grad, TensorId
from ..values import (
    NONE,
    TRUE,
    Arguments,
    Const,
    Instance,
    Items,
    Opaque,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
)
from . import hooks

BEFORE, AFTER, BACKWARD, BACKWARD_BEFORE = (
    "<pre hooks>",
    "<hooks>",
    "<backward hooks>",
    "<backward pre hooks>",
)
WITH_KEYWORDS = "<with kwargs>"
GIVEN, RESULTS = "<inputs>", "<results>"


def register(kind: str) -> Callable[[Runtime, Ref, Arguments], Value | None]:
    """``module.register_…_hook(hook, *, prepend=False, with_kwargs=False)``."""

    def run(rt: Runtime, module: Ref, arguments: Arguments) -> Value | None:
        hook = arguments.get(0, "hook")
        if hook is None:
            return None
        made = hooks.handle(rt, hook, **{"with kwargs": arguments.keywords.get("with_kwargs", Const(False))})
        own = rt.world.own(module.id, Instance)
        known = _handles(rt, module, kind)
        first = arguments.keywords.get("prepend")
        ordered = [made, *known] if first is not None and rt.truth(first) is True else [*known, made]
        own.attributes[kind] = rt.sequence("list", ordered)
        return made

    return run


def _handles(rt: Runtime, module: Value, kind: str) -> list[Value]:
    thing = rt.world.get(module)
    held = thing.attributes.get(kind) if isinstance(thing, Instance) else None
    items = rt.world.get(held) if held is not None else None
    return list(items.items) if isinstance(items, Items) else []


def _takes_keywords(rt: Runtime, handle: Value) -> bool:
    thing = rt.world.get(handle)
    return isinstance(thing, Instance) and thing.attributes.get(WITH_KEYWORDS) == TRUE


def before(rt: Runtime, module: Value, arguments: Arguments) -> Arguments:
    """The forward pre-hooks: what ``forward`` gets."""
    for handle in _handles(rt, module, BEFORE):
        for hook in hooks.active(rt, [handle]):
            given = rt.sequence("tuple", arguments.positional)
            if _takes_keywords(rt, handle):
                result = rt.call(hook, Arguments((module, given, _keywords(rt, arguments))))
                pair = rt.world.get(result)
                result = pair.items[0] if isinstance(pair, Items) and len(pair.items) == 2 else NONE
            else:
                result = rt.call(hook, Arguments((module, given)))
            changed = rt.world.get(result)
            if isinstance(changed, Items):
                arguments = Arguments(tuple(changed.items), arguments.keywords)
            elif isinstance(result, TensorRef):
                arguments = Arguments((result,), arguments.keywords)
    return arguments


def after(rt: Runtime, module: Value, arguments: Arguments, output: Value) -> Value:
    """The forward hooks: what the call gives."""
    for handle in _handles(rt, module, AFTER):
        for hook in hooks.active(rt, [handle]):
            given: list[Value] = [module, rt.sequence("tuple", arguments.positional)]
            if _takes_keywords(rt, handle):
                given.append(_keywords(rt, arguments))
            result = rt.call(hook, Arguments((*given, output)))
            if result != NONE and not isinstance(rt.world.get(result), Opaque):
                output = result
    return output


def _keywords(rt: Runtime, arguments: Arguments) -> Value:
    return rt.world.add(Table({Const(k): v for k, v in arguments.keywords.items()}))


# -- around backward


def watch_inputs(rt: Runtime, module: Value, arguments: Arguments) -> tuple[Arguments, Value | None]:
    """With backward hooks, the inputs pass through a Function of PyTorch's own, which gives views of them."""
    if not _handles(rt, module, BACKWARD) and not _handles(rt, module, BACKWARD_BEFORE):
        return arguments, None
    token = rt.world.add(Instance(CALL, {"<module>": module}))
    seen, passed = _pass_through(rt, arguments.positional, token)
    return Arguments(tuple(seen), arguments.keywords, arguments.rest), token if passed else None


def watch_output(rt: Runtime, module: Value, output: Value, token: Value | None) -> Value:
    """The results pass through the same; where no input asked for a gradient, the hooks run there."""
    if not _handles(rt, module, BACKWARD) and not _handles(rt, module, BACKWARD_BEFORE):
        return output
    thing = rt.world.get(output)
    several = isinstance(thing, Items) and thing.rest is None
    values = thing.items if isinstance(thing, Items) and several else [output]
    own = rt.world.add(Instance(CALL, {"<module>": module})) if token is None else None
    seen, _ = _pass_through(rt, values, own)
    return rt.sequence("tuple", seen) if several else seen[0]


CALL = "torch.utils.hooks.BackwardHook"


def _pass_through(
    rt: Runtime, values: tuple[Value, ...] | list[Value], token: Ref | None
) -> tuple[list[Value], bool]:
    tensors: list[TensorId] = [
        v.id for v in values if isinstance(v, TensorRef) and rt.machine.requires_grad(v.id) is not Grad.NO
    ]
    if not tensors or not rt.machine.grad_mode.records:
        return list(values), False
    outputs = rt.machine.apply_custom(rt.site, "BackwardHookFunction", tensors, tensors, body=token)
    instead = dict(zip(tensors, outputs))
    return [
        TensorRef(instead[v.id]) if isinstance(v, TensorRef) and v.id in instead else v for v in values
    ], True


def is_call(rt: Runtime, token: object) -> bool:
    """Is the token of a call that of a module with backward hooks?"""
    thing = rt.world.get(token) if isinstance(token, Ref) else None
    return isinstance(thing, Instance) and thing.cls == CALL


def run_backward(rt: Runtime, token: Ref, call: Call) -> None:
    """The backward hooks of a module: ``hook(module, grad_input, grad_output)``."""
    thing = rt.world.get(token)
    assert isinstance(thing, Instance)
    module = thing.attributes["<module>"]
    gradients: list[Value] = [TensorRef(g) for g in call.gradients]
    arriving: list[Value] = [TensorRef(rt.machine.tensor(rt.site, "the gradient of the output"))]
    for hook in hooks.active(rt, _handles(rt, module, BACKWARD_BEFORE)):
        rt.call(hook, Arguments((module, rt.sequence("tuple", arriving))))
    for hook in hooks.active(rt, _handles(rt, module, BACKWARD)):
        leaving = rt.sequence("tuple", gradients)
        rt.call(hook, Arguments((module, leaving, rt.sequence("tuple", arriving))))


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "register_forward_hook": register(AFTER),
    "register_forward_pre_hook": register(BEFORE),
    "register_full_backward_hook": register(BACKWARD),
    "register_backward_hook": register(BACKWARD),
    "register_full_backward_pre_hook": register(BACKWARD_BEFORE),
}
