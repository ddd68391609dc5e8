"""A file's text with its outline: all that can be told of it without parsing."""

from __future__ import annotations

from collections.abc import Sequence

from flake8_detach.source.outline import Definition, Outline, outline
from flake8_detach.source.syntax import python_error
from flake8_detach.source.text import SourceError, from_string, normalized_newlines


class OutlinedFile:
    """The text of a file, its lines, and its outline."""

    def __init__(self, text: str, path: str) -> None:
        """Raises SourceError for text that cannot be Python at all (see ``text.from_string``) or nests too deep."""
        self.path = path
        self.text = from_string(text).text
        self.lines: tuple[str, ...] = tuple(normalized_newlines(self.text).split("\n"))
        try:
            self.outline: Outline = outline(self.text)
        except SourceError as error:
            raise python_error(self.text) or error from None
        self._children: dict[int | None, list[Definition]] = {}
        for definition in self.outline.definitions:
            self._children.setdefault(definition.parent, []).append(definition)

    def children(self, definition: Definition | None) -> Sequence[Definition]:
        """The definitions directly in that one, or (None) in the module."""
        return self._children.get(None if definition is None else definition.index, ())
