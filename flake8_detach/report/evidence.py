"""What ``--show-evidence`` prints: of each ``.data`` and ``.detach_()`` whether it is a tensor's, and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from flake8_detach import __version__
from flake8_detach.finding import Evidence
from flake8_detach.report.as_json import position_object, problem_object
from flake8_detach.report.model import Report, cell_name, count, posix

VERDICTS = ("tensor", "not a tensor", "can't tell")


def render(report: Report) -> Iterator[str]:
    """A line for each, and how many there are of each kind."""
    paint = report.palette.paint
    style = dict(
        zip(VERDICTS, (report.palette.advice, report.palette.help, report.palette.warning), strict=True)
    )
    for each in report.evidence:
        where = f"{cell_name(each.path, each.span.cell)}:{each.span.line}:{each.span.column}"
        told = paint(each.verdict, style[each.verdict])
        yield f"{where}: {each.expression}: {told} ({each.rule}): {each.reason} -> {_outcome(each)}"
    counts = Counter(each.verdict for each in report.evidence)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)
    reported = sum(each.code is not None for each in report.evidence)
    yield f"{count(len(report.evidence), 'use')} of .data and .detach_(): {told}; {reported} reported."


def _outcome(evidence: Evidence) -> str:
    if evidence.verdict == "can't tell":
        return f"{evidence.code}: unknown-data is report" if evidence.code else "not reported"
    return evidence.code or "not reported"


def render_json(report: Report) -> Iterator[str]:
    """One JSON object for the whole run."""
    document = {
        "version": __version__,
        "evidence": [evidence_object(each) for each in report.evidence],
        "errors": [problem_object(problem) for problem in report.problems],
    }
    yield json.dumps(document, indent=2)


def render_json_lines(report: Report) -> Iterator[str]:
    """A line for each use, then one for each path that could not be checked."""
    for each in report.evidence:
        yield json.dumps(evidence_object(each))
    for problem in report.problems:
        yield json.dumps({"error": problem_object(problem)})


def evidence_object(evidence: Evidence) -> dict[str, Any]:
    """One use as plain data."""
    return {
        "path": posix(evidence.path),
        **position_object(evidence.span),
        "expression": evidence.expression,
        "verdict": evidence.verdict,
        "rule": evidence.rule,
        "reason": evidence.reason,
        "code": evidence.code,
    }


FORMATS = {"json": render_json, "json-lines": render_json_lines}
"""The renderers for programs; all others are for people, and print `render`."""
