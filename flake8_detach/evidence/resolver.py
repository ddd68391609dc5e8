"""Where imports lead: nowhere for one file alone, to their source within a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flake8_detach.evidence.source_index import SourceIndex


class Resolver(Protocol):
    """Finds the source of what is imported."""

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        """The full dotted name of an import; ``level`` counts the leading dots of a relative one."""
        ...

    def find(self, name: str) -> tuple[SourceIndex, str] | None:
        """The file a dotted name lies in and what of the name is left to look up there; None: not seen."""
        ...


class OneFile:
    """Sees no file but the one at hand."""

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        return "." * level + name

    def find(self, name: str) -> tuple[SourceIndex, str] | None:
        return None
