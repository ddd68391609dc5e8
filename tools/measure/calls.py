"""Our own calls: everyday ways to call which PyTorch's samples leave out: Python numbers in the place of tensors,
keywords that change what is saved, the commonest shapes. A line is one or more operations, then their argument
lists; the first is taken for the commonest. `x`, `y` are 2 by 3 matrices, `v` a vector of 3, `a` a square matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from .samples import Arguments

OPERATIONS = """
add sub mul true_divide remainder fmod multiply subtract rsub: x, y | x, 2 | x, 2.0 | x, torch.tensor(2.0) | x, t(2, 1)
pow float_power: x, 2 | x, 0.5 | x, 3.0 | x, 1 | x, 0 | x, -1 | x, y | 2.0, y
eq ne lt le gt ge not_equal greater less greater_equal less_equal: x, y | x, 2
maximum minimum fmax fmin atan2 hypot copysign logaddexp: x, y
bitwise_and bitwise_or bitwise_xor: i, i | i, 1
bitwise_left_shift bitwise_right_shift: i, i | i, 1
max min: x | x, 1 | x, 1, True | x, dim=0 | x, y
median nanmedian prod sum mean nanmean nansum: x | x, 1 | x, 1, True | x, dim=1, keepdim=True
mode: x | x, 1
std var std_mean var_mean: x | x, 1 | x, dim=1, keepdim=True | x, unbiased=False | x, dim=1, unbiased=False | x, 0, correction=1
amax amin aminmax logsumexp all any: x, dim=1 | x, dim=1, keepdim=True
matmul: x, y.mT | x, v | v, v | t(2, 3, 3), t(3, 3) | t(2, 3, 3), t(2, 3, 3)
clamp clip: x, 0.3, 0.6 | x, min=0.3 | x, max=0.6 | x, x * 0.5, x * 2 | x, min=x * 0.5
where: x > 0.5, x, y | x > 0.5, x, 0.0 | x > 0.5, 0.0, y | x > 0.5
masked_fill: x, x > 0.5, 0.0 | x, x > 0.5, torch.tensor(0.0)
lerp: x, y, 0.3 | x, y, torch.tensor(0.3) | x, y, x
norm: x | x, 2 | x, dim=1 | x, p=1 | x, "fro" | x, 2, 1 | x, p=2, dim=1, keepdim=True | x, 3 | x - 0.5, 1 | x - 0.5, 3 | x, 0
linalg.vector_norm: x | x - 0.5, 1 | x - 0.5, 3 | x, 0 | x - 0.5, dim=1
dist: x, y | x, t(2, 3) * 2 - y, 1 | x, t(2, 3) * 2 - y, 3.0 | x, y, p=0
cdist: x, y | x, t(2, 3) * 2 - y, 1.0 | x, t(2, 3) * 2 - y, p=3.0
pdist: a | a, 1.0 | a, 3.0
div divide: x, y | x, 2 | x, 2.0 | x, torch.tensor(2.0) | x, t(2, 1) | x, y, rounding_mode=None | x, y, rounding_mode="floor" | x, y, rounding_mode="trunc"
chain_matmul: a, a + 1 | a, a + 1, a + 2
matrix_power: a, 3 | a, 2 | a, 1 | a, 0 | a, -1 | a, -2
batch_norm: t(4, 3), v, v + 1, None, None, True, 0.1, 1e-5, False | t(4, 3), None, None, v, v + 1, False, 0.1, 1e-5, False
instance_norm: t(2, 3, 4), v, v + 1, None, None, True, 0.1, 1e-5, False
ctc_loss: t(4, 1, 3).log_softmax(2), torch.tensor([[1]]), torch.tensor([4]), torch.tensor([1])
addmm: t(2, 2), x, y.mT | t(2, 2), x, y.mT, beta=0.5, alpha=2
einsum: "ij,kj->ik", x, y | "ij,kj->ik", [x, y] | "ij,ij,ij->", x, y, x * 2
cat stack: [x, y] | [x, y], 1 | [x, y], dim=-1 | (x, y), dim=0
split: x, 1 | x, [1, 1] | x, 2, dim=1 | x, [1, 2], dim=-1
chunk: x, 2 | x, 3, dim=-1
unbind: x | x, 1 | x, dim=-1
reshape: x, 3, 2 | x, (3, 2) | x, -1 | x, [6]
view: x, 3, 2 | x, (3, 2) | x, -1 | x, torch.int32
permute: x, 1, 0 | x, (1, 0)
expand: x, 2, 2, 3 | x, (2, 2, 3) | x, -1, -1
repeat: x, 2, 1 | x, (2, 1)
flatten: x | x, 0 | x, start_dim=0 | v
squeeze: t(1, 3) | t(1, 3), 0 | t(1, 3), dim=(0,) | x
sum_to_size: x, 2, 3 | x, (1, 3)
copy_: x, y | x, v
set_: x, y
new_tensor: x, [1.0, 2.0]
numpy: x
apply_: x, lambda value: value + 1
map_: x, y, lambda p, q: p + q
map2_: x, y, y, lambda p, q, r: p + q + r
as_subclass: x, torch.Tensor
fill_: x, 0.0 | x, torch.tensor(0.0)
nonzero: x | x, as_tuple=True
normal_ uniform_: x | x, 0.0, 1.0
random_: x | x, 5 | x, 0, 5
resize_: x, 3, 2 | x, (1, 3)
requires_grad_: x | x, False
topk: x, 2 | x, 2, dim=1 | x, k=1
outer: v, v + 1
dot inner: v, v + 1
margin_ranking_loss: x, y, x - 0.5 | x, y, y, 0.1
mv: x, v
scatter_reduce: x, 1, torch.tensor([[0, 1, 1], [0, 0, 2]]), torch.tensor([[0.5, 0.0, 0.7], [0.0, 0.3, 2.0]]), "prod"
index_reduce: x, 1, torch.tensor([0, 1, 1]), torch.tensor([[0.5, 0.0, 0.7], [0.0, 0.3, 2.0]]), "prod"
index_put_: x, (torch.tensor([0]),), v | x, (torch.tensor([0]),), torch.tensor(1.0), accumulate=True
softmax log_softmax: x, 1 | x, dim=-1
unique unique_consecutive: x | x, return_inverse=True | x, return_counts=True
svd_lowrank pca_lowrank: square(8)
lobpcg: square(9), 1
cartesian_prod: v, v
block_diag: x, y
__deepcopy__: x, {}
is_tensor is_floating_point is_complex: x
affine_grid_generator: t(1, 2, 3), [1, 2, 4, 4], False
grid_sampler: image, t(1, 2, 2, 2), 0, 0, False
repeat_interleave: x, 2 | x, torch.tensor([1, 2]), 0
randint: 5, (2, 3) | 0, 5, (2, 3)
randint_like: x, 5 | x, 0, 5
_foreach_addcdiv _foreach_addcmul: [x, y], [y, x], [x, x] | [x, y], [y, x], [x, x], 0.5 | [x, y], [y, x], [x, x], [0.5, 1.0]
linalg.norm: x | x, dim=1 | x, ord="fro" | x, ord="nuc" | x, 2 | a, 2 | x, 1 | x, 2, 1 | x - 0.5, 1, 1 | x - 0.5, 3, dim=1
linalg.matrix_norm: a | x, ord="nuc" | x, 2 | x, 1
linalg.inv linalg.det linalg.slogdet linalg.cholesky linalg.eigh linalg.eigvalsh linalg.qr linalg.svd linalg.svdvals: a
linalg.matrix_exp linalg.pinv linalg.inv_ex linalg.cholesky_ex linalg.cond linalg.eig linalg.eigvals: a
inverse det logdet slogdet cholesky pinverse matrix_exp: a
linalg.solve: a, t(3, 2) | a, v
"""

FUNCTIONAL = """
dropout: x | x, 0.5, True | x, 0.5, False | x, p=0.1, training=False | x, inplace=True | x, 0.5, False, True
alpha_dropout feature_alpha_dropout: x, 0.5, True | x, 0.5, False | x, 0.5, True, True
dropout1d: line | line, 0.5 | line, 0.5, False | line, 0.5, inplace=True | line, inplace=True
dropout2d: image | image, 0.5 | image, 0.5, False | image, 0.5, inplace=True | image, inplace=True
dropout3d: volume | volume, 0.5 | volume, 0.5, False | volume, 0.5, inplace=True | volume, inplace=True
relu relu6 elu selu celu silu mish hardswish hardsigmoid leaky_relu hardtanh: x | x, inplace=False | x, inplace=True | x - 0.5 | x - 0.5, inplace=True
rrelu: x | x, training=True | x, inplace=True | x, training=True, inplace=True | x - 0.5, training=True, inplace=True
threshold: x, 0.1, 0.0 | x, 0.1, 0.0, True
linear: x, t(2, 3) | x, t(2, 3), t(2) | t(2, 2, 3), t(2, 3), t(2)
conv1d: line, t(3, 2, 3) | line, t(3, 2, 3), t(3) | line, t(3, 2, 3), bias=t(3), padding=1, stride=2
conv2d: image, t(3, 2, 3, 3) | image, t(3, 2, 3, 3), t(3) | image, t(3, 2, 3, 3), bias=t(3), padding=1, stride=2
conv3d: volume, t(3, 2, 2, 2, 2) | volume, t(3, 2, 2, 2, 2), t(3) | volume, t(3, 2, 2, 2, 2), bias=t(3), padding=1, stride=2
conv_transpose1d: line, t(2, 3, 3) | line, t(2, 3, 3), t(3)
conv_transpose2d: image, t(2, 3, 3, 3) | image, t(2, 3, 3, 3), t(3)
conv_transpose3d: volume, t(2, 3, 2, 2, 2) | volume, t(2, 3, 2, 2, 2), t(3)
conv_tbc: t(4, 2, 3), t(2, 3, 2), t(2)
avg_pool1d max_pool1d: line, 2 | line, 2, 2 | line, kernel_size=2, stride=1
avg_pool2d max_pool2d: image, 2 | image, 2, 2 | image, kernel_size=2, stride=1
avg_pool3d max_pool3d: volume, 2 | volume, 2, 2 | volume, kernel_size=2, stride=1
adaptive_avg_pool1d adaptive_max_pool1d: line, 2 | line, output_size=3 | line, 1
adaptive_avg_pool2d adaptive_max_pool2d: image, 2 | image, output_size=3 | image, 1 | image, (1, 1)
adaptive_avg_pool3d adaptive_max_pool3d: volume, 2 | volume, output_size=3 | volume, 1
batch_norm: t(4, 3), v, v + 1, v, v, True | t(4, 3), v, v + 1, training=True | t(4, 3), None, None, training=True | t(4, 3), v, v + 1, v, v, False | t(4, 3), v, v + 1, training=False | t(4, 3), v, v + 1
layer_norm: x, (3,) | x, (3,), v, v | x, (3,), v | x, [3], weight=v, bias=v
rms_norm: x, (3,) | x, (3,), v
group_norm: t(2, 4, 3), 2 | t(2, 4, 3), 2, t(4), t(4)
instance_norm: t(2, 3, 4) | t(2, 3, 4), weight=v, bias=v | t(2, 3, 4), v, v + 1, use_input_stats=True | t(2, 3, 4), v, v + 1, use_input_stats=False
cross_entropy: x, index | x, index, weight=v | x, index, reduction="sum" | x, index, reduction="none" | x, y | x, y, reduction="sum" | x, index, label_smoothing=0.1
nll_loss: x, index | x, index, weight=v | x, index, reduction="sum" | x, index, reduction="none"
smooth_l1_loss: x, y | x, y, reduction="sum" | x, y, reduction="none" | x, y, beta=0.1 | x, y, beta=0.0
mse_loss l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits: x, y | x, y, reduction="sum" | x, y, reduction="none"
kl_div soft_margin_loss: x, y | x, y, reduction="sum" | x, y, reduction="none"
poisson_nll_loss: x, y | x, y, reduction="sum" | x, y, full=True | x, y, log_input=False | x, y, False, True
pairwise_distance: x, t(2, 3) * 2 - y | x, t(2, 3) * 2 - y, 1.0 | x, t(2, 3) * 2 - y, p=3.0
grid_sample: image, t(1, 2, 2, 2), align_corners=False | image, t(1, 2, 2, 2), mode="nearest", align_corners=False
cosine_embedding_loss: x, y, torch.tensor([1, -1])
embedding: index, t(4, 3) | index, t(4, 3), padding_idx=0 | index, t(4, 3), max_norm=0.1
embedding_bag: index, t(4, 3), torch.tensor([0]) | index[None], t(4, 3) | index, t(4, 3), torch.tensor([0]), mode="sum" | index, t(4, 3), torch.tensor([0]), mode="max" | index[None], t(4, 3), max_norm=0.1 | index[None], t(4, 3), mode="sum", per_sample_weights=t(1, 2) | index, t(4, 3), torch.tensor([0]), mode="sum", per_sample_weights=t(2)
scaled_dot_product_attention: q, q, q | x[None], y[None], y[None] | q, q, q, is_causal=True | q, q, q, dropout_p=0.0 | q, q, q, dropout_p=0.1 | q, q, q, torch.zeros(3, 3)
interpolate: image, scale_factor=2 | image, size=3 | image, scale_factor=2, mode="bilinear"
upsample: image, scale_factor=2
normalize: x | x, dim=1 | x, p=2.0, dim=-1
softmax log_softmax: x, 1 | x, dim=-1 | x, dim=1, dtype=torch.float64
pad: image, (1, 1) | image, (1, 1, 1, 1), "reflect" | image, (1, 1), mode="constant", value=0.0
one_hot: index | index, 4
affine_grid: t(1, 2, 3), [1, 2, 4, 4]
fold: t(1, 8, 9), (4, 4), (2, 2)
unfold: image, (2, 2) | image, 2
lp_pool1d: line, 2, 2 | line, 2.0, 2 | line, 1, 2 | line, 3, 2
lp_pool2d: image, 2, 2 | image, 2.0, 2 | image, 1, 2 | image, 3, 2
lp_pool3d: volume, 2, 2 | volume, 2.0, 2 | volume, 1, 2
triplet_margin_with_distance_loss: x, y, x * 2
"""

INIT = """
xavier_normal xavier_uniform kaiming_normal kaiming_uniform orthogonal eye: x
constant: x, 0.5
dirac: t(3, 2, 3)
sparse: x, 0.5
calculate_gain: "relu"
"""

OPERATORS = """
+ - * / % : self:tn other:tn : x, y | x, 2 | 2, x | x, 0.5 | 1.0, x | x, torch.tensor(2.0) | x, t(2, 1)
// : self:tn other:tn : x, y | x, 2 | 2, x
** : self:tn exponent:tn : x, 2 | x, 0.5 | x, 3.0 | x, 1 | x, 0 | x, -1 | 2.0, x | 2, x | x, y
@ : self:t other:t : x, y.mT | x, v | v, v | t(2, 3, 3), t(3, 3) | t(2, 3, 3), t(2, 3, 3)
< <= > >= == != : self:tn other:tn : x, y | x, 2 | 2, x
& | ^ : self:tnb other:tnb : b, b | b, True | i, 1
<< >> : self:tn other:tn : i, i | i, 1
neg pos abs : self:t : x | x - 0.5
~ : self:t : b
+= -= *= /= //= %= : self:t other:tn : x, y | x, 2 | x, 0.5 | x, torch.tensor(2.0) | x, t(2, 1)
**= : self:t other:tn : x, 2 | x, 0.5 | x, y
@= : self:t other:t : a, a
&= |= ^= : self:t other:tnb : b, b | b, True | i, 1
<<= >>= : self:t other:tn : i, i | i, 1
"""

SUBSCRIPTS = {
    "self:t *index:ixe0": "x, 0 | x, slice(0, 1) | x, None | x, 0, 1 | x, slice(None), 1 | x, Ellipsis, None",
    "self:t *index:tLIbixe0": "x, row | x, x > 0.5 | x, [0] | x, slice(None), row | x, row, row | x, 0, [0, 1]",
}
"""Reads: a basic index gives a view, an advanced one a copy."""

ASSIGNMENTS = {
    "self:t value:tn *index:ixe0": "x, 0.0, 0 | x, v, 0 | x, y[:1], slice(0, 1) | x, 0.0, slice(None), 1 | x, t(2), slice(None), 1",
    "self:t value:tn *index:tLIbixe0": "x, 0.0, row | x, t(1, 3), row | x, 0.0, x > 0.5 | x, torch.tensor(1.0), x > 0.5 | x, t(1, 3), [0]"
    " | x, 0.0, slice(None), row",
}
"""Assignments `x[index] = value`, the value before the index."""

COMPLETE = frozenset(
    """nn.functional.dropout nn.functional.dropout1d nn.functional.dropout2d nn.functional.dropout3d
    nn.functional.alpha_dropout nn.functional.feature_alpha_dropout nn.functional.batch_norm nn.functional.embedding_bag
    cartesian_prod""".split()
)
"""Operations for which our own calls suffice: PyTorch's samples add only degenerate ones (p=0, one vector)."""


