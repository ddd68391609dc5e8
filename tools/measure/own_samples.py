"""Calls that PyTorch's samples leave out, and methods whose forms no operator table declares.

`FORMS` are the methods which the Python binding defines by hand; `CALLS` add ways to call: Python numbers in the
place of tensors, keywords that change what is saved, everyday shapes. The first call listed for an operation is
taken for the common one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from .samples import Arguments

FORMS: dict[str, str] = {
    "Tensor.to": "self:t other:tioa0? *rest:a",
    "Tensor.type": "self:t dtype:osa0? non_blocking:b?",
    "Tensor.contiguous": "self:t * memory_format:o?",
    "Tensor.copy_": "self:t other:tn non_blocking:b?",
    "Tensor.requires_grad_": "self:t requires_grad:b?",
    "Tensor.set_": "self:t source:ta? *rest:a",
    "Tensor.share_memory_": "self:t",
    "Tensor.new_tensor": "self:t data:a * dtype:o? device:o? requires_grad:b?",
    "Tensor.new": "self:t *rest:a",
    "Tensor.apply_": "self:t callable:o",
    "Tensor.map_": "self:t tensor:t callable:o",
    "Tensor.map2_": "self:t x:t y:t callable:o",
    "Tensor.nonzero": "self:t * as_tuple:b?",
    "torch.nonzero": "self:t * as_tuple:b? out:t0?",
    "Tensor.numpy": "self:t * force:b?",
    "Tensor.is_contiguous": "self:t * memory_format:o?",
    "Tensor.size": "self:t dim:i0?",
    "Tensor.stride": "self:t dim:i0?",
    "Tensor.cuda": "self:t device:ioa? non_blocking:b?",
    "Tensor.as_subclass": "self:t cls:o",
    "torch.tensor": "data:a * dtype:o? device:o? requires_grad:b? pin_memory:b?",
    "torch.as_tensor": "data:a dtype:o? device:o?",
    "torch.asarray": "obj:a * dtype:o? device:o? copy:b0? requires_grad:b?",
    "torch.from_numpy": "ndarray:a",
    "torch.frombuffer": "buffer:a * dtype:o count:i? offset:i? requires_grad:b?",
    "torch.from_dlpack": "ext_tensor:a",
    "torch.numel": "self:t",
    "torch.get_device": "self:t",
    "torch.range": "start:n end:n? step:n? * out:t0? dtype:o? requires_grad:b?",
}
for _name in (
    "float",
    "double",
    "half",
    "bfloat16",
    "int",
    "long",
    "short",
    "bool",
    "byte",
    "char",
    "cfloat",
    "cdouble",
    "cpu",
):
    FORMS[f"Tensor.{_name}"] = "self:t * memory_format:o?"
for _name in ("item", "tolist", "numel", "nelement", "dim", "ndimension", "data_ptr", "element_size", "storage_offset", "get_device",
              "untyped_storage", "storage", "const_data_ptr", "is_shared"):  # fmt: skip
    FORMS[f"Tensor.{_name}"] = "self:t"


FORMS |= {
    "torch.einsum": "equation:s *operands:tL",
    "torch.meshgrid": "*tensors:tL * indexing:s0?",
    "torch.split": "tensor:t split_size_or_sections:iI dim:i?",
    "Tensor.split": "self:t split_size:iI dim:i?",
    "torch.norm": "input:t p:ns0? dim:iI0? keepdim:b? out:t0? dtype:o0?",
    "Tensor.norm": "self:t p:ns0? dim:iI0? keepdim:b? dtype:o0?",
    "torch.tensordot": "a:t b:t dims:iLI? out:t0?",
}
for _name in (
    "broadcast_tensors",
    "block_diag",
    "cartesian_prod",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "align_tensors",
):
    FORMS[f"torch.{_name}"] = "*tensors:tL"
FORMS["torch.chain_matmul"] = "*matrices:tL * out:t0?"

MOVES = frozenset(
    f"Tensor.{name}"
    for name in ("to", "type", "cpu", "cuda", "xpu", "ipu", "mtia", "float", "double", "half", "bfloat16")
)
"""Methods that hand back the very tensor where dtype and device are right already. A machine with one device would show half of it."""

COMPLETE = frozenset(
    f"nn.functional.{name}"
    for name in (
        "dropout",
        "dropout1d",
        "dropout2d",
        "dropout3d",
        "alpha_dropout",
        "feature_alpha_dropout",
        "batch_norm",
    )
)
"""Operations for which our own calls suffice: PyTorch's samples add only degenerate ones (p=0)."""


