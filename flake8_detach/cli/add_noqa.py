"""``--add-noqa``: a comment on the line of each finding, so that a project can begin with none."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_detach.cli.documents import edited
from flake8_detach.finding import Finding
from flake8_detach.report import Problem, Report
from flake8_detach.rules import RULES
from flake8_detach.source.suppression import INLINE, Suppressions
from flake8_detach.source.text import SourceError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_END = re.compile(r"[ \t\f]*(?:\r\n|\r|\n)?\Z")


@dataclass(frozen=True, slots=True)
class Added:
    """How many lines got comments, in how many files, and where that was not possible."""

    comments: int
    files: int
    problems: tuple[Problem, ...]


def add_comments(report: Report, reason: str) -> Added:
    """Write the comments for every finding of a report. Raises OSError if a file cannot be read."""
    from flake8_detach.fixes.files import NotReplaced, replace_file

    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if not RULES[finding.code].always:
            by_file.setdefault(finding.path, []).append(finding)
    comments, problems = 0, []
    for path, findings in by_file.items():
        data = Path(path).read_bytes()
        try:
            new = edited(path, data, findings, lambda text, here: commented(text, here, reason))
            replace_file(path, data, new)
        except (SourceError, ValueError, NotReplaced) as error:
            problems.append(Problem(path, f"no comments were added: {error}"))
            continue
        lines = {(finding.span.cell, finding.span.line) for finding in findings}
        comments += len(lines)
    return Added(comments, len(by_file) - len(problems), tuple(problems))


def commented(text: str, findings: Sequence[Finding], reason: str = "") -> str:
    """The text with a comment for each finding.

    Nothing else is changed, not even line ends. Raises ValueError where a comment would change what the program means.
    """
    suppressions = Suppressions(text)
    codes: dict[int, set[str]] = {}
    for finding in findings:
        codes.setdefault(suppressions.comment_line(finding.span.line), set()).add(finding.code)
    lines = _LINE.findall(text)
    for number, wanted in codes.items():
        lines[number - 1] = _with_codes(lines[number - 1], sorted(wanted), reason)
    after = "".join(lines)
    if _meaning(text) != _meaning(after):
        message = "a comment would change what the program means"
        raise ValueError(message)
    now = Suppressions(after)
    if not all(now.suppressed(finding.span.line, finding.code) for finding in findings):
        message = "another comment is in the way"
        raise ValueError(message)
    return after


def _with_codes(line: str, codes: Sequence[str], reason: str) -> str:
    existing = INLINE.search(line)
    if existing is not None and existing["codes"] is not None:
        at = existing.start() + len(existing[0].rstrip(", \t\f\r\n"))
        return f"{line[:at]}, {', '.join(codes)}{line[at:]}"
    end = _END.search(line)
    at = end.start() if end is not None else len(line)
    because = f" {reason}" if reason else ""
    return f"{line[:at]}  # noqa: {', '.join(codes)}{because}{line[at:].lstrip(' ' + chr(9))}"


def _meaning(text: str) -> str:
    try:
        return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = "this Python cannot read it"
        raise ValueError(message) from error
