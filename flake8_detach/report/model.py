"""What a run found, as every format receives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flake8_detach.finding import Finding
from flake8_detach.report.style import PLAIN, Palette
from flake8_detach.rules import RULES, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that could not be checked, and why: missing, unreadable, not a file."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run. ``sources`` holds the text of the files that have findings; ``files`` counts all checked."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: int = 0
    sources: Mapping[str, str] = field(default_factory=dict)
    palette: Palette = PLAIN


def severity(finding: Finding) -> Severity:
    """How grave a finding is: the severity of its rule."""
    return RULES[finding.code].severity
