"""What the analysis knows of each ``.data`` that it evaluated."""

from __future__ import annotations

from ..evidence.alias import Alias
from ..finding import Span
from ..interpret.places import Place
from ..interpret.roots import Analysis


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
