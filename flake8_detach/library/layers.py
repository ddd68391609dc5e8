"""The layers of ``torch.nn``: what a constructor makes, and one forward by the measured facts.

A forward is one operation on its inputs and on the module's own tensors, whose facts are asked by the constructor's
options and by train or eval mode.
"""

from __future__ import annotations

from typing import Literal

from ..autograd import Meta, TensorId
from ..frozen import replace
from ..torch_facts import ModuleFacts
from ..torch_facts import module as module_facts
from ..values import (
    NONE,
    TRUE,
    Arguments,
    Const,
    Instance,
    Items,
    Native,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
    options,
)
from . import packed
from .constructors import OFF, constant, named
from .kinds import kind_of, tensors_of
from .module_state import (
    BUFFERS,
    MODULES,
    PARAMETERS,
    TRAINING,
    entries,
    lookup,
    new_buffer,
    new_parameter,
    prepare,
    register,
)
from .module_tree import named_parameters
from .operations import operands_of, perform, proved_tensors
from .state_sizes import RECURRENT, state_sizes

OPTIONS = "<options>"
ALL = "parameters"
"""The name under which the facts know all parameters of a module that has many."""
NEEDED = {
    "bias": frozenset({"bias", "in_proj_bias", "out_proj.bias", "bias_ih", "bias_hh"}),
    "affine": frozenset({"weight", "bias"}),
    "elementwise_affine": frozenset({"weight", "bias"}),
    "track_running_stats": frozenset({"running_mean", "running_var", "num_batches_tracked"}),
    "add_bias_kv": frozenset({"bias_k", "bias_v"}),
}
"""Which parameters and buffers an option of the constructor brings."""
KEPT = frozenset(
    "batch_first embed_dim embedding_dim eps groups hidden_size in_channels in_features input_size momentum num_channels "
    "num_embeddings num_features num_groups num_heads num_layers out_channels out_features p".split()
)
"""What the layers keep of their constructors' arguments as they are."""
KEPT_SIZES = KEPT - {"batch_first", "eps", "groups", "p"}
"""Those by which a layer is told from others: it has one exactly if its constructor takes it."""
STATISTICS = NEEDED["track_running_stats"]
GIVEN = frozenset({"weight", "pos_weight"})
"""Buffers of losses: what the constructor was given."""
INITIAL = "_weight"
"""What an embedding may be given as the memory of its weight."""
PARTS = {
    "self_attn": "MultiheadAttention",
    "multihead_attn": "MultiheadAttention",
    "out_proj": "Linear",
    "linear1": "Linear",
    "linear2": "Linear",
    "norm1": "LayerNorm",
    "norm2": "LayerNorm",
    "norm3": "LayerNorm",
}
"""The children that attention and transformer layers have (torch/nn/modules/activation.py, transformer.py)."""
MODES: dict[bool | None, Literal["train", "eval", "unknown"]] = {
    True: "train",
    False: "eval",
    None: "unknown",
}
MOST_LAYERS = 4
"""Of a stack of equal layers no more are told apart."""


# -- construction


