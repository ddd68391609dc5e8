"""From a file to its findings, as the command reports them: read, look whether there can be anything, check, suppress."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_detach.finding import Finding
from flake8_detach.project import Consulted, resolver_for
from flake8_detach.safely import check_safely, in_file_order
from flake8_detach.settings import Settings
from flake8_detach.source.blocks import MARK
from flake8_detach.source.sieve import may_hold_finding
from flake8_detach.source.suppression import Suppressions
from flake8_detach.source.text import SourceError, decode
from flake8_detach.unused_noqa import unused_suppressions


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check: what a process needs to know of it."""

    path: str
    data: bytes
    settings: Settings
    changed: int | None = None
    """When the file was changed last, in nanoseconds, seen before it was read; None for what is no file."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file, and what was asked about others for it."""

    findings: list[Finding] = field(default_factory=list)
    consulted: Consulted = field(default_factory=Consulted)


def is_candidate(task: Task) -> bool:
    """Whether the file can hold a finding at all; most cannot, and are never parsed."""
    if may_hold_finding(task.data):
        return True
    if task.settings.wants("DET903") and (b"noqa" in task.data.lower() or MARK.encode() in task.data):
        return True
    declared = task.settings.declared
    functions = (function.partition(":")[0].rpartition(".")[2] for function in declared.writing)
    return any(function.encode() in task.data for function in functions)


def check_task(task: Task) -> list[Finding]:
    """The findings of a file, in its order, without those that a comment suppresses."""
    return check_noting(task).findings


def check_noting(task: Task) -> Checked:
    """The same, with what was asked about other files for it."""
    resolver = resolver_for(task.path)
    findings = check_safely(task.data, task.path, task.settings, resolver)
    suppressions = Suppressions(text_of(task.data))
    findings += unused_suppressions(task.path, suppressions, findings, task.settings)
    kept = [finding for finding in findings if not suppressions.suppressed(finding.span.line, finding.code)]
    return Checked(sorted(kept, key=in_file_order), resolver.consulted)


def text_of(data: bytes) -> str:
    """The text of a file, to be shown: where it is no Python text, as well as it can be read."""
    try:
        return decode(data).text
    except SourceError:
        return data.decode("utf-8", "replace")