def t(*shape: int) -> torch.Tensor:
    """Positive numbers of ordinary size, different for every shape."""
    count = 1
    for size in shape:
        count *= size
    return torch.linspace(0.2, 0.9, count).reshape(shape) if count else torch.empty(shape)


def square(n: int = 3) -> torch.Tensor:
    """A symmetric positive definite matrix."""
    a = torch.rand(n, n, generator=torch.Generator().manual_seed(1))
    return a @ a.mT + torch.eye(n)


def c(*args: Any, **kwargs: Any) -> Arguments:
    return args, kwargs


def calls() -> dict[str, list[Arguments]]:
    """Our own calls by operation name (without `torch.`/`Tensor.` prefix: both have them)."""
    x, y, v = t(2, 3), t(2, 3).flip(0), t(3)
    image, volume, line = t(1, 2, 6, 6), t(1, 2, 4, 4, 4), t(1, 2, 8)
    found: dict[str, list[Arguments]] = {}
    for name in (
        "add",
        "sub",
        "mul",
        "div",
        "true_divide",
        "floor_divide",
        "remainder",
        "fmod",
        "multiply",
        "divide",
        "subtract",
        "rsub",
    ):
        found[name] = [c(x, y), c(x, 2), c(x, 2.0), c(x, torch.tensor(2.0)), c(x, t(2, 1))]
    for name in ("pow", "float_power"):
        found[name] = [c(x, 2), c(x, 0.5), c(x, 3.0), c(x, y), c(2.0, y)]
    for name in (
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "not_equal",
        "greater",
        "less",
        "greater_equal",
        "less_equal",
    ):
        found[name] = [c(x, y), c(x, 2)]
    for name in ("maximum", "minimum", "fmax", "fmin", "atan2", "hypot", "copysign", "logaddexp"):
        found[name] = [c(x, y)]
    for name in ("max", "min"):
        found[name] = [c(x), c(x, 1), c(x, 1, True), c(x, dim=0), c(x, y)]
    for name in ("median", "nanmedian", "mode", "prod", "sum", "mean", "nanmean", "nansum"):
        found[name] = (
            [c(x), c(x, 1), c(x, 1, True), c(x, dim=1, keepdim=True)] if name != "mode" else [c(x), c(x, 1)]
        )
    for name in ("std", "var", "std_mean", "var_mean"):
        found[name] = [
            c(x),
            c(x, 1),
            c(x, dim=1, keepdim=True),
            c(x, unbiased=False),
            c(x, dim=1, unbiased=False),
            c(x, 0, correction=1),
        ]
    for name in ("amax", "amin", "aminmax", "logsumexp", "all", "any"):
        found[name] = [c(x, dim=1), c(x, dim=1, keepdim=True)]
    found["matmul"] = [c(x, y.mT), c(x, v), c(v, v), c(t(2, 3, 3), t(3, 3)), c(t(2, 3, 3), t(2, 3, 3))]
    found["clamp"] = found["clip"] = [
        c(x, 0.3, 0.6),
        c(x, min=0.3),
        c(x, max=0.6),
        c(x, x * 0.5, x * 2),
        c(x, min=x * 0.5),
    ]
    found["where"] = [c(x > 0.5, x, y), c(x > 0.5, x, 0.0), c(x > 0.5, 0.0, y), c(x > 0.5)]
    found["masked_fill"] = [c(x, x > 0.5, 0.0), c(x, x > 0.5, torch.tensor(0.0))]
    found["lerp"] = [c(x, y, 0.3), c(x, y, torch.tensor(0.3)), c(x, y, x)]
    found["norm"] = [
        c(x),
        c(x, 2),
        c(x, dim=1),
        c(x, p=1),
        c(x, "fro"),
        c(x, 2, 1),
        c(x, p=2, dim=1, keepdim=True),
        c(x, 3),
    ]
    found["addmm"] = [c(t(2, 2), x, y.mT), c(t(2, 2), x, y.mT, beta=0.5, alpha=2)]
    found["einsum"] = [c("ij,kj->ik", x, y), c("ij,kj->ik", [x, y]), c("ij,ij,ij->", x, y, x * 2)]
    found["cat"] = [c([x, y]), c([x, y], 1), c([x, y], dim=-1), c((x, y), dim=0)]
    found["stack"] = [c([x, y]), c([x, y], 1), c([x, y], dim=-1)]
    found["split"] = [c(x, 1), c(x, [1, 1]), c(x, 2, dim=1), c(x, [1, 2], dim=-1)]
    found["chunk"] = [c(x, 2), c(x, 3, dim=-1)]
    found["unbind"] = [c(x), c(x, 1), c(x, dim=-1)]
    found["reshape"] = [c(x, 3, 2), c(x, (3, 2)), c(x, -1), c(x, [6])]
    found["view"] = [c(x, 3, 2), c(x, (3, 2)), c(x, -1), c(x, torch.int32)]
    found["permute"] = [c(x, 1, 0), c(x, (1, 0))]
    found["expand"] = [c(x, 2, 2, 3), c(x, (2, 2, 3)), c(x, -1, -1)]
    found["repeat"] = [c(x, 2, 1), c(x, (2, 1))]
    found["flatten"] = [c(x), c(x, 0), c(x, start_dim=0), c(v)]
    found["squeeze"] = [c(t(1, 3)), c(t(1, 3), 0), c(t(1, 3), dim=(0,)), c(x)]
    found["to"] = [
        c(x, torch.float32),
        c(x, torch.float64),
        c(x, "cpu"),
        c(x, y),
        c(x, dtype=torch.float64),
        c(x, torch.device("cpu")),
    ]
    found["type"] = [c(x, torch.float32), c(x, torch.float64), c(x)]
    found["copy_"] = [c(x, y), c(x, v)]
    found["set_"] = [c(x, y)]
    found["new_tensor"] = [c(x, [1.0, 2.0])]
    found["numpy"] = [c(x)]
    found["apply_"] = [c(x, lambda value: value + 1)]
    found["map_"] = [c(x, y, lambda a, b: a + b)]
    found["as_subclass"] = [c(x, torch.Tensor)]
    found["fill_"] = [c(x, 0.0), c(x, torch.tensor(0.0))]
    found["nonzero"] = [c(x), c(x, as_tuple=True)]
    found["normal_"] = found["uniform_"] = [c(x), c(x, 0.0, 1.0)]
    found["requires_grad_"] = [c(x), c(x, False)]
    found["topk"] = [c(x, 2), c(x, 2, dim=1), c(x, k=1)]
    found["tensor"] = [c([1.0, 2.0]), c(1.0), c(x)]
    found["as_tensor"] = [c(x), c([1.0])]
    found["asarray"] = [c(x), c([1.0])]
    found["outer"] = [c(v, v + 1)]
    found["dot"] = found["inner"] = [c(v, v + 1)]
    found["mv"] = [c(x, v)]
    found["index_put_"] = [
        c(x, (torch.tensor([0]),), v),
        c(x, (torch.tensor([0]),), torch.tensor(1.0), accumulate=True),
    ]
    found["nn.functional.dropout"] = [
        c(x),
        c(x, 0.5, True),
        c(x, 0.5, False),
        c(x, p=0.1, training=False),
        c(x, inplace=True),
        c(x, 0.5, False, True),
    ]
    for name in ("alpha_dropout", "feature_alpha_dropout"):
        found[f"nn.functional.{name}"] = [c(x, 0.5, True), c(x, 0.5, False), c(x, 0.5, True, True)]
    for name, arg in (("dropout1d", line), ("dropout2d", image), ("dropout3d", volume)):
        found[f"nn.functional.{name}"] = [c(arg), c(arg, 0.5, False), c(arg, inplace=True)]
    for name in (
        "relu",
        "relu6",
        "elu",
        "selu",
        "celu",
        "silu",
        "mish",
        "hardswish",
        "hardsigmoid",
        "leaky_relu",
        "hardtanh",
        "rrelu",
    ):
        found[f"nn.functional.{name}"] = [c(x), c(x, inplace=False), c(x, inplace=True)]
    found["nn.functional.threshold"] = [c(x, 0.1, 0.0), c(x, 0.1, 0.0, True)]
    found["nn.functional.linear"] = [c(x, t(2, 3)), c(x, t(2, 3), t(2)), c(t(2, 2, 3), t(2, 3), t(2))]
    for name, arg, weight in (
        ("1", line, t(3, 2, 3)),
        ("2", image, t(3, 2, 3, 3)),
        ("3", volume, t(3, 2, 2, 2, 2)),
    ):
        found[f"nn.functional.conv{name}d"] = [
            c(arg, weight),
            c(arg, weight, t(3)),
            c(arg, weight, bias=t(3), padding=1, stride=2),
        ]
        found[f"nn.functional.conv_transpose{name}d"] = [
            c(arg, weight.transpose(0, 1).contiguous()),
            c(arg, weight.transpose(0, 1).contiguous(), t(3)),
        ]
        for kind in ("avg", "max"):
            found[f"nn.functional.{kind}_pool{name}d"] = [
                c(arg, 2),
                c(arg, 2, 2),
                c(arg, kernel_size=2, stride=1),
            ]
            found[f"nn.functional.adaptive_{kind}_pool{name}d"] = [c(arg, 2), c(arg, output_size=1)]
    found["nn.functional.batch_norm"] = [
        c(t(4, 3), t(3), t(3) + 1, t(3), t(3), True),
        c(t(4, 3), t(3), t(3) + 1, training=True),
        c(t(4, 3), None, None, training=True),
        c(t(4, 3), t(3), t(3) + 1, t(3), t(3), False),
        c(t(4, 3), t(3), t(3) + 1, training=False),
        c(t(4, 3), t(3), t(3) + 1),
    ]
    found["nn.functional.layer_norm"] = [
        c(x, (3,)),
        c(x, (3,), v, v),
        c(x, (3,), v),
        c(x, [3], weight=v, bias=v),
    ]
    found["nn.functional.rms_norm"] = [c(x, (3,)), c(x, (3,), v)]
    found["nn.functional.group_norm"] = [c(t(2, 4, 3), 2), c(t(2, 4, 3), 2, t(4), t(4))]
    found["nn.functional.instance_norm"] = [c(t(2, 3, 4)), c(t(2, 3, 4), weight=t(3), bias=t(3))]
    index = torch.tensor([0, 1])
    for name in ("cross_entropy", "nll_loss"):
        found[f"nn.functional.{name}"] = [
            c(x, index),
            c(x, index, weight=v),
            c(x, index, reduction="sum"),
            c(x, index, reduction="none"),
        ]
    found["nn.functional.cross_entropy"] += [
        c(x, y),
        c(x, y, reduction="sum"),
        c(x, index, label_smoothing=0.1),
    ]
    for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits", "kl_div",
                 "poisson_nll_loss", "soft_margin_loss"):  # fmt: skip
        found[f"nn.functional.{name}"] = [c(x, y), c(x, y, reduction="sum"), c(x, y, reduction="none")]
    found["nn.functional.embedding"] = [
        c(index, t(4, 3)),
        c(index, t(4, 3), padding_idx=0),
        c(index, t(4, 3), max_norm=0.1),
    ]
    found["nn.functional.scaled_dot_product_attention"] = [
        c(t(1, 2, 3, 4), t(1, 2, 3, 4), t(1, 2, 3, 4)), c(x[None], y[None], y[None]), c(t(1, 2, 3, 4), t(1, 2, 3, 4), t(1, 2, 3, 4), is_causal=True),
        c(t(1, 2, 3, 4), t(1, 2, 3, 4), t(1, 2, 3, 4), torch.zeros(3, 3)),
    ]  # fmt: skip
    found["nn.functional.interpolate"] = [
        c(image, scale_factor=2),
        c(image, size=3),
        c(image, scale_factor=2, mode="bilinear"),
    ]
    found["nn.functional.normalize"] = [c(x), c(x, dim=1), c(x, p=2.0, dim=-1)]
    for name in ("softmax", "log_softmax"):
        found[f"nn.functional.{name}"] = [c(x, 1), c(x, dim=-1), c(x, dim=1, dtype=torch.float64)]
        found[name] = [c(x, 1), c(x, dim=-1)]
    found["nn.functional.pad"] = [
        c(image, (1, 1)),
        c(image, (1, 1, 1, 1), "reflect"),
        c(image, (1, 1), mode="constant", value=0.0),
    ]
    found["nn.functional.one_hot"] = [c(index), c(index, 4)]
    found["linalg.norm"] = [c(x), c(x, 2), c(x, dim=1), c(x, ord="fro")]
    for name in (
        "inv",
        "det",
        "slogdet",
        "cholesky",
        "eigh",
        "eigvalsh",
        "qr",
        "svd",
        "svdvals",
        "matrix_exp",
        "pinv",
        "inv_ex",
        "cholesky_ex",
    ):
        found[f"linalg.{name}"] = [c(square())]
    for name in ("inverse", "det", "logdet", "slogdet", "cholesky", "pinverse", "matrix_exp"):
        found[name] = [c(square())]
    found["linalg.solve"] = [c(square(), t(3, 2)), c(square(), v)]
    return found


