"""Where definitions begin and end, found without parsing.

Strings and comments are masked (see ``masking``); then each line which begins a logical line is looked at: its
indentation closes the definitions it is not inside of, and ``@``, ``def``, ``async def`` and ``class`` open one. On valid
Python this gives what ``ast`` gives, in a small part of the time; on anything else it gives something, and never fails
but for brackets nested deeper than CPython allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from flake8_detach.source.masking import masked
from flake8_detach.source.nesting import (
    BRACKET_LIMIT,
    ELIF_LIMIT,
    LENGTH_LIMIT,
    OPERATOR_LIMIT,
    Nesting,
    nesting_of,
)
from flake8_detach.source.text import SourceError, normalized_newlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Definition:
    """One ``def`` or ``class``. Lines are 1-based; ``end_line`` is its last one.

    ``first_line`` is that of its first decorator, ``line`` that of the keyword. ``parent`` is the index of the innermost
    definition around it. ``qualified_name`` is spelled as Python spells ``__qualname__``.
    """

    index: int
    name: str
    qualified_name: str
    kind: Literal["function", "class"]
    first_line: int
    line: int
    end_line: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """An assignment of a very long literal that computes nothing. ``short`` is a line which can stand for its lines."""

    line: int
    end_line: int
    short: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The definitions of a file in the order of their lines, and what is unusual about its lines.

    ``masked`` are all lines without strings and comments (see ``masking``). ``deep`` are the logical lines that nest
    deep, and the ``elif`` chains. ``empty`` are the lines between logical ones: blank, or nothing but a comment. ``form_feeds`` gives for a line how many characters stand before its indentation
    proper: all up to the last form feed.
    """

    masked: Sequence[str]
    definitions: tuple[Definition, ...]
    deep: tuple[Nesting, ...]
    tables: tuple[Table, ...]
    empty: frozenset[int]
    form_feeds: Mapping[int, int]


_SPACE = " \t\f"
_NOTHING = " \t\f\\"
_CONTINUED = (")", ")(")
_BEGINNINGS = ("def", "class", "async", "@", "elif")
_HEADER = re.compile(r"(?:async[ \t\f]+)?(def|class)[ \t\f]+(\w+)")
_ELIF = re.compile(r"elif\b")
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(b"()[]{}\n")))
_TO_FORM_FEED = re.compile(r"[ \t\f]*\f")

_ASSIGNED = re.compile(r"[ \t]*\w+[ \t]*(?::[^=\"]+)?=[ \t]*(?=([\[({]))")
_COMPUTES = re.compile(r"\w[ \t]*\(|\b(?:for|if|lambda|yield|await)\b")
_SHORT_LITERALS = {"[": "[...]", "(": "(...,)", "{": "{...: ...}"}

# From here on a logical line is worth measuring; from here on its nesting is worth telling; from here on, without its
# strings, a literal takes longer to parse than most files.
_LONG_LINE = 500
_MANY_BRACKETS = 50
_DEEP = 100
_TABLE = 20_000


def outline(text: str) -> Outline:
    """The outline of a file's text. Raises SourceError where more than 200 brackets are open, as CPython does."""
    plain = normalized_newlines(text)
    hidden = masked(plain)
    lines = hidden.split("\n")
    unmasked: list[str] = []
    empty: list[int] = []
    form_feeds: dict[int, int] = {}
    any_form_feed = "\f" in hidden
    reader = _Reader()
    depth = peak = size = start = last = 0
    for number, (line, brackets) in enumerate(zip(lines, _brackets(hidden), strict=True), 1):
        if depth == 0:
            content = line.lstrip(_SPACE)
            before = len(line) - len(content)
            if any_form_feed and (to_form_feed := _TO_FORM_FEED.match(line)):
                form_feeds[number] = to_form_feed.end()
                before = 0
            if not content:
                empty.append(number)
                continue
            if size > _LONG_LINE or peak > _MANY_BRACKETS:
                reader.measure(lines, start, last)
            start = at = number
            size = peak = 0
            if content.endswith("(") and content.startswith(("(", *_BEGINNINGS)):
                content, at = _unbroken(content, lines, number)
            # Most lines neither end nor begin anything. (A tab is at least as wide as it is long.)
            if before <= reader.inside_of or reader.expecting or content.startswith(_BEGINNINGS):
                reader.begin(at, line[: len(line) - len(line.lstrip(_SPACE))] + content, content, last)
        size += len(line)
        if depth and line.rstrip(_SPACE) in _CONTINUED:
            # It closes a call, or in the masked text what a backslash at the end of the line before has opened.
            unmasked = unmasked or plain.split("\n")
            last = number if unmasked[number - 1].strip(_NOTHING) else last
        else:
            last = number
        if brackets:
            most, change = _effect(brackets)
            peak = max(peak, depth + most)
            depth = max(0, depth + change)
            if peak > BRACKET_LIMIT:
                raise SourceError("too many nested brackets", number)
    if size > _LONG_LINE or peak > _MANY_BRACKETS:
        reader.measure(lines, start, last)
    reader.leave(0, last)
    return reader.outline(lines, frozenset(empty), form_feeds)


def _unbroken(content: str, lines: Sequence[str], number: int) -> tuple[str, int]:
    """The logical line that begins on the line `number` without its line breaks by backslashes, which masking has made
    empty brackets of; and the line on which its first word stands."""
    at = last = number
    while content.endswith("(") and last < len(lines) and lines[last].startswith(")"):
        content = content[:-1] + lines[last][1:].lstrip(_SPACE)
        last += 1
        at = last if content and content == lines[last - 1][1:].lstrip(_SPACE) else at
    return content, at


