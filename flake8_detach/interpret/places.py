"""Where things happen: the sites that go through the machine unread and come back in its reports."""

from __future__ import annotations

from typing import Any


class Place:
    """A syntax node of a unit, compared by identity, and the calls that led there, outermost first."""

    __slots__ = ("_hash", "calls", "node", "unit")

    def __init__(self, unit: Any, node: Any, calls: tuple[Place, ...] = ()) -> None:
        self.unit = unit
        self.node = node
        self.calls = calls
        self._hash = hash((id(node), calls))  # places are hashed often, and nest as deep as calls do

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Place) and self.node is other.node and self.calls == other.calls

    def __hash__(self) -> int:
        return self._hash
