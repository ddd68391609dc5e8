"""Fixes applied, the result checked, and round again: until nothing is left to repair."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flake8_detach.finding import Finding, Fix
from flake8_detach.fixes.edits import Change, Lines, applied, compatible

MOST_ROUNDS = 10
_READ = "DET201"
Check = Callable[[str], Sequence[Finding]]
"""Gives the findings of a text: those that are reported, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The outcome: the text, what was repaired by code, and the findings that are left."""

    text: str
    repaired: tuple[str, ...]
    left: tuple[Finding, ...]


def repair(text: str, check: Check, *, unsafe: bool) -> Repaired:
    """Apply safe fixes, and with `unsafe` the others too, as long as they make the text better.

    After every round the text is checked again. It still is Python, and carries no finding that was not there before;
    a fix after which that is not so is left out. There are at most `MOST_ROUNDS` rounds. The result is a fixed point:
    none of what it leaves can be repaired, unless the rounds ran out.
    """
    findings = list(check(text))
    refused: set[tuple[str, str]] = set()
    refused_in = (
        text  # what was refused in another text may do now, and others at lines like theirs were passed by
    )
    done: list[str] = []
    for _ in range(MOST_ROUNDS):
        wanted = _wanted(findings, text, refused, unsafe=unsafe)
        if not wanted and refused_in != text:
            refused, refused_in = set(), text
            wanted = _wanted(findings, text, refused, unsafe=unsafe)
        if not wanted:
            break
        before = text
        text, findings, applied_to, not_applied = _improved(text, findings, wanted, check)
        done += [finding.code for finding in applied_to]
        refused |= {_key(finding, before) for finding in not_applied}
    return Repaired(text, tuple(done), tuple(findings))


def _wanted(
    findings: Sequence[Finding], text: str, refused: set[tuple[str, str]], *, unsafe: bool
) -> list[Finding]:
    """The findings to repair now, in the order of their rules; but first writes, which take what they read with them."""
    wanted = [
        f for f in findings if f.fix is not None and (f.fix.safe or unsafe) and _key(f, text) not in refused
    ]
    return sorted(wanted, key=lambda f: (f.code == _READ, f.code, f.span))


def _key(finding: Finding, text: str) -> tuple[str, str]:
    """What a finding is known by after lines have moved: its message without the lines, and the text it is at."""
    lines = Lines(text)
    return f"{finding.code} {finding.fix.title if finding.fix else ''}", lines.line(finding.span.line).strip()


_Improved = tuple[str, list[Finding], list[Finding], list[Finding]]


def _improved(text: str, findings: list[Finding], wanted: list[Finding], check: Check) -> _Improved:
    """As many fixes applied as go together without making anything worse.

    The text, its findings, those that were repaired, and those with a fix that makes it worse all alone.
    """
    lines = Lines(text)
    chosen, changes = compatible((f.fix for f in wanted if f.fix is not None), lines)
    new = applied(text, changes)
    after = _checked(new, check)
    if after is not None and new != text and not _worse(findings, after):
        return new, after, [f for f in wanted if f.fix in chosen or _taken_along(f, changes, lines)], []
    if len(chosen) == 1:
        return text, findings, [], [f for f in wanted if f.fix in chosen]
    half = len(chosen) // 2
    refused: list[Finding] = []
    for part in (chosen[:half], chosen[half:]):
        found = _improved(text, findings, [f for f in wanted if f.fix in part], check)
        refused += found[3]
        if found[2]:
            return *found[:3], refused
    return text, findings, [], refused


def _taken_along(finding: Finding, changes: Sequence[Change], lines: Lines) -> bool:
    """Whether another finding's fix changes just what this finding is about: a read in a write."""
    start, end = lines.stretch(finding.span)
    return finding.code == _READ and any(start < c.start < c.end == end for c in changes)


def _checked(text: str, check: Check) -> list[Finding] | None:
    """The findings of a text, or None if it is no Python, or the checker failed on it."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    findings = list(check(text))
    return None if any(f.code in ("DET900", "DET901") for f in findings) else findings


def _worse(before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether there is a finding that was not there before.

    A write may become one that backward notices (DET101 to DET102), and where it is no danger any more, what is left of
    it is a write that the gradient skips (DET121) or a use of ``.data``: so hazards are counted together, and once more with
    these.
    """
    old, new = _counted(before), _counted(after)
    return any(new[kind] > old[kind] for kind in new)


def _counted(findings: Sequence[Finding]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for finding in findings:
        hazard = finding.code.startswith(("DET10", "DET11"))
        if hazard:
            counts["hazard"] += 1
        if hazard or finding.code == "DET121":
            counts["hazard or skipped"] += 1
        if hazard or finding.code == "DET121" or finding.code.startswith("DET2"):
            counts["hazard, skipped or use"] += 1
        else:
            counts[finding.code] += 1
    return counts


def fixes_of(findings: Sequence[Finding], *, unsafe: bool) -> list[Fix]:
    """The different fixes that findings have."""
    return list(dict.fromkeys(f.fix for f in findings if f.fix is not None and (f.fix.safe or unsafe)))
