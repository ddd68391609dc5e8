"""``torch.optim``: what ``step`` writes, and ``torch.nn.utils`` that writes gradients or parameters."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import TensorId
from ..values import (
    NONE,
    TRUE,
    Arguments,
    Const,
    Instance,
    Items,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
)
from .kinds import tensors_of

NOT_OPTIMIZERS = frozenset({"lr_scheduler", "swa_utils"})


def optimizer_class(rt: Runtime, value: Value) -> str | None:
    """The short name of the ``torch.optim`` class a value is, or descends from; None if it is none."""
    for name in rt.class_names(value):
        if name.startswith("torch.optim.") and name.count(".") == 2 and name.split(".")[2][:1].isupper():
            return name.removeprefix("torch.optim.")
    return None


def construct(rt: Runtime, short: str, arguments: Arguments) -> Value:
    """``torch.optim.Short(params, ...)``."""
    instance = rt.world.add(Instance(f"torch.optim.{short}"))
    initialise(rt, instance, arguments)
    return instance


def initialise(rt: Runtime, instance: Ref, arguments: Arguments) -> None:
    """Remember the parameters and whether the fused kernels are asked for."""
    attributes = rt.world.own(instance.id, Instance).attributes
    given = arguments.get(0, "params")
    parameters = _parameters_of(rt, given) if given is not None else []
    attributes["<params>"] = rt.sequence("list", [TensorRef(t) for t in parameters])
    attributes["<fused>"] = arguments.keywords.get("fused", NONE)
    group = Table({Const("params"): attributes["<params>"]})
    group.rest = rt.world.opaque("a setting")
    attributes["param_groups"] = rt.sequence("list", [rt.world.add(group)])


def _parameters_of(rt: Runtime, given: Value) -> list[TensorId]:
    """The parameters of an iterable of parameters, of groups, or of named parameters."""
    found: dict[TensorId, None] = {}
    for value in rt.elements(given).values:
        thing = rt.world.get(value)
        if isinstance(thing, Table):
            inner = thing.items.get(Const("params"))
            inner_tensors = _parameters_of(rt, inner) if inner is not None else []
            if inner is not None and isinstance(inner, TensorRef):
                inner_tensors = [inner.id]
            found.update(dict.fromkeys(inner_tensors))
        elif isinstance(thing, Items):
            found.update(dict.fromkeys(t for v in thing.items for t in tensors_of(rt, v)))
        else:
            found.update(dict.fromkeys(tensors_of(rt, value)))
    return list(found)


def parameters(rt: Runtime, instance: Value) -> list[TensorId]:
    """The parameters an optimizer was given."""
    thing = rt.world.get(instance)
    held = thing.attributes.get("<params>") if isinstance(thing, Instance) else None
    items = rt.world.get(held) if held is not None else None
    return [v.id for v in items.items if isinstance(v, TensorRef)] if isinstance(items, Items) else []


def step(rt: Runtime, instance: Value, arguments: Arguments) -> Value:
    """``optimizer.step(closure=None)``: writes each parameter that has a gradient."""
    closure = arguments.get(0, "closure")
    result: Value = NONE
    if closure is not None and closure != NONE:
        result = rt.call(closure, Arguments())
    thing = rt.world.get(instance)
    fused = thing.attributes.get("<fused>", NONE) if isinstance(thing, Instance) else NONE
    for tensor in parameters(rt, instance):
        if tensor in rt.machine.grads:
            rt.machine.write(rt.site, "step", tensor, library=True, untracked=fused == TRUE)
    return result


def zero_grad(rt: Runtime, instance: Value, arguments: Arguments) -> Value:
    """``optimizer.zero_grad(set_to_none=True)``."""
    keep = arguments.get(0, "set_to_none")
    if keep is not None and rt.truth(keep) is False:
        return NONE
    for tensor in parameters(rt, instance):
        rt.machine.grads.pop(tensor, None)
    return NONE


def _add_param_group(rt: Runtime, instance: Value, arguments: Arguments) -> Value:
    group = arguments.get(0)
    if group is not None and isinstance(instance, Ref):
        extra = _parameters_of(rt, rt.sequence("list", [group]))
        known = parameters(rt, instance)
        own = rt.world.own(instance.id, Instance)
        own.attributes["<params>"] = rt.sequence("list", [TensorRef(t) for t in (*known, *extra)])
    return NONE


METHODS: dict[str, Callable[[Runtime, Value, Arguments], Value]] = {
    "step": step,
    "zero_grad": zero_grad,
    "add_param_group": _add_param_group,
    "state_dict": lambda rt, instance, arguments: rt.world.opaque("an optimizer's state"),
    "load_state_dict": lambda rt, instance, arguments: NONE,
}


def optimizer_method(rt: Runtime, instance: Value, name: str, arguments: Arguments) -> Value | None:
    """``optimizer.name(...)``."""
    if name == "__init__":
        if isinstance(instance, Ref):
            given = arguments.get(0, "params")
            initialise(rt, instance, Arguments((given,) if given is not None else (), arguments.keywords))
        return NONE
    handler = METHODS.get(name)
    return handler(rt, instance, arguments) if handler is not None else None


# -- torch.nn.utils


def _vector_to_parameters(rt: Runtime, arguments: Arguments) -> Value:
    """``vector_to_parameters(vec, parameters)`` assigns ``param.data`` (torch/nn/utils/convert_parameters.py)."""
    vector, given = arguments.get(0, "vec"), arguments.get(1, "parameters")
    source = tensors_of(rt, vector) if vector is not None else []
    for value in rt.elements(given).values if given is not None else ():
        for tensor in tensors_of(rt, value):
            rt.machine.rebind(rt.site, "vector_to_parameters", tensor, source[0] if source else None)
    return NONE


def _parameters_to_vector(rt: Runtime, arguments: Arguments) -> Value | None:
    from ..torch_facts import function
    from .operations import operate

    given = arguments.get(0)
    operation = function("torch.cat")
    if given is None or operation is None:
        return None
    tensors = [TensorRef(t) for v in rt.elements(given).values for t in tensors_of(rt, v)]
    return operate(rt, "parameters_to_vector", operation, Arguments((rt.sequence("list", tensors),)))


def _clip(rt: Runtime, arguments: Arguments) -> Value:
    given = arguments.get(0, "parameters")
    for value in rt.elements(given).values if given is not None else ():
        for tensor in tensors_of(rt, value):
            gradient = rt.machine.grads.get(tensor)
            if gradient is not None:
                rt.machine.write(rt.site, "clip_grad", gradient, library=True)
    return TensorRef(rt.machine.tensor(rt.site, "clip_grad_norm_"))


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.utils.vector_to_parameters": _vector_to_parameters,
    "torch.nn.utils.parameters_to_vector": _parameters_to_vector,
    "torch.nn.utils.clip_grad_norm_": _clip,
    "torch.nn.utils.clip_grad_norm": _clip,
    "torch.nn.utils.clip_grad_value_": _clip,
}
