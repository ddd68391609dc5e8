"""A dictionary by number of which copies are cheap, and which differs cheaply from its copies.

What has numbers near each other is on one page, and copies share all pages that none of them writes to. Worlds are
forked at every statement and joined at every branch, and nearly all that there is was there before: so a fork is to
take as long as there are pages, and a join as long as what differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, compress
from operator import is_not
from typing import TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

BITS = 7
"""Of a number, those that say where it is on its page."""


class Pages(Mapping[int, V]):
    """See the module's docstring."""

    __slots__ = ("_own", "_pages")

    def __init__(self) -> None:
        self._pages: dict[int, dict[int, V]] = {}
        self._own: set[int] = set()  # pages that nobody else has

    def fork(self) -> Pages[V]:
        """An independent copy."""
        other: Pages[V] = Pages.__new__(Pages)
        other._pages = self._pages.copy()
        other._own, self._own = set(), set()
        return other

    def __setitem__(self, number: int, value: V) -> None:
        at = number >> BITS
        if at not in self._own:
            self._own.add(at)
            page = self._pages.get(at)
            self._pages[at] = {} if page is None else page.copy()
        self._pages[at][number] = value

    def keep(self, numbers: Mapping[int, object]) -> None:
        """Drop all but these numbers."""
        pages, self._pages, self._own = self._pages, {}, set()
        for at, page in pages.items():
            kept = {number: value for number, value in page.items() if number in numbers}
            if kept:
                self._pages[at] = kept

    # -- reading

    def __getitem__(self, number: int) -> V:
        return self._pages[number >> BITS][number]

    @overload
    def get(self, number: int) -> V | None: ...
    @overload
    def get(self, number: int, default: V | D) -> V | D: ...
    def get(self, number: int, default: object = None) -> object:
        page = self._pages.get(number >> BITS)
        return default if page is None else page.get(number, default)

    def __contains__(self, number: object) -> bool:
        assert isinstance(number, int)
        page = self._pages.get(number >> BITS)
        return page is not None and number in page

    def __len__(self) -> int:
        return sum(map(len, self._pages.values()))

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._pages.values())

    # -- two of them

    def alone(self, other: Pages[V]) -> Iterator[tuple[int, V]]:
        """What this has under numbers that `other` has not, with these."""
        for at in differing(other._pages, self._pages):
            theirs = other._pages.get(at, {})
            yield from ((number, value) for number, value in self._pages[at].items() if number not in theirs)

    def take(self, other: Pages[V]) -> list[int]:
        """Take over what only `other` has. Gives the numbers under which both have something, but not the same."""
        both: list[int] = []
        for at in list(differing(self._pages, other._pages)):
            mine, theirs = self._pages.get(at), other._pages[at]
            if mine is None:
                self._pages[at] = theirs
                other._own.discard(at)
                continue
            changed = list(differing(mine, theirs))
            new = [number for number in changed if number not in mine]
            if len(new) < len(changed):
                both += [number for number in changed if number in mine]
            for number in new:
                self[number] = theirs[number]
        return both

    def shared(self, other: Pages[V]) -> Iterator[V]:
        """What this has under the numbers that both have."""
        for at, page in self._pages.items():
            theirs = other._pages.get(at)
            if theirs is page:
                yield from page.values()
            elif theirs is not None:
                yield from compress(page.values(), map(theirs.__contains__, page))


def differing(mine: Mapping[K, V], theirs: Mapping[K, V]) -> Iterator[K]:
    """The keys of `theirs` under which `mine` has something else, or nothing; left to C."""
    return compress(theirs, map(is_not, theirs.values(), map(mine.get, theirs)))
