"""The form of what a subscript of numbers and slices sees: its sizes, its strides, and whether its elements stand one after
another.

``applySlicing`` in ``aten/src/ATen/TensorIndexing.h`` says how PyTorch takes the indexes one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import EllipsisType
from typing import TypeAlias

from ..autograd import Meta
from ..frozen import dataclass
from ..values import NONE, Const, Items, Runtime, Value

Form: TypeAlias = tuple[tuple[int | None, ...] | None, tuple[int, ...] | None]
"""A shape and its strides, as in `shapes`."""
ADDED = "added"
"""An index ``None``, which adds a dimension of one element."""
GAP = "the rest"
"""An index ``...``."""


Bound: TypeAlias = "int | EllipsisType | None"


@dataclass(frozen=True, slots=True)
class Cut:
    """A slice: bounds and step as the program says them, ``...`` where it does not."""

    start: Bound
    stop: Bound
    step: Bound

    @property
    def is_whole(self) -> bool:
        """Does it leave all of a dimension, in its order?"""
        return self.start in (None, 0) and self.stop is None and self.step in (None, 1)

    def size(self, of: int | None) -> int | None:
        """How many of `of` elements it leaves."""
        if self.is_whole:
            return of
        bounds = [
            bound for bound in (self.start, self.stop, self.step) if not isinstance(bound, EllipsisType)
        ]
        return len(range(of)[slice(*bounds)]) if of is not None and len(bounds) == 3 else None

    def stride(self, of: int | None) -> int | None:
        """How far apart the elements are then, which were `of` apart."""
        step = 1 if self.step is None else self.step
        return None if of is None or isinstance(step, EllipsisType) else of * step


Index: TypeAlias = "int | Cut | str"


def form_of_part(rt: Runtime, of: Meta, indexes: Sequence[Value]) -> Form:
    """The form of ``of[indexes]``; nothing is known where an index is something else, or one of several."""
    wanted = _indexes(rt, indexes)
    if of.shape is None or wanted is None:
        return None, None
    wanted = _without_gap(wanted, len(of.shape))
    if wanted is None:
        return None, None
    shape: list[int | None] = []
    strides: list[int | None] = []
    dims = iter(zip(of.shape, of.strides if of.strides is not None else (None,) * len(of.shape)))
    for index in wanted:
        size, stride = (1, 1) if index == ADDED else next(dims)
        if isinstance(index, Cut):
            size, stride = index.size(size), index.stride(stride)
        if not isinstance(index, int):
            shape.append(size)
            strides.append(stride)
    known = [stride for stride in strides if stride is not None]
    return tuple(shape), tuple(known) if len(known) == len(strides) else None


def contiguous_part(rt: Runtime, of: Meta, indexes: Sequence[Value]) -> bool | None:
    """Do the elements of ``of[indexes]`` stand one after another, whatever the sizes are?

    They do where numbers lead to a block, of which one slice takes some in their order.
    """
    wanted = _indexes(rt, indexes)
    if wanted is None or not of.contiguous:
        return None
    left = iter(index for index in wanted if index != ADDED)
    first = next((index for index in left if not isinstance(index, int)), None)
    begins = first in (None, GAP) or (isinstance(first, Cut) and first.step in (None, 1))
    rest_is_whole = all(index == GAP or (isinstance(index, Cut) and index.is_whole) for index in left)
    return True if begins and rest_is_whole else None


def _indexes(rt: Runtime, values: Sequence[Value]) -> list[Index] | None:
    found: list[Index] = []
    for value in values:
        index = _index(rt, value)
        if index is None:
            return None
        found.append(index)
    return found


def _index(rt: Runtime, value: Value) -> Index | None:
    if value == NONE:
        return ADDED
    if isinstance(value, Const):
        if value.value is ...:
            return GAP
        return value.value if type(value.value) is int else None
    thing = rt.world.get(value)
    if isinstance(thing, Items) and thing.kind == "slice" and len(thing.items) == 3:
        bounds = [part.value if type(part) is Const else ... for part in thing.items]
        return Cut(*(b if b is None or type(b) is int else ... for b in bounds))
    return None


def _without_gap(indexes: Sequence[Index], ndim: int) -> list[Index] | None:
    """The indexes with ``...``, or what is left of the dimensions, as whole slices; None where there are too many."""
    taken = sum(index not in (ADDED, GAP) for index in indexes)
    if taken > ndim:
        return None
    rest: list[Index] = [Cut(None, None, None)] * (ndim - taken)
    at = indexes.index(GAP) if GAP in indexes else len(indexes)
    return [*indexes[:at], *rest, *indexes[at + 1 :]]
