"""What a run found, as every format receives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from flake8_detach.finding import Evidence, Finding, Span
from flake8_detach.report.style import PLAIN, Palette
from flake8_detach.rules import RULES, Severity
from flake8_detach.source.text import normalized_newlines

if TYPE_CHECKING:
    from flake8_detach.source.notebook import Notebook


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that could not be checked, and why: missing, unreadable, not a file."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    ``checked`` are the paths of all files that were, ``sources`` holds the text of those that have findings, ``severities``
    are those the settings give to codes; ``evidence`` is what ``--show-evidence`` asks for, in place of findings.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    checked: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    palette: Palette = PLAIN
    severities: Mapping[str, Severity] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    @property
    def files(self) -> int:
        """How many files were checked."""
        return len(self.checked)

    def severity(self, finding: Finding) -> Severity:
        """How grave a finding is: what the settings say of its code, or its rule."""
        return self.severities.get(finding.code, RULES[finding.code].severity)

    def lines(self, path: str, cell: int = 0) -> tuple[str, ...]:
        """The lines of a file that has findings, or of a cell in it; one empty line for any other."""
        return _lines(self.sources.get(cell_name(path, cell), ""))

    def line(self, path: str, span: Span) -> str:
        """The line on which a span begins; empty if there is none."""
        lines = self.lines(path, span.cell)
        return lines[span.line - 1] if 1 <= span.line <= len(lines) else ""

    def in_file(self, path: str, span: Span) -> Span:
        """A span as one of the file itself: for a cell of a notebook, the line of the file that holds the cell's."""
        if not span.cell:
            return span
        return _notebook(self.sources.get(path, "")).in_file(span)


def posix(path: str) -> str:
    """A path with forward slashes, as reports carry it."""
    return PurePath(path).as_posix()


def count(number: int, thing: str) -> str:
    """A number of things in words: ``1 file``, ``2 files``."""
    return f"{number} {thing if number == 1 or thing == 'advice' else f'{thing}s'}"


def place(finding: Finding) -> str:
    """``path:line:column``, which editors and terminals can follow; in a notebook, with the cell behind the path."""
    return f"{cell_name(finding.path, finding.span.cell)}:{position(finding)}"


def position(finding: Finding) -> str:
    """``line:column``."""
    return f"{finding.span.line}:{finding.span.column}"


def cell_name(path: str, cell: int) -> str:
    """The path of a file, or of a cell in it: what the texts in ``Report.sources`` are called."""
    return f"{path}:cell {cell}" if cell else path


@lru_cache(maxsize=4)
def _notebook(raw: str) -> Notebook:
    from flake8_detach.source.notebook import read_notebook

    return read_notebook(raw)


@lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(normalized_newlines(text).split("\n"))
