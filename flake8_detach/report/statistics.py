"""How often each rule was found: ``--statistics``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flake8_detach.report.model import Report
from flake8_detach.rules import RULES


def render(report: Report) -> Iterator[str]:
    """A line for each code that was found, most frequent first: count, code, name, severity."""
    counts = Counter(finding.code for finding in report.findings)
    severities = {finding.code: report.severity(finding) for finding in report.findings}
    if not counts:
        return
    width = len(str(max(counts.values())))
    names = max(len(RULES[code].name) for code in counts)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{width}}  {code}  {RULES[code].name:<{names}}  {severities[code]}"
