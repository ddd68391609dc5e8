"""Workflow commands of GitHub Actions: a line each, which GitHub shows as a note beside the code of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flake8_detach.report.model import Report, posix
from flake8_detach.rules import RULES

COMMANDS: Final = {"error": "error", "warning": "warning", "advice": "notice"}


def render(report: Report) -> Iterator[str]:
    """A command for each finding and for each path that could not be checked."""
    for finding in report.findings:
        span = report.in_file(finding.path, finding.span)
        properties = {
            "file": posix(finding.path),
            "line": span.line,
            "endLine": span.end_line,
            "col": span.column,
            "endColumn": max(span.end_column - 1, span.column if span.end_line == span.line else 1),
            "title": f"{finding.code} {RULES[finding.code].name}",
        }
        if span.end_line != span.line:
            # GitHub takes columns within one line only.
            del properties["col"], properties["endColumn"]
        given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        yield f"::{COMMANDS[report.severity(finding)]} {given}::{_data(finding.message)}"
    for problem in report.problems:
        yield f"::error file={_property(posix(problem.path))}::{_data(problem.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