def operator_calls() -> dict[str, tuple[str, Callable[..., Any], list[Arguments]]]:
    """Python operators: symbol → form, what it does, calls."""
    import operator as op

    x, y, i, b = t(2, 3), t(2, 3).flip(0), torch.tensor([[4, 1, 2]]), torch.tensor([[True, False, True]])
    found: dict[str, tuple[str, Callable[..., Any], list[Arguments]]] = {}
    binary = "self:tn other:tn"
    arithmetic = {"+": op.add, "-": op.sub, "*": op.mul, "/": op.truediv, "//": op.floordiv, "%": op.mod}
    for symbol, function in arithmetic.items():
        found[symbol] = (
            binary,
            function,
            [c(x, y), c(x, 2), c(2, x), c(x, 0.5), c(1.0, x), c(x, torch.tensor(2.0)), c(x, t(2, 1))],
        )
    found["**"] = (
        binary,
        op.pow,
        [c(x, 2), c(x, 0.5), c(x, 3.0), c(x, 1), c(x, -1), c(2.0, x), c(2, x), c(x, y)],
    )
    found["@"] = (
        "self:t other:t",
        op.matmul,
        [c(x, y.mT), c(x, t(3)), c(t(3), t(3)), c(t(2, 3, 3), t(3, 3)), c(t(2, 3, 3), t(2, 3, 3))],
    )
    for symbol, function in {
        "<": op.lt,
        "<=": op.le,
        ">": op.gt,
        ">=": op.ge,
        "==": op.eq,
        "!=": op.ne,
    }.items():
        found[symbol] = (binary, function, [c(x, y), c(x, 2), c(2, x)])
    for symbol, function in {"&": op.and_, "|": op.or_, "^": op.xor}.items():
        found[symbol] = (binary, function, [c(b, b), c(b, True), c(i, 1)])
    for symbol, function in {"<<": op.lshift, ">>": op.rshift}.items():
        found[symbol] = (binary, function, [c(i, i), c(i, 1)])
    for symbol, function in {"unary -": op.neg, "unary +": op.pos, "abs": abs}.items():
        found[symbol] = ("self:t", function, [c(x)])
    found["unary ~"] = ("self:t", op.invert, [c(b)])
    augmented = {
        "+=": op.iadd, "-=": op.isub, "*=": op.imul, "/=": op.itruediv, "//=": op.ifloordiv, "%=": op.imod,
    }  # fmt: skip
    for symbol, function in augmented.items():
        found[symbol] = (
            "self:t other:tn",
            function,
            [c(x, y), c(x, 2), c(x, 0.5), c(x, torch.tensor(2.0)), c(x, t(2, 1))],
        )
    found["**="] = ("self:t other:tn", op.ipow, [c(x, 2), c(x, 0.5), c(x, y)])
    found["@="] = ("self:t other:t", op.imatmul, [c(t(3, 3), t(3, 3))])
    for symbol, function in {"&=": op.iand, "|=": op.ior, "^=": op.ixor}.items():
        found[symbol] = ("self:t other:tn", function, [c(b, b), c(b, True), c(i, 1)])
    for symbol, function in {"<<=": op.ilshift, ">>=": op.irshift}.items():
        found[symbol] = ("self:t other:tn", function, [c(i, i), c(i, 1)])
    return found


