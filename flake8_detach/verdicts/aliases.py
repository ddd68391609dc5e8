"""What the analysis knows of each ``.data``: what a repair of it would change."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Span
from ..interpret.places import Place
from ..interpret.roots import Analysis


@dataclass(frozen=True, slots=True)
class Alias:
    """One ``x.data`` that was evaluated.

    `own`: in every run, its memory was made by the program in sight, and all that use it were seen. `written`: some
    write went through it. `contested`: a write came while an operation had saved the memory, and one of the two went
    through this alias: counted, it would be noticed.
    """

    own: bool
    written: bool
    contested: bool


UNSEEN = Alias(own=False, written=False, contested=False)
"""What is known of an expression that was never evaluated."""


def aliases_of(analysis: Analysis) -> dict[Span, Alias]:
    """What is known of each ``.data`` that was evaluated, by its place."""
    ledger = analysis.ledger
    written = {id(place.node) for place in ledger.written if isinstance(place, Place)}
    contested = {id(place.node) for place in ledger.contested if isinstance(place, Place)}
    whole = not analysis.truncated
    return {
        unit.span(node): Alias(
            own=whole and memory == {True}, written=id(node) in written, contested=id(node) in contested
        )
        for (unit, node), memory in analysis.memory.items()
    }
