"""Functions of ``random`` and ``heapq`` that pick elements: which, nobody knows, but of these."""

from __future__ import annotations

from collections.abc import Callable

from ..values import Arguments, Const, Runtime, Value
from ..values.unseen import one_of
from .kinds import number

MOST_PICKS = 8
"""So many are told apart; where there are more, each may be any."""


def _choice(rt: Runtime, arguments: Arguments) -> Value | None:
    values = arguments.get(0, "seq")
    return rt.item(values, number(rt)) if values is not None else None


def _several(rt: Runtime, arguments: Arguments) -> Value | None:
    """``random.sample(values, k)``, and ``choices``, which may give one several times."""
    return _picked(rt, arguments.get(0, "population"), arguments.get(1, "k"))


def _extreme(rt: Runtime, arguments: Arguments) -> Value | None:
    """``heapq.nsmallest(n, values)`` and ``nlargest``: all, if there are no more."""
    count, values = arguments.get(0, "n"), arguments.get(1, "iterable")
    found = rt.elements(values) if values is not None else None
    if found is None:
        return None
    if not found.exact or not isinstance(count, Const) or not isinstance(count.value, int):
        return rt.sequence("list", [], one_of(rt, found.values)) if found.values else None
    held = rt.sequence("list", found.values)
    return _picked(rt, held, Const(min(count.value, len(found.values))))


def _picked(rt: Runtime, values: Value | None, count: Value | None) -> Value | None:
    if values is None:
        return None
    if isinstance(count, Const) and isinstance(count.value, int) and 0 <= count.value <= MOST_PICKS:
        return rt.sequence("list", [rt.item(values, number(rt)) for _ in range(count.value)])
    return rt.sequence("list", [], rt.item(values, number(rt)))


def _merged(rt: Runtime, arguments: Arguments) -> Value | None:
    """``heapq.merge(*iterables)``: all elements of all of them."""
    found = [rt.elements(values) for values in arguments.positional]
    every = [value for each in found for value in each.values]
    return rt.sequence("iterator", [], one_of(rt, every)) if every else None


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "heapq.merge": _merged,
    "heapq.nlargest": _extreme,
    "heapq.nsmallest": _extreme,
    "random.choice": _choice,
    "random.choices": _several,
    "random.sample": _several,
}
