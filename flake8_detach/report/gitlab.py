"""GitLab's code quality report: an artifact which merge requests show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from flake8_detach.finding import Finding
from flake8_detach.report.identity import fingerprints
from flake8_detach.report.model import Report, posix

SEVERITIES: Final = {"error": "major", "warning": "minor", "advice": "info"}


def render(report: Report) -> Iterator[str]:
    """One JSON list for the whole run."""
    names = fingerprints(report)
    rows = [_row(finding, name, report) for finding, name in zip(report.findings, names, strict=True)]
    yield json.dumps(rows, indent=2)


def _row(finding: Finding, fingerprint: str, report: Report) -> dict[str, Any]:
    span = report.in_file(finding.path, finding.span)
    return {
        "description": f"{finding.code} {finding.message}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[report.severity(finding)],
        "location": {
            "path": posix(finding.path),
            "positions": {
                "begin": {"line": span.line, "column": span.column},
                "end": {"line": span.end_line, "column": span.end_column},
            },
        },
    }
