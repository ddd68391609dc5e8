"""What a run found, as every format receives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath

from flake8_detach.finding import Finding, Span
from flake8_detach.report.style import PLAIN, Palette
from flake8_detach.rules import RULES, Severity
from flake8_detach.source.text import normalized_newlines


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that could not be checked, and why: missing, unreadable, not a file."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    ``checked`` are the paths of all files that were, ``sources`` holds the text of those that have findings, ``severities``
    are those the settings give to codes.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    checked: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    palette: Palette = PLAIN
    severities: Mapping[str, Severity] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many files were checked."""
        return len(self.checked)

    def severity(self, finding: Finding) -> Severity:
        """How grave a finding is: what the settings say of its code, or its rule."""
        return self.severities.get(finding.code, RULES[finding.code].severity)

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of a file that has findings; one empty line for any other."""
        return _lines(self.sources.get(path, ""))

    def line(self, path: str, span: Span) -> str:
        """The line on which a span begins; empty if there is none."""
        lines = self.lines(path)
        return lines[span.line - 1] if 1 <= span.line <= len(lines) else ""


def posix(path: str) -> str:
    """A path with forward slashes, as reports carry it."""
    return PurePath(path).as_posix()


def place(finding: Finding) -> str:
    """``path:line:column``, which editors and terminals can follow."""
    return f"{finding.path}:{finding.span.line}:{finding.span.column}"


@lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(normalized_newlines(text).split("\n"))
