"""Findings from reports: one a place, the gravest of what is said there."""

from __future__ import annotations

from ..autograd import (
    DroppedResult,
    GradientEdited,
    GradientRead,
    Hazard,
    IdleTerm,
    LostWrite,
    Refused,
    Report,
    SkippedGradient,
    StaleSnapshot,
    UnfilledGradient,
)
from ..finding import Finding, Span
from ..interpret.roots import Analysis
from . import gradients, hazards, idle, refusals, skips, snapshots, vain
from .anchors import Text
from .codes import ORDER


def findings_of(analysis: Analysis, path: str) -> list[Finding]:
    """The findings of an analysis, one for each place, in the order of the text."""
    text = Text(analysis.natives)
    best: dict[Span, Finding] = {}
    read = {r.alias for r in analysis.reports if isinstance(r, GradientRead)}
    for report, doubt in analysis.reports.items():
        if isinstance(report, UnfilledGradient) and report.alias in read:
            continue  # the program knows where that gradient is
        finding = _finding(report, doubt, path, text)
        if finding is None:
            continue
        known = best.get(finding.span)
        if known is None or _rank(finding) < _rank(known):
            best[finding.span] = finding
    return _first_of_a_chain(sorted(best.values(), key=lambda f: (f.span, f.code)))


def _first_of_a_chain(findings: list[Finding]) -> list[Finding]:
    """``grad.mul_(2).add_(1)`` writes twice what it starts with: that is said once, of the first."""
    first: dict[tuple[int, int, int, str], Finding] = {}
    for finding in findings:
        at = finding.span
        first.setdefault((at.cell, at.line, at.column, finding.code), finding)
    return list(first.values())


def _rank(finding: Finding) -> tuple[int, bool]:
    return ORDER.index(finding.code), not finding.sure


def _finding(report: Report, doubt: int, path: str, text: Text) -> Finding | None:
    match report:
        case Hazard():
            return hazards.finding_of(report, doubt, path, text)
        case SkippedGradient():
            return skips.finding_of(report, path, text)
        case Refused():
            return refusals.finding_of(report, path, text) if not doubt else None
        case _ if doubt:
            return None  # a warning that is only possible is none
        case IdleTerm():
            return idle.finding_of(report, path, text)
        case LostWrite():
            return vain.lost_write(report, path, text)
        case DroppedResult():
            return vain.dropped_result(report, path, text)
        case GradientEdited():
            return gradients.finding_of(report, path, text)
        case StaleSnapshot():
            return snapshots.stale(report, path)
        case UnfilledGradient():
            return snapshots.unfilled(report, path, text)
        case GradientRead():
            return None
