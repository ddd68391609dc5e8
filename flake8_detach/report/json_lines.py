"""One JSON object on each line: what is to be read while it is written, or line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flake8_detach.report.as_json import finding_object, problem_object
from flake8_detach.report.model import Report


def render(report: Report) -> Iterator[str]:
    """A line for each finding, as in the ``json`` format, then one for each path that could not be checked."""
    for finding in report.findings:
        yield json.dumps(finding_object(finding, report))
    for problem in report.problems:
        yield json.dumps({"error": problem_object(problem)})
