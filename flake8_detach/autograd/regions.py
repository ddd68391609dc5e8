"""Parts of a storage: what a view sees of its base, and whether two of them share an element."""

from __future__ import annotations

from typing import TypeAlias

Range: TypeAlias = tuple[int, int, int | None, bool]
"""A dimension, from where to where in it, as in a slice, and whether an index took that dimension away. A negative number counts from
the end, as does a negative dimension."""

Selector: TypeAlias = tuple[str, int, int | tuple[Range, ...]] | None
"""One step from a tensor into a part of it: ("index", 0, k), its row k; (BOX, 0, ranges), all within some ranges, or
(BOX, LESS, ranges), some of that; ("part", call, k), one of several that a call cut; (WHOLE, call, 0), all of it in another
form (``t()``, ``view``); None: some part unknown."""

WHOLE = "whole"
BOX = "box"
LESS = 1


def meet(one: tuple[Selector, ...], other: tuple[Selector, ...]) -> int | None:
    """Unknown links before two regions of one storage are certain to share an element; None: they do not.

    A region meets its own parts for certain, and not the parts beside it; of two unknown parts nothing is known.
    """
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared] and _is_one_part(one[shared]):
        shared += 1
    for rest in (one[shared:], other[shared:]):
        if is_all(rest):
            return 0
    a, b = one[shared], other[shared]
    if a is None or b is None:
        return 1
    first, second = _ranges(a), _ranges(b)
    if first is None or second is None:
        return None if a[:2] == b[:2] else 1
    if any(_apart(x, y) for x in first for y in second):
        return None
    inside = (_is_one_part(b) and is_all(other[shared + 1 :]) and _within(first, second)) or (
        _is_one_part(a) and is_all(one[shared + 1 :]) and _within(second, first)
    )
    return 0 if inside else 1


def _is_one_part(step: Selector) -> bool:
    """Does an equal step lead to the same part?"""
    return step is not None and step[:2] != (BOX, LESS)


def is_all(steps: tuple[Selector, ...]) -> bool:
    """Do these steps lead to all of the memory, in whatever form?"""
    return all(step is not None and step[0] == WHOLE for step in steps)


def _ranges(step: tuple[str, int, int | tuple[Range, ...]]) -> tuple[Range, ...] | None:
    if step[0] == BOX and isinstance(step[2], tuple):
        return step[2]
    return ((0, step[2], step[2] + 1, True),) if step[0] == "index" and isinstance(step[2], int) else None


def _apart(one: Range, other: Range) -> bool:
    """Does one of two ranges certainly end before the other begins?"""
    return one[0] == other[0] and (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Range, other: Range) -> bool:
    end, start = one[2], other[1]
    return end is not None and (end < 0) == (start < 0) and end <= start


def _within(inner: tuple[Range, ...], outer: tuple[Range, ...]) -> bool:
    return all(any(_holds(o, i) for i in inner) for o in outer)


def _holds(outer: Range, inner: Range) -> bool:
    """Is all of the one in the other? What is empty is not told apart."""
    begins = outer[1] == 0 or ((outer[1] < 0) == (inner[1] < 0) and outer[1] <= inner[1])
    ends = outer[2] is None or (
        inner[2] is not None and (outer[2] < 0) == (inner[2] < 0) and inner[2] <= outer[2]
    )
    return outer[0] == inner[0] and begins and ends