def t(*shape: int) -> torch.Tensor:
    """Positive numbers below one, none twice."""
    return torch.linspace(0.2, 0.9, torch.Size(shape).numel()).reshape(shape)


def square(n: int = 3) -> torch.Tensor:
    """A symmetric positive definite matrix."""
    a = torch.rand(n, n, generator=torch.Generator().manual_seed(1))
    return a @ a.mT + torch.eye(n)


def _collect(*args: Any, **kwargs: Any) -> Arguments:
    return args, kwargs


def read_arguments(text: str) -> list[Arguments]:
    """The argument lists of one line, as fresh tensors."""
    names: dict[str, Any] = {
        "torch": torch, "t": t, "square": square, "collect": _collect,
        "x": t(2, 3), "y": t(2, 3).flip(0), "v": t(3), "a": square(), "i": torch.tensor([[4, 1, 2]]),
        "b": torch.tensor([[True, False, True]]), "q": t(1, 2, 3, 4), "row": torch.tensor([0]), "index": torch.tensor([0, 1]),
        "line": t(1, 2, 8), "image": t(1, 2, 6, 6), "volume": t(1, 2, 4, 4, 4),
    }  # fmt: skip
    return [eval(f"collect({arguments})", names) for arguments in text.split(" | ")]  # noqa: S307 (our own text)


