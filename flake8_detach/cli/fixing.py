"""``--fix`` and ``--diff``: the files in which a run found something repaired, and then written, or shown as a diff."""

from __future__ import annotations

import difflib
import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from flake8_detach.cli.checking import Task, check_program, check_task
from flake8_detach.cli.config import Config
from flake8_detach.cli.documents import edited, is_plain, shown_texts
from flake8_detach.cli.work import Work, do_all
from flake8_detach.finding import Finding
from flake8_detach.fixes.files import NotReplaced, replace_file
from flake8_detach.fixes.loop import Repaired, fixes_of, repair
from flake8_detach.report import Problem, Report
from flake8_detach.source.text import SourceError


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
    diff: bytes = b""

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
    done: list[Repaired] = []

    def edit(program: str, findings: list[Finding]) -> str:
        # In a cell or a block, edits have other places than in the program.
        known = {program: findings} if is_plain(task.path) else {}

        def check(text: str) -> list[Finding]:
            if text not in known:
                known[text] = check_program(text, task)
            return known[text]

        done.append(repair(program, check, unsafe=unsafe))
        return done[-1].text

    try:
        data = edited(task.path, task.data, first, edit)
    except SourceError:
        return Outcome(task.data, (), tuple(first))
    if data == task.data:
        return Outcome(data, (), tuple(first))
    repaired = tuple(code for each in done for code in each.repaired)
    left = done[0].left if is_plain(task.path) else tuple(check_task(replace(task, data=data)))
    return Outcome(data, repaired, left)


def _killed(task: Task) -> Problem:
    return Problem(task.path, "not repaired: the process which repaired it was killed")


def repair_report(report: Report, config: Config, *, unsafe: bool, write: bool, jobs: int) -> Repairs:
    """Repair the files of a report, in place or with ``write=False`` only in the diff; the others stay as they are.

    Nothing is written before all is repaired: what is found in one file may hang on what stands in another.
    """
    findings: dict[str, tuple[Finding, ...]] = {}
    for finding in report.findings:
        findings[finding.path] = (*findings.get(finding.path, ()), finding)
    problems = list(report.problems)
    tasks: list[Task] = []
    for path, found in findings.items():
        if fixes_of(found, unsafe=unsafe):
            read = _read(path, config)
            problems.append(read) if isinstance(read, Problem) else tasks.append(read)
    work: Work[Task, Outcome | Problem] = Work("repairing", partial(repair_task, unsafe=unsafe), _killed)
    repaired: list[tuple[str, ...]] = []
    diffs: list[bytes] = []
    sources = dict(report.sources)
    for task, outcome in zip(tasks, do_all(work, tasks, jobs), strict=True):
        done = _written(task, outcome, write=write)
        if isinstance(done, Problem):
            problems.append(done)
        elif done is not None:
            findings[task.path] = done.left
            sources.update(shown_texts(task.path, done.data))
            repaired.append(done.repaired)
            diffs.append(diff(task.path, task.data, done.data))
    left = tuple(finding for each in findings.values() for finding in each)
    after = replace(report, findings=left, problems=tuple(problems), sources=sources)
    return Repairs(after, tuple(repaired), b"".join(diffs))


def _read(path: str, config: Config) -> Task | Problem:
    try:
        return Task(path, Path(path).read_bytes(), config.settings_for(path))
    except OSError as error:
        return Problem(path, f"not repaired: {(error.strerror or str(error)).lower()}")


def _written(task: Task, outcome: Outcome | Problem, *, write: bool) -> Outcome | Problem | None:
    """The outcome, which is in the file now if that was wanted; None if nothing could be done after all."""
    if isinstance(outcome, Problem):
        return outcome
    if outcome.data == task.data:
        return None
    if write:
        try:
            replace_file(task.path, task.data, outcome.data)
        except NotReplaced as error:
            return Problem(task.path, f"not repaired: {error}")
    return outcome


def diff(path: str, old: bytes, new: bytes) -> bytes:
    """A unified diff, as ``patch`` and ``git apply`` take it: of bytes, in lines which end with a line feed only."""
    name = _name(path)
    drawn = difflib.diff_bytes(
        difflib.unified_diff, _lines(old), _lines(new), b"a/" + name, b"b/" + name, lineterm=b"\n"
    )
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in drawn
    )


def _lines(data: bytes) -> list[bytes]:
    return io.BytesIO(data).readlines()


def _name(path: str) -> bytes:
    """A path as diffs name it: from the working directory, if it is in there."""
    here = Path(path)
    if here.is_absolute() and here.is_relative_to(Path.cwd()):
        here = here.relative_to(Path.cwd())
    return os.fsencode(here.as_posix().lstrip("/"))
