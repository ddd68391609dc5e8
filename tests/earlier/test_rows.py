"""Findings as rows of plain data, and back."""

from __future__ import annotations

from flake8_detach.earlier.rows import from_rows, to_rows
from flake8_detach.finding import Edit, Finding, Fix, Span, Step


def finding(line: int, fix: Fix | None, *, cell: int = 0) -> Finding:
    span = Span(line, 1, line, 7, cell)
    steps = (Step("write", span, "here"),)
    return Finding("a.py", span, "DET202", "writes", trace=steps, fix=fix, evidence="x")


def test_rows_give_the_findings_again_and_a_shared_fix_is_kept_once() -> None:
    def shared() -> Fix:
        return Fix("Together", safe=True, edits=(Edit(Span(1, 1, 1, 1), "with"), Edit(Span(4, 1, 4, 6), "")))

    found = [
        finding(1, shared()),
        finding(2, None),
        finding(3, Fix("Alone", safe=False, edits=())),
        finding(4, shared(), cell=2),
    ]
    rows = to_rows(found)
    assert from_rows(rows, "a.py") == found
    assert rows[3][5] == 0
    again = from_rows(rows, "a.py")
    assert again[3].fix is again[0].fix
