"""``torch.nn`` modules: their parameters and buffers, what calling one does, and the walks over a module tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..autograd import Grad, Link, Meta, TensorId
from ..torch_facts import function as function_facts
from ..values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    ClassObject,
    Const,
    Elements,
    Instance,
    Items,
    Opaque,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
    options,
)
from .kinds import tensors_of
from .operations import operate

MODULE = "torch.nn.Module"
TRAINING = "<training>"
PARAMETERS_REST = "<parameters>"

LAYERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Linear": ("linear", ("weight", "bias")),
    "Bilinear": ("bilinear", ("weight", "bias")),
    **{f"Conv{n}d": (f"conv{n}d", ("weight", "bias")) for n in (1, 2, 3)},
    **{f"ConvTranspose{n}d": (f"conv_transpose{n}d", ("weight", "bias")) for n in (1, 2, 3)},
    **{
        f"BatchNorm{n}d": ("batch_norm", ("running_mean", "running_var", "weight", "bias")) for n in (1, 2, 3)
    },
    "SyncBatchNorm": ("batch_norm", ("running_mean", "running_var", "weight", "bias")),
    **{f"InstanceNorm{n}d": ("instance_norm", ()) for n in (1, 2, 3)},
    "LayerNorm": ("layer_norm", ("<shape>", "weight", "bias")),
    "RMSNorm": ("rms_norm", ("<shape>", "weight")),
    "GroupNorm": ("group_norm", ("<groups>", "weight", "bias")),
    "Embedding": ("embedding", ("weight",)),
    "EmbeddingBag": ("embedding_bag", ("weight",)),
    "PReLU": ("prelu", ("weight",)),
}
"""Layers with parameters: the function that ``forward`` calls (torch/nn/modules), and what it passes on behind
the input."""
PLAIN: dict[str, str] = {
    "ReLU": "relu",
    "ReLU6": "relu6",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "SELU": "selu",
    "CELU": "celu",
    "GELU": "gelu",
    "SiLU": "silu",
    "Mish": "mish",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Hardtanh": "hardtanh",
    "Hardswish": "hardswish",
    "Hardsigmoid": "hardsigmoid",
    "LogSigmoid": "logsigmoid",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Tanhshrink": "tanhshrink",
    "Softshrink": "softshrink",
    "Hardshrink": "hardshrink",
    "RReLU": "rrelu",
    "Threshold": "threshold",
    "GLU": "glu",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Softmin": "softmin",
    "Dropout": "dropout",
    "Dropout1d": "dropout1d",
    "Dropout2d": "dropout2d",
    "Dropout3d": "dropout3d",
    "AlphaDropout": "alpha_dropout",
    "MaxPool1d": "max_pool1d",
    "MaxPool2d": "max_pool2d",
    "MaxPool3d": "max_pool3d",
    "AvgPool1d": "avg_pool1d",
    "AvgPool2d": "avg_pool2d",
    "AvgPool3d": "avg_pool3d",
    "AdaptiveAvgPool1d": "adaptive_avg_pool1d",
    "AdaptiveAvgPool2d": "adaptive_avg_pool2d",
    "AdaptiveMaxPool1d": "adaptive_max_pool1d",
    "AdaptiveMaxPool2d": "adaptive_max_pool2d",
    "PixelShuffle": "pixel_shuffle",
    "Upsample": "interpolate",
    "CosineSimilarity": "cosine_similarity",
    "PairwiseDistance": "pairwise_distance",
    "MSELoss": "mse_loss",
    "L1Loss": "l1_loss",
    "SmoothL1Loss": "smooth_l1_loss",
    "HuberLoss": "huber_loss",
    "CrossEntropyLoss": "cross_entropy",
    "NLLLoss": "nll_loss",
    "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "KLDivLoss": "kl_div",
    "PoissonNLLLoss": "poisson_nll_loss",
    "GaussianNLLLoss": "gaussian_nll_loss",
    "HingeEmbeddingLoss": "hinge_embedding_loss",
    "CosineEmbeddingLoss": "cosine_embedding_loss",
    "MarginRankingLoss": "margin_ranking_loss",
    "TripletMarginLoss": "triplet_margin_loss",
    "SoftMarginLoss": "soft_margin_loss",
    "MultiMarginLoss": "multi_margin_loss",
    "CTCLoss": "ctc_loss",
}
"""Modules without parameters: the function that ``forward`` calls on the inputs."""
EXTRA: dict[str, tuple[Value, ...]] = {
    "dropout": (),
    "threshold": (Const(0.0), Const(0.0)),
    **{f"{kind}_pool{n}d": (Const(2),) for kind in ("max", "avg") for n in (1, 2, 3)},
    **{f"adaptive_{kind}_pool{n}d": (Const(1),) for kind in ("max", "avg") for n in (1, 2, 3)},
    "pixel_shuffle": (Const(2),),
}
"""Positional arguments a function needs whose values decide nothing here."""
SAME = frozenset({"Identity"})
CONTAINERS = frozenset({"Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"})
RECURRENT = frozenset({"RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"})
WITHOUT_WEIGHT = frozenset({"InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"})


# -- what is a module


def module_class(rt: Runtime, value: Value) -> str | None:
    """The short name of the ``torch.nn`` class a value is, or descends from; None if it is no module."""
    for name in rt.class_names(value):
        if name.startswith("torch.nn.") and name.count(".") == 2:
            short = name.removeprefix("torch.nn.")
            if short[:1].isupper() and short not in ("Parameter", "Buffer"):
                return short
        if name.endswith(("LightningModule", "PreTrainedModel", ".Module")) and not name.startswith(
            "torch.nn."
        ):
            return "Module"
    return None


# -- making one


def construct(rt: Runtime, short: str, arguments: Arguments) -> Value:
    """``torch.nn.Short(...)``."""
    instance = rt.world.add(Instance(f"torch.nn.{short}"))
    prepare(rt, instance)
    initialise(rt, instance, short, arguments)
    return instance


def prepare(rt: Runtime, instance: Ref) -> None:
    """What every module has before its ``__init__`` runs."""
    rt.world.own(instance.id, Instance).attributes.setdefault(TRAINING, TRUE)


def _parameter(rt: Runtime, name: str) -> TensorRef:
    made = rt.machine.tensor(rt.site, name, Grad.YES, Meta("float32", True, "cpu"))
    rt.world.parameters |= {made}
    return TensorRef(made)


def initialise(rt: Runtime, instance: Ref, short: str, arguments: Arguments) -> None:
    """Run ``torch.nn.Short.__init__``: give the instance its parameters, buffers and children."""
    own = rt.world.own(instance.id, Instance)
    attributes = own.attributes
    if short in CONTAINERS:
        _fill(rt, attributes, short, arguments)
        return
    if short in LAYERS:
        bias = arguments.keywords.get("bias")
        affine = arguments.keywords.get("affine", arguments.keywords.get("elementwise_affine"))
        for name in LAYERS[short][1]:
            if name.startswith("running"):
                attributes[name] = TensorRef(
                    rt.machine.tensor(rt.site, name, Grad.NO, Meta("float32", True, "cpu"))
                )
            elif name in ("weight", "bias"):
                absent = rt.truth(bias) is False if name == "bias" and bias is not None else False
                absent = absent or (affine is not None and rt.truth(affine) is False)
                attributes[name] = NONE if absent else _parameter(rt, name)
    if short in RECURRENT:
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
            attributes[name] = _parameter(rt, name)
    if short == "MultiheadAttention":
        for name in ("in_proj_weight", "in_proj_bias"):
            attributes[name] = _parameter(rt, name)
    for name in ("inplace", "dim", "reduction", "max_norm", "p", "training", "batch_first"):
        if name in arguments.keywords:
            attributes[name] = arguments.keywords[name]
    if (
        short in ("ReLU", "ReLU6", "SELU", "SiLU", "Mish", "Hardswish", "Hardsigmoid")
        and arguments.positional
    ):
        attributes["inplace"] = arguments.positional[0]
    if short in (
        "LeakyReLU",
        "ELU",
        "CELU",
        "Dropout",
        "Dropout1d",
        "Dropout2d",
        "Dropout3d",
        "AlphaDropout",
    ):
        if len(arguments.positional) > 1:
            attributes["inplace"] = arguments.positional[1]
    if short in ("Softmax", "LogSoftmax", "Softmin") and arguments.positional:
        attributes["dim"] = arguments.positional[0]
    if short == "Embedding" and len(arguments.positional) > 3:
        attributes["max_norm"] = arguments.positional[3]


def _fill(rt: Runtime, attributes: dict[str, Value], short: str, arguments: Arguments) -> None:
    first = rt.world.get(arguments.positional[0]) if arguments.positional else None
    if isinstance(first, Table):
        for key, value in first.items.items():
            attributes[str(key.value)] = value
        return
    if short in ("Sequential",) and not isinstance(first, Items):
        values = list(arguments.positional)
        rest = arguments.rest
    else:
        found = rt.elements(arguments.positional[0]) if arguments.positional else Elements((), True)
        values = list(found.values)
        rest = None if found.exact else (values[-1] if values else None)
    for index, value in enumerate(values):
        attributes[str(index)] = value
    if rest is not None:
        attributes[PARAMETERS_REST] = rest


# -- calling one


def call_module(rt: Runtime, instance: Value, arguments: Arguments) -> Value | None:
    """``module(...)``: the forward pre-hooks, ``forward``, the forward hooks."""
    thing = rt.world.get(instance)
    if not isinstance(thing, Instance):
        return None
    pre = thing.attributes.get("<pre hooks>")
    for hook in _hooks(rt, pre):
        given = rt.sequence("tuple", arguments.positional)
        result = rt.call(hook, Arguments((instance, given)))
        changed = rt.world.get(result)
        if isinstance(changed, Items):
            arguments = Arguments(tuple(changed.items), arguments.keywords)
        elif result != NONE and isinstance(result, TensorRef):
            arguments = Arguments((result,), arguments.keywords)
    output = rt.method(instance, "forward", arguments)
    thing = rt.world.get(instance)
    hooks = thing.attributes.get("<hooks>") if isinstance(thing, Instance) else None
    for hook in _hooks(rt, hooks):
        given = rt.sequence("tuple", arguments.positional)
        result = rt.call(hook, Arguments((instance, given, output)))
        if result != NONE and not isinstance(rt.world.get(result), Opaque):
            output = result
    return output


def _hooks(rt: Runtime, hooks: Value | None) -> list[Value]:
    thing = rt.world.get(hooks) if hooks is not None else None
    return list(thing.items) if isinstance(thing, Items) else []


def forward(rt: Runtime, instance: Value, short: str, arguments: Arguments) -> Value | None:
    """The ``forward`` of a ``torch.nn`` class."""
    thing = rt.world.get(instance)
    if not isinstance(thing, Instance) or not arguments.positional:
        return None
    if short in SAME:
        return arguments.positional[0]
    if short == "Sequential":
        value = arguments.positional[0]
        for child in _children(thing):
            value = rt.call(child, Arguments((value,)))
        return value
    if short in ("Flatten", "Unflatten"):
        return rt.method(arguments.positional[0], short.lower(), Arguments((Const(1),)))
    if short in LAYERS:
        name, passed = LAYERS[short]
        values = [thing.attributes.get(p, rt.sequence("tuple", [Const(1)])) for p in passed]
        return _functional(rt, name, (*arguments.positional, *values), _keywords(rt, thing, name))
    if short in PLAIN:
        name = PLAIN[short]
        return _functional(
            rt, name, (*arguments.positional, *EXTRA.get(name, ())), _keywords(rt, thing, name), arguments
        )
    if short in RECURRENT:
        return _recurrent(rt, thing, short, arguments)
    return _unknown_forward(rt, instance, short, arguments)


def _keywords(rt: Runtime, thing: Instance, name: str) -> dict[str, Value]:
    found: dict[str, Value] = {
        k: thing.attributes[k] for k in ("inplace", "reduction", "max_norm") if k in thing.attributes
    }
    if "dim" in thing.attributes:
        found["dim"] = thing.attributes["dim"]
    if name in ("batch_norm", "dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "rrelu"):
        found["training"] = thing.attributes.get(TRAINING, TRUE)
    return found


def _functional(
    rt: Runtime,
    name: str,
    values: tuple[Value, ...],
    keywords: dict[str, Value],
    extra: Arguments | None = None,
) -> Value | None:
    operation = function_facts(f"torch.nn.functional.{name}") or function_facts(f"torch.{name}")
    if operation is None:
        return None
    if extra is not None:
        keywords = {**keywords, **extra.keywords}
    accepted = {p.name for variant in operation.variants for p in variant.form.parameters}
    keywords = {k: v for k, v in keywords.items() if k in accepted}
    return operate(rt, name, operation, Arguments(values, keywords))


def _recurrent(rt: Runtime, thing: Instance, short: str, arguments: Arguments) -> Value:
    inputs = tensors_of(rt, rt.sequence("tuple", arguments.positional))
    weights = [v.id for v in thing.attributes.values() if isinstance(v, TensorRef)]
    output = rt.machine.apply_unknown(rt.site, short.lower(), [*inputs, *weights], Grad.YES)
    state = rt.machine.apply_unknown(rt.site, short.lower(), [*inputs, *weights], Grad.YES)
    if short == "LSTMCell":
        return rt.sequence("tuple", [TensorRef(output), TensorRef(state)])
    if short.endswith("Cell"):
        return TensorRef(output)
    hidden: Value = TensorRef(state)
    if short == "LSTM":
        cell = rt.machine.apply_unknown(rt.site, "lstm", [*inputs, *weights], Grad.YES)
        hidden = rt.sequence("tuple", [TensorRef(state), TensorRef(cell)])
    return rt.sequence("tuple", [TensorRef(output), hidden])


def _unknown_forward(rt: Runtime, instance: Value, short: str, arguments: Arguments) -> Value:
    inputs = tensors_of(rt, rt.sequence("tuple", arguments.positional))
    own = [t for _, t in named_parameters(rt, instance)]
    result = rt.machine.apply_unknown(rt.site, short, [*inputs, *own[:4]], Grad.MAYBE)
    return rt.world.opaque(short, result)


# -- walking the tree


def _children(thing: Instance) -> list[Value]:
    return [v for k, v in thing.attributes.items() if not k.startswith("<")]


def walk(rt: Runtime, module: Value, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """All modules of a tree, itself first, with their dotted names; each once."""
    seen: set[Value] = set()
    todo = [(prefix, module)]
    while todo:
        name, current = todo.pop(0)
        if current in seen:
            continue
        seen.add(current)
        yield name, current
        thing = rt.world.get(current)
        if not isinstance(thing, Instance):
            continue
        below = []
        for key, value in thing.attributes.items():
            for option in options(value):
                if isinstance(rt.world.get(option), Instance) and module_class(rt, option) is not None:
                    below.append((f"{name}.{key}" if name else key, option))
        todo = below + todo


def _direct(rt: Runtime, thing: Instance, parameters: bool) -> Iterator[tuple[str, TensorId]]:
    buffers = thing.attributes.get("<buffers>")
    names = rt.world.get(buffers) if buffers is not None else None
    registered = {c.value for c in names.items if isinstance(c, Const)} if isinstance(names, Items) else set()
    for key, value in thing.attributes.items():
        for option in options(value):
            if not isinstance(option, TensorRef):
                continue
            is_parameter = option.id in rt.world.parameters
            if (parameters and is_parameter) or (
                not parameters and not is_parameter and (key in registered or key.startswith("running_"))
            ):
                yield key, option.id


def named_parameters(rt: Runtime, module: Value) -> list[tuple[str, TensorId]]:
    """The parameters of a module tree by dotted name, each once."""
    found: dict[TensorId, str] = {}
    for prefix, current in walk(rt, module):
        thing = rt.world.get(current)
        if isinstance(thing, Instance):
            for key, tensor in _direct(rt, thing, parameters=True):
                found.setdefault(tensor, f"{prefix}.{key}" if prefix else key)
    return [(name, tensor) for tensor, name in found.items()]


def named_buffers(rt: Runtime, module: Value) -> list[tuple[str, TensorId]]:
    """The buffers of a module tree by dotted name."""
    found: dict[TensorId, str] = {}
    for prefix, current in walk(rt, module):
        thing = rt.world.get(current)
        if isinstance(thing, Instance):
            for key, tensor in _direct(rt, thing, parameters=False):
                found.setdefault(tensor, f"{prefix}.{key}" if prefix else key)
    return [(name, tensor) for tensor, name in found.items()]


def hidden_parameters(rt: Runtime, module: Value) -> Value | None:
    """A parameter that stands for those of unknown children; None where there are none."""
    thing = rt.world.get(module)
    if not isinstance(module, Ref) or not isinstance(thing, Instance | Opaque):
        return None
    if isinstance(thing, Instance):
        unknown = any(
            isinstance(rt.world.get(option), Opaque)
            for _, current in walk(rt, module)
            for value in getattr(rt.world.get(current), "attributes", {}).values()
            for option in options(value)
        )
        if not unknown:
            return None
    known = thing.attributes.get(PARAMETERS_REST)
    if known is None:
        known = _parameter(rt, "a parameter")
        if isinstance(thing, Instance):
            rt.world.own(module.id, Instance).attributes[PARAMETERS_REST] = known
        else:
            rt.world.own(module.id, Opaque).attributes[PARAMETERS_REST] = known
    return known


# -- methods


def _parameters(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return rt.sequence(
        "iterator",
        [TensorRef(t) for _, t in named_parameters(rt, module)],
        hidden_parameters(rt, module),
    )


def _pairs(rt: Runtime, pairs: list[tuple[str, TensorId]], rest: Value | None) -> Value:
    rows = [rt.sequence("tuple", [Const(n), TensorRef(t)]) for n, t in pairs]
    more = rt.sequence("tuple", [rt.world.opaque("a name"), rest]) if rest is not None else None
    return rt.sequence("iterator", rows, more)


def _named_parameters(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return _pairs(rt, named_parameters(rt, module), hidden_parameters(rt, module))


def _buffers(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [TensorRef(t) for _, t in named_buffers(rt, module)])


def _named_buffers(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return _pairs(rt, named_buffers(rt, module), None)


def _modules(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [m for _, m in walk(rt, module)])


def _named_modules(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [rt.sequence("tuple", [Const(n), m]) for n, m in walk(rt, module)])


def _direct_children(rt: Runtime, module: Value) -> list[tuple[str, Value]]:
    thing = rt.world.get(module)
    if not isinstance(thing, Instance):
        return []
    return [(k, v) for k, v in thing.attributes.items() if module_class(rt, v) is not None]


def _list_children(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [v for _, v in _direct_children(rt, module)])


def _named_children(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    rows = [rt.sequence("tuple", [Const(k), v]) for k, v in _direct_children(rt, module)]
    return rt.sequence("iterator", rows)


def _state_dict(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    table = Table()
    for name, tensor in (*named_parameters(rt, module), *named_buffers(rt, module)):
        table.items[Const(name)] = TensorRef(rt.machine.share(rt.site, "state_dict", tensor, Link.DETACH))
    if hidden_parameters(rt, module) is not None:
        table.rest = rt.world.opaque("a tensor of the state")
    return rt.world.add(table)


def _load_state_dict(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    for _, tensor in (*named_parameters(rt, module), *named_buffers(rt, module)):
        rt.machine.write(rt.site, "load_state_dict", tensor, library=True)
    return rt.world.opaque("missing and unexpected keys")


def _zero_grad(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    for _, tensor in named_parameters(rt, module):
        rt.machine.grads.pop(tensor, None)
    return NONE


def _train(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    flag = arguments.get(0, "mode") or TRUE
    for _, current in walk(rt, module):
        if isinstance(rt.world.get(current), Instance) and isinstance(current, Ref):
            rt.world.own(current.id, Instance).attributes[TRAINING] = flag
    return module


def _eval(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return _train(rt, module, Arguments((FALSE,)))


def _same(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    return module


def _cast(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    """``module.half()``: parameters keep their objects and get other memory (set_data)."""
    for _, tensor in named_parameters(rt, module):
        rt.machine.rebind(rt.site, "half", tensor, None)
    return module


def _requires_grad_(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    flag = arguments.get(0, "requires_grad")
    truth = rt.truth(flag) if flag is not None else True
    grad = Grad.MAYBE if truth is None else (Grad.YES if truth else Grad.NO)
    for _, tensor in named_parameters(rt, module):
        rt.machine.require_grad(tensor, grad)
    return module


def _apply(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    function = arguments.get(0)
    if function is not None:
        for _, current in reversed(list(walk(rt, module))):
            rt.call(function, Arguments((current,)))
    return module


def _register_buffer(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    name, value = arguments.get(0, "name"), arguments.get(1, "tensor")
    if isinstance(module, Ref) and isinstance(name, Const) and value is not None:
        own = rt.world.own(module.id, Instance)
        own.attributes[str(name.value)] = value
        known = rt.world.get(own.attributes["<buffers>"]) if "<buffers>" in own.attributes else None
        names = list(known.items) if isinstance(known, Items) else []
        own.attributes["<buffers>"] = rt.sequence("list", [*names, name])
    return NONE


def _register(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    name, value = arguments.get(0, "name"), arguments.get(1)
    if isinstance(module, Ref) and isinstance(name, Const) and value is not None:
        rt.world.own(module.id, Instance).attributes[str(name.value)] = value
    return NONE


def _register_hook(kind: str) -> Callable[[Runtime, Value, Arguments], Value]:
    def register(rt: Runtime, module: Value, arguments: Arguments) -> Value:
        hook = arguments.get(0, "hook")
        if isinstance(module, Ref) and hook is not None:
            own = rt.world.own(module.id, Instance)
            known = own.attributes.get(kind)
            own.attributes[kind] = rt.sequence("list", [*_hooks(rt, known), hook])
        return rt.world.opaque("a hook handle")

    return register


def _reset_running_stats(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    for _, tensor in named_buffers(rt, module):
        rt.machine.write(rt.site, "reset_running_stats", tensor, library=True)
    return NONE


def _reset_parameters(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    for _, tensor in named_parameters(rt, module):
        rt.machine.write(rt.site, "reset_parameters", tensor, library=True)
    return NONE


def _append(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    thing = rt.world.get(module)
    value = arguments.get(0)
    if isinstance(module, Ref) and isinstance(thing, Instance) and value is not None:
        number = sum(1 for k in thing.attributes if k.isdigit())
        rt.world.own(module.id, Instance).attributes[str(number)] = value
    return module


def _extend(rt: Runtime, module: Value, arguments: Arguments) -> Value:
    for value in rt.elements(arguments.positional[0]).values if arguments.positional else ():
        _append(rt, module, Arguments((value,)))
    return module


METHODS: dict[str, Callable[[Runtime, Value, Arguments], Value]] = {
    "parameters": _parameters,
    "named_parameters": _named_parameters,
    "buffers": _buffers,
    "named_buffers": _named_buffers,
    "modules": _modules,
    "named_modules": _named_modules,
    "children": _list_children,
    "named_children": _named_children,
    "state_dict": _state_dict,
    "load_state_dict": _load_state_dict,
    "zero_grad": _zero_grad,
    "train": _train,
    "eval": _eval,
    "to": _same,
    "cuda": _same,
    "cpu": _same,
    "float": _same,
    "half": _cast,
    "double": _cast,
    "bfloat16": _cast,
    "requires_grad_": _requires_grad_,
    "apply": _apply,
    "register_buffer": _register_buffer,
    "register_parameter": _register,
    "add_module": _register,
    "register_module": _register,
    "register_forward_hook": _register_hook("<hooks>"),
    "register_forward_pre_hook": _register_hook("<pre hooks>"),
    "reset_running_stats": _reset_running_stats,
    "reset_parameters": _reset_parameters,
    "append": _append,
    "extend": _extend,
}


def module_method(rt: Runtime, instance: Value, short: str, name: str, arguments: Arguments) -> Value | None:
    """``module.name(...)``."""
    if name == "__init__":
        if isinstance(instance, Ref):
            prepare(rt, instance)
            initialise(rt, instance, short, arguments)
        return NONE
    if name == "forward":
        return forward(rt, instance, short, arguments)
    if name == "__call__":
        return call_module(rt, instance, arguments)
    if name in ("items", "values", "keys") and short in ("ModuleDict", "ParameterDict"):
        thing = rt.world.get(instance)
        entries = {k: v for k, v in getattr(thing, "attributes", {}).items() if not k.startswith("<")}
        table = rt.world.add(Table({Const(k): v for k, v in entries.items()}))
        return rt.method(table, name, arguments)
    handler = METHODS.get(name)
    return handler(rt, instance, arguments) if handler is not None else None


def iterate(rt: Runtime, instance: Value, short: str) -> Elements | None:
    """Iterating over a container module."""
    thing = rt.world.get(instance)
    if short not in CONTAINERS or not isinstance(thing, Instance):
        return None
    names = [k for k in thing.attributes if not k.startswith("<")]
    if short in ("ModuleDict", "ParameterDict"):
        return Elements(tuple(Const(n) for n in names), True)
    rest = thing.attributes.get(PARAMETERS_REST)
    values = [thing.attributes[n] for n in names]
    return Elements((*values, *((rest,) if rest is not None else ())), rest is None)


def item(rt: Runtime, instance: Value, short: str, index: Value) -> Value | None:
    """``container[index]``."""
    thing = rt.world.get(instance)
    if short not in CONTAINERS or not isinstance(thing, Instance):
        return None
    if isinstance(index, Const):
        names = [k for k in thing.attributes if not k.startswith("<")]
        key = str(index.value)
        if isinstance(index.value, int) and index.value < 0 and -index.value <= len(names):
            key = names[index.value]
        return thing.attributes.get(key)
    found = iterate(rt, instance, short)
    cut = rt.world.get(index)
    if found is not None and isinstance(cut, Items) and cut.kind == "slice":
        values = found.values
        bounds = [b.value if isinstance(b, Const) else None for b in cut.items]
        return construct(
            rt,
            short,
            Arguments(
                values[slice(*bounds)]
                if short == "Sequential"
                else (rt.sequence("list", values[slice(*bounds)]),)
            ),
        )
    if found is not None and found.values:
        joined = found.values[0]
        for value in found.values[1:]:
            joined = rt.world.value_of(joined, value)
        return joined
    return None


__all__ = ["ClassObject", "call_module", "construct", "forward", "module_class", "module_method"]
