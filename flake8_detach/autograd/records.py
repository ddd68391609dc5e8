"""The nouns of the model: tensors, links between them, recorded operations, saved tensors and writes.

Everything here is frozen; a machine holds these records in dictionaries by number and replaces a record
when it changes, so that forking a machine is copying its dictionaries.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

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
        for grad in (Grad.YES, Grad.MAYBE):
            if grad in (self, other):
                return grad
        return Grad.NO

    def join(self, other: Grad) -> Grad:
        """What is known when either may be the case."""
        return self if self is other else Grad.MAYBE


class GradMode(Enum):
    """The thread's grad mode (torch/csrc/autograd/grad_mode.h; inference_mode also records nothing)."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


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


Selector: TypeAlias = tuple[str, int, int] | None
"""One step from a tensor into a part of it: ("index", 0, k) or ("part", call, k); None: some part unknown."""


def overlap(one: tuple[Selector, ...], other: tuple[Selector, ...]) -> bool:
    """May two regions of one storage share an element? Only parts proved disjoint do not."""
    for a, b in zip(one, other):
        if a is None or b is None or a[:2] != b[:2]:
            return True
        if a[2] != b[2]:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a tensor's form; None is unknown. It decides whether ``float()``, ``to()`` or
    ``contiguous()`` copy."""

    dtype: str | None = None
    contiguous: bool | None = None
    device: str | None = None
    ndim: int | None = None


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor object: which memory it sees, through which version counter, with which history."""

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
    multi_view: bool = False  # a part made by chunk, split or unbind
    meta: Meta = field(default_factory=Meta)


@dataclass(frozen=True, slots=True)
class Saved:
    """A tensor which a recorded operation keeps for its backward."""

    tensor: TensorId
    storage: int
    counter: int | None
    region: tuple[Selector, ...]
    maybes: frozenset[int]
    stamp: int
    own: bool  # the very object is kept, so `x.data = y` changes what backward reads
    is_result: bool
    name: str  # what it is to the operation: a parameter's name, or "result"
    had_history: bool  # a non-leaf that required grad: `detach_()` afterwards makes the unpacking raise
    unknown: int  # unknown links before it is certain that it was saved


@dataclass(frozen=True, slots=True)
class Edge:
    """From a recorded operation to an input that requires grad; leads to `node`, or ends in a leaf."""

    tensor: TensorId
    node: NodeId | None
    unknown: int


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
    frees: bool  # a second backward through it raises
    unknown: int = 0


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
