"""reviewdog's diagnostic format: positions count the bytes of a line in UTF-8, from 1, with an exclusive end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from flake8_detach.finding import Finding, Span
from flake8_detach.report.model import Report, posix

SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "advice": "INFO"}


def render(report: Report) -> Iterator[str]:
    """One object for the whole run."""
    document = {
        "source": {"name": "flake8-detach"},
        "diagnostics": [_diagnostic(finding, report) for finding in report.findings],
    }
    yield json.dumps(document, indent=2)


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    lines = report.lines(finding.path)
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "location": {
            "path": posix(finding.path),
            "range": _range(report.in_file(finding.path, finding.span), lines),
        },
        "severity": SEVERITIES[report.severity(finding)],
        "code": {"value": finding.code},
    }
    if finding.fix is not None and len(finding.fix.edits) == 1 and not finding.span.cell:
        # Suggestions are alternatives; edits that belong together cannot be said, nor can those in a notebook's strings.
        (edit,) = finding.fix.edits
        diagnostic["suggestions"] = [{"range": _range(edit.span, lines), "text": edit.text}]
    return diagnostic


def _range(span: Span, lines: tuple[str, ...]) -> dict[str, Any]:
    return {
        "start": _position(span.line, span.column, lines),
        "end": _position(span.end_line, span.end_column, lines),
    }


def _position(line: int, column: int, lines: tuple[str, ...]) -> dict[str, int]:
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    beyond = max(0, column - 1 - len(text))
    return {"line": line, "column": len(text[: column - 1].encode("utf-8", "surrogatepass")) + beyond + 1}