def calls() -> dict[str, list[Arguments]]:
    """Our own calls by operation name, without the prefixes `torch.` and `Tensor.` (both have them)."""
    found: dict[str, list[Arguments]] = {}
    for prefix, text in (("", OPERATIONS), ("nn.functional.", FUNCTIONAL), ("nn.init.", INIT)):
        for line in text.strip().splitlines():
            heads, _, arguments = line.partition(": ")
            for name in heads.split():
                found[prefix + name] = read_arguments(arguments)
    for name in INIT.replace(":", " ").split():
        if f"nn.init.{name}" in found:
            found[f"nn.init.{name}_"] = found[f"nn.init.{name}"]
    return found


def operators() -> dict[str, tuple[str, Callable[..., Any], list[Arguments]]]:
    """Python operators: symbol → form, what it does, calls."""
    import operator as op

    functions: dict[str, Callable[..., Any]] = {
        "+": op.add, "-": op.sub, "*": op.mul, "/": op.truediv, "//": op.floordiv, "%": op.mod, "**": op.pow, "@": op.matmul,
        "<": op.lt, "<=": op.le, ">": op.gt, ">=": op.ge, "==": op.eq, "!=": op.ne, "&": op.and_, "|": op.or_, "^": op.xor,
        "<<": op.lshift, ">>": op.rshift, "neg": op.neg, "pos": op.pos, "abs": abs, "~": op.invert, "+=": op.iadd, "-=": op.isub,
        "*=": op.imul, "/=": op.itruediv, "//=": op.ifloordiv, "%=": op.imod, "**=": op.ipow, "@=": op.imatmul, "&=": op.iand,
        "|=": op.ior, "^=": op.ixor, "<<=": op.ilshift, ">>=": op.irshift,
    }  # fmt: skip
    spelled = {"neg": "unary -", "pos": "unary +", "~": "unary ~"}
    found: dict[str, tuple[str, Callable[..., Any], list[Arguments]]] = {}
    for line in OPERATORS.strip().splitlines():
        heads, form, arguments = line.split(" : ")
        for symbol in heads.split():
            found[spelled.get(symbol, symbol)] = (form, functions[symbol], read_arguments(arguments))
    return found
