"""What the interpreter saw attributes being read from, by the place of the attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..finding import Span
from ..interpret.roots import Analysis

if TYPE_CHECKING:
    from ..evidence import Known

CERTAIN: dict[frozenset[str], Known] = {
    frozenset({"tensor"}): "tensor",
    frozenset({"used as a tensor"}): "used as a tensor",
    frozenset({"tensor", "used as a tensor"}): "used as a tensor",
    frozenset({"not a tensor"}): "not a tensor",
}
"""The answers that count: the same in every world and at every call."""


def known_receivers(analysis: Analysis) -> dict[Span, Known]:
    """Of each attribute that was always read from a tensor, or never, which it was."""
    found: dict[Span, Known] = {}
    for (unit, node), seen in analysis.observed.items():
        answer = CERTAIN.get(frozenset(seen))
        if answer is not None:
            found[unit.span(node)] = answer
    return found
