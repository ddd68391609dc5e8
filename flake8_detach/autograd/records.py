"""The nouns of the model: tensors, links between them, recorded operations, saved tensors and writes.

Everything here is frozen; a machine holds these records by number (`pages`) and replaces a record when it
changes, so that a fork of a machine shares them all.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import field
from enum import Enum
from typing import TypeAlias

from flake8_detach.torch_facts import OpFacts

from ..frozen import dataclass
from .regions import Selector
from .signs import Signs

Site: TypeAlias = Hashable
"""Where something happened: an opaque token of the caller's, carried into reports unread."""

TensorId: TypeAlias = int
NodeId: TypeAlias = int


class Grad(Enum):
    """Whether a tensor requires grad, as far as is known."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"

    def __or__(self, other: Grad) -> Grad:
        """What an operation's result requires when its inputs require ``self`` and ``other``."""
        if self is Grad.YES or other is Grad.YES:
            return Grad.YES
        return self if other is Grad.NO else other

    def join(self, other: Grad) -> Grad:
        """What is known when either may be the case."""
        return self if self is other else Grad.MAYBE

    def weakened(self) -> Grad:
        """What is known when it only may be so."""
        return Grad.MAYBE if self is Grad.YES else self


class GradMode(Enum):
    """The thread's grad mode (torch/csrc/autograd/grad_mode.h)."""

    ON = "on"
    OFF = "off"
    INFERENCE = "inference"
    UNKNOWN = "unknown"

    @property
    def records(self) -> bool:
        """False where certainly nothing is recorded."""
        return self in (GradMode.ON, GradMode.UNKNOWN)


class Link(Enum):
    """How a tensor came to share memory with another; `fresh_counter` says whether autograd loses sight."""

    VIEW = "view"
    DETACH = "detach"
    DATA = "data"
    NUMPY = "numpy"
    FOREIGN = "foreign"  # from_numpy, DLPack, memoryview, raw storage
    SHALLOW_COPY = "copy"
    PARAMETER = "parameter"  # nn.Parameter(t): shares t's counter
    MAYBE = "maybe"  # contiguous(), reshape(), to(): the same memory under conditions we do not know

    @property
    def fresh_counter(self) -> bool:
        """True where the new tensor does not bump the old one's version counter."""
        return self in (Link.DATA, Link.NUMPY, Link.FOREIGN, Link.SHALLOW_COPY)


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of an alias chain, with the place where it was made."""

    link: Link
    site: Site
    label: str


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a tensor that could have required grad does not: it was detached, or made under no_grad."""

    how: str  # a Link's value, "detach_", "no_grad", "inference_mode", "not differentiable"
    site: Site
    label: str


@dataclass(frozen=True, slots=True)
class Idle:
    """A term of a sum that is a constant because its last step cut it from its graph."""

    loss: Loss
    source: TensorId  # what was cut
    node: NodeId | None  # its grad_fn


NO_CLAIM = 3
"""So many unknown links end every claim, also those that may pass through one more."""
MOST_LOSSES = 4
"""So many reasons are remembered for one tensor; a message names one or two."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a tensor's form; None is unknown. It decides whether ``float()``, ``to()``, ``contiguous()`` or
    ``reshape()`` copy, and whether an element has a place of its own."""

    dtype: str | None = None
    contiguous: bool | None = None
    device: str | None = None
    shape: tuple[int | None, ...] | None = None
    strides: tuple[int, ...] | None = None  # in elements; known only with the whole shape
    overlapping: bool | None = None  # several elements in one place, as ``expand()`` makes them
    order: tuple[int, ...] | None = None
    """Of a view with its dimensions permuted, the place of each in memory; () where that is lost; None: as they stand."""

    @property
    def ndim(self) -> int | None:
        """The number of dimensions."""
        return None if self.shape is None else len(self.shape)

    @property
    def differentiable(self) -> bool:
        """False for the dtypes which cannot require grad."""
        return self.dtype is None or not self.dtype.startswith(("int", "uint", "bool", "long", "short"))


class Made(Enum):
    """How a differentiable view was made (CreationMeta in torch/csrc/autograd/variable.h): all but the plain
    ones refuse in-place operations, and refuse to be used once their memory was written through another
    name."""

    PLAIN = "plain"
    MULTIPLE = "one of multiple outputs"  # chunk, split, unbind
    CUSTOM = "inside a custom Function"
    NO_GRAD = "under no_grad"
    INFERENCE = "in inference mode"

    def then(self, new: Made) -> Made:
        """What a view made this way of a view made that way is (propagate_creation_meta)."""
        return self if new is Made.PLAIN or self is Made.INFERENCE else new


