"""``torch.nn.utils`` on parameters and gradients, and ``torch.amp.GradScaler``."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Link, TensorId
from ..torch_facts import function
from ..values import NONE, Arguments, Const, Instance, Items, Ref, Runtime, TensorRef, Value
from . import optimizers
from .kinds import number, tensors_of
from .operations import operate

SCALER = "torch.amp.GradScaler"
SCALERS = frozenset({SCALER, "torch.cuda.amp.GradScaler", "torch.cpu.amp.GradScaler"})
SCALE = "<scale>"


def _tensors(rt: Runtime, given: Value | None) -> list[TensorId]:
    if given is None:
        return []
    if isinstance(given, TensorRef):
        return [given.id]
    return [t for value in rt.elements(given).values for t in tensors_of(rt, value)]


# -- parameters and gradients as a whole


def _vector_to_parameters(rt: Runtime, arguments: Arguments) -> Value:
    """``vector_to_parameters(vec, parameters)`` assigns ``param.data`` (torch/nn/utils/convert_parameters.py)."""
    label = "vector_to_parameters"
    source, call = _tensors(rt, arguments.get(0, "vec")), rt.machine.fresh()
    for k, tensor in enumerate(_tensors(rt, arguments.get(1, "parameters"))):
        part = None
        if source:  # each parameter sees a part of the vector of its own
            place = ("part", call, k)
            part = rt.machine.share(rt.site, label, source[0], Link.DETACH, place, whole=False)
        rt.machine.rebind(rt.site, label, tensor, part, library=True)
    return NONE


def _parameters_to_vector(rt: Runtime, arguments: Arguments) -> Value | None:
    operation = function("torch.cat")
    if operation is None:
        return None
    tensors = [TensorRef(t) for t in _tensors(rt, arguments.get(0, "parameters"))]
    return operate(rt, "parameters_to_vector", operation, Arguments((rt.sequence("list", tensors),)))


def _clip(rt: Runtime, arguments: Arguments) -> Value:
    for tensor in _tensors(rt, arguments.get(0, "parameters")):
        gradient = rt.machine.grads.get(tensor)
        if gradient is not None:
            rt.machine.write(rt.site, "clip_grad", gradient, library=True)
    return TensorRef(rt.machine.tensor(rt.site, "clip_grad_norm_"))


def _total_norm(rt: Runtime, arguments: Arguments) -> Value:
    """It is computed under no_grad."""
    return TensorRef(rt.machine.tensor(rt.site, "get_total_norm"))


# -- GradScaler


def construct_scaler(rt: Runtime, arguments: Arguments) -> Value:
    """``GradScaler(...)``."""
    enabled = arguments.keywords.get("enabled", Const(True))
    return rt.world.add(Instance(SCALER, {"<enabled>": enabled}))


def _scale(rt: Runtime, scaler: Ref, arguments: Arguments) -> Value | None:
    """``scaler.scale(loss)``: the loss times a tensor which ``update`` writes in place."""
    value = arguments.get(0, "outputs")
    thing = rt.world.get(scaler)
    assert isinstance(thing, Instance)
    if value is None or rt.truth(thing.attributes["<enabled>"]) is False:
        return value
    if SCALE not in thing.attributes:
        made = TensorRef(rt.machine.tensor(rt.site, "scale"))
        rt.world.own(scaler.id, Instance).attributes[SCALE] = made
    scale = rt.attribute(scaler, SCALE)
    several = rt.world.get(value)
    if isinstance(several, Items):
        return rt.sequence(several.kind, [rt.binary("*", v, scale) for v in several.items])
    return rt.binary("*", value, scale)


def _unscale(rt: Runtime, scaler: Ref, arguments: Arguments) -> Value:
    """The gradients are divided in place, by a kernel which moves no counter."""
    optimizer = arguments.get(0, "optimizer")
    for tensor in optimizers.parameters(rt, optimizer) if optimizer is not None else ():
        gradient = rt.machine.grads.get(tensor)
        if gradient is not None:
            rt.machine.write(rt.site, "unscale_", gradient, library=True, untracked=True)
    return NONE


def _step(rt: Runtime, scaler: Ref, arguments: Arguments) -> Value | None:
    optimizer = arguments.get(0, "optimizer")
    if optimizer is None:
        return None
    return rt.method(optimizer, "step", Arguments(arguments.positional[1:]))


def _update(rt: Runtime, scaler: Ref, arguments: Arguments) -> Value:
    thing = rt.world.get(scaler)
    scale = thing.attributes.get(SCALE) if isinstance(thing, Instance) else None
    if isinstance(scale, TensorRef):
        rt.machine.write(rt.site, "update", scale.id, library=True)
    return NONE


SCALER_METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "scale": _scale,
    "unscale_": _unscale,
    "step": _step,
    "update": _update,
    "get_scale": lambda rt, scaler, arguments: number(rt),
    "load_state_dict": lambda rt, scaler, arguments: NONE,
}


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.utils.vector_to_parameters": _vector_to_parameters,
    "torch.nn.utils.parameters_to_vector": _parameters_to_vector,
    "torch.nn.utils.clip_grad_norm_": _clip,
    "torch.nn.utils.clip_grad_norm": _clip,
    "torch.nn.utils.clip_grad_value_": _clip,
    "torch.nn.utils.clip_grads_with_norm_": _clip,
    "torch.nn.utils.get_total_norm": _total_norm,
    **dict.fromkeys(SCALERS, construct_scaler),
}
