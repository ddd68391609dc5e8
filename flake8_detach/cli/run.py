"""One run over many files: what is known, what is read, what is checked here or in other processes, and the report."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_detach.cli.config import Config
from flake8_detach.cli.discovery import STDIN, find_files, is_excluded
from flake8_detach.cli.documents import shown_texts
from flake8_detach.cli.tasks import Checked, Task, is_candidate
from flake8_detach.finding import Evidence, Finding
from flake8_detach.project import forget_projects
from flake8_detach.report import Problem, Report

if TYPE_CHECKING:
    from flake8_detach.cli.cache import Cache

STDIN_NAME = "stdin"
KILLED = "the process which checked it was killed"


def run(
    paths: Sequence[str],
    config: Config,
    *,
    jobs: int | None = None,
    stdin_name: str | None = None,
    open_cache: Callable[[], Cache] | None = None,
    wanted: Callable[[str], bool] | None = None,
    evidence: bool = False,
    repairs: bool = True,
) -> Report:
    """Check everything that ``paths`` lead to. Whatever happens to one file, the others are checked.

    ``open_cache`` gives what earlier runs found; without it everything is checked. ``wanted`` says of a path whether to check it.
    ``evidence``: the report is to hold what each ``.data`` is judged by, in place of findings. Without ``repairs`` its findings need
    not carry any.
    """
    began = time.time_ns()
    forget_projects()
    found = list(find_files(paths, config))
    problems = [each for each in found if isinstance(each, Problem)]
    files = [each for each in found if isinstance(each, str) and (wanted is None or wanted(each))]
    cache = open_cache() if open_cache is not None and _is_worth_a_cache(files, config) else None
    known: dict[str, list[Finding]] = {}  # in the order of the files
    tasks: dict[str, Task] = {}
    for path in files:
        seen = _look(path, config, cache, stdin_name, repairs=repairs)
        if isinstance(seen, Problem):
            problems.append(seen)
        elif isinstance(seen, Task):
            known[seen.path] = []
            if is_candidate(seen):
                tasks[seen.path] = replace(seen, evidence=evidence, repairs=repairs)
            elif cache is not None:
                cache.note(seen, Checked(), began)
        elif seen is not None:
            known[path] = seen
    judged: list[Evidence] = []
    for task, checked in zip(tasks.values(), _check([*tasks.values()], jobs or os.cpu_count() or 1)):
        known[task.path] = checked.findings
        judged += checked.evidence
        if cache is not None:
            cache.note(task, checked, began)
    if cache is not None:
        cache.save()
    findings = tuple(finding for each in known.values() for finding in each)
    texts: dict[str, str] = {}
    for path in dict.fromkeys(finding.path for finding in findings):
        texts.update(shown_texts(path, _data(path, tasks)))
    return Report(findings, tuple(problems), tuple(known), texts, evidence=tuple(judged))


def _is_worth_a_cache(files: Sequence[str], config: Config) -> bool:
    """One file alone that cannot hold a finding is read faster than a cache."""
    if len(files) != 1:
        return bool(files)
    task = None if files[0] == STDIN else _look(files[0], config, None, None)
    return isinstance(task, Task) and is_candidate(task)


def _look(
    path: str, config: Config, cache: Cache | None, stdin_name: str | None, *, repairs: bool = True
) -> list[Finding] | Task | Problem | None:
    """What is known of a file, or what it holds; None if it is standard input under a name that is excluded."""
    if path == STDIN:
        name = stdin_name or STDIN_NAME
        if config.force_exclude and is_excluded(name, config.exclude):
            return None
        return Task(name, sys.stdin.buffer.read(), config.settings_for(name))
    settings = config.settings_for(path)
    try:
        known = cache.findings(path, settings, repairs=repairs) if cache is not None else None
        if known is not None:
            return known
        changed = os.stat(path).st_mtime_ns
        return Task(path, Path(path).read_bytes(), settings, changed)
    except OSError as error:
        return Problem(path, (error.strerror or str(error)).lower())


def _check(tasks: Sequence[Task], jobs: int) -> list[Checked]:
    if not tasks:
        return []
    from flake8_detach.cli.checking import check_noting
    from flake8_detach.cli.work import Work, do_all

    return do_all(Work("checking", check_noting, _killed), tasks, jobs)


def _killed(task: Task) -> Checked:
    from flake8_detach.safely import failure

    return Checked([failure(task.path, KILLED)])


def _data(path: str, tasks: dict[str, Task]) -> bytes:
    """What is in a file that has findings; nothing if it is gone by now."""
    try:
        return tasks[path].data if path in tasks else Path(path).read_bytes()
    except OSError:
        return b""
