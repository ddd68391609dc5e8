"""The findings of each file under its name, for people who go through a repository file by file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from flake8_detach.report.model import Report, cell_name, position


def render(report: Report) -> Iterator[str]:
    """For each file a line with its name, a line for each finding, and an empty one."""
    palette = report.palette
    accents = {"error": palette.error, "warning": palette.warning, "advice": palette.advice}
    by_cell = itertools.groupby(report.findings, lambda finding: cell_name(finding.path, finding.span.cell))
    for path, group in by_cell:
        findings = list(group)
        positions = [position(finding) for finding in findings]
        width = max(map(len, positions))
        yield palette.paint(f"{path}:", palette.strong)
        for finding, where in zip(findings, positions, strict=True):
            code = palette.paint(finding.code, accents[report.severity(finding)])
            yield f"  {where:<{width}}  {code}  {finding.message}"
        yield ""
