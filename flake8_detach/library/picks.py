"""``random``'s functions that pick elements: which, nobody knows, but of these."""

from __future__ import annotations

from collections.abc import Callable

from ..values import Arguments, Const, Runtime, Value
from .kinds import number

MOST_PICKS = 8
"""So many are told apart; where there are more, each may be any."""


def _choice(rt: Runtime, arguments: Arguments) -> Value | None:
    values = arguments.get(0, "seq")
    return rt.item(values, number(rt)) if values is not None else None


def _several(rt: Runtime, arguments: Arguments) -> Value | None:
    """``random.sample(values, k)``, and ``choices``, which may give one several times."""
    values, count = arguments.get(0, "population"), arguments.get(1, "k")
    if values is None:
        return None
    if isinstance(count, Const) and isinstance(count.value, int) and 0 <= count.value <= MOST_PICKS:
        return rt.sequence("list", [rt.item(values, number(rt)) for _ in range(count.value)])
    return rt.sequence("list", [], rt.item(values, number(rt)))


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "random.choice": _choice,
    "random.choices": _several,
    "random.sample": _several,
}
