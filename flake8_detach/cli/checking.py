"""From a file to its findings, as the command reports them: read, look whether there can be anything, check, suppress."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_detach.cli.documents import contents, is_plain, text_of
from flake8_detach.finding import Finding
from flake8_detach.project import Consulted, NotingResolver, resolver_for
from flake8_detach.safely import check_safely, in_file_order
from flake8_detach.settings import Settings
from flake8_detach.source.blocks import MARK
from flake8_detach.source.sieve import may_hold_finding
from flake8_detach.source.suppression import Suppressions
from flake8_detach.unused_noqa import unused_suppressions

WORDS = (b"torch", b"data", b"detach", b"backward", b"noqa", b"flake8-detach")
"""Words without one of which a notebook or a Markdown file is not looked into."""


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
    if is_plain(task.path):
        return _may_hold_finding(task.data, task.settings)
    if not any(word in task.data for word in WORDS):
        return False
    inside = contents(task.path, task.data)
    return bool(inside.errors) or any(
        _may_hold_finding(each.source, task.settings) for each in inside.documents
    )


def check_task(task: Task) -> list[Finding]:
    """The findings of a file, in its order, without those that a comment suppresses."""
    return check_noting(task).findings


def check_noting(task: Task) -> Checked:
    """The same, with what was asked about other files for it."""
    resolver = resolver_for(task.path)
    inside = contents(task.path, task.data)
    findings = [finding for finding in inside.errors if task.settings.wants(finding.code)]
    for document in inside.documents:
        findings += map(document.placed, _check(document.source, task, resolver))
    return Checked(sorted(findings, key=in_file_order), resolver.consulted)


def check_program(source: str, task: Task) -> list[Finding]:
    """The findings of a program that stands, or could stand, in the file of a task, in the program's own order."""
    return sorted(_check(source, task, resolver_for(task.path)), key=in_file_order)


def _check(source: bytes | str, task: Task, resolver: NotingResolver) -> list[Finding]:
    findings = check_safely(source, task.path, task.settings, resolver)
    suppressions = Suppressions(source if isinstance(source, str) else text_of(source))
    findings += unused_suppressions(task.path, suppressions, findings, task.settings)
    return [finding for finding in findings if not suppressions.suppressed(finding.span.line, finding.code)]


def _may_hold_finding(source: bytes | str, settings: Settings) -> bool:
    if may_hold_finding(source):
        return True
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    if settings.wants("DET903") and (b"noqa" in data.lower() or MARK.encode() in data):
        return True
    functions = (function.partition(":")[0].rpartition(".")[2] for function in settings.declared.writing)
    return any(function.encode() in data for function in functions)


__all__ = ["Checked", "Task", "check_noting", "check_program", "check_task", "is_candidate", "text_of"]
