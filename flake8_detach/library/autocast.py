"""Autocast: which operations compute in another type there, on casts of what they are given.

Such an operation keeps the cast for backward, not the tensor: a write to the tensor cannot reach it. PyTorch 2.13.0 on
a CPU was asked about each name here (the lists of aten/src/ATen/autocast_mode.h, and what layers make of them).
"""

from __future__ import annotations

from ..autograd import Meta, TensorId
from ..frozen import replace
from ..values import NONE, Arguments, Const, Instance, Native, Runtime, TensorRef, Value
from .forms import device_of, dtype_of

CONTEXTS = {
    "torch.autocast": None,
    "torch.amp.autocast": None,
    "torch.amp.autocast_mode.autocast": None,
    "torch.cpu.amp.autocast": "cpu",
    "torch.cuda.amp.autocast": "cuda",
}
"""The context managers, with the device of those that have one."""
UNKNOWN = "?"
"""Autocast may be on: to a type which is not known, or not at all (on another device than the tensors')."""
DEFAULTS = {"cpu": "bfloat16"}
LOWERED = frozenset(
    """linear Linear @ __matmul__ matmul mm bmm addmm baddbmm addbmm einsum scaled_dot_product_attention
    conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d Conv1d Conv2d Conv3d ConvTranspose1d
    ConvTranspose2d ConvTranspose3d RNN RNNCell MultiheadAttention multi_head_attention_forward chain_matmul
    multi_dot""".split()
)
"""What computes in the lower type."""
MIXED = frozenset("LSTM LSTMCell GRU GRUCell".split())
"""What does so inside, with results of a type that depends."""
RAISED = frozenset(
    """mse_loss MSELoss binary_cross_entropy_with_logits BCEWithLogitsLoss smooth_l1_loss SmoothL1Loss
    huber_loss HuberLoss""".split()
)
"""What computes in float32, and keeps what it is given."""


def construct(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """``torch.autocast(...)`` and its like; None for other names."""
    if name not in CONTEXTS:
        return None
    device = CONTEXTS[name]
    given = arguments if device is None else arguments.behind(Const(device))
    return rt.world.add(Instance(name, {"<type>": Const(_type(rt, given))}))


def _type(rt: Runtime, arguments: Arguments) -> str | None:
    """The lower type, None where autocast is switched off."""
    enabled, dtype = arguments.get(2, "enabled"), arguments.get(1, "dtype")
    if enabled is not None and rt.truth(enabled) is False:
        return None
    if arguments.rest is not None or (enabled is not None and rt.truth(enabled) is None):
        return UNKNOWN
    device = device_of(arguments.get(0, "device_type"))
    if device not in DEFAULTS:
        return UNKNOWN
    return DEFAULTS[device] if dtype in (None, NONE) else dtype_of(dtype) or UNKNOWN


def is_context(rt: Runtime, value: Value) -> bool:
    """Is `value` such a context manager?"""
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and thing.cls in CONTEXTS


def enter(rt: Runtime, manager: Value) -> str | None:
    """Switch it on, or off; gives what was before."""
    thing, before = rt.world.get(manager), rt.world.autocast
    kind = thing.attributes.get("<type>") if isinstance(thing, Instance) else None
    rt.world.autocast = kind.value if isinstance(kind, Const) and isinstance(kind.value, str) else None
    return before


def leave(rt: Runtime, before: str | None) -> None:
    """Set again what was before."""
    rt.world.autocast = before


def cast(
    rt: Runtime, name: str, operands: dict[int, tuple[TensorId, ...]]
) -> dict[int, tuple[TensorId, ...]]:
    """The operands of the operation `name` as it computes with them."""
    lower = rt.world.autocast
    short = name.rpartition(".")[2]
    if lower is None or not (short in LOWERED or short in MIXED or short in RAISED):
        return operands
    target = "float32" if short in RAISED and lower != UNKNOWN else lower
    return {i: tuple(_cast(rt, t, target) for t in ts) for i, ts in operands.items()}


def _cast(rt: Runtime, tensor: TensorId, target: str) -> TensorId:
    dtype = rt.machine.tensors[tensor].meta.dtype
    if dtype == target or (dtype is not None and not dtype.startswith(("float", "bfloat"))):
        return tensor
    to: Value = rt.world.opaque("the type of autocast") if target == UNKNOWN else Native(f"torch.{target}")
    made = rt.method(TensorRef(tensor), "to", Arguments((to,)))
    return made.id if isinstance(made, TensorRef) else tensor


def form(rt: Runtime, name: str, meta: Meta | None) -> Meta | None:
    """What is known of a result where autocast may be on."""
    if meta is None or rt.world.autocast is None:
        return meta
    short = name.rpartition(".")[2]
    unknown = short in MIXED or (rt.world.autocast == UNKNOWN and short in LOWERED)
    return replace(meta, dtype=None) if unknown else meta
