"""Findings as rows of plain data, and back: what the cache keeps of them."""

from __future__ import annotations

from typing import Any

from flake8_detach.finding import Edit, Finding, Fix, Span, Step

Row = list[Any]


def to_row(finding: Finding) -> Row:
    """A finding without its path."""
    fix = finding.fix
    return [
        finding.code,
        _numbers(finding.span),
        finding.message,
        finding.sure,
        [[step.role, _numbers(step.span), step.text] for step in finding.trace],
        None if fix is None else [fix.title, fix.safe, [[_numbers(e.span), e.text] for e in fix.edits]],
        finding.evidence,
    ]


def from_row(row: Row, path: str) -> Finding:
    """The finding of a row, in the file at ``path``. Raises ValueError or TypeError for what is no such row."""
    code, span, message, sure, trace, fix, evidence = row
    return Finding(
        path,
        Span(*span),
        code,
        message,
        sure,
        tuple(Step(role, Span(*where), text) for role, where, text in trace),
        None if fix is None else _fix(*fix),
        evidence,
    )


def _fix(title: str, safe: bool, edits: list[Row]) -> Fix:
    return Fix(title, safe, tuple(Edit(Span(*where), text) for where, text in edits))


def _numbers(span: Span) -> list[int]:
    numbers = [span.line, span.column, span.end_line, span.end_column]
    return [*numbers, span.cell] if span.cell else numbers
