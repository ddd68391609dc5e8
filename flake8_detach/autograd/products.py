"""What ``@``, ``linear`` and recurrent layers keep when an operand is a batch of matrices.

Two matrices are kept as they are. With a batch PyTorch folds it into one matrix, or spreads the other operand over it
(should_fold in aten/src/ATen/native/LinearAlgebra.cpp): what it keeps then is a view of an operand where its memory
allows one, and a copy elsewhere. ``tests/autograd/test_products.py`` asks PyTorch about every combination.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from flake8_detach.torch_facts import OpFacts

from .irregular import last_name
from .matmul import Kept, Operand, joins, kept_by_matmul, steps_of
from .records import Grad, Tensor, TensorId
from .regions import WHOLE
from .state import State
from .views import requires_grad

LINEAR = frozenset({"linear", "Linear"})
PRODUCTS = frozenset({"@", "matmul", "__matmul__", *LINEAR})
RECURRENT = frozenset({"RNN", "GRU", "LSTM"})
"""Their input, time first, is folded into one matrix; oneDNN's LSTM wants it contiguous as well."""


ATTENTION = "scaled_dot_product_attention"
HEADED = 4
"""One fused operation computes attention of a batch of heads; anything else is made of products, which keep scaled copies
of query and key (aten/src/ATen/native/transformers/attention.cpp)."""


def kept(state: State, op: OpFacts, operands: Mapping[int, Sequence[TensorId]], item: int) -> Kept | None:
    """How operand `item` of a product is kept; None where the facts have said all that is known."""
    name = last_name(op.name)
    if name == ATTENTION:
        return Kept.COPY if item != VALUE and is_unfused(state, op, operands) else None
    if name in RECURRENT:
        return None if item else _sequence(state, name, operands.get(0, ()))
    if name not in PRODUCTS or item > 1:
        return None
    if name in LINEAR:
        given = operands.get(0, ())
        known = not item and len(given) == 1 and state.tensors[given[0]].meta.ndim is not None
        return _linear(state.tensors[given[0]]) if known else None
    given = [t for i in (0, 1) for t in operands.get(i, ())]
    exact = _exactly(state, given, item)
    if exact is not None:
        return exact
    mine = operands.get(item, ())
    if len(mine) == 1 and _spread(state.tensors[mine[0]], 2):
        return Kept.COPY
    if len(given) != 2 or any(state.tensors[t].meta.ndim is None for t in given):
        return None
    left, right = given
    return _right(state, left, right) if item else _left(state, left, right)


def _exactly(state: State, given: Sequence[TensorId], item: int) -> Kept | None:
    """Where all sizes and strides are known; what only may require grad is tried both ways."""
    known = [(steps_of(state.tensors[t].meta), requires_grad(state, t)) for t in given]
    choices = [
        [Operand(steps, needs) for needs in (True, False) if grad is not (Grad.NO if needs else Grad.YES)]
        for steps, grad in known
        if steps is not None
    ]
    if len(choices) != 2:
        return None
    left, right = choices
    found = {kept_by_matmul(one, other, item) for one, other in product(left, right)}
    return found.pop() if len(found) == 1 else Kept.PERHAPS


def flows_inside(
    state: State, op: OpFacts, operands: Mapping[int, Sequence[TensorId]], sake: Sequence[int]
) -> int | None:
    """To a view made without a history no gradient flows, yet one does to what a product makes of it on the way: unknown
    links before what is kept for that is kept; None: nothing is made of it."""
    if last_name(op.name) not in PRODUCTS:
        return None
    for item in sake:
        how = kept(state, op, operands, item)
        needs = [requires_grad(state, t) for t in operands.get(item, ())]
        if how in (Kept.VIEW, Kept.COPY, Kept.PERHAPS) and needs and Grad.NO not in needs:
            return int(how is Kept.PERHAPS or Grad.MAYBE in needs)
    return None


VALUE = 2


def is_unfused(state: State, op: OpFacts, operands: Mapping[int, Sequence[TensorId]]) -> bool:
    """Is it attention which certainly is no one operation? It does not keep its result either."""
    query = operands.get(0, ())
    if last_name(op.name) != ATTENTION or len(query) != 1:
        return False
    return state.tensors[query[0]].meta.ndim not in (None, HEADED)


def _ndims(state: State, left: TensorId, right: TensorId) -> tuple[int, int]:
    one, other = state.tensors[left].meta.ndim, state.tensors[right].meta.ndim
    assert one is not None and other is not None
    return one, other


def _sequence(state: State, name: str, given: Sequence[TensorId]) -> Kept | None:
    if len(given) != 1 or state.tensors[given[0]].meta.contiguous is None:
        return None
    how = _folded(state.tensors[given[0]], 1)
    return Kept.OBJECT if name == "LSTM" and how is Kept.VIEW else how


def _linear(of: Tensor) -> Kept:
    if of.meta.ndim == 2:
        return Kept.OBJECT
    return Kept.VIEW if of.meta.ndim == 1 else _folded(of, 1)


def _left(state: State, left: TensorId, right: TensorId) -> Kept:
    mine, other = _ndims(state, left, right)
    if mine == 1:
        spread = other >= 3 and requires_grad(state, left) is Grad.YES
        return Kept.OBJECT if other == 1 or spread else Kept.VIEW
    if mine == 2:
        return Kept.OBJECT if other <= 2 else Kept.VIEW
    return _folded(state.tensors[left], 1) if other <= 2 else _batch(state.tensors[left], mine, other)


def _right(state: State, left: TensorId, right: TensorId) -> Kept:
    other, mine = _ndims(state, left, right)
    if mine >= 3:
        return Kept.COPY if other <= 2 else _batch(state.tensors[right], mine, other)
    if other <= 2 or requires_grad(state, right) is Grad.YES:
        return Kept.OBJECT
    return Kept.OBJECT if _folded(state.tensors[left], 1) is Kept.VIEW else Kept.VIEW


def _batch(of: Tensor, mine: int, other: int) -> Kept:
    if mine < other:
        return Kept.COPY
    return Kept.VIEW if mine == other == 3 else _folded(of, 2)


def _spread(of: Tensor, inner: int) -> bool:
    """The dimensions but for the last `inner` cannot be made one without a copy: permuted, they do not stand together
    in memory, as the heads of attention do not after ``view(b, t, h, d).transpose(1, 2)``. Where the sizes are not
    known, none is taken to be one."""
    meta = of.meta
    if not meta.order:
        return False
    lead = len(meta.order) - inner
    steps = steps_of(meta)
    if steps is not None:
        return not joins(steps[:lead])
    return any(b != a + 1 for a, b in pairwise(meta.order[:lead]))


def _folded(of: Tensor, inner: int) -> Kept:
    """All dimensions but the last `inner` are made one: a view of contiguous memory."""
    steps = steps_of(of.meta)
    if steps is not None:
        return Kept.VIEW if joins(steps[:-inner]) else Kept.COPY
    if of.meta.order:
        if _spread(of, inner):
            return Kept.COPY
        whole = all(step is not None and step[0] == WHOLE for step in of.region)
        return Kept.VIEW if whole else Kept.PERHAPS
    if of.meta.contiguous is None:
        return Kept.VIEW if of.base is None else Kept.PERHAPS
    return Kept.VIEW if of.meta.contiguous else Kept.COPY
