"""Comments that suppress in a whole block: ``# flake8-detach: disable[DET201]`` up to ``# flake8-detach: enable[DET201]``.

Each stands on a line of its own. What is disabled stays so up to the comment that enables the same codes at the same
indentation, or else to the end of the block the comment is in; at the left margin, to the end of the file. Without codes it is
all of them. A code stands for all that begin with it, as in ``# noqa``.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flake8_detach.finding import Span

MARK = "flake8-detach:"
ALL = ""
"""The beginning of every code."""

_COMMENT = re.compile(
    r"^(?P<indent>[ \t\f]*)#[ \t]*flake8-detach:[ \t]*(?P<verb>disable|enable)\b(?:[ \t]*\[(?P<codes>[^\]\n]*)\])?",
    re.MULTILINE,
)
_CODE = re.compile(r"[^,\s]+")
_NOT_CODE = frozenset(
    {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.NEWLINE}
)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines, both ends included, in which findings of one code (or beginning of codes) are suppressed.

    ``span`` is where the comment names the code, or the comment itself if it names none.
    """

    first: int
    last: int
    code: str
    span: Span

    def holds(self, line: int, code: str) -> bool:
        """Whether it suppresses a finding of ``code`` on ``line``."""
        return self.first <= line <= self.last and code.startswith(self.code)


@dataclass(frozen=True, slots=True)
class _Comment:
    line: int
    indent: int
    verb: str
    codes: frozenset[str]
    spans: tuple[tuple[str, Span], ...]


def blocks(text: str, tokens: Sequence[tokenize.TokenInfo]) -> list[Block]:
    r"""The blocks of a file whose line ends are ``\n``. ``tokens`` are those of the text; none if it has no whole ones."""
    if MARK not in text:
        return []
    real = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    comments = list(_comments(text, real if tokens else None))
    starts = list(_starts(tokens))
    end_of_file = text.count("\n") + 1
    found = []
    for index, comment in enumerate(comments):
        if comment.verb == "disable":
            last = min(_enabled(comment, comments[index + 1 :]), _left(comment, starts), end_of_file)
            found += [Block(comment.line, last, code, span) for code, span in comment.spans]
    return found


def _comments(text: str, real: set[int] | None) -> Iterator[_Comment]:
    """The comments, in order; what looks like one inside a string is none."""
    line, seen = 1, 0
    for match in _COMMENT.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        if real is not None and line not in real:
            continue
        start = match.start()
        if match["codes"] is None:
            indent = len(match["indent"])
            spans = [(ALL, Span(line, indent + 1, line, match.end() - start + 1))]
        else:
            at = match.start("codes") - start
            spans = [
                (code[0], Span(line, at + code.start() + 1, line, at + code.end() + 1))
                for code in _CODE.finditer(match["codes"])
            ]
        yield _Comment(
            line, len(match["indent"]), match["verb"], frozenset(code for code, _ in spans), tuple(spans)
        )


def _enabled(comment: _Comment, later: Iterable[_Comment]) -> int:
    """The line of the comment that ends it, or one beyond every file."""
    for other in later:
        if (other.verb, other.codes, other.indent) == ("enable", comment.codes, comment.indent):
            return other.line
    return 1 << 60


def _starts(tokens: Iterable[tokenize.TokenInfo]) -> Iterator[tuple[int, int]]:
    """Line and column at which each logical line begins."""
    fresh = True
    for token in tokens:
        if token.type == tokenize.NEWLINE:
            fresh = True
        elif fresh and token.type not in _NOT_CODE:
            yield token.start
            fresh = False


def _left(comment: _Comment, starts: Iterable[tuple[int, int]]) -> int:
    """The line before the first behind the comment that is indented less, or one beyond every file."""
    for line, column in starts:
        if line > comment.line and column < comment.indent:
            return line - 1
    return 1 << 60
