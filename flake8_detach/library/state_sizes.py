"""How many sizes the parameters and buffers of a layer have, and which its constructor was told (torch/nn/modules)."""

from __future__ import annotations

from ..values import Runtime, Value
from .shapes import Shape, integer_size, sizes_of

_STATISTICS = {"running_mean": ("num_features",), "running_var": ("num_features",), "num_batches_tracked": ()}
_NORM: dict[str, tuple[str, ...]] = {"weight": ("num_features",), "bias": ("num_features",), **_STATISTICS}
_TABLE: dict[str, tuple[str, ...]] = {"weight": ("num_embeddings", "embedding_dim")}
_OTHER = ""
"""A size that is not just one of the constructor's arguments."""
_CELL = {
    **dict.fromkeys(("weight_ih", "weight_hh"), (_OTHER, _OTHER)),
    **dict.fromkeys(("bias_ih", "bias_hh"), (_OTHER,)),
}


def _convolution(dimensions: int) -> dict[str, tuple[str, ...]]:
    return {"weight": (_OTHER,) * (dimensions + 2), "bias": ("out_channels",)}


SIZES: dict[str, dict[str, tuple[str, ...]]] = {
    "Linear": {"weight": ("out_features", "in_features"), "bias": ("out_features",)},
    "Bilinear": {"weight": ("out_features", "in1_features", "in2_features"), "bias": ("out_features",)},
    "Embedding": _TABLE,
    "EmbeddingBag": _TABLE,
    "GroupNorm": {"weight": ("num_channels",), "bias": ("num_channels",)},
    "PReLU": {"weight": (_OTHER,)},
    "MultiheadAttention": {
        "in_proj_weight": (_OTHER, "embed_dim"),
        "in_proj_bias": (_OTHER,),
        **dict.fromkeys(("q_proj_weight", "k_proj_weight", "v_proj_weight"), (_OTHER, _OTHER)),
        **dict.fromkeys(("bias_k", "bias_v"), (_OTHER,) * 3),
    },
    **{f"{kind}{n}d": _convolution(n) for kind in ("Conv", "ConvTranspose") for n in (1, 2, 3)},
    **{f"{kind}Norm{n}d": _NORM for kind in ("Batch", "Instance") for n in (1, 2, 3)},
    "SyncBatchNorm": _NORM,
    **dict.fromkeys(("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"), _CELL),
}
RECURRENT = frozenset({"RNN", "LSTM", "GRU"})
OVER = frozenset({"LayerNorm", "RMSNorm"})
"""Their parameters have the sizes they were made for: one number, or some."""


def state_sizes(rt: Runtime, short: str, name: str, given: dict[str, Value]) -> Shape | None:
    """The shape of a parameter or buffer; None where not even the number of its sizes is known."""
    if short in OVER:
        over = given.get("normalized_shape")
        return sizes_of(rt, (over,)) if over is not None else None
    told = SIZES.get(short.removeprefix("Lazy"), {}).get(
        name.partition("_l")[0] if short in RECURRENT else name
    )
    return None if told is None else tuple(integer_size(given.get(size)) for size in told)
