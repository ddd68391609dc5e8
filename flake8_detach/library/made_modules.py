"""Functions of ``torch.nn.utils`` that make modules (torch/nn/utils/fusion.py, init.py)."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Grad
from ..values import Arguments, Native, Ref, Runtime, TensorRef, Value
from .constructors import POSITIONS
from .module_state import PARAMETERS, entries, new_parameter, register
from .standard import deep_copy


def _skip_init(rt: Runtime, arguments: Arguments) -> Value | None:
    """``skip_init(nn.Linear, 3, 3)``: the module, with memory that nothing was written to."""
    made = arguments.get(0, "module_cls")
    if made is None:
        return None
    return rt.call(made, Arguments(arguments.positional[1:], arguments.keywords, arguments.rest))


def _fused(rt: Runtime, arguments: Arguments) -> Value | None:
    """``fuse_conv_bn_eval(conv, bn)``: a copy of the layer with a weight and a bias of its own."""
    layer = arguments.positional[0] if arguments.positional else None
    if not isinstance(layer, Ref):
        return None
    made = deep_copy(rt, layer, {})
    assert isinstance(made, Ref)
    for name in ("weight", "bias"):
        old = entries(rt, made, PARAMETERS).get(name)
        if old is None:
            return None
        new = new_parameter(rt, name)
        if isinstance(old, TensorRef):
            rt.machine.require_grad(new.id, rt.machine.requires_grad(old.id))
        register(rt, made, PARAMETERS, name, new)
    return made


def _from_pretrained(short: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``Embedding.from_pretrained(tensor, freeze=True, …)``: its weight is a parameter over the tensor's memory."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        given, freeze = arguments.get(0, "embeddings"), arguments.get(1, "freeze")
        if given is None or arguments.rest is not None:
            return None
        passed = {k: v for k, v in arguments.keywords.items() if k not in ("embeddings", "freeze")}
        passed.update(zip(POSITIONS[short][2:], arguments.positional[2:]))
        made = rt.call(Native(f"torch.nn.{short}"), Arguments((), {**passed, "_weight": given}))
        weight = entries(rt, made, PARAMETERS).get("weight")
        if isinstance(weight, TensorRef):
            frozen = True if freeze is None else rt.truth(freeze)
            needs = Grad.MAYBE if frozen is None else Grad.NO if frozen else Grad.YES
            rt.machine.require_grad(weight.id, needs)
        return made

    return run


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **{
        f"torch.nn.{short}.from_pretrained": _from_pretrained(short)
        for short in ("Embedding", "EmbeddingBag")
    },
    "torch.nn.utils.skip_init": _skip_init,
    "torch.nn.utils.fuse_conv_bn_eval": _fused,
    "torch.nn.utils.fuse_linear_bn_eval": _fused,
}
