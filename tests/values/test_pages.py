"""Pages are dictionaries: random writes, forks and joins against plain ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flake8_detach.pages import BITS, Pages

NUMBERS = st.integers(0, 3 << BITS)
WRITES = st.lists(st.tuples(NUMBERS, st.text(max_size=2)), max_size=20)


def written(pages: Pages[str], plain: dict[int, str], writes: list[tuple[int, str]]) -> None:
    """Write the same to both."""
    for number, value in writes:
        pages[number] = plain[number] = value


@given(WRITES, WRITES, WRITES)
def test_forks_are_independent_dictionaries(
    before: list[tuple[int, str]], here: list[tuple[int, str]], there: list[tuple[int, str]]
) -> None:
    one: Pages[str] = Pages()
    mine: dict[int, str] = {}
    written(one, mine, before)
    other, theirs = one.fork(), dict(mine)
    written(one, mine, here)
    written(other, theirs, there)
    for pages, plain in ((one, mine), (other, theirs)):
        assert dict(pages.items()) == plain
        assert len(pages) == len(plain)
        assert all((number in pages) is (number in plain) for number in range(4 << BITS))
        assert all(pages.get(number) == plain.get(number) for number in range(4 << BITS))


@given(WRITES, WRITES, WRITES, WRITES)
def test_two_differ_where_dictionaries_do(
    before: list[tuple[int, str]],
    here: list[tuple[int, str]],
    there: list[tuple[int, str]],
    later: list[tuple[int, str]],
) -> None:
    one: Pages[str] = Pages()
    mine: dict[int, str] = {}
    written(one, mine, before)
    other, theirs = one.fork(), dict(mine)
    written(one, mine, here)
    written(other, theirs, there)
    assert dict(one.alone(other)) == {n: v for n, v in mine.items() if n not in theirs}
    assert list(one.shared(other)) == [v for n, v in one.items() if n in theirs]
    both = one.take(other)
    assert {n for n in both if mine[n] != theirs[n]} == {
        n for n in mine.keys() & theirs.keys() if mine[n] != theirs[n]
    }
    mine = {**theirs, **mine}
    assert dict(one.items()) == mine
    written(one, mine, later)
    assert dict(one.items()) == mine
    assert dict(other.items()) == theirs


@given(WRITES, st.sets(NUMBERS))
def test_what_is_kept(writes: list[tuple[int, str]], kept: set[int]) -> None:
    pages: Pages[str] = Pages()
    plain: dict[int, str] = {}
    written(pages, plain, writes)
    pages.keep(dict.fromkeys(kept))
    assert dict(pages.items()) == {n: v for n, v in plain.items() if n in kept}
