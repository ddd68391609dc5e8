"""One run over many files: what is read, what is checked here or in other processes, and the report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flake8_detach.cli.checking import Task, check_task, is_candidate, text_of
from flake8_detach.cli.config import Config
from flake8_detach.cli.discovery import STDIN, find_files, is_excluded
from flake8_detach.cli.progress import ProgressBar
from flake8_detach.finding import Finding
from flake8_detach.report import Problem, Report

STDIN_NAME = "stdin"
WORTH_A_PROCESS = 200_000
"""Bytes of candidate files which take about as long to check as a process takes to start."""


def run(
    paths: Sequence[str], config: Config, *, jobs: int | None = None, stdin_name: str | None = None
) -> Report:
    """Check everything that ``paths`` lead to. Whatever happens to one file, the others are checked."""
    problems: list[Problem] = []
    tasks: list[Task] = []
    files = 0
    for found in find_files(paths, config):
        task = found if isinstance(found, Problem) else _read(found, config, stdin_name)
        if isinstance(task, Problem):
            problems.append(task)
        elif task is not None:
            files += 1
            if is_candidate(task):
                tasks.append(task)
    findings = _check(tasks, jobs or os.cpu_count() or 1)
    sources = {task.path: text_of(task.data) for task, found in zip(tasks, findings, strict=True) if found}
    return Report(tuple(finding for found in findings for finding in found), tuple(problems), files, sources)


def _read(path: str, config: Config, stdin_name: str | None) -> Task | Problem | None:
    if path == STDIN:
        name = stdin_name or STDIN_NAME
        if config.force_exclude and is_excluded(name, config.exclude):
            return None
        return Task(name, sys.stdin.buffer.read(), config.settings_for(name))
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return Problem(path, (error.strerror or str(error)).lower())
    return Task(path, data, config.settings_for(path))


def _check(tasks: Sequence[Task], jobs: int) -> list[list[Finding]]:
    useful = min(jobs, len(tasks), 1 + sum(len(task.data) for task in tasks) // WORTH_A_PROCESS)
    with ProgressBar(len(tasks)) as progress:
        if useful > 1:
            from flake8_detach.cli.parallel import check_in_parallel

            return check_in_parallel(tasks, useful, progress.advance)
        results = []
        for task in tasks:
            results.append(check_task(task))
            progress.advance()
        return results
