"""What ``@`` keeps of operands whose sizes and strides are all known: at::matmul, step by step
(aten/src/ATen/native/LinearAlgebra.cpp). ``tests/autograd/test_products.py`` asks PyTorch about every combination.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

from ..frozen import dataclass
from .records import Meta


class Kept(Enum):
    """How an operand is kept."""

    OBJECT = "the object itself"
    VIEW = "a view of it"
    PERHAPS = "a view of it, or a copy"
    COPY = "a copy"


Steps: TypeAlias = tuple[tuple[int, int], ...]
"""Size and stride of each dimension."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One operand of a product."""

    steps: Steps
    requires_grad: bool

    @property
    def turned(self) -> Steps:
        """Its last two dimensions swapped."""
        return (*self.steps[:-2], self.steps[-1], self.steps[-2])


def steps_of(meta: Meta) -> Steps | None:
    """The sizes and strides, where all are known."""
    if meta.shape is None or meta.strides is None:
        return None
    steps = tuple((n, s) for n, s in zip(meta.shape, meta.strides) if n is not None)
    return steps if len(steps) == len(meta.shape) else None


def joins(steps: Sequence[tuple[int, int]]) -> bool:
    """Can the dimensions be made one without a copy? Where one ends, the one before takes its next step."""
    wide = [(n, s) for n, s in steps if n != 1]
    return all(s == after * n for (_, s), (n, after) in pairwise(wide))


def kept_by_matmul(left: Operand, right: Operand, item: int) -> Kept:
    """How operand `item` is kept."""
    one, other = len(left.steps), len(right.steps)
    if one <= 2 and other <= 2:
        return Kept.VIEW if (one, other, item) == (1, 2, 0) else Kept.OBJECT
    for place, single in enumerate((left, right)):
        if one == other == 3 and left.steps[0][0] != right.steps[0][0]:
            if single.steps[0][0] == 1 and single.requires_grad:
                matrix = Operand(single.steps[1:], True)
                pair = (matrix, right) if single is left else (left, matrix)
                how = kept_by_matmul(*pair, item)
                return Kept.VIEW if how is Kept.OBJECT and item == place else how
    if not _folds(left, right):
        return _spread(left, right, item)
    if one >= other:
        return Kept.OBJECT if item else _viewed(left.steps[:-1])
    if item:
        return _viewed(right.turned[:-1])
    return Kept.OBJECT if one == 1 else Kept.VIEW


def _viewed(steps: Sequence[tuple[int, int]]) -> Kept:
    return Kept.VIEW if joins(steps) else Kept.COPY


def _folds(left: Operand, right: Operand) -> bool:
    """Is the batch made one matrix (should_fold)? It makes no exception for dimensions of one element."""
    first = len(left.steps) >= len(right.steps)
    large, small = (left, right) if first else (right, left)
    if len(large.steps) < 3 or len(small.steps) > 2:
        return False
    if small.requires_grad:
        return True
    if len(left.steps) == 2:
        return False
    rows = (large.steps if first else large.turned)[:-1]
    return all(s == after * n for (_, s), (n, after) in pairwise(rows))


def _spread(left: Operand, right: Operand, item: int) -> Kept:
    """Each is spread over the batch of the other, and the batch is made one dimension."""
    batches = [operand.steps[:-2] for operand in (left, right)]
    lead = max(map(len, batches))
    mine, beside = (((1, 0),) * (lead - len(b)) + b for b in (batches[item], batches[1 - item]))
    return _viewed([(n if n != 1 else wide, s if n != 1 else 0) for (n, s), (wide, _) in zip(mine, beside)])
