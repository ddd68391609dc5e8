"""One line for each finding, as flake8 prints it by default: editors and scripts know how to read it."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_detach.report.model import Report


def render(report: Report) -> Iterator[str]:
    """``path:line:column: CODE message`` for each finding."""
    for finding in report.findings:
        yield f"{finding.path}:{finding.span.line}:{finding.span.column}: {finding.code} {finding.message}"
