"""What there is to do in a run: files, and which of them can hold a finding at all. Most cannot, and nothing more is imported for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_detach.cli.documents import contents, is_plain
from flake8_detach.finding import Evidence, Finding
from flake8_detach.project import Consulted
from flake8_detach.settings import Settings
from flake8_detach.source.sieve import may_hold_finding

WORDS = (b"torch", b"data", b"detach", b"backward", b"noqa", b"flake8-detach")
"""Words without one of which a notebook or a Markdown file is not looked into."""

COMMENT = b"flake8-detach:"
"""What a comment that suppresses in a block holds."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check: what a process needs to know of it."""

    path: str
    data: bytes
    settings: Settings
    changed: int | None = None
    """When the file was changed last, in nanoseconds, seen before it was read; None for what is no file."""
    evidence: bool = False
    """Whether to say what each ``.data`` is judged by, in place of findings."""
    repairs: bool = True
    """Whether findings are to carry their repairs, which take time to find."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file, what was asked about others for it, and what was judged where the task asks for that."""

    findings: list[Finding] = field(default_factory=list)
    consulted: Consulted = field(default_factory=Consulted)
    evidence: list[Evidence] = field(default_factory=list)


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


def _may_hold_finding(source: bytes | str, settings: Settings) -> bool:
    if may_hold_finding(source):
        return True
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    if settings.wants("DET903") and (b"noqa" in data.lower() or COMMENT in data):
        return True
    functions = (function.partition(":")[0].rpartition(".")[2] for function in settings.declared.writing)
    return any(function.encode() in data for function in functions)
