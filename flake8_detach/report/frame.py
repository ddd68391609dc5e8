"""One finding as people see it: its source lines, every step under its own line, and what to do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from flake8_detach.finding import Finding, Step
from flake8_detach.report.model import Report, cell_name, place
from flake8_detach.report.snippet import Label, draw
from flake8_detach.rules import RULES


def frame(finding: Finding, report: Report) -> Iterator[str]:
    """One finding, drawn into the lines of its file; in a notebook, into those of each cell that has a part in it."""
    palette, severity, rule = report.palette, report.severity(finding), RULES[finding.code]
    accent = {"error": palette.error, "warning": palette.warning, "advice": palette.advice}[severity]
    yield f"{palette.paint(f'{severity}[{finding.code}]', accent)}: {palette.paint(finding.message, palette.strong)}"
    labels = _labels(finding)
    gutter = " " * len(str(max(label.span.end_line for label in labels)))
    yield f"{gutter}{palette.paint('-->', palette.frame)} {place(finding)}"
    for cell in sorted({label.span.cell for label in labels}):
        if cell != finding.span.cell or cell != min(label.span.cell for label in labels):
            yield f"{gutter}{palette.paint(':::', palette.frame)} {cell_name(finding.path, cell)}"
        here = [label for label in labels if label.span.cell == cell]
        yield from draw(report.lines(finding.path, cell), here, palette, accent)
    notes = [("help", finding.fix.title if finding.fix else rule.help)]
    if finding.evidence:
        notes.append(("note", finding.evidence))
    for kind, text in notes:
        yield f"{gutter} {palette.paint('=', palette.frame)} {palette.paint(f'{kind}:', palette.help)} {text}"


def _labels(finding: Finding) -> list[Label]:
    """The steps as labels, numbered if the code runs in another order than it stands; the finding's own place among them."""
    steps = finding.trace
    in_order = all(
        (a.span.cell, a.span.line) <= (b.span.cell, b.span.line) for a, b in itertools.pairwise(steps)
    )
    at = _own_step(finding)
    labels = [
        Label(step.span, step.text if in_order else f"{number}. {step.text}", step is at)
        for number, step in enumerate(steps, 1)
    ]
    return labels if at is not None else [Label(finding.span, "", primary=True), *labels]


def _own_step(finding: Finding) -> Step | None:
    """The step which the finding is about: the last that begins where it begins (the write, where that is an alias too)."""
    at = finding.span
    start = (at.cell, at.line, at.column)
    spans = ((step, step.span) for step in reversed(finding.trace))
    return next((step for step, span in spans if (span.cell, span.line, span.column) == start), None)
