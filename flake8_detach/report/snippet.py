"""Source lines with labels under them, as compilers draw them.

A snippet is a list of labelled spans. The lines they touch are shown in the order of the file; what lies between them is
shown if it is short and elided if not. Each label stands under its own line:

    3 | out = a.sigmoid()
      |       ----------- sigmoid saves its result for backward
    4 | c = out.data
      |     ^^^^^^^^ a second name for the same memory
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flake8_detach.finding import Span
from flake8_detach.report.style import Palette

TAB = 4
MAX_WIDTH = 160
ELLIPSIS = "..."
REPLACEMENT = "\ufffd"
BRIDGED = 1
"""How many unlabelled lines between two labelled ones are shown rather than elided."""
LONGEST_SPAN = 6
"""A span of more lines than this is drawn on its first and its last line only."""


@dataclass(frozen=True, slots=True)
class Label:
    """What to write under a span. ``primary`` is the place the finding is at."""

    span: Span
    text: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """The part of a label on one line: display columns, and its text if it is the label's last part."""

    start: int
    end: int
    text: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """A line as a terminal shows it: ``starts[i]`` is the display column of character ``i`` (one more than characters)."""

    text: str
    starts: Sequence[int]

    def column(self, character: int) -> int:
        """The display column (from 0) of a 1-based character column, which may lie beyond the line's end."""
        index = character - 1
        last = len(self.starts) - 1
        return self.starts[index] if index <= last else self.starts[last] + index - last


def cells(line: str) -> Cells:
    """``line`` with tabs expanded and control characters made visible, and where each character went."""
    if line.isascii() and line.isprintable():
        return Cells(line, range(len(line) + 1))
    shown: list[str] = []
    starts: list[int] = []
    column = 0
    for character in line:
        starts.append(column)
        piece = " " * (TAB - column % TAB) if character == "\t" else character
        shown.append(piece if piece.isprintable() else REPLACEMENT)
        column += len(piece) if character == "\t" else _width(character)
    return Cells("".join(shown), [*starts, column])


def draw(lines: Sequence[str], labels: Sequence[Label], palette: Palette, accent: str) -> Iterator[str]:
    """The rows of the snippet. ``lines`` are the file's lines; ``accent`` is the style of primary labels."""
    context = 2 if len({label.span.line for label in labels}) == 1 else 0
    shown = _shown_lines(labels, _count(lines, labels), context)
    if not shown:
        return
    gutter = len(str(shown[-1]))
    empty = palette.paint(f"{' ' * gutter} |", palette.frame)
    yield empty
    previous = shown[0]
    for number in shown:
        if number > previous + 1:
            yield palette.paint(ELLIPSIS, palette.frame)
        previous = number
        row = cells(lines[number - 1])
        marks = [mark for label in labels for mark in _marks(label, number, lines[number - 1], row)]
        text, offset = _crop(row.text, marks)
        yield f"{palette.paint(f'{number:>{gutter}} |', palette.frame)} {text}".rstrip()
        for mark in marks:
            style = accent if mark.primary else palette.label
            line = ("^" if mark.primary else "-") * max(1, mark.end - mark.start)
            note = f"{line} {mark.text}".rstrip()
            yield f"{empty} {' ' * (mark.start - offset)}{palette.paint(note, style)}"
    yield empty


def _count(lines: Sequence[str], labels: Sequence[Label]) -> int:
    """How many lines there are to show: what follows the last line's end is none, unless something is said about it."""
    last = max(label.span.end_line for label in labels)
    return len(lines) - 1 if lines and not lines[-1] and last < len(lines) else len(lines)


def _shown_lines(labels: Sequence[Label], count: int, context: int) -> list[int]:
    wanted: set[int] = set()
    for label in labels:
        first, last = label.span.line, max(label.span.line, label.span.end_line)
        body = range(first, last + 1) if last - first < LONGEST_SPAN else (first, last)
        wanted.update(body)
        wanted.update(range(first - context, first))
        wanted.update(range(last + 1, last + context + 1))
    ordered = sorted(number for number in wanted if 1 <= number <= count)
    for before, after in itertools.pairwise(ordered):
        if 1 < after - before <= BRIDGED + 1:
            wanted.update(range(before + 1, after))
    return sorted(number for number in wanted if 1 <= number <= count)


def _marks(label: Label, number: int, line: str, row: Cells) -> Iterator[Mark]:
    """The part of ``label`` that lies on line ``number``: none, or one."""
    span = label.span
    last = max(span.line, span.end_line)
    if not span.line <= number <= last:
        return
    start = span.column if number == span.line else len(line) - len(line.lstrip()) + 1
    end = span.end_column if number == last else len(line) + 1
    text = label.text if number == last else ""
    yield Mark(row.column(start), row.column(max(end, start)), text, label.primary)


def _crop(text: str, marks: Sequence[Mark]) -> tuple[str, int]:
    """``text`` cut around its marks if it is too long for any terminal, and by how much the marks move to the left."""
    if len(text) <= MAX_WIDTH:
        return text, 0
    first = min((mark.start for mark in marks), default=0)
    start = 0 if first < MAX_WIDTH // 2 else first - MAX_WIDTH // 4
    kept = text[start : start + MAX_WIDTH]
    head = ELLIPSIS if start else ""
    tail = ELLIPSIS if start + MAX_WIDTH < len(text) else ""
    return f"{head}{kept}{tail}", start - len(head)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
