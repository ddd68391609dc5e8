"""How well the checker tells what PyTorch does: recall, false accusations, swaps.

Counted per statement which wrote, by the oracle's class. A claim of the right class on it is a hit; a claim of the other
class is a swap; a claim on a harmless write, or on a statement that wrote nothing, is false. A claim on a *latent* write
(right by luck) counts neither way, nor does one on a line that was not executed or that PyTorch refused outright.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.oracle.statements import code_lines, statement_starts
from tests.oracle.verdict import Verdict
from tests.truth import RAISES, claimed_class

_REFUSED = frozenset({"leaf-inplace", "view-inplace", "out-grad"})


@dataclass(frozen=True, slots=True)
class Miss:
    """One statement on which the checker and PyTorch disagree."""

    program: str
    line: int
    truth: str
    said: str


@dataclass(slots=True)
class Score:
    """Counts over many programs."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float | None:
        """A share, None where there is nothing to share."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None

    def add(self, other: Score) -> None:
        self.counts += other.counts
        self.misses += other.misses


def score_program(key: str, source: str, findings: Iterable[tuple[int, str]], verdict: Verdict) -> Score:
    """One program's part. ``findings`` are (line, code)."""
    score = Score()
    starts = statement_starts(source)
    claims: defaultdict[int, set[str]] = defaultdict(set)
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for line, code in findings:
        statement = starts.get(line, line)
        codes[statement].add(code)
        claimed = claimed_class(code)
        if claimed in ("silent", "error"):
            claims[statement].add(claimed)
    _score_writes(score, key, claims, verdict)
    _score_other_lines(score, key, claims, verdict, code_lines(source))
    _score_refusals(score, key, codes, verdict)
    harmed = {"silent", "error"} & set(verdict.lines.values())
    score.counts["programs"] += 1
    score.counts["programs that harm" if harmed else "programs without harm"] += 1
    if not harmed and any(line in verdict.lines or line not in verdict.unexecuted for line in claims):
        score.counts["claims on programs without harm"] += not _only_latent(claims, verdict)
    return score


def _only_latent(claims: Mapping[int, set[str]], verdict: Verdict) -> bool:
    return all(verdict.lines.get(line) == "latent" for line in claims)


def _score_writes(score: Score, key: str, claims: Mapping[int, set[str]], verdict: Verdict) -> None:
    for line, truth in verdict.lines.items():
        said = claims.get(line, set())
        score.counts[truth] += 1
        if truth in ("silent", "error"):
            if truth in said:
                score.counts[f"found {truth}"] += 1
                continue
            swapped = bool(said)
            score.counts["swapped"] += swapped
            score.misses.append(Miss(key, line, truth, "/".join(sorted(said)) or "nothing"))
        elif truth == "harmless":
            on_graph = line in verdict.graph
            score.counts["harmless on graph"] += on_graph
            if said:
                score.counts["falsely accused"] += 1
                score.counts["falsely accused on graph"] += on_graph
                score.misses.append(Miss(key, line, truth, "/".join(sorted(said))))


def _score_other_lines(
    score: Score, key: str, claims: Mapping[int, set[str]], verdict: Verdict, lines: frozenset[int]
) -> None:
    refused = {line for line, kind in verdict.refusals if kind in _REFUSED}
    others = lines - set(verdict.lines) - refused - verdict.unexecuted
    score.counts["other lines"] += len(others)
    for line in sorted(set(claims) & others):
        score.counts["falsely accused elsewhere"] += 1
        score.misses.append(Miss(key, line, "no write", "/".join(sorted(claims[line]))))


def _score_refusals(score: Score, key: str, codes: Mapping[int, set[str]], verdict: Verdict) -> None:
    """The claims that a line raises, and the lines that do."""
    refusals = dict(verdict.refusals)
    explained = {"DET303"} & set().union(*codes.values())
    for code, kinds in RAISES.items():
        for line in (line for line, kind in refusals.items() if kind in kinds):
            score.counts["refusals"] += 1
            if code in codes.get(line, ()) or (code == "DET301" and explained):
                score.counts["found refusals"] += 1
            else:
                score.misses.append(Miss(key, line, refusals[line], "nothing"))
        for line in (line for line, said in codes.items() if code in said and line not in verdict.unexecuted):
            if refusals.get(line) not in kinds:
                score.counts["false refusals"] += 1
                score.misses.append(Miss(key, line, "no such refusal", code))
