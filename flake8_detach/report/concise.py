"""One line for each finding, as flake8 prints it by default: editors and scripts know how to read it."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_detach.report.model import Report, place


def render(report: Report) -> Iterator[str]:
    """``path:line:column: CODE message`` for each finding."""
    for finding in report.findings:
        yield f"{place(finding)}: {finding.code} {finding.message}"
