"""``torch.func``: functions made of functions; and those of ``torch.autograd.functional``, which run one. ``vmap(f)`` runs `f` once, on all lanes together; ``grad(f)`` runs it and a
backward of its own through it, which is itself recorded. ``jacrev(f)`` does, too; ``jacfwd(f)`` has none.

What is kept of it hangs on rules that nobody measured (how an operation is spread over lanes, what the recorded backward of a
wrapped tensor reads), so that what may be kept is known, and never for certain.
"""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Grad, Link, Meta, TensorId
from ..values import NONE, Arguments, Const, Instance, Items, Native, Runtime, Table, TensorRef, Value
from .kinds import number, tensors_of
from .names import canonical

FUNCTION, ARGUMENTS = "<function>", "<arguments>"
VMAP, GRAD, GRAD_AND_VALUE, JACREV = "vmap", "grad", "grad_and_value", "jacrev"
OTHERS = (JACREV, "jacfwd", "hessian")
SETTINGS = {VMAP: "in_dims", **dict.fromkeys((GRAD, GRAD_AND_VALUE, *OTHERS), "argnums")}
"""The setting that says which arguments are meant, the second of each; has_aux is the third of all but ``vmap``."""
APPLIED = ("jacobian", "hessian", "vjp", "hvp", "vhp")
"""The functions of ``torch.autograd.functional`` which go backward through what they are given."""
CLASSES = {f"torch.func.{short}": short for short in SETTINGS}


def _make(short: str) -> Callable[[Runtime, Arguments], Value | None]:
    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        function = arguments.get(0, "func")
        if function is None or arguments.rest is not None:
            return None
        setting = arguments.get(1, SETTINGS[short])
        aux = arguments.get(2, "has_aux") if short != VMAP else None
        kept = rt.sequence("tuple", [setting or Const(0), aux or Const(value=False)])
        return rt.world.add(Instance(f"torch.func.{short}", {FUNCTION: function, ARGUMENTS: kept}))

    return run


def call(rt: Runtime, made: Instance, arguments: Arguments) -> Value | None:
    """Call what ``vmap(f)`` or ``grad(f)`` made; None where it is not known what it is called with."""
    kept = rt.elements(made.attributes[ARGUMENTS]).values
    if arguments.rest is not None or len(kept) != 2:
        return None
    short, function = CLASSES[str(made.cls)], made.attributes[FUNCTION]
    setting, aux = kept
    numbers = _numbers(rt, setting) if short != VMAP else []
    if short != VMAP and (not numbers or max(numbers) >= len(arguments.positional)):
        return None
    since = rt.machine.moment()
    if short == VMAP:
        lanes = [_each(rt, v, _lane) if _meant(rt, setting, k) else v for k, v in _placed(arguments)]
        result = rt.call(function, Arguments(tuple(lanes), arguments.keywords))
        rt.machine.doubt(since)
        return _each(rt, result, _formless)
    new = [_each(rt, v, _wrapped) if k in numbers else v for k, v in _placed(arguments)]
    result = rt.call(function, Arguments(tuple(new), arguments.keywords))
    value = rt.elements(result).values[0] if rt.truth(aux) and _is_pair(rt, result) else result
    if short in (GRAD, GRAD_AND_VALUE, JACREV):
        _derive(rt, short, value, [new[k] for k in numbers])
    given = [t for v in arguments.positional for t in (*_leaves(rt, v), *tensors_of(rt, v))]
    read = [*given, *rt.machine.read_since(since)]

    def gradient(rt: Runtime, tensor: TensorRef) -> Value:
        return rt.world.opaque(short, rt.machine.apply_unknown(rt.site, short, read))

    if short in OTHERS:
        return rt.world.opaque(short, rt.machine.apply_unknown(rt.site, short, read))
    gradients = [_each(rt, new[k], gradient) for k in numbers]
    several = isinstance(rt.world.get(setting), Items)
    found = rt.sequence("tuple", gradients) if several else gradients[0]
    outer = _each(rt, result, gradient)
    if short == GRAD_AND_VALUE:
        return rt.sequence("tuple", [found, outer])
    return rt.sequence("tuple", [found, rt.elements(outer).values[1]]) if value is not result else found


