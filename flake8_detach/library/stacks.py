"""Transformers as stacks of their layers (torch/nn/modules/transformer.py)."""

from __future__ import annotations

from ..values import NONE, Arguments, Const, Instance, Ref, Runtime, Value
from . import containers
from .constructors import named
from .layers import construct
from .module_state import MODULES, entries, prepare, register
from .standard import deep_copy

NAMES = frozenset({"TransformerEncoder", "TransformerDecoder", "Transformer"})
MOST_LAYERS = 3
"""Of a stack of equal layers no more are told apart."""
OWN_LAYERS = 1
"""A ``Transformer`` of six and six layers stands as one and one: all that is asked of it is true of each."""
OF_LAYER = frozenset({"bias", "batch_first", "norm_first", "dropout"})


def initialise(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> None:
    """``TransformerEncoder(layer, num_layers, norm=None)`` holds copies; ``Transformer(…)`` makes both stacks."""
    given = named(short, arguments)
    if short == "Transformer":
        passed = Arguments((), {k: v for k, v in given.items() if k in OF_LAYER})
        for name in ("Encoder", "Decoder"):
            layer = construct(rt, f"Transformer{name}Layer", passed)
            norm = construct(rt, "LayerNorm", Arguments())
            stack = rt.world.add(Instance(f"torch.nn.Transformer{name}"))
            prepare(rt, stack)
            _fill(rt, stack, layer, OWN_LAYERS, norm)
            register(rt, module, MODULES, name.lower(), stack)
        return
    template = given.get("encoder_layer") or given.get("decoder_layer")
    if template is not None:
        count = given.get("num_layers")
        known = count.value if isinstance(count, Const) and isinstance(count.value, int) else MOST_LAYERS
        _fill(rt, module, template, min(known, MOST_LAYERS), given.get("norm", NONE))


def _fill(rt: Runtime, stack: Ref, template: Value, count: int, norm: Value) -> None:
    layers = rt.world.add(Instance("torch.nn.ModuleList"))
    prepare(rt, layers)
    copies = rt.sequence("list", [deep_copy(rt, template, {}) for _ in range(count)])
    containers.fill(rt, layers, "ModuleList", Arguments((copies,)))
    register(rt, stack, MODULES, "layers", layers)
    register(rt, stack, MODULES, "norm", norm)


def forward(rt: Runtime, module: Value, short: str, arguments: Arguments) -> Value | None:
    """Layer after layer; a decoder's layers look at the encoder's result as well."""
    held = entries(rt, module, MODULES)
    values = {**dict(zip(("src", "tgt"), arguments.positional)), **arguments.keywords}
    if short == "Transformer":
        source, target = values.get("src"), values.get("tgt")
        if source is None or target is None or "encoder" not in held or "decoder" not in held:
            return None
        memory = rt.call(held["encoder"], Arguments((source,)))
        return rt.call(held["decoder"], Arguments((target, memory)))
    if not arguments.positional or "layers" not in held:
        return None
    current, *others = arguments.positional[: 2 if short == "TransformerDecoder" else 1]
    if short == "TransformerDecoder" and not others and "memory" in arguments.keywords:
        others = [arguments.keywords["memory"]]
    for layer in rt.elements(held["layers"]).values:
        current = rt.call(layer, Arguments((current, *others)))
    norm = held.get("norm", NONE)
    return current if norm == NONE else rt.call(norm, Arguments((current,)))
