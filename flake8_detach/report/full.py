"""The format for people: each finding with its source lines, and how much was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flake8_detach.report.model import Report, count
from flake8_detach.rules import SEVERITIES


def render(report: Report) -> Iterator[str]:
    """The lines of the report."""
    if report.findings:
        # Where there is nothing to draw, what draws is not imported.
        from flake8_detach.report.frame import frame
    for finding in report.findings:
        yield from frame(finding, report)
        yield ""
    yield summary(report)


def summary(report: Report) -> str:
    """The closing line: how much was found where."""
    palette = report.palette
    checked = count(report.files, "file")
    if not report.findings:
        return (
            palette.paint(f"No findings in {checked}.", palette.help)
            if report.files
            else "No files were checked."
        )
    by_severity = Counter(report.severity(finding) for finding in report.findings)
    parts = [count(by_severity[name], name) for name in reversed(SEVERITIES) if by_severity[name]]
    where = count(len({finding.path for finding in report.findings}), "file")
    found = count(len(report.findings), "finding")
    return f"{palette.paint(f'{found} in {where}', palette.strong)} ({', '.join(parts)}); {checked} checked."
