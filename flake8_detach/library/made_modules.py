"""Functions of ``torch.nn.utils`` that make modules (torch/nn/utils/fusion.py, init.py)."""

from __future__ import annotations

from collections.abc import Callable

from ..values import Arguments, Ref, Runtime, TensorRef, Value
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


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.utils.skip_init": _skip_init,
    "torch.nn.utils.fuse_conv_bn_eval": _fused,
    "torch.nn.utils.fuse_linear_bn_eval": _fused,
}
