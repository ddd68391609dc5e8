"""Which rule a report belongs to."""

from __future__ import annotations

from ..autograd import Hazard, Link, Refusal, SkippedGradient, Write

REFUSALS: dict[Refusal, str] = {
    Refusal.NO_GRAPH: "DET301",
    Refusal.INPUT_NEEDS_NO_GRAD: "DET301",
    Refusal.UNUSED_INPUT: "DET301",
    Refusal.DETACH_VIEW: "DET302",
    Refusal.FREED: "DET305",
    Refusal.LEAF_WRITE: "DET306",
    Refusal.LEAF_VIEW_WRITE: "DET306",
    Refusal.PART_WRITE: "DET307",
    Refusal.OUT_REQUIRES_GRAD: "DET307",
}
POSSIBLE = {f"DET10{k}": f"DET11{k}" for k in range(1, 7)}
ORDER = (
    "DET102", "DET104", "DET105", "DET101", "DET103", "DET106", "DET107",
    "DET301", "DET302", "DET303", "DET305", "DET306", "DET307",
    "DET112", "DET114", "DET115", "DET111", "DET113", "DET116",
    "DET121",
)  # fmt: skip
"""Of several reports on one write the first of these is told: what raises, what is silent, what may be."""


def hazard_code(hazard: Hazard, doubt: int) -> str | None:
    """The rule of a hazard: by the first link that left the counter, then by who wrote. None: no claim."""
    unknown = hazard.unknown + doubt
    if unknown > 1:
        return None
    code = _silent(hazard.write) if hazard.silent else _tracked(hazard.write)
    return POSSIBLE[code] if unknown else code


def _silent(write: Write) -> str:
    if write.rebinds:
        return "DET106" if write.library else "DET103"
    for hop in write.hops:
        if hop.link is Link.DATA:
            return "DET101"
        if hop.link.fresh_counter:
            return "DET103"
    return "DET106" if write.library else "DET103"


def _tracked(write: Write) -> str:
    if write.cuts:
        return "DET104"
    if any(hop.link is Link.DETACH for hop in write.hops):
        return "DET102"
    return "DET105" if write.library else "DET104"


def skipped_code(skipped: SkippedGradient) -> str:
    """The rule of an unrecorded write that nothing had saved."""
    return "DET121"