@dataclass(frozen=True, slots=True)
class Copied:
    """Contents that are those which a part of a storage had at a moment."""

    storage: int
    region: tuple[Selector, ...]
    stamp: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor object: which memory it sees, through which version counter, with which history.

    `requires_grad` is its own flag; a view may also require grad because its base does, and its `node` is out
    of date when its counter moved since `valid`: ask `views.requires_grad` and `views.history`.
    """

    storage: int
    counter: int | None  # None: a NumPy array, which has none
    requires_grad: Grad
    node: NodeId | None  # grad_fn
    base: TensorId | None  # of a differentiable view
    region: tuple[Selector, ...]
    hops: tuple[Hop, ...]
    maybes: frozenset[int]  # the may-alias edges on the way from the storage's owner
    created: int
    site: Site
    label: str
    made: Made = Made.PLAIN
    meta: Meta = field(default_factory=Meta)
    output: int = 0  # which of its node's results it is
    valid: int = 0  # the moment at which a view's node was up to date
    retains: bool = False  # retain_grad() was called: a backward fills its .grad though it is no leaf
    inference: bool = False  # made in inference mode: cannot be saved for backward
    frozen: bool = False  # and refuses in-place operations in normal mode
    losses: tuple[Loss, ...] = ()
    idle: tuple[Idle, ...] = ()  # its terms that are constants, see `terms`; without history, all of it
    copied: tuple[Copied, ...] = ()  # what it was made a copy of, see `copies`
    counted: frozenset[int] = frozenset()  # the may-alias edges on the way from its counter's owner
    guessed: bool = False  # taken for a leaf that requires grad, though it may have a history, or be frozen

    @property
    def leaf(self) -> bool:
        """Is it a leaf for certain?"""
        return self.node is None and not self.guessed

    @property
    def multi_view(self) -> bool:
        """True for a part made by chunk, split or unbind."""
        return self.made is Made.MULTIPLE


@dataclass(frozen=True, slots=True)
class Saved:
    """A tensor which a recorded operation keeps for its backward."""

    tensor: TensorId
    storage: int
    counter: int | None
    region: tuple[Selector, ...]
    maybes: frozenset[int]
    stamp: int
    own: bool | None  # the very object is kept, so `x.data = y` changes what backward reads; None: not known
    is_result: bool
    name: str  # what it is to the operation: a parameter's name, or "result"
    had_history: bool  # a non-leaf that required grad: `detach_()` afterwards makes the unpacking raise
    unknown: int  # unknown links before it is certain that it was saved
    asks: bool = False  # one of them is the question whether an input requires grad, see `Edge`
    sake: tuple[int, ...] = ()  # it is kept for the gradient of these parameters; (): for all
    checked: bool = True  # False: kept where no version is compared (an attribute of ctx, a checkpoint)
    unread: tuple[int, ...] = ()  # parameters whose gradient does not depend on its contents
    signs: tuple[int, ...] = ()  # and those whose gradient depends on no more than their signs
    sizes: tuple[int, ...] = ()  # and those whose gradient does not depend on their signs
    nans: tuple[int, ...] = ()  # and those whose gradient depends on no more than where they are NaN
    recorded: tuple[int, ...] = ()  # and those whose gradient depends on it only where that is recorded
    node: NodeId | None = None  # its grad_fn when it was saved
    hops: tuple[Hop, ...] = ()  # how it came to its memory
    item: int | str = ""  # the item of the facts that says that it is kept
    counted: frozenset[int] = frozenset()  # as the tensor's

    @property
    def idle(self) -> bool:
        """Its contents matter to no gradient: batch norm's running statistics in training, what pooling was given."""
        return bool(self.unread) and set(self.sake) <= set(self.unread)


@dataclass(frozen=True, slots=True)
class Edge:
    """From a recorded operation to an input that requires grad; leads to `node`, or ends in a leaf.

    `asks`: one of its unknown links is the question whether the input requires grad. If it does, so does all that was computed of
    it: on a path the last such question answers those before it, and all of them count as one.
    """

    tensor: TensorId
    node: NodeId | None
    unknown: int
    output: int = 0  # which result of `node` the input was
    parameter: int | None = None  # which parameter of the operation the input was
    flat: bool = False  # nothing but zeros flow there
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """An output of a recorded operation, for the question whether it was overwritten unrecorded."""

    tensor: TensorId
    storage: int
    region: tuple[Selector, ...]
    maybes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Node:
    """A recorded operation (a grad_fn)."""

    op: str
    site: Site
    stamp: int
    edges: tuple[Edge, ...]
    saved: tuple[Saved, ...]
    results: tuple[Result, ...]
    frees: bool | None  # a second backward through it raises; None: not known
    unknown: int = 0
    opaque: bool = False  # a call whose inside we cannot see: it may depend on more than its edges say
    body: Hashable | None = None  # a custom Function's backward, an opaque token of the caller's
    facts: OpFacts | None = None  # of the operation, where it ran as these say
    several: bool = (
        False  # it stands for several recorded operations, of which some may run without the others
    )
    grounds: frozenset[int] = (
        frozenset()
    )  # its results require grad if one of these tensors does; empty: not known


@dataclass(frozen=True, slots=True)
class Write:
    """An in-place mutation of a storage."""

    stamp: int
    site: Site
    label: str
    target: TensorId
    storage: int
    counter: int | None  # the counter it bumped; None when no counter was
    region: tuple[Selector, ...]
    maybes: frozenset[int]
    hops: tuple[Hop, ...]
    recorded: bool  # autograd recorded the operation, so the history is right
    library: bool  # by a library routine (an optimizer's step), not by an operation of the program
    rebinds: bool = False  # `x.data = y`: the memory was swapped under the object
    cuts: bool = False  # `detach_()`: the history was dropped from under the object
    unknown: int = 0
    contents: bool = (
        True  # False: only the form changed (`t_()`, `resize_()`); the counter moved all the same
    )
    into: Result | None = None  # of a rebinding: the memory the object sees since
    copied: tuple[Copied, ...] = ()  # what it put there, should it be a copy, see `copies`
    sources: frozenset[int] = frozenset()  # the memory that it copied from, or that is seen since
    counted: frozenset[int] = frozenset()  # as the target's
    signs: Signs = Signs.CHANGED  # what became of the signs of what was written


@dataclass(frozen=True, slots=True)
class Freed:
    """An earlier backward freed what a node had saved."""

    site: Site
    unknown: int  # unknown links before it is certain that it did
    taken: tuple[Hashable, int] | None = (
        None  # one of them: it did where this alternative of a choice was meant
    )
