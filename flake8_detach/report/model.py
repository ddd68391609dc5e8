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
    """The outcome of a run.

    ``sources`` holds the text of the files that have findings, ``files`` counts all that were checked, ``severities`` are
    those the settings give to codes.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: int = 0
    sources: Mapping[str, str] = field(default_factory=dict)
    palette: Palette = PLAIN
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def severity(self, finding: Finding) -> Severity:
        """How grave a finding is: what the settings say of its code, or its rule."""
        return self.severities.get(finding.code, RULES[finding.code].severity)
