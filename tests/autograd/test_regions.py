"""Whether two parts share an element, against the elements they have in tensors of several sizes."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from flake8_detach.autograd.regions import BOX, LESS, Range, Selector, meet

SIZES = tuple(product(range(1, 5), range(1, 5)))
BOUND = st.integers(-3, 4)


@st.composite
def ranges(draw: st.DrawFn, dim: int) -> list[Range]:
    kind = draw(st.sampled_from(["row", "slice", "all"]))
    if kind == "all":
        return []
    start = draw(BOUND)
    counted = dim - 2 if draw(st.booleans()) else dim
    if kind == "row":
        return [(counted, start, start + 1 if start != -1 else None, True)]
    stop = draw(st.none() | BOUND)
    return [(counted, start, stop, False)] if (start, stop) != (0, None) else []


def step(found: list[Range]) -> Selector:
    return (BOX, 0, tuple(found))


BOXES = st.tuples(ranges(0), ranges(1)).map(lambda two: [*two[0], *two[1]])


def elements(found: list[Range], size: tuple[int, int]) -> set[tuple[int, int]]:
    kept = [range(n) for n in size]
    for dim, start, stop, _ in found:
        kept[dim] = range(size[dim])[slice(start, stop)]
    return set(product(*kept))


@given(BOXES, BOXES)
def test_parts_of_one_tensor(one: list[Range], other: list[Range]) -> None:
    said = meet((step(one),), (step(other),))
    for size in SIZES:
        first, second = elements(one, size), elements(other, size)
        if said is None:
            assert not first & second
        elif said == 0 and first and second:
            assert first & second


def test_less_than_a_box_is_another_each_time() -> None:
    some: Selector = (BOX, LESS, ((1, 0, 2, False),))
    assert meet((some,), (some,)) == 1
    assert meet((some,), ((BOX, 0, ((1, 0, 3, False),)),)) == 0
    assert meet((some,), ((BOX, 0, ((1, 2, None, False),)),)) is None


def test_a_row_and_a_box() -> None:
    assert meet((("index", 0, 1),), ((BOX, 0, ((0, 2, None, False),)),)) is None
    assert meet((("index", 0, 1),), ((BOX, 0, ((0, 1, 2, True), (1, 0, 2, False))),)) == 0
    assert meet((("index", 0, 1), None), ((BOX, 0, ((0, 1, 2, True), (1, 0, 2, False))),)) == 1


def test_a_row_taken_away_is_not_a_slice_of_one() -> None:
    """What stands behind the step counts other dimensions."""
    row, one = step([(0, 0, 1, True), (1, 0, 2, False)]), step([(0, 0, 1, False), (1, 0, 2, False)])
    behind = step([(0, 1, None, False)])
    assert meet((row, behind), (one, behind)) == 1