def subscripts() -> dict[str, list[Arguments]]:
    """Reads by kind of index: a basic one gives a view, an advanced one a copy."""
    x = t(2, 3)
    rows, mask = torch.tensor([0]), x > 0.5
    return {
        "self:t *index:ixe0": [c(x, 0), c(x, slice(0, 1)), c(x, None), c(x, 0, 1), c(x, slice(None), 1), c(x, Ellipsis, None)],
        "self:t *index:tLIbixe0": [c(x, rows), c(x, mask), c(x, [0]), c(x, slice(None), rows), c(x, rows, rows), c(x, 0, [0, 1])],
    }


def subscript_assignments() -> dict[str, list[Arguments]]:
    """Assignments by kind of index; the value comes before the index."""
    x, y = t(2, 3), t(2, 3).flip(0)
    rows, mask = torch.tensor([0]), x > 0.5
    return {
        "self:t value:tn *index:ixe0": [c(x, 0.0, 0), c(x, t(3), 0), c(x, y[:1], slice(0, 1)), c(x, 0.0, slice(None), 1), c(x, t(2), slice(None), 1)],
        "self:t value:tn *index:tLIbixe0": [
            c(x, 0.0, rows), c(x, t(1, 3), rows), c(x, 0.0, mask), c(x, torch.tensor(1.0), mask), c(x, t(1, 3), [0]), c(x, 0.0, slice(None), rows)
        ],
    }  # fmt: skip
