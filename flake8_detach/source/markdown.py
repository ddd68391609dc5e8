"""The Python in Markdown: each fenced block that says it is Python is a program of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_detach.finding import Span

LANGUAGES = frozenset({"python", "py", "python3", "{python}", "{code-cell}"})

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_OPENING = re.compile(r"([ \t]*(?:>[ \t]?)*)(`{3,}|~{3,})[ \t]*([^`\r\n]*)")


@dataclass(frozen=True, slots=True)
class Fenced:
    """A block: its text without the indentation of its fence, the line before it, and how much of each line was taken away."""

    text: str
    line: int
    indents: tuple[str, ...]

    def place(self, span: Span) -> Span:
        """A span of the block as one of the file."""
        return Span(
            self.line + span.line,
            span.column + self._indent(span.line),
            self.line + span.end_line,
            span.end_column + self._indent(span.end_line),
        )

    def unplace(self, span: Span) -> Span:
        """A span of the file as one of the block."""
        line, end_line = span.line - self.line, span.end_line - self.line
        return Span(
            line, span.column - self._indent(line), end_line, span.end_column - self._indent(end_line)
        )

    def holds(self, span: Span) -> bool:
        """Whether a span of the file begins in the block."""
        return self.line < span.line <= self.line + len(self.indents)

    def _indent(self, line: int) -> int:
        return len(self.indents[line - 1]) if 1 <= line <= len(self.indents) else 0


def fenced_blocks(text: str) -> Iterator[Fenced]:
    """The Python blocks of a Markdown text. One without an end goes to the end of the text."""
    fence = prefix = ""
    python = False
    began = 0
    block: list[str] = []
    indents: list[str] = []
    for number, line in enumerate(_LINE.findall(text), 1):
        opening = _OPENING.match(line)
        if not fence:
            if opening is not None:
                prefix, fence, info = opening[1], opening[2], opening[3].split()
                python = bool(info) and info[0].split(",")[0].lower() in LANGUAGES
                began, block, indents = number, [], []
        elif opening is not None and opening[2].startswith(fence) and not opening[3].strip():
            if python:
                yield Fenced("".join(block), began, tuple(indents))
            fence = ""
        else:
            indent = prefix if line.startswith(prefix) else line[: _common(line, prefix)]
            indents.append(indent)
            block.append(line[len(indent) :])
    if fence and python and "".join(block).strip():
        yield Fenced("".join(block), began, tuple(indents))


def replaced(text: str, block: Fenced, new: str) -> str:
    """``text`` with another text in the place of a block's, indented as the block was."""
    lines = _LINE.findall(text)
    written = [line for line in _LINE.findall(new) if line]
    indents = block.indents
    if len(written) != len(indents):
        first = indents[0] if indents else ""
        indents = tuple(first if line.strip() or ">" in first else "" for line in written)
    after = [f"{indent}{line}" for indent, line in zip(indents, written, strict=True)]
    return "".join([*lines[: block.line], *after, *lines[block.line + len(block.indents) :]])


def _common(line: str, prefix: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(line, prefix, strict=False)) if a != b), min(len(line), len(prefix))
    )
