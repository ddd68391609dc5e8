"""From a file to its findings, as the command reports them: check each program in it, and suppress."""

from __future__ import annotations

from dataclasses import replace

from flake8_detach.cli.documents import Contents, contents, text_of
from flake8_detach.cli.tasks import Checked, Task
from flake8_detach.finding import Evidence, Finding
from flake8_detach.project import NotingResolver, resolver_for
from flake8_detach.safely import check_safely, in_file_order, judge_safely
from flake8_detach.source.suppression import Suppressions
from flake8_detach.unused_noqa import unused_suppressions


def check_task(task: Task) -> list[Finding]:
    """The findings of a file, in its order, without those that a comment suppresses."""
    return check_noting(task).findings


def check_noting(task: Task) -> Checked:
    """The same, with what was asked about other files for it."""
    resolver = resolver_for(task.path)
    inside = contents(task.path, task.data)
    findings = [finding for finding in inside.errors if task.settings.wants(finding.code)]
    if task.evidence:
        return _judged(inside, findings, task, resolver)
    for document in inside.documents:
        findings += map(document.placed, _check(document.source, task, resolver))
    return Checked(sorted(findings, key=in_file_order), resolver.consulted)


def _judged(inside: Contents, errors: list[Finding], task: Task, resolver: NotingResolver) -> Checked:
    """What each ``.data`` of a file is judged by."""
    judged: list[Evidence] = []
    for document in inside.documents:
        evidence, findings = judge_safely(document.source, task.path, task.settings, resolver)
        judged += (replace(each, span=document.place(each.span)) for each in evidence)
        errors += map(document.placed, findings)
    return Checked(errors, resolver.consulted, judged)


def check_program(source: str, task: Task) -> list[Finding]:
    """The findings of a program that stands, or could stand, in the file of a task, in the program's own order."""
    return sorted(_check(source, task, resolver_for(task.path)), key=in_file_order)


def _check(source: bytes | str, task: Task, resolver: NotingResolver) -> list[Finding]:
    findings = check_safely(source, task.path, task.settings, resolver, repairs=task.repairs)
    suppressions = Suppressions(source if isinstance(source, str) else text_of(source))
    findings += unused_suppressions(task.path, suppressions, findings, task.settings)
    return [finding for finding in findings if not suppressions.suppressed(finding.span.line, finding.code)]


__all__ = ["Checked", "Task", "check_noting", "check_program", "check_task"]