def _applied(short: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``jacobian(f, inputs)`` and its like of ``torch.autograd.functional``: `f` is run, and a backward through it."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        function, inputs = arguments.get(0, "func"), arguments.get(1, "inputs")
        if function is None or inputs is None or arguments.rest is not None:
            return None
        # With create_graph it is a view of what was given, which need not require grad.
        if arguments.get(2 + (short not in ("jacobian", "hessian")), "create_graph") is not None:
            return None
        given = [inputs] if isinstance(inputs, TensorRef) else list(rt.elements(inputs).values)
        if not given or not all(isinstance(value, TensorRef) for value in given):
            return None
        since = rt.machine.moment()
        new = [_each(rt, value, _wrapped) for value in given]
        _derive(rt, short, rt.call(function, Arguments(tuple(new))), new)
        read = [*tensors_of(rt, inputs), *rt.machine.read_since(since)]
        return rt.world.opaque(short, rt.machine.apply_unknown(rt.site, short, read))

    return run


def _placed(arguments: Arguments) -> list[tuple[int, Value]]:
    return list(enumerate(arguments.positional))


def _meant(rt: Runtime, setting: Value, place: int) -> bool:
    """Is an argument of ``vmap(f)`` taken apart?"""
    listed = rt.world.get(setting)
    return not isinstance(listed, Items) or place >= len(listed.items) or listed.items[place] != NONE


def _numbers(rt: Runtime, setting: Value) -> list[int]:
    """The places of the arguments for which gradients are asked."""
    listed = rt.world.get(setting)
    found = listed.items if isinstance(listed, Items) else [setting]
    return [v.value for v in found if isinstance(v, Const) and isinstance(v.value, int) and v.value >= 0]


def _is_pair(rt: Runtime, value: Value) -> bool:
    listed = rt.world.get(value)
    return isinstance(listed, Items) and len(listed.items) == 2 and listed.rest is None


def _each(rt: Runtime, value: Value, action: Callable[[Runtime, TensorRef], Value]) -> Value:
    """The same lists and dicts, of what `action` makes of each tensor."""
    if isinstance(value, TensorRef):
        return action(rt, value)
    thing = rt.world.get(value)
    if isinstance(thing, Items) and thing.rest is None:
        return rt.sequence(thing.kind, [_each(rt, v, action) for v in thing.items])
    if isinstance(thing, Table) and thing.rest is None:
        return rt.world.add(Table({k: _each(rt, v, action) for k, v in thing.items.items()}))
    return value


def _lane(rt: Runtime, tensor: TensorRef) -> Value:
    made = rt.item(tensor, number(rt))
    return _formless(rt, made) if isinstance(made, TensorRef) else made


def _formless(rt: Runtime, tensor: TensorRef) -> TensorRef:
    """Which dimension the lanes are, is not followed."""
    rt.machine.describe(tensor.id, Meta(rt.machine.tensors[tensor.id].meta.dtype))
    return tensor


def _wrapped(rt: Runtime, tensor: TensorRef) -> Value:
    """What ``grad(f)`` calls `f` with: a leaf of its own on the same memory."""
    made = rt.machine.share(rt.site, "grad", tensor.id, Link.DETACH)
    rt.machine.require_grad(made)
    return TensorRef(made)


def _derive(rt: Runtime, short: str, value: Value, wanted: list[Value]) -> None:
    """Run the backward of its own; where the value hangs on nothing wanted, the gradient is zero and nothing raises."""
    inputs = [t for v in wanted for t in _leaves(rt, v)]
    roots = tensors_of(rt, value, sure_only=True)
    if inputs and len(roots) == 1 and rt.machine.requires_grad(roots[0]) is Grad.YES:
        rt.machine.backward(
            rt.site, short, roots, inputs=inputs, retain_graph=True, accumulate=False, allow_unused=True
        )


def _leaves(rt: Runtime, value: Value) -> list[TensorId]:
    found: list[TensorId] = []

    def note(_: Runtime, tensor: TensorRef) -> Value:
        found.append(tensor.id)
        return tensor

    _each(rt, value, note)
    return found


def is_decorator(rt: Runtime, value: Value) -> bool:
    """Is it one of these, maybe with settings (``partial(torch.vmap, in_dims=1)``)?"""
    thing = rt.world.get(value)
    if isinstance(thing, Instance) and thing.cls == "functools.partial":
        return is_decorator(rt, thing.attributes[FUNCTION])
    return isinstance(value, Native) and canonical(value.name) in MAKERS


def is_one(thing: Instance) -> bool:
    """Is it what one of these made?"""
    return thing.cls in CLASSES


MAKERS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.vmap": _make(VMAP),
    **{name: _make(short) for name, short in CLASSES.items()},
}
FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **MAKERS,
    **{f"torch.autograd.functional.{short}": _applied(short) for short in APPLIED},
}
