"""SARIF 2.1.0, which code hosts and editors read: rules with their help, and for each finding its trace as a code flow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

from flake8_detach import __version__
from flake8_detach.finding import Finding, Fix, Span, Step
from flake8_detach.report.identity import fingerprints
from flake8_detach.report.model import Problem, Report, posix
from flake8_detach.rules import RULES, Rule, Severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "advice": "note"}
ROOT: Final = "SRCROOT"
KINDS: Final[dict[str, list[str]]] = {
    "saved": ["acquire", "memory"],
    "alias": ["taint"],
    "write": ["danger"],
    "use": ["usage"],
    "call": ["call", "function"],
    "cut": ["release"],
}
"""What the roles of a trace's steps are in SARIF's words for them (section 3.38.8)."""


def render(report: Report) -> Iterator[str]:
    """One log with one run."""
    codes = sorted({finding.code for finding in report.findings})
    names = fingerprints(report)
    run = {
        "tool": {
            "driver": {
                "name": "flake8-detach",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(RULES[code]) for code in codes],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [_notification(problem) for problem in report.problems],
            }
        ],
        "originalUriBaseIds": {ROOT: {"uri": f"{Path.cwd().as_uri().rstrip('/')}/"}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],  # as Python reads them
        "results": [
            _result(finding, codes.index(finding.code), name, report)
            for finding, name in zip(report.findings, names, strict=True)
        ],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.help},
        "defaultConfiguration": {"enabled": rule.on, "level": LEVELS[rule.severity]},
        "properties": {"precision": "very-high" if rule.sure else "medium"},
    }


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"{problem.path}: {problem.message}"},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path)}}],
    }


def _result(finding: Finding, rule_index: int, fingerprint: str, report: Report) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": LEVELS[report.severity(finding)],
        "message": {"text": finding.message},
        "locations": [_location(finding.path, report.in_file(finding.path, finding.span))],
        "partialFingerprints": {"lineAndCode/v1": fingerprint},
        "properties": {"sure": finding.sure},
    }
    if finding.evidence is not None:
        result["properties"]["evidence"] = finding.evidence
    if finding.trace:
        trace = [replace(step, span=report.in_file(finding.path, step.span)) for step in finding.trace]
        result["codeFlows"] = [_code_flow(finding.path, trace)]
        result["relatedLocations"] = [
            {"id": number, **_location(finding.path, step.span, step.text)}
            for number, step in enumerate(trace, 1)
        ]
    if finding.fix is not None and not finding.span.cell:
        # In a notebook the text stands in strings of JSON, where an edit of the program is none of the file.
        result["fixes"] = [_fix(finding.path, finding.fix)]
    return result


def _code_flow(path: str, trace: Sequence[Step]) -> dict[str, Any]:
    locations = [
        {
            "location": _location(path, step.span, step.text),
            "kinds": KINDS.get(step.role, []),
            "executionOrder": number,
            "importance": "essential" if step.role == "write" else "important",
        }
        for number, step in enumerate(trace, 1)
    ]
    return {"threadFlows": [{"locations": locations}]}


def _fix(path: str, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _location(path: str, span: Span, text: str | None = None) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(path), "region": _region(span)}
    }
    if text is not None:
        location["message"] = {"text": text}
    return location


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": max(span.line, span.end_line),
        "endColumn": span.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    """Where a file is: relative to the working directory, if its path is."""
    name = quote(posix(path), errors="surrogateescape")
    if PurePath(path).is_absolute():
        return {"uri": f"file://{'' if name.startswith('/') else '/'}{name}"}
    return {"uri": name, "uriBaseId": ROOT}
