"""Operations that compute in another shape, and hand out a view of what they computed.

``nn.Linear`` with a bias makes one matrix of a batch of sequences (``_flatten_nd_linear`` in
aten/src/ATen/native/Linear.cpp), one-dimensional pooling adds a dimension and takes it away: the base of the view is nobody's, so
writes are as elsewhere, and ``detach_()`` is refused. ``tests/library/test_hidden.py`` asks PyTorch about each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..autograd import Grad, TensorId
from ..torch_facts import OpFacts, method
from ..values import Runtime
from .kinds import requires

ALWAYS = frozenset(
    """InstanceNorm1d InstanceNorm2d InstanceNorm3d instance_norm AvgPool1d avg_pool1d AdaptiveAvgPool1d adaptive_avg_pool1d
    AdaptiveMaxPool1d MultiheadAttention""".split()
)
RECORDED = frozenset({"MaxPool1d", "max_pool1d"})
"""Where no gradient is asked for, another operation computes them."""
FOLDED = frozenset({"Linear", "linear"})


def handed_out(
    rt: Runtime,
    label: str,
    facts: OpFacts,
    operands: Mapping[int, Sequence[TensorId]],
    outputs: tuple[TensorId, ...],
) -> tuple[TensorId, ...]:
    """The results of an operation as its caller sees them."""
    if not outputs or not _is_view(rt, facts, operands):
        return outputs
    bound = _VIEW.bind(["tensor", "list"]) if _VIEW is not None else None
    if bound is None:
        return outputs
    meta = rt.machine.tensors[outputs[0]].meta
    (seen,) = rt.machine.apply(rt.site, label, bound[0], {0: (outputs[0],)}, forms=(meta,))
    return (seen, *outputs[1:])


_VIEW = method("view")


def _is_view(rt: Runtime, facts: OpFacts, operands: Mapping[int, Sequence[TensorId]]) -> bool:
    name = facts.name.rpartition(".")[2]
    if name in ALWAYS:
        return True
    if name in RECORDED:
        return (
            rt.machine.grad_mode.records
            and requires(rt, [t for ts in operands.values() for t in ts]) is Grad.YES
        )
    given = operands.get(0, ())
    if name not in FOLDED or len(given) != 1:
        return False
    meta = rt.machine.tensors[given[0]].meta
    biased = "bias" in facts.parameters and bool(operands.get(facts.parameters.index("bias")))
    return biased and meta.contiguous is True and meta.ndim not in (None, 0, 2)
