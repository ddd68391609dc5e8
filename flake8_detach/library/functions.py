"""Classes that descend from ``torch.autograd.Function``: ``apply``, and their ``backward`` when a backward comes by.

``apply`` hands the very tensors it was given to ``forward``, which runs with grad mode off; then its results get
the Function as their history (torch/csrc/autograd/python_function.cpp). What ``ctx`` was told is kept on the heap,
and its number is the token by which the machine calls back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from ..autograd import Call, Grad, GradMode, TensorId
from ..values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    ClassObject,
    Const,
    Function,
    Instance,
    Items,
    Opaque,
    Ref,
    Runtime,
    TensorRef,
    Value,
    either,
    options,
)
from .function_reads import UNPACKING, reads_of
from .kinds import tensors_of
from .names import canonical
from .several import one_by_one

CONTEXT = "torch.autograd.FunctionCtx"
BASES = frozenset({"torch.autograd.Function", "torch.autograd.InplaceFunction"})
CLASS, SAVED, DIRTY, PLAIN, RESULTS, UNPACKED, NEEDS = (
    "<class>",
    "<saved>",
    "<dirty>",
    "<plain>",
    "<results>",
    "<unpacked>",
    "<needs>",
)
"""What a context remembers: its class, what it was told to save, what is dirty and what not differentiable, which
results are tensors (in how many ways, of several that each may be), what backward unpacked, and which inputs need a gradient."""


SIGNATURE = re.compile(r"\bdef\s+\w+\s*\(\s*(\w+)")


def is_function_class(rt: Runtime, cls: Value) -> bool:
    """Does a class of the program descend from ``torch.autograd.Function``?"""
    return any(canonical(name) in BASES for name in rt.class_names(cls))


def _own(rt: Runtime, cls: Value, name: str) -> Function | None:
    """A function that the class, or a base of it in the program, defines."""
    found = rt.attribute(cls, name) if isinstance(rt.world.get(cls), ClassObject) else None
    return found if isinstance(found, Function) else None


def apply(rt: Runtime, cls: Value, arguments: Arguments) -> Value | None:
    """``Class.apply(...)``; None where the forward cannot be seen."""
    places = range(len(arguments.positional))
    return one_by_one(rt, "apply", arguments, places, lambda given: _apply(rt, cls, given))


def _apply(rt: Runtime, cls: Value, arguments: Arguments) -> Value | None:
    forward = _own(rt, cls, "forward")
    if forward is None or arguments.rest is not None:
        return None
    ctx = rt.world.add(Instance(CONTEXT, {CLASS: cls, NEEDS: _needs(rt, arguments)}))
    setup = _own(rt, cls, "setup_context")
    before, since = rt.machine.grad_mode, rt.machine.moment()
    try:
        if before.records:
            rt.machine.set_mode(GradMode.OFF)
        output = rt.call(forward, arguments.behind(ctx) if setup is None else arguments)
        if setup is not None:
            given = rt.sequence("tuple", arguments.positional)
            rt.call(setup, Arguments((ctx, given, output)))
    finally:
        rt.machine.set_mode(before)
    return _finish(rt, cls, ctx, arguments, output=output, since=since)


def _needs(rt: Runtime, arguments: Arguments) -> Value:
    """``ctx.needs_input_grad``."""
    flags: list[Value] = []
    for value in arguments.positional:
        tensors = [rt.world.shadow(option, rt.site) for option in options(value)]
        needs = {rt.machine.requires_grad(t) if t is not None else Grad.NO for t in tensors}
        known = {Grad.YES: TRUE, Grad.NO: FALSE}.get(needs.pop()) if len(needs) == 1 else None
        flags.append(known if known is not None else rt.world.opaque("needs_input_grad"))
    return rt.sequence("tuple", flags)


def _finish(rt: Runtime, cls: Value, ctx: Ref, arguments: Arguments, *, output: Value, since: int) -> Value:
    """What the forward, which ran `since` then, gave back becomes what the caller of ``apply`` sees."""
    thing = rt.world.get(output)
    several = isinstance(thing, Items) and thing.rest is None
    values = list(thing.items) if isinstance(thing, Items) and several else [output]
    results = _tensors(rt, values)
    label = rt.world.get(cls)
    asked = _asked(rt, cls)
    outputs = iter(
        rt.machine.apply_custom(
            rt.site,
            label.code.name if isinstance(label, ClassObject) else "apply",
            _tensors(rt, arguments.positional),
            results,
            saved=_told(rt, ctx, SAVED),
            kept=_kept(rt, ctx, asked),
            dirty=_told(rt, ctx, DIRTY),
            non_differentiable=_told(rt, ctx, PLAIN),
            body=ctx,
            since=since,
            unread=asked is not None and not asked & UNPACKING,
            ignored=_ignored(rt, cls, ctx, arguments),
        )
    )
    seen = [either(*(_seen(rt, option, outputs) for option in options(v))) or v for v in values]
    attributes = rt.world.own(ctx.id, Instance).attributes
    attributes[RESULTS] = rt.sequence("tuple", [Const(len(_tensors(rt, [v]))) for v in values])
    return rt.sequence("tuple", seen) if several else seen[0]


def _ignored(rt: Runtime, cls: Value, ctx: Ref, arguments: Arguments) -> tuple[frozenset[int], ...]:
    """Of each tensor that was saved, the inputs, counted among the tensors, whose gradients do not read its contents."""
    body = _own(rt, cls, "backward")
    told = [_tensors(rt, [v]) for v in _list(rt, ctx, SAVED)]
    given = [_tensors(rt, [v]) for v in arguments.positional]
    reads = reads_of(rt.source_of(body.code)) if isinstance(body, Function) else None
    if reads is None or len(reads) != len(told) or any(len(ts) > 1 for ts in (*told, *given)):
        return ()
    places = [place for place, ts in enumerate(given) if ts]
    return tuple(
        frozenset() if readers is None else frozenset(k for k, p in enumerate(places) if p not in readers)
        for readers, ts in zip(reads, told)
        if ts
    )


def _seen(rt: Runtime, value: Value, outputs: Iterator[TensorId]) -> Value:
    """A result as the caller sees it, a tensor the next of `outputs`; what only may be a tensor stays so."""
    before = rt.world.shadow(value, rt.site)
    after = next(outputs) if before is not None else None
    if after is None or before == after:
        return value
    thing = rt.world.get(value)
    if isinstance(thing, Opaque) and not thing.shown:
        return rt.world.opaque(thing.label, after)
    return TensorRef(after)


def _list(rt: Runtime, ctx: Ref, name: str) -> list[Value]:
    thing = rt.world.get(ctx)
    held = (
        rt.world.get(thing.attributes[name])
        if isinstance(thing, Instance) and name in thing.attributes
        else None
    )
    return list(held.items) if isinstance(held, Items) else []


def _tensors(rt: Runtime, values: Sequence[Value]) -> list[TensorId]:
    """What is a tensor, or may be one, of the values themselves: autograd does not look into lists."""
    found = (rt.world.shadow(option, rt.site) for value in values for option in options(value))
    return [t for t in found if t is not None]


def _told(rt: Runtime, ctx: Ref, name: str) -> list[TensorId]:
    return _tensors(rt, _list(rt, ctx, name))


def _kept(rt: Runtime, ctx: Ref, asked: frozenset[str] | None) -> list[TensorId]:
    """Tensors stored as plain attributes of the context, and `asked` for: nobody compares their version."""
    thing = rt.world.get(ctx)
    assert isinstance(thing, Instance)
    values = [
        v for k, v in thing.attributes.items() if not k.startswith("<") and (asked is None or k in asked)
    ]
    return [t for v in values for t in tensors_of(rt, v, sure_only=True)]


def _asked(rt: Runtime, cls: Value) -> frozenset[str] | None:
    """The attributes of its context that the Function's backward speaks of; None where it may ask for any."""
    body = _own(rt, cls, "backward") or _own(rt, cls, "vjp")
    text = rt.source_of(body.code) if isinstance(body, Function) else ""
    signature = SIGNATURE.search(text)
    if signature is None:
        return None
    uses = re.findall(rf"\b{signature[1]}\b(?:\s*\.\s*(\w+))?", text[signature.end() :])
    return frozenset(uses) if all(uses) else None


