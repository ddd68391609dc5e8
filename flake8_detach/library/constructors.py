"""The arguments that ``torch.nn`` constructors take by position, as far as they matter to what a forward keeps.

A test compares them with PyTorch's own signatures.
"""

from __future__ import annotations

from ..values import Arguments, Const, Items, Runtime, Value

_SIGNATURES = """
output_size: AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d
p inplace: AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout
weight size_average reduce reduction: BCELoss MultiLabelSoftMarginLoss
weight size_average reduce reduction pos_weight: BCEWithLogitsLoss
num_features eps momentum affine track_running_stats: BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm
num_features eps momentum affine track_running_stats: InstanceNorm1d InstanceNorm2d InstanceNorm3d
in1_features in2_features out_features bias: Bilinear
alpha inplace: CELU ELU
in_channels out_channels kernel_size stride padding dilation groups bias: Conv1d Conv2d Conv3d
in_channels out_channels kernel_size stride padding output_padding groups bias: ConvTranspose1d ConvTranspose2d ConvTranspose3d
margin size_average reduce reduction: CosineEmbeddingLoss HingeEmbeddingLoss MarginRankingLoss
weight size_average ignore_index reduce reduction: CrossEntropyLoss NLLLoss NLLLoss2d
num_embeddings embedding_dim padding_idx max_norm norm_type scale_grad_by_freq sparse _weight: Embedding
num_embeddings embedding_dim max_norm norm_type scale_grad_by_freq mode sparse _weight: EmbeddingBag
approximate: GELU
input_size hidden_size bias: GRUCell LSTMCell RNNCell
num_groups num_channels eps affine: GroupNorm
inplace: Hardsigmoid Hardswish Mish ReLU ReLU6 SELU SiLU
min_val max_val inplace: Hardtanh
reduction: HuberLoss
size_average reduce reduction log_target: KLDivLoss
size_average reduce reduction: L1Loss MSELoss MultiLabelMarginLoss SmoothL1Loss SoftMarginLoss
normalized_shape eps elementwise_affine bias: LayerNorm
normalized_shape eps elementwise_affine: RMSNorm
eps momentum affine track_running_stats: LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d
out_channels kernel_size stride padding dilation groups bias: LazyConv1d LazyConv2d LazyConv3d
out_features bias: LazyLinear
negative_slope inplace: LeakyReLU
in_features out_features bias: Linear
kernel_size stride padding dilation return_indices: MaxPool1d MaxPool2d MaxPool3d
p margin weight size_average reduce reduction: MultiMarginLoss
embed_dim num_heads dropout bias add_bias_kv add_zero_attn kdim vdim batch_first: MultiheadAttention
log_input full size_average eps reduce reduction: PoissonNLLLoss
lower upper inplace: RReLU
threshold value inplace: Threshold
d_model nhead dim_feedforward dropout activation layer_norm_eps batch_first norm_first bias: TransformerDecoderLayer TransformerEncoderLayer
encoder_layer num_layers norm: TransformerEncoder
decoder_layer num_layers norm: TransformerDecoder
size scale_factor mode: Upsample
input_size hidden_size num_layers bias batch_first dropout bidirectional proj_size: GRU LSTM
input_size hidden_size num_layers nonlinearity bias batch_first dropout bidirectional: RNN
"""
POSITIONS: dict[str, tuple[str, ...]] = {
    short: tuple(names.split())
    for names, _, shorts in (line.partition(": ") for line in _SIGNATURES.strip().splitlines())
    for short in shorts.split()
}
OFF = {
    **dict.fromkeys(
        ("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"), ("affine", "track_running_stats")
    ),
    "MultiheadAttention": ("add_bias_kv",),
}
"""Options which decide what a module holds and are off unless given."""


def named(short: str, arguments: Arguments) -> dict[str, Value]:
    """A constructor's arguments by name."""
    return {**dict(zip(POSITIONS.get(short, ()), arguments.positional)), **arguments.keywords}


def constant(rt: Runtime, value: Value) -> object:
    """The value of a constructor's argument as the facts compare it; ``...`` where it is not known."""
    if isinstance(value, Const):
        return value.value
    thing = rt.world.get(value)
    if isinstance(thing, Items) and thing.rest is None and all(isinstance(v, Const) for v in thing.items):
        return tuple(v.value for v in thing.items if isinstance(v, Const))
    return ...
