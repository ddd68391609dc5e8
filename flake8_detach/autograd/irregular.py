"""What the table of facts cannot express: small rules about single operations, each with its reason.

Every rule here has a program in tests/autograd/test_irregular.py which PyTorch runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flake8_detach.torch_facts import OpFacts

REARRANGING = frozenset(
    {
        "as_strided_",
        "resize_",
        "resize_as_",
        "set_",
        "squeeze_",
        "swapaxes_",
        "swapdims_",
        "t_",
        "transpose_",
        "unsqueeze_",
    }
)
"""The operations tagged ``inplace_view`` in native_functions.yaml, less ``detach_``: they change the form of the
tensor object they are called on, which moves its counter, and no memory."""


COVERING = frozenset(
    {
        "H",
        "T",
        "adjoint",
        "as_subclass",
        "contiguous",
        "expand",
        "expand_as",
        "flatten",
        "mH",
        "mT",
        "movedim",
        "moveaxis",
        "permute",
        "ravel",
        "reshape",
        "reshape_as",
        "rollaxis",
        "squeeze",
        "swapaxes",
        "swapdims",
        "t",
        "to",
        "transpose",
        "unflatten",
        "unsqueeze",
        "view",
        "view_as",
        "broadcast_to",
        "cpu",
        "float",
        "double",
        "half",
        "type",
        "type_as",
    }
)
"""The views which see all of their base, in another form."""


LOGICAL = frozenset({"logical_and_", "logical_not_", "logical_or_", "logical_xor_"})


def last_name(op: str) -> str:
    """The bare name of an operation: ``t_`` of ``torch.Tensor.t_``."""
    return op.rpartition(".")[2]


def rearranges(op: str) -> bool:
    """``x.detach().t_()`` makes a backward which saved `x` raise; ``x.data.t_()`` changes nothing for anyone."""
    return last_name(op) in REARRANGING


def covers(op: str) -> bool:
    """A write to ``x.t()`` writes all of `x`; one to ``x[0]`` leaves ``x[1]`` as it was."""
    return last_name(op) in COVERING


BEARING = frozenset(
    {"[]=", "fill_", "fill_diagonal_", "index_fill_", "index_put_", "masked_fill_", "tril_", "triu_", "zero_"}
)
"""The operations which write overlapping memory, a few with a warning that this will be an error. ``x[i] = v`` is among
them where `i` picks elements; where it is a slice, it is a copy to a view."""


def bears_overlap(op: str) -> bool:
    """Does ``expand()``ed memory take what this writes?"""
    return rearranges(op) or last_name(op) in BEARING


def refuses_resizing(op: str) -> bool:
    """``resize_`` of a tensor that requires grad raises, also under no_grad."""
    return last_name(op) in ("resize_", "resize_as_")


def keeps_private_copy(op: OpFacts, item: int) -> bool:
    """An in-place operation which needs what it overwrites saves a copy made before (``mul_`` for ``other``)."""
    return op.result == "input" and item in op.writes


def writes_aside(op: OpFacts) -> bool:
    """``embedding(max_norm=…)`` first shortens rows of its weight, under no_grad, and returns something else."""
    return op.result not in ("input", "none")


def runs_unrecorded(op: OpFacts) -> bool:
    """``nn.init`` writes a leaf that requires grad without complaint: it stands under no_grad. So do the logical operations,
    which no formula of a gradient is given for (derivatives.yaml)."""
    return op.name.startswith("torch.nn.init.") or last_name(op.name) in LOGICAL


def assigns_item(op: OpFacts) -> bool:
    """``x[i] = v``."""
    return last_name(op.name) == "[]="


def keeps_index(op: OpFacts) -> bool:
    """An index which is a tensor is kept, and makes ``x[mask] = v`` an operation on `x` itself."""
    return any(isinstance(saved.item, int) and saved.item > 1 for saved in op.saves)


def hands_on_a_scalar(op: OpFacts) -> bool:
    """The gradient of ``prod`` of a scalar is what was handed down: nothing it had saved is in it (prod_backward)."""
    return last_name(op.name) == "prod"


def keeps_for_first(op: OpFacts | None) -> bool:
    """The gradient of the mean reads nothing of what ``var_mean`` keeps, that of the variance does (var_mean_backward)."""
    return op is not None and op.results == 2 and last_name(op.name) in ("var_mean", "std_mean")


def counts_alone(op: OpFacts) -> bool:
    """``kron`` keeps its operands through views with a counter of their own (``_unsafe_view``): a write is not noticed."""
    return last_name(op.name) == "kron"


def asks_for_complex(op: OpFacts) -> bool:
    """The gradient of the angle and of the sign of a real number is zero, that of a complex one is not."""
    return last_name(op.name) in ("angle", "sgn", "sgn_")


def gives_zeros(op: OpFacts, parameter: int, dtype: str | None) -> bool:
    """Whether nothing but zeros flow to a parameter: the recorded backward of ``round`` depends on nothing."""
    if asks_for_complex(op):
        return dtype is not None and not dtype.startswith("complex")
    second = op.second.of(parameter) if op.second is not None else None
    return second is not None and not second.leads


READ_BESIDE: Mapping[str, Mapping[int | str, tuple[int, ...]]] = {
    "svd": {"result1": (0, 2)},
    "eigh": {"result0": (1,)},
    "eig": {"result0": (1,)},
}


def read_for(op: OpFacts | None, item: int | str) -> tuple[int, ...] | None:
    """The results whose gradients alone read a kept result: the singular values are kept for the gradients of the vectors
    (svd_backward, linalg_eig_backward). None: all of them."""
    return READ_BESIDE.get(last_name(op.name), {}).get(item) if op is not None else None


def results_of(op: OpFacts, asked: int | None) -> int:
    """How many tensors a call returns; of a list of unknown length, one stands for all."""
    if asked is not None:
        return asked
    return op.results if op.results >= 0 else 1


def differentiable(op: OpFacts, k: int) -> bool:
    """Whether result `k` carries a gradient; in a list of unknown length all do, or none."""
    if op.results < 0:
        return bool(op.differentiable_results)
    return k in op.differentiable_results


def source_of(sources: Sequence[int], k: int, count: int) -> int:
    """Of which argument result `k` is a view, where the argument is a list."""
    return sources[k] if len(sources) == count else sources[0]
