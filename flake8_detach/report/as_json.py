"""The format for programs. Positions are 1-based, in characters, with an exclusive end; paths are POSIX."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flake8_detach import __version__
from flake8_detach.finding import Finding, Fix, Span
from flake8_detach.report.model import Problem, Report, posix
from flake8_detach.rules import RULES


def render(report: Report) -> Iterator[str]:
    """One JSON object for the whole run, over several lines. Only ASCII: any stream can carry it."""
    document = {
        "version": __version__,
        "findings": [finding_object(finding, report) for finding in report.findings],
        "errors": [problem_object(problem) for problem in report.problems],
    }
    yield json.dumps(document, indent=2)


def finding_object(finding: Finding, report: Report) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "path": posix(finding.path),
        **position_object(finding.span),
        "code": finding.code,
        "rule": RULES[finding.code].name,
        "severity": report.severity(finding),
        "sure": finding.sure,
        "message": finding.message,
        "trace": [
            {"role": step.role, **position_object(step.span), "text": step.text} for step in finding.trace
        ],
        "fix": _fix(finding.fix),
        "evidence": finding.evidence,
    }


def problem_object(problem: Problem) -> dict[str, str]:
    """A path that could not be checked, as plain data."""
    return {"path": posix(problem.path), "message": problem.message}


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{**position_object(edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def position_object(span: Span) -> dict[str, int]:
    """A span as plain data."""
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        **({"cell": span.cell} if span.cell else {}),
    }