# -- the context


def _tell(slot: str) -> Callable[[Runtime, Ref, Arguments], Value | None]:
    def tell(rt: Runtime, ctx: Ref, arguments: Arguments) -> Value:
        values = list(arguments.positional)
        if arguments.rest is not None:
            values.append(arguments.rest)
        rt.world.own(ctx.id, Instance).attributes[slot] = rt.sequence("tuple", values)
        return NONE

    return tell


CONTEXT_METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "save_for_backward": _tell(SAVED),
    "mark_dirty": _tell(DIRTY),
    "mark_non_differentiable": _tell(PLAIN),
    "set_materialize_grads": lambda rt, ctx, arguments: NONE,
    "save_for_forward": lambda rt, ctx, arguments: NONE,
}


def context_attribute(rt: Runtime, ctx: Ref, name: str) -> Value | None:
    """``ctx.name`` where the program has not set it."""
    slot = {**dict.fromkeys(UNPACKING, UNPACKED), "needs_input_grad": NEEDS}.get(name)
    thing = rt.world.get(ctx)
    if slot is None or not isinstance(thing, Instance):
        return None
    return thing.attributes.get(slot) or rt.sequence("tuple", [])


# -- backward


def is_context(rt: Runtime, token: object) -> bool:
    """Is the token of a call the context of a Function?"""
    thing = rt.world.get(token) if isinstance(token, Ref) else None
    return isinstance(thing, Instance) and thing.cls == CONTEXT


