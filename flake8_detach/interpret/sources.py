"""The text of definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Code
from .conditions import text_of, words_of

if TYPE_CHECKING:
    from .interpreter import Interpreter


def written(interp: Interpreter, code: Code) -> str | None:
    """The text of a definition of the file; None for what is written inside another one's unit."""
    index = interp.indexes.get(code)
    if index is None:
        return None
    definition = interp.source.outline.definitions[index]
    return "\n".join(interp.source.lines[definition.line - 1 : definition.end_line])


def source_of(interp: Interpreter, code: Code) -> str:
    """The text of any function."""
    text = written(interp, code)
    if text is None:
        text = text_of(code.node) if code.node is not None else ""
    return text


def words_in(interp: Interpreter, code: Code) -> frozenset[str]:
    """The words that a function is written with."""
    words = interp.remembered.words.get(code)
    if words is None:
        words = interp.remembered.words[code] = words_of(source_of(interp, code))
    return words
