"""Which rule a report belongs to."""

from __future__ import annotations

from ..autograd import Hazard, Link, Refusal
from .links import chain_of

REFUSALS: dict[Refusal, str | None] = {
    Refusal.NO_GRAPH: "DET301",
    Refusal.INPUT_NEEDS_NO_GRAD: "DET301",
    Refusal.UNUSED_INPUT: "DET301",
    Refusal.DETACH_VIEW: "DET302",
    Refusal.FREED: "DET305",
    Refusal.LEAF_WRITE: "DET306",
    Refusal.LEAF_VIEW_WRITE: "DET306",
    Refusal.PART_WRITE: "DET307",
    Refusal.NO_GRAD_VIEW_WRITE: "DET307",
    Refusal.INFERENCE_VIEW_WRITE: "DET307",
    Refusal.CUSTOM_VIEW_WRITE: "DET307",
    Refusal.VIEW_CHANGED: "DET307",
    Refusal.OUT_REQUIRES_GRAD: "DET307",
    Refusal.INFERENCE_WRITE: "DET307",
    Refusal.RESIZE: "DET307",
    Refusal.OVERLAP: "DET307",
    # told as the hazard that it is
    Refusal.MODIFIED: None,
    Refusal.CUT: None,
    # not about gradients that are cut or memory that is written
    Refusal.INFERENCE_SAVED: None,
    Refusal.NUMPY: None,
    Refusal.NOT_LEAF: None,
    Refusal.HOOK: None,
    Refusal.LEAF_MOVED: None,
}
"""The rule of each refusal; None: PyTorch's own message says it all."""
POSSIBLE = {f"DET10{k}": f"DET11{k}" for k in range(1, 7)}
ORDER = (
    "DET102", "DET104", "DET105", "DET101", "DET103", "DET106", "DET107",
    "DET303", "DET301", "DET302", "DET305", "DET306", "DET307",
    "DET112", "DET114", "DET115", "DET111", "DET113", "DET116",
    "DET121", "DET122", "DET123", "DET124", "DET304", "DET308",
)  # fmt: skip
"""Of several reports on one expression the first of these is told: what raises, what is silent, what may be."""


def hazard_code(hazard: Hazard, doubt: int) -> str | None:
    """The rule of a hazard: by the first link that left the counter, then by who wrote. None: no claim."""
    unknown = hazard.unknown + doubt
    # That what a forward() returns is differentiated by somebody is unknown in name only. It counts for nothing
    # where the gradient would be silently wrong; what raises, others would tell.
    if unknown > (2 if hazard.silent and hazard.use == "handed out" else 1):
        return None
    code = _silent(hazard) if hazard.silent else _tracked(hazard)
    return POSSIBLE[code] if unknown else code


def _silent(hazard: Hazard) -> str:
    own = "DET106" if hazard.write.library else "DET103"
    for step in chain_of(hazard):
        if step.hop.link is Link.DATA:
            return "DET101"
        if step.hop.link.fresh_counter:
            return "DET103"
    return own


def _tracked(hazard: Hazard) -> str:
    if hazard.write.cuts:
        return "DET104"
    if any(step.outward and step.hop.link is Link.DETACH for step in chain_of(hazard)):
        return "DET102"
    return "DET105" if hazard.write.library else "DET104"
