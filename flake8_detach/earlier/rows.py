"""Findings as rows of plain data, and back: what the cache keeps of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flake8_detach.finding import Edit, Finding, Fix, Span, Step

Row = list[Any]


def to_rows(findings: Iterable[Finding]) -> list[Row]:
    """The findings of a file without its path. A fix that several share stands in the row of the first; the others have its number."""
    rows: list[Row] = []
    first: dict[Fix, int] = {}
    for number, finding in enumerate(findings):
        shared = number if finding.fix is None else first.setdefault(finding.fix, number)
        rows.append(
            [
                finding.code,
                _numbers(finding.span),
                finding.message,
                finding.sure,
                [[step.role, _numbers(step.span), step.text] for step in finding.trace],
                _fix_row(finding.fix) if shared == number else shared,
                finding.evidence,
            ]
        )
    return rows


def from_rows(rows: Iterable[Row], path: str) -> list[Finding]:
    """The findings in the file at ``path``. Raises ValueError, TypeError or IndexError for what are no such rows."""
    found: list[Finding] = []
    for code, span, message, sure, trace, fix, evidence in rows:
        steps = tuple(Step(role, Span(*where), text) for role, where, text in trace)
        repair = found[fix].fix if isinstance(fix, int) else _fix(fix)
        found.append(Finding(path, Span(*span), code, message, sure, steps, repair, evidence))
    return found


def _fix_row(fix: Fix | None) -> Row | None:
    return None if fix is None else [fix.title, fix.safe, [[_numbers(e.span), e.text] for e in fix.edits]]


def _fix(row: Row | None) -> Fix | None:
    if row is None:
        return None
    title, safe, edits = row
    return Fix(title, safe, tuple(Edit(Span(*where), text) for where, text in edits))


def _numbers(span: Span) -> list[int]:
    numbers = [span.line, span.column, span.end_line, span.end_column]
    return [*numbers, span.cell] if span.cell else numbers
