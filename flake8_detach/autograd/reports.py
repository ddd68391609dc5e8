"""What the machine says: hazards seen by a backward, gradients skipped, and operations PyTorch refuses."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from ..frozen import dataclass
from .records import Loss, Node, Saved, Site, Tensor, Write


class Refusal(Enum):
    """Why PyTorch raises; the values are parts of its messages."""

    NO_GRAPH = "does not require grad and does not have a grad_fn"
    FREED = "backward through the graph a second time"
    LEAF_MOVED = "leaf variable has been moved into the graph interior"
    MODIFIED = "modified by an inplace operation"
    CUT = "has been detached in-place"
    LEAF_WRITE = "a leaf Variable that requires grad is being used in an in-place operation"
    LEAF_VIEW_WRITE = "a view of a leaf Variable that requires grad is being used in an in-place operation"
    PART_WRITE = "output of a function that returns multiple views"
    NO_GRAD_VIEW_WRITE = (
        "A view was created in no_grad mode and is being modified inplace with grad mode enabled"
    )
    INFERENCE_VIEW_WRITE = "A view was created in inference mode and is being modified inplace in normal mode"
    CUSTOM_VIEW_WRITE = "This view was created inside a custom Function"
    VIEW_CHANGED = "its base or another view of its base has been modified inplace"
    INFERENCE_WRITE = "Inplace update to inference tensor outside InferenceMode"
    INFERENCE_SAVED = "Inference tensors cannot be saved for backward"
    DETACH_VIEW = "Can't detach views in-place"
    OVERLAP = "more than one element of the written-to tensor refers to a single memory location"
    RESIZE = "cannot resize variables that require grad"
    NUMPY = "Can't call numpy() on Tensor that requires grad"
    NOT_LEAF = "you can only change requires_grad flags of leaf variables"
    HOOK = "cannot register a hook on a tensor that doesn't require gradient"
    OUT_REQUIRES_GRAD = "functions with out=... arguments don't support automatic differentiation"
    UNUSED_INPUT = "appears to not have been used in the graph"
    INPUT_NEEDS_NO_GRAD = "One of the differentiated Tensors does not require grad"


@dataclass(frozen=True, slots=True)
class Hazard:
    """A saved tensor was written after it was saved, and a backward used it."""

    silent: bool  # True: no counter noticed, the gradients are wrong; False: the backward raises
    write: Write
    saved: Saved
    node: Node
    backward: Site
    unknown: int  # unknown links of the chain: 0 is sure, 1 possible, more is no claim of harm
    use: str = "backward"  # the label of the call that is the backward


@dataclass(frozen=True, slots=True)
class SkippedGradient:
    """A recorded result was overwritten unrecorded before a backward on it, and no gradient reads its old value."""

    write: Write
    node: Node
    read_later: bool  # a later recorded operation read the new values
    backward: Site
    use: str = "backward"


@dataclass(frozen=True, slots=True)
class Refused:
    """An operation at which PyTorch raises.

    `causes`: why the tensor does not require grad, which write it was, or where the graph was freed.
    """

    refusal: Refusal
    site: Site
    label: str
    tensor: Tensor | None = None
    causes: tuple[Loss | Write | Site, ...] = ()
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class IdleTerm:
    """A term of what a backward started from is a constant: its last step cut it from its graph."""

    loss: Loss
    backward: Site
    use: str = "backward"


@dataclass(frozen=True, slots=True)
class LostWrite:
    """A write to a copy that nothing holds any more."""

    site: Site
    label: str
    copy: Site  # where the copy was made


@dataclass(frozen=True, slots=True)
class DroppedResult:
    """An operation that changes nothing was called, and nobody takes its result."""

    site: Site
    label: str


@dataclass(frozen=True, slots=True)
class GradientEdited:
    """A hook or the backward of a Function wrote the gradient it was given: others are given the same memory."""

    site: Site
    label: str


@dataclass(frozen=True, slots=True)
class StaleSnapshot:
    """An alias kept as an old value is used with its source, which was written since: both are the new value."""

    alias: Site
    write: Site
    label: str  # what wrote
    use: Site
    operation: str


@dataclass(frozen=True, slots=True)
class UnfilledGradient:
    """``.grad`` of a leaf is read and is None: a backward filled that of a detached alias."""

    alias: Site
    read: Site


@dataclass(frozen=True, slots=True)
class GradientRead:
    """``.grad`` of a detached alias is read, so that it is known where its gradient is."""

    alias: Site


Report: TypeAlias = (
    Hazard
    | SkippedGradient
    | Refused
    | IdleTerm
    | LostWrite
    | DroppedResult
    | GradientEdited
    | StaleSnapshot
    | UnfilledGradient
    | GradientRead
)


class AutogradError(Exception):
    """PyTorch raises here, for certain; the report is already in the machine."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.value)
        self.refusal = refused
