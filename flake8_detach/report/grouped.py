"""The findings of each file under its name, for people who go through a repository file by file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from flake8_detach.report.model import Report


def render(report: Report) -> Iterator[str]:
    """For each file a line with its name, a line for each finding, and an empty one."""
    palette = report.palette
    accents = {"error": palette.error, "warning": palette.warning, "advice": palette.advice}
    for path, group in itertools.groupby(report.findings, lambda finding: finding.path):
        findings = list(group)
        positions = [f"{finding.span.line}:{finding.span.column}" for finding in findings]
        width = max(map(len, positions))
        yield palette.paint(f"{path}:", palette.strong)
        for finding, position in zip(findings, positions, strict=True):
            code = palette.paint(finding.code, accents[report.severity(finding)])
            yield f"  {position:<{width}}  {code}  {finding.message}"
        yield ""