def initialise(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> None:
    """``torch.nn.Short.__init__``: parameters, buffers, children, and the options a forward depends on."""
    facts = module_facts(short)
    given = named(short, arguments)
    known = rt.world.add(Table({Const(k): v for k, v in given.items()}))
    rt.world.own(module.id, Instance).attributes[OPTIONS] = known
    if short in RECURRENT:
        _recurrent(rt, module, short, given)
    elif facts is not None:
        for name in facts.state:
            _make(rt, module, short, name, given)


def _make(rt: Runtime, module: Ref, short: str, name: str, given: dict[str, Value]) -> None:
    child, _, inner = name.partition(".")
    if inner:
        if child not in entries(rt, module, MODULES):
            register(rt, module, MODULES, child, construct(rt, PARTS.get(child, "Linear"), _passed_on(given)))
        return
    if short.endswith("Loss"):
        value = given.get(name, NONE)
        register(rt, module, BUFFERS, name, value)
    elif name in STATISTICS:
        kept = new_buffer(rt, name, state_sizes(rt, short, name, given))
        register(rt, module, BUFFERS, name, kept if _wanted(rt, short, name, given) else NONE)
    elif name == "weight" and given.get(INITIAL, NONE) != NONE:
        register(
            rt, module, PARAMETERS, name, rt.call(Native("torch.nn.Parameter"), Arguments((given[INITIAL],)))
        )
    elif name != ALL:
        made = (
            new_parameter(rt, name, state_sizes(rt, short, name, given))
            if _wanted(rt, short, name, given)
            else NONE
        )
        register(rt, module, PARAMETERS, name, made)


def _passed_on(given: dict[str, Value]) -> Arguments:
    return Arguments((), {"bias": given["bias"]} if "bias" in given else {})


def _wanted(rt: Runtime, short: str, name: str, given: dict[str, Value]) -> bool:
    """Does the constructor make this parameter or buffer? What is not known counts as yes."""
    for option, names in NEEDED.items():
        if name in names:
            value = given.get(option)
            truth = option not in OFF.get(short, ()) if value is None else rt.truth(value)
            if truth is False:
                return False
    return True


def construct(rt: Runtime, short: str, arguments: Arguments) -> Ref:
    """A layer by itself."""
    made = rt.world.add(Instance(f"torch.nn.{short}"))
    prepare(rt, made)
    initialise(rt, made, short, arguments)
    return made


def _recurrent(rt: Runtime, module: Ref, short: str, given: dict[str, Value]) -> None:
    count = given.get("num_layers", Const(1))
    layers = count.value if isinstance(count, Const) and isinstance(count.value, int) else 1
    both = given.get("bidirectional")
    directions = ("", "_reverse") if both is not None and rt.truth(both) is not False else ("",)
    names = ["weight_ih", "weight_hh"]
    if _wanted(rt, short, "bias_ih", given):
        names += ["bias_ih", "bias_hh"]
    for layer in range(min(layers, MOST_LAYERS)):
        for direction in directions:
            for name in names:
                full = f"{name}_l{layer}{direction}"
                register(
                    rt, module, PARAMETERS, full, new_parameter(rt, full, state_sizes(rt, short, full, given))
                )


# -- forward


def forward(rt: Runtime, module: Value, short: str, arguments: Arguments) -> Value | None:
    """One forward of a layer; None where no facts are known that fit."""
    facts = module_facts(short)
    thing = rt.world.get(module)
    if facts is None or not isinstance(thing, Instance) or arguments.rest is not None:
        return None
    data = packed.data_of(rt, arguments.get(0, "input")) if short in RECURRENT else None
    if data is not None:
        return _on_packed(rt, module, short, arguments, data)
    bound = facts.bind(
        [kind_of(rt, v) for v in arguments.positional],
        {k: kind_of(rt, v) for k, v in arguments.keywords.items()},
        _options(rt, thing),
        MODES[rt.truth(thing.attributes.get(TRAINING, TRUE))],
    )
    if bound is None:
        return None
    op, where = bound
    proved = proved_tensors(facts.operation, len(arguments.positional), tuple(arguments.keywords))
    operands = operands_of(rt, op, where, arguments, True, proved)
    for index, tensors in _own(rt, module, facts).items():
        operands.setdefault(index, tensors)
    if short not in RECURRENT:
        return _shaped(rt, short, perform(rt, short, op, where, arguments, operands))
    given = arguments.get(0, "input")
    batch_first = _options(rt, thing).get("batch_first") is True
    if batch_first and 0 in operands:
        operands[0] = tuple(_time_first(rt, t) for t in operands[0])
    result = perform(rt, short, op, where, arguments, operands)
    if isinstance(given, TensorRef):
        _lay_out(rt, rt.machine.tensors[given.id].meta, result, batch_first=batch_first)
    return _shaped(rt, short, result)


def _on_packed(rt: Runtime, module: Value, short: str, arguments: Arguments, data: TensorRef) -> Value | None:
    """A recurrent layer computes on the tensor in a packed sequence, and packs its outputs."""
    given = arguments.get(0, "input")
    result = forward(rt, module, short, replace(arguments, positional=(data, *arguments.positional[1:])))
    thing = rt.world.get(result) if result is not None else None
    if given is None or not isinstance(thing, Items) or not isinstance(thing.items[0], TensorRef):
        return result
    return rt.sequence("tuple", [packed.wrapped_as(rt, given, thing.items[0]), *thing.items[1:]])


def _time_first(rt: Runtime, batch: TensorId) -> TensorId:
    """A batch as a recurrent layer computes with it. What nothing is known of is a batch: why else say where it is?"""
    meta = rt.machine.tensors[batch].meta
    if meta.ndim not in (3, None):
        return batch
    turned = rt.method(TensorRef(batch), "transpose", Arguments((Const(0), Const(1))))
    if not isinstance(turned, TensorRef):
        return batch
    if meta.contiguous and 1 in (meta.shape or ())[:2]:  # a batch or a sequence of one
        rt.machine.describe(
            turned.id, replace(rt.machine.tensors[turned.id].meta, contiguous=True, order=None)
        )
    return turned.id


def _lay_out(rt: Runtime, given: Meta, result: Value, *, batch_first: bool) -> None:
    """The outputs of a recurrent layer have the sizes of its inputs, and are computed time first."""
    thing = rt.world.get(result)
    outputs = thing.items[0] if isinstance(thing, Items) and thing.items else None
    shape = given.shape if given.shape is not None or not batch_first else (None, None, None)
    if shape is None or len(shape) != 3 or not isinstance(outputs, TensorRef):
        return
    meta = rt.machine.tensors[outputs.id].meta
    turned = batch_first and 1 not in shape[:2]
    rt.machine.describe(
        outputs.id, replace(meta, shape=(*shape[:2], None), strides=None, contiguous=not turned)
    )


def _options(rt: Runtime, thing: Instance) -> dict[str, object]:
    held = rt.world.get(thing.attributes[OPTIONS]) if OPTIONS in thing.attributes else None
    known = {str(k.value): constant(rt, v) for k, v in held.items.items()} if isinstance(held, Table) else {}
    inplace = thing.attributes.get("inplace")
    return known if inplace is None else {**known, "inplace": constant(rt, inplace)}


def option(rt: Runtime, module: Ref, name: str) -> Value | None:
    """A size or flag that a layer was made with, and keeps as it was given."""
    thing = rt.world.get(module)
    held = (
        rt.world.get(thing.attributes[OPTIONS])
        if isinstance(thing, Instance) and OPTIONS in thing.attributes
        else None
    )
    return held.items.get(Const(name)) if isinstance(held, Table) and name in KEPT else None


def _own(rt: Runtime, module: Value, facts: ModuleFacts) -> dict[int, tuple[TensorId, ...]]:
    """The module's own tensors, by the index of their parameter in the facts."""
    found: dict[int, dict[TensorId, None]] = {}
    every = {name: [tensor] for name, tensor in named_parameters(rt, module)}
    for name in facts.state:
        value = _at(rt, module, name)
        if value is not None:
            every[name] = tensors_of(rt, value)
    for name, tensors in every.items():
        index = facts.state_index(name)
        if index is not None:
            found.setdefault(index, {}).update(dict.fromkeys(tensors))
    return {index: tuple(tensors) for index, tensors in found.items()}


def _at(rt: Runtime, module: Value, path: str) -> Value | None:
    """``module.a.b`` by what is held, where it may also be a plain attribute put over a parameter."""
    current: Value | None = module
    for name in path.split("."):
        if current is None:
            return None
        thing = rt.world.get(options(current)[0])
        plain = thing.attributes.get(name) if isinstance(thing, Instance) else None
        current = plain if plain is not None else lookup(rt, options(current)[0], name)
    return current


def _shaped(rt: Runtime, short: str, result: Value) -> Value:
    """Results as the forward nests them."""
    thing = rt.world.get(result)
    if short == "LSTM" and isinstance(thing, Items) and len(thing.items) == 3:
        state = rt.sequence("tuple", thing.items[1:])
        return rt.sequence("tuple", [thing.items[0], state])
    if short == "MultiheadAttention" and not isinstance(thing, Items):
        return rt.sequence("tuple", [result, NONE])
    return result
