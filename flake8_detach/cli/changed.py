"""``--changed``: which lines of which files are not as they were in a git revision."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flake8_detach.cli.sections import ConfigError
from flake8_detach.finding import Finding, Span
from flake8_detach.report import Report

Ranges = tuple[tuple[int, int], ...]
"""First and last lines, 1-based, both included."""
WHOLE: Ranges = ((1, 1 << 60),)

_HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_SIMPLE = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed lines of each changed file, by its real path."""

    lines: Mapping[Path, Ranges]

    def touches(self, path: str) -> bool:
        """Whether anything in the file was changed."""
        return Path(path).resolve() in self.lines

    def holds(self, finding: Finding, report: Report) -> bool:
        """Whether a changed line is among those of the finding, or of a step that leads to it."""
        ranges = self.lines.get(Path(finding.path).resolve(), ())
        steps = (finding.span, *(step.span for step in finding.trace))
        spans = [report.in_file(finding.path, span) for span in steps]
        return any(_meets(span, first, last) for span in spans for first, last in ranges)


def changes_since(revision: str, directory: Path) -> Changes:
    """What is different in the working tree of the repository around ``directory``. Raises ConfigError."""
    top = Path(_git(directory, "rev-parse", "--show-toplevel").rstrip("\n"))
    if not is_revision(revision, directory):
        message = f"--changed: {revision!r} is no revision of {top}"
        raise ConfigError(message)
    options = (
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--no-relative",
    )
    lines = parse_diff(_git(top, "-c", "core.quotepath=off", "diff", *options, revision, "--"))
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    found = {**lines, **dict.fromkeys(filter(None, untracked), WHOLE)}
    return Changes({(top / name).resolve(): ranges for name, ranges in found.items()})


def is_revision(revision: str, directory: Path) -> bool:
    """Whether git knows a commit by that name."""
    try:
        _git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except ConfigError:
        return False
    return True


def parse_diff(text: str) -> dict[str, Ranges]:
    """The added lines of each file in a unified diff; a file that only lost lines has none."""
    found: dict[str, list[tuple[int, int]]] = {}
    name = None
    left = 0
    for line in text.split("\n"):
        if left and line[:1] in "+-\\":
            left -= line[:1] == "+"
        elif line.startswith("+++ "):
            path = _unquoted(line[4:].rstrip("\t"))
            name = path[2:] if path.startswith("b/") else None
            if name is not None:
                found.setdefault(name, [])
        elif (hunk := _HUNK.match(line)) is not None and name is not None:
            first, left = int(hunk[1]), int(hunk[2] or 1)
            if left:
                found[name].append((first, first + left - 1))
    return {name: tuple(ranges) for name, ranges in found.items()}


def _meets(span: Span, first: int, last: int) -> bool:
    return span.line <= last and first <= max(span.line, span.end_line)


def _git(directory: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=directory, capture_output=True, check=False)
    except OSError as error:
        message = f"--changed: git cannot be run: {(error.strerror or str(error)).lower()}"
        raise ConfigError(message) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed"
        message = f"--changed: {said}"
        raise ConfigError(message)
    return done.stdout.decode("utf-8", "surrogateescape")


def _unquoted(name: str) -> str:
    """A file's name as git writes it: in quotes and with escapes if it holds what would be ambiguous."""
    if not (name.startswith('"') and name.endswith('"')):
        return name

    def character(match: re.Match[bytes]) -> bytes:
        escaped = match[1]
        return bytes([int(escaped, 8)]) if len(escaped) == 3 else _SIMPLE.get(escaped, escaped)

    return _ESCAPE.sub(character, name[1:-1].encode("utf-8", "surrogateescape")).decode(
        "utf-8", "surrogateescape"
    )
