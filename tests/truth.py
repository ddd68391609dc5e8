"""What each code claims, in the oracle's words, and where a set of claims and a verdict contradict each other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .oracle.statements import statement_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .oracle.verdict import ErrorKind, LineClass, Verdict

SILENT = frozenset({"DET101", "DET103", "DET106", "DET111", "DET113", "DET116"})
ERROR = frozenset({"DET102", "DET104", "DET105", "DET112", "DET114", "DET115"})

#: The codes that say a line raises, with the refusals that prove them.
RAISES: Mapping[str, frozenset[ErrorKind]] = {
    "DET301": frozenset({"no-grad-fn", "no-grad-input", "unused-input"}),
    "DET302": frozenset({"detach-view"}),
    "DET305": frozenset({"freed-graph"}),
    "DET306": frozenset({"leaf-inplace"}),
    "DET307": frozenset({"view-inplace", "out-grad"}),
}
_CODE_OF_REFUSAL = {kind: code for code, kinds in RAISES.items() for kind in kinds}


def claimed_class(code: str) -> LineClass | None:
    """What a code claims that a write does; None when it claims nothing of the kind."""
    if code in SILENT:
        return "silent"
    if code in ERROR:
        return "error"
    return "harmless" if code == "DET121" else None


def contradictions(source: str, claims: Iterable[tuple[int, str]], verdict: Verdict) -> list[str]:
    """Every disagreement between claims (line, code) and what PyTorch did, as sentences."""
    starts = statement_starts(source)
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for line, code in claims:
        codes[starts.get(line, line)].add(code)
    everywhere = set().union(*codes.values())
    refusals = defaultdict(set)
    for line, kind in verdict.refusals:
        refusals[line].add(kind)
    found = []
    for line, claimed in sorted(codes.items()):
        actual = verdict.lines.get(line)
        for code in sorted(claimed):
            wanted = claimed_class(code)
            right = (wanted, actual) == (
                "harmless",
                "latent",
            )  # kept, but read by no gradient: pooling's input
            if wanted is not None and wanted != actual and not right:
                found.append(f"line {line}: {code} claims {wanted}, PyTorch says {actual or 'no write'}")
            if code in RAISES and not RAISES[code] & refusals[line]:
                found.append(
                    f"line {line}: {code} claims a refusal, PyTorch says {sorted(refusals[line]) or 'none'}"
                )
    for line, actual in verdict.lines.items():
        if actual in ("silent", "error") and actual not in {claimed_class(code) for code in codes[line]}:
            found.append(f"line {line}: PyTorch says {actual}, which no code claims")
    for line, kinds in refusals.items():
        for kind in kinds & set(_CODE_OF_REFUSAL):
            explained = _CODE_OF_REFUSAL[kind] in codes[line] or (
                kind == "no-grad-fn" and "DET303" in everywhere
            )
            if not explained:
                found.append(f"line {line}: PyTorch raises {kind}, which no code claims")
    return found
