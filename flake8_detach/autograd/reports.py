"""What the machine says: hazards seen by a backward, gradients skipped, and operations PyTorch refuses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .records import Hop, Node, Saved, Site, Tensor, Write


class Refusal(Enum):
    """Why PyTorch raises."""

    NO_GRAPH = "does not require grad and does not have a grad_fn"
    FREED = "backward through the graph a second time"
    MODIFIED = "modified by an inplace operation"
    CUT = "has been detached in-place"
    LEAF_WRITE = "a leaf that requires grad is being used in an in-place operation"
    LEAF_VIEW_WRITE = "a view of a leaf that requires grad is being used in an in-place operation"
    PART_WRITE = "output of a function that returns multiple views, modified in place"
    DETACH_VIEW = "can't detach views in-place"
    OUT_REQUIRES_GRAD = "out= does not support automatic differentiation"
    UNUSED_INPUT = "one of the differentiated tensors appears to not have been used in the graph"
    INPUT_NEEDS_NO_GRAD = "one of the differentiated tensors does not require grad"


@dataclass(frozen=True, slots=True)
class Hazard:
    """A saved tensor was written after it was saved, and a backward used it."""

    silent: bool  # True: no counter noticed, the gradients are wrong; False: the backward raises
    write: Write
    saved: Saved
    node: Node
    backward: Site
    unknown: int  # unknown links of the chain: 0 is sure, 1 possible, more is no claim of harm


@dataclass(frozen=True, slots=True)
class SkippedGradient:
    """A recorded result was overwritten unrecorded before a backward on it, and nothing had saved it."""

    write: Write
    node: Node
    read_later: bool  # a later recorded operation read the new values
    backward: Site


@dataclass(frozen=True, slots=True)
class Refused:
    """An operation at which PyTorch raises."""

    refusal: Refusal
    site: Site
    label: str
    tensor: Tensor | None = None
    causes: tuple[Hop | Write | Site, ...] = ()
    node: Node | None = None


Report = Hazard | SkippedGradient | Refused


class AutogradError(Exception):
    """PyTorch raises here, for certain; the report is already in the machine."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.value)
        self.refusal = refused
