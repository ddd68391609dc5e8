"""What the checker says: plain frozen data, the ground floor which imports nothing of ours.

All positions are 1-based, in characters (not bytes), with an exclusive end: ``x.data`` at the start of
line 3 is ``Span(3, 1, 3, 7)``. Every face derives its own convention from this one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of source text: 1-based lines and columns in characters, end exclusive.

    In a notebook the lines are those of the cell with that number, from 1; otherwise ``cell`` is 0.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a finding's trace.

    ``role`` is one of ``saved``, ``alias``, ``write``, ``use``, ``call``, ``cut``; ``text`` is a label for people.
    """

    role: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of ``span`` by ``text``; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together. ``safe`` means: what a right program computes stays bit for bit the same."""

    title: str
    safe: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is thought of one ``.data`` or ``.detach_()``, also where it is not reported.

    ``verdict`` is ``tensor``, ``not a tensor`` or ``can't tell``, by the rule of evidence named ``rule``, for ``reason``.
    ``code`` is what it is reported as; None if it is not.
    """

    path: str
    span: Span
    expression: str
    verdict: str
    rule: str
    reason: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, with all a face needs to draw it.

    ``sure`` is True when every step from save to backward is known. ``trace`` is in the order of execution.
    ``evidence`` says why a value is taken for a tensor, where that was the question.
    """

    path: str
    span: Span
    code: str
    message: str
    sure: bool = True
    trace: tuple[Step, ...] = ()
    fix: Fix | None = None
    evidence: str | None = None
