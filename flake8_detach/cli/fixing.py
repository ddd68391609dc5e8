"""``--fix`` and ``--diff``: the files in which a run found something repaired, and then written, or shown as a diff."""

from __future__ import annotations

import codecs
import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flake8_detach.cli.checking import Task, check_program, check_task
from flake8_detach.cli.config import Config
from flake8_detach.cli.documents import edited, is_plain, shown_texts, text_of
from flake8_detach.finding import Finding
from flake8_detach.fixes.edits import Lines
from flake8_detach.fixes.files import NotReplaced, replace_file
from flake8_detach.fixes.loop import fixes_of, repair
from flake8_detach.report import Problem, Report
from flake8_detach.source.text import BOM, SourceError


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file after its repair: its new bytes, the codes of what was repaired, and the findings that are left."""

    data: bytes
    repaired: tuple[str, ...]
    left: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Repairs:
    """What the repairs of a run did: the report of what is left, and the files that changed with what was repaired.

    `diff` is what writing would have changed, where nothing was to be written.
    """

    report: Report
    repaired: tuple[tuple[str, ...], ...] = ()
    diff: str = ""

    def summary(self) -> Iterator[str]:
        """A line for people on what was done."""
        counts = Counter(code for codes in self.repaired for code in codes)
        if counts:
            files = f"{len(self.repaired)} file{'s' if len(self.repaired) != 1 else ''}"
            codes = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))
            yield f"repaired {counts.total()} in {files} ({codes})"


def repair_task(task: Task, *, unsafe: bool) -> Outcome:
    """Repair one file in memory, a notebook or Markdown as well. Bytes outside the repairs stay what they are."""
    first = check_task(task)
    repaired: list[str] = []

    def edit(program: str, findings: list[Finding]) -> str:
        # In a cell or a block, edits have other places than in the program.
        known = {program: findings} if is_plain(task.path) else {}

        def check(text: str) -> list[Finding]:
            if text not in known:
                known[text] = check_program(text, task)
            return known[text]

        done = repair(program, check, unsafe=unsafe)
        repaired.extend(done.repaired)
        return done.text

    try:
        data = edited(task.path, task.data, first, edit)
    except SourceError:
        return Outcome(task.data, (), tuple(first))
    left = check_task(replace(task, data=data)) if data != task.data else first
    return Outcome(data, tuple(repaired), tuple(left))


def repair_report(report: Report, config: Config, *, unsafe: bool, write: bool) -> Repairs:
    """Repair the files of a report, in place or with ``write=False`` only in the diff; the others stay as they are."""
    findings: dict[str, tuple[Finding, ...]] = {}
    for finding in report.findings:
        findings[finding.path] = (*findings.get(finding.path, ()), finding)
    problems = list(report.problems)
    repaired: list[tuple[str, ...]] = []
    diffs: list[str] = []
    sources = dict(report.sources)
    for path, found in findings.items():
        if not fixes_of(found, unsafe=unsafe):
            continue
        done = _repair_file(path, config, unsafe=unsafe, write=write)
        if isinstance(done, Problem):
            problems.append(done)
        elif done is not None:
            task, outcome = done
            findings[path] = outcome.left
            sources.update(shown_texts(path, outcome.data))
            repaired.append(outcome.repaired)
            diffs.append(diff(path, task.data, outcome.data))
    left = tuple(finding for each in findings.values() for finding in each)
    after = replace(report, findings=left, problems=tuple(problems), sources=sources)
    return Repairs(after, tuple(repaired), "".join(diffs))


def _repair_file(
    path: str, config: Config, *, unsafe: bool, write: bool
) -> tuple[Task, Outcome] | Problem | None:
    """One file repaired, and written; None if nothing could be done after all."""
    try:
        task = Task(path, Path(path).read_bytes(), config.settings_for(path))
    except OSError as error:
        return Problem(path, f"not repaired: {(error.strerror or str(error)).lower()}")
    outcome = repair_task(task, unsafe=unsafe)
    if outcome.data == task.data:
        return None
    if write:
        try:
            replace_file(path, task.data, outcome.data)
        except NotReplaced as error:
            return Problem(path, f"not repaired: {error}")
    return task, outcome


def diff(path: str, old: bytes, new: bytes) -> str:
    """A unified diff, as ``patch`` and ``git apply`` take it: line ends and byte order marks are part of the lines."""
    name = Path(path).as_posix()
    texts = [
        Lines(f"{BOM if data.startswith(codecs.BOM_UTF8) else ''}{text_of(data)}") for data in (old, new)
    ]
    before, after = ([lines.line(n) for n in range(1, lines.count + 1)] for lines in texts)
    drawn = difflib.unified_diff(
        [line for line in before if line], [line for line in after if line], f"a/{name}", f"b/{name}"
    )
    return "".join(
        line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in drawn
    )