def run_body(rt: Runtime, ctx: Ref, call: Call) -> None:
    """Run the Function's ``backward`` with the gradients of its results."""
    thing = rt.world.get(ctx)
    assert isinstance(thing, Instance)
    body = _own(rt, thing.attributes[CLASS], "backward") or _own(rt, thing.attributes[CLASS], "vjp")
    if body is None:
        return
    unpacked = rt.sequence("tuple", _unpacked(rt, ctx, call))
    rt.world.own(ctx.id, Instance).attributes[UNPACKED] = unpacked
    gradients = iter(call.gradients)
    given: list[Value] = []
    for count in _list(rt, ctx, RESULTS):
        assert isinstance(count, Const)
        ways = [g for g in islice(gradients, count.value) if g is not None]
        given.append(TensorRef(ways[0]) if ways else NONE)
    rt.call(body, Arguments((ctx, *given)))


def backward_arguments(rt: Runtime, cls: Value, name: str, count: int, *, bound: bool) -> Arguments:
    """The arguments that autograd gives a method of a Function which nobody in the file applies: its ``backward`` is
    given gradients. Of other methods nothing is known."""
    if name not in ("backward", "vjp") or not is_function_class(rt, cls):
        return Arguments()
    given: list[Value] = [] if bound else [rt.world.opaque("ctx")]
    gradients = [rt.machine.tensor(rt.site, "a gradient") for _ in range(len(given), count)]
    rt.machine.lend(gradients)
    return Arguments((*given, *(TensorRef(t) for t in gradients)))


def _unpacked(rt: Runtime, ctx: Ref, call: Call) -> list[Value]:
    """``ctx.saved_tensors``: what was saved, each in its place."""
    values = _list(rt, ctx, SAVED)
    tensors = [rt.world.shadow(v, rt.site) for v in values]
    if sum(t is not None for t in tensors) != len(call.saved):
        return values
    saved = iter(call.saved)
    found: list[Value] = []
    for value, tensor in zip(values, tensors):
        now = next(saved) if tensor is not None else None
        found.append(value if now is None or now == tensor else TensorRef(now))
    return found
