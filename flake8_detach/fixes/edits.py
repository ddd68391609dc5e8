"""Edits on the text: where they are, which exclude each other, and the text with them applied.

Nothing but the stretches that edits name is ever changed: not a line end, not a space.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from flake8_detach.finding import Edit, Fix, Span
from flake8_detach.source.text import lines_of


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Replace the characters from offset ``start`` up to ``end`` by ``text``; with ``start == end`` insert."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Lines:
    r"""A text by its lines, which end with ``\n``, ``\r\n`` or ``\r`` only."""

    text: str

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line's first character."""
        lines = lines_of(self.text)
        if lines and not lines[-1].endswith(("\r", "\n")):
            lines.pop()
        return [0, *accumulate(map(len, lines))]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place: 1-based line and column."""
        return self.starts[line - 1] + column - 1

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def stretch(self, span: Span) -> tuple[int, int]:
        """The offsets at which a span starts and ends."""
        return self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)

    def line(self, number: int) -> str:
        """A line with its line end."""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    @property
    def count(self) -> int:
        return len(self.starts)

    def edit(self, change: Change) -> Edit:
        """A change as an edit of a finding."""
        return Edit(Span(*self.place(change.start), *self.place(change.end)), change.text)

    def change(self, edit: Edit) -> Change:
        """An edit of a finding by offsets."""
        return Change(*self.stretch(edit.span), edit.text)


def compatible(fixes: Iterable[Fix], lines: Lines) -> tuple[list[Fix], list[Change]]:
    """Of fixes in the order of their right to be applied those that can be applied together, and their changes.

    Equal fixes and equal changes count once. A fix that overlaps an earlier one is left for another time; so is one
    that would insert where another inserts something else, since their order would be a guess.
    """
    taken: dict[Change, None] = {}
    chosen: list[Fix] = []
    for fix in dict.fromkeys(fixes):
        changes = [lines.change(edit) for edit in fix.edits]
        new = [change for change in changes if change not in taken]
        if not any(_clash(one, other) for one in new for other in taken):
            taken.update(dict.fromkeys(new))
            chosen.append(fix)
    return chosen, sorted(taken)


def _clash(one: Change, other: Change) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def applied(text: str, changes: Sequence[Change]) -> str:
    """The text with changes applied that do not overlap. At one place, an insertion comes before a replacement."""
    parts: list[str] = []
    done = 0
    for change in sorted(changes):
        parts += (text[done : change.start], change.text)
        done = change.end
    return "".join([*parts, text[done:]])