@dataclass(slots=True)
class _Open:
    """A definition whose end has not been seen."""

    header: re.Match[str]
    width: int
    index: int
    parent: int | None
    qualified_name: str
    first_line: int
    line: int


@dataclass(slots=True)
class _Chain:
    """An ``if`` with its ``elif`` so far."""

    line: int
    count: int = 0


@dataclass(slots=True)
class _Reader:
    """What has been seen so far.

    ``inside_of`` is the indentation of the innermost definition; ``expecting`` says that any line may end a chain of
    ``elif`` or of decorators. ``last`` is always the last line before which was neither blank nor a comment.
    """

    inside_of: int = -1
    expecting: bool = False
    decorated_from: int = 0
    open: list[_Open] = field(default_factory=list)
    closed: list[Definition | None] = field(default_factory=list)
    chains: dict[int, _Chain] = field(default_factory=dict)
    deep: list[Nesting] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def begin(self, line: int, text: str, content: str, last: int) -> None:
        """A logical line begins."""
        width = len(text) - len(content)
        if width and not text.startswith(" " * width):
            width = len(text[:width].rpartition("\f")[2].expandtabs(8))
        self.leave(width, last, is_elif=content.startswith("elif"))
        if content.startswith("@"):  # nothing is left of a file that ends in a backslash
            self.decorated_from = self.decorated_from or line
        else:
            if (header := _HEADER.match(content)) is not None:
                self.enter(header, width, line)
            elif _ELIF.match(content):
                self.chains.setdefault(width, _Chain(line)).count += 1
            self.decorated_from = 0
        self.expecting = bool(self.chains or self.decorated_from)
        self.inside_of = self.open[-1].width if self.open else -1

    def enter(self, header: re.Match[str], width: int, line: int) -> None:
        """A definition begins."""
        around = self.open[-1] if self.open else None
        qualified_name = header[2]
        if around is not None:
            between = ".<locals>." if around.header[1] == "def" else "."
            qualified_name = around.qualified_name + between + qualified_name
        self.open.append(
            _Open(
                header=header,
                width=width,
                index=len(self.closed),
                parent=None if around is None else around.index,
                qualified_name=qualified_name,
                first_line=self.decorated_from or line,
                line=line,
            )
        )
        self.closed.append(None)

    def leave(self, width: int, last: int, *, is_elif: bool = False) -> None:
        """A line with this indentation ends the definitions, and the ``elif`` chains, which are not left of it."""
        while self.open and self.open[-1].width >= width:
            self.close(self.open.pop(), last)
        for each in [each for each in self.chains if each > width or (each == width and not is_elif)]:
            chain = self.chains.pop(each)
            if chain.count > _DEEP:
                reason = f"a chain of {chain.count:,} elif"
                self.deep.append(Nesting(chain.line, last, chain.count > ELIF_LIMIT, reason))

    def close(self, ended: _Open, last: int) -> None:
        """The definition ended with the last line that had anything in it."""
        header = ended.header
        self.closed[ended.index] = Definition(
            index=ended.index,
            name=header[2],
            qualified_name=ended.qualified_name,
            kind="class" if header[1] == "class" else "function",
            first_line=ended.first_line,
            line=ended.line,
            end_line=last,
            parent=ended.parent,
        )

    def measure(self, lines: list[str], start: int, last: int) -> None:
        """A long logical line ended: does it nest deep?"""
        hidden = "\n".join(lines[start - 1 : last])
        assigned = _ASSIGNED.match(hidden) if len(hidden) > _TABLE else None
        if assigned is not None and hidden.rstrip()[-1] in ")]}" and _COMPUTES.search(hidden) is None:
            self.tables.append(Table(start, last, assigned[0] + _SHORT_LITERALS[assigned[1]]))
            return
        depth = nesting_of(hidden)
        if depth > _DEEP:
            self.deep.append(
                Nesting(start, last, depth > OPERATOR_LIMIT, f"an expression {depth:,} operators deep")
            )
        elif len(hidden) > LENGTH_LIMIT:
            self.deep.append(Nesting(start, last, True, "a statement of more than 200,000 characters"))

    def outline(self, masked: Sequence[str], empty: frozenset[int], form_feeds: Mapping[int, int]) -> Outline:
        """All that was seen."""
        definitions = tuple(each for each in self.closed if each is not None)
        deep = tuple(sorted(self.deep, key=lambda each: each.line))
        return Outline(masked, definitions, deep, tuple(self.tables), empty, form_feeds)


def _brackets(hidden: str) -> list[bytes]:
    """For each line its brackets; without those that are closed at once, unless some line has a great many."""
    brackets = hidden.encode("utf-8", "replace").translate(None, _NO_BRACKETS)
    lines = brackets.split(b"\n")
    if max(map(len, lines)) > _MANY_BRACKETS:
        return lines
    for _ in range(3):
        for pair in (b"()", b"[]", b"{}"):
            brackets = brackets.replace(pair, b"")
    return brackets.split(b"\n")


@lru_cache(maxsize=4096)
def _effect(brackets: bytes) -> tuple[int, int]:
    """How many more brackets are open at most within this line, and how many at its end."""
    most = change = 0
    for each in brackets:
        change += 1 if each in b"([{" else -1
        most = max(most, change)
    return most, change
