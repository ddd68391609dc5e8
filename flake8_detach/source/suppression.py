"""``# noqa`` comments, read as flake8 reads them (flake8 6.0 to 7.5 agree), so that every face suppresses the same.

What that is, in full (blocks, which flake8 does not know, are in ``blocks``):

- a line which begins (after spaces) with ``# flake8: noqa`` or ``# flake8=noqa`` leaves the whole file out, whatever
  follows on it; behind code it does nothing;
- ``# noqa`` (any case, one space) suppresses everything on its line, ``# noqa: DET101,DET2`` only codes that begin so,
  compared as they are written; ``# noqa: because`` names no code and so suppresses everything;
- a string over several lines, and a line with its continuation after a backslash, are one line in this respect; lines
  inside brackets are not. Only the first ``# noqa`` of such a line counts, and it may stand inside the string.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from flake8_detach.finding import Span
from flake8_detach.source.blocks import MARK, Block, blocks
from flake8_detach.source.text import normalized_newlines

_FILE = re.compile(r"^[^\S\n]*# flake8[:=][^\S\n]*noqa", re.IGNORECASE | re.MULTILINE)
INLINE = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+[,\s]*)+))?", re.IGNORECASE)
_CODE = re.compile(r"[^,\s]+")
_OURS = "DET"


@dataclass(frozen=True, slots=True)
class UnusedCode:
    """A code of ours in a comment, on whose lines nothing of that code was found; empty where a block names none."""

    code: str
    span: Span
    in_block: bool = False


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines which share their suppression: 1-based, both ends included."""

    first: int
    last: int


class Suppressions:
    """The suppression comments of one file. Costs next to nothing for a file without any."""

    def __init__(self, text: str) -> None:
        self._text = normalized_newlines(text)
        self._any = INLINE.search(self._text) is not None

    @cached_property
    def whole_file(self) -> bool:
        """Whether a ``# flake8: noqa`` line leaves the file out."""
        return _FILE.search(self._text) is not None

    def suppressed(self, line: int, code: str) -> bool:
        """Whether a finding of ``code`` which begins on ``line`` is not to be reported."""
        if self.whole_file or self.in_block(line, code):
            return True
        if not self._any:
            return False
        found = self._comment_for(line)
        if found is None:
            return False
        codes = found["codes"]
        return codes is None or code.startswith(tuple(_CODE.findall(codes)))

    def in_block(self, line: int, code: str) -> bool:
        """Whether a comment which disables ``code`` in a whole block holds for that line."""
        return any(block.holds(line, code) for block in self._blocks)

    def comment_line(self, line: int) -> int:
        """The line at whose end a ``# noqa`` for ``line`` may stand: its own, or the last of those it is one with."""
        return self._lines_of(line).last

    def mentioned(self, line: int) -> bool:
        """Whether a ``# noqa`` comment, of whatever codes, holds for ``line``."""
        return self.whole_file or (self._any and self._comment_for(line) is not None)

    def unused(self, found: Iterable[tuple[int, str]]) -> list[UnusedCode]:
        """The codes of ours in comments that match none of the findings (line and code), suppressed ones included."""
        if self.whole_file:
            return []
        found = list(found)
        return [*self._unused_noqa(found), *self._unused_blocks(found)]

    def _unused_blocks(self, found: Sequence[tuple[int, str]]) -> list[UnusedCode]:
        return [
            UnusedCode(block.code, block.span, in_block=True)
            for block in self._blocks
            if block.code.upper().startswith(_OURS[: len(block.code)])
            and not any(block.holds(line, code) for line, code in found)
        ]

    def _unused_noqa(self, found: Sequence[tuple[int, str]]) -> list[UnusedCode]:
        if not self._any:
            return []
        by_lines: dict[_Lines, set[str]] = {}
        for line, code in found:
            by_lines.setdefault(self._lines_of(line), set()).add(code)
        unused = []
        for lines in dict.fromkeys(self._ranges.values()):
            here = by_lines.get(lines, set())
            comment = self._comment_for(lines.first)
            if comment is None or comment["codes"] is None:
                continue
            for named in _CODE.finditer(comment["codes"]):
                span = self._span(lines, comment.start("codes") + named.start(), len(named[0]))
                if self._is_ours(named[0], span) and not any(each.startswith(named[0]) for each in here):
                    unused.append(UnusedCode(named[0], span))
        return unused

    def _is_ours(self, code: str, span: Span) -> bool:
        """Whether it is a code of ours in a comment; in a string it is text about suppression."""
        comment = self._comments.get(span.line)
        return code.upper().startswith(_OURS) and comment is not None and comment < span.column

    def _comment_for(self, line: int) -> re.Match[str] | None:
        lines = self._lines_of(line)
        return INLINE.search("".join(self._lines[lines.first - 1 : lines.last]))

    def _span(self, lines: _Lines, offset: int, length: int) -> Span:
        line = lines.first
        while offset >= len(self._lines[line - 1]):
            offset -= len(self._lines[line - 1])
            line += 1
        return Span(line, offset + 1, line, offset + 1 + length)

    def _lines_of(self, line: int) -> _Lines:
        return self._ranges.get(line) or _Lines(line, line)

    @cached_property
    def _blocks(self) -> list[Block]:
        return blocks(self._text, self._tokens) if MARK in self._text else []

    @cached_property
    def _lines(self) -> list[str]:
        # Not splitlines, which splits at form feeds and more.
        return list(io.StringIO(self._text))

    @cached_property
    def _tokens(self) -> list[tokenize.TokenInfo]:
        try:
            return list(tokenize.generate_tokens(iter(self._lines).__next__))
        except (tokenize.TokenError, SyntaxError):
            # Then flake8 takes each line for itself.
            return []

    @cached_property
    def _comments(self) -> dict[int, int]:
        """Where the comment of a line begins, 1-based."""
        return {
            token.start[0]: token.start[1] + 1 for token in self._tokens if token.type == tokenize.COMMENT
        }

    @cached_property
    def _ranges(self) -> dict[int, _Lines]:
        """For each line those which are one with it: up to the token which ends a line in fact."""
        ranges: dict[int, _Lines] = {}
        first = last = 0
        for token in self._tokens:
            if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                continue
            first = min(first, token.start[0]) if first else token.start[0]
            last = max(last, token.end[0])
            if token.type in (tokenize.NL, tokenize.NEWLINE):
                ranges.update(dict.fromkeys(range(first, last + 1), _Lines(first, last)))
                first = last = 0
        return ranges
