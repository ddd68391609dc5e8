"""How a write reached what was saved: the chain of aliases between the two, and which of its steps is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from ..autograd import Hazard, Hop, Link, Selector
from ..autograd.regions import meet
from .words import VIA, operation


@dataclass(frozen=True, slots=True)
class Step:
    """A link of an alias chain. `outward` leads from what was saved to what was written; one that does not was
    made on the way to what was saved."""

    hop: Hop
    outward: bool


def chain_of(hazard: Hazard) -> tuple[Step, ...]:
    """The links between what was saved and what was written; what both came through is left out."""
    if hazard.write.rebinds or hazard.write.cuts:
        return ()
    kept, written = hazard.saved.hops, hazard.write.hops
    shared = 0
    while shared < min(len(kept), len(written)) and kept[shared] == written[shared]:
        shared += 1
    inward = tuple(Step(hop, False) for hop in reversed(kept[shared:]))
    return (*inward, *(Step(hop, True) for hop in written[shared:]))


def first_named(chain: tuple[Step, ...]) -> Step | None:
    """The link a message names: the first that left the counter, else the first alias, else the first view."""
    for wanted in (
        lambda link: link.fresh_counter,
        lambda link: link in VIA,
        lambda link: link is not Link.MAYBE,
        lambda link: True,
    ):
        for step in chain:
            if wanted(step.hop.link):
                return step
    return None


def doubt_of(hazard: Hazard, doubt: int) -> str:
    """Which step of a possible chain is unknown, as the condition of what happens: "if foo() keeps its argument"."""
    node, saved, write = hazard.node, hazard.saved, hazard.write
    if hazard.use == "handed out":
        return ""
    if doubt:
        return "if the program takes this way"
    if saved.unknown and node.opaque and saved.name == "a parameter":
        return f"if {_call(node.op)} did"
    if saved.unknown and node.opaque:
        return f"if {_call(node.op)} computes with {'its result' if saved.is_result else 'what it is given'}"
    if saved.unknown:
        return f"if {operation(node.op)} saved it"
    if write.unknown:
        return f"if {_call(write.label)} writes to it"
    if write.maybes ^ saved.maybes:
        maybe = next((s.hop for s in chain_of(hazard) if s.hop.link is Link.MAYBE), None)
        return f"if {_call(maybe.label)} did not copy" if maybe is not None else "if both share memory"
    if meet(write.region, saved.region):
        return f"if {_parts(write.region, saved.region)} overlap"
    return "if gradients flow this way"


def _call(label: str) -> str:
    return f"{label}()" if label.isidentifier() else operation(label)


def _parts(one: tuple[Selector, ...], other: tuple[Selector, ...]) -> str:
    return "the two parts" if one and other else "the parts"


__all__ = ["Step", "chain_of", "doubt_of", "first_named"]
