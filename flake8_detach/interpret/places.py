"""Where things happen: the sites that go through the machine unread and come back in its reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A syntax node of a unit, compared by identity, and the calls that led there, outermost first."""

    unit: Any
    node: Any
    calls: tuple[Place, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.node is other.node and self.calls == other.calls

    def __hash__(self) -> int:
        return hash((id(self.node), self.calls))
