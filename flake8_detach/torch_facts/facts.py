"""What is known of one PyTorch operation: plain frozen data.

The vocabulary is PyTorch's own: *saved* is what a recorded operation keeps for its backward, *freed* says that
a second backward through it raises, *written* arguments get their version counter bumped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..frozen import dataclass

if TYPE_CHECKING:
    from .second import SecondOrder

Kind: TypeAlias = Literal[
    "tensor",  # one tensor
    "tensors",  # a list or tuple of tensors
    "array",  # a NumPy array
    "number",  # a Python number: an int or a float, or it is not known which
    "int",
    "bool",
    "none",
    "list",  # a list or tuple of numbers (a shape, dims, an index list)
    "str",
    "slice",  # only inside a subscript
    "ellipsis",  # only inside a subscript
    "other",  # a dtype, a device, a callable, …
    "unknown",
]

ResultKind: TypeAlias = Literal[
    "new", "view", "maybe_view", "untracked", "maybe_untracked", "input", "none", "value"
]
"""What a call returns.

new         a tensor with memory of its own (always, in every measured call)
view        shares memory and version counter with parameter `of`
maybe_view  shares them under conditions: already contiguous, already that dtype, …
untracked   shares the memory of `of` but not its version counter: `.data`, `.numpy()`
maybe_untracked  shares it so under conditions: `torch.as_tensor` of an array
input       that very argument: in-place operations, `out=`
none        None
value       not a tensor: a number, a bool, a shape, a string
"""

Elements: TypeAlias = Literal["all", "own", "others"]
"""Of a list parameter: which elements are kept when one element requires grad: all, itself, or the others."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A tensor kept for backward.

    ``item`` is an index in ``OpFacts.parameters``, or ``"result0"``, ``"result1"``, … or ``"results"`` (each
    element of a list of results). ``sake`` are the parameters for whose gradient it is kept: it is kept when one
    of them requires grad. ``own``: the very tensor object is kept, so that ``x.data = y`` changes what backward
    reads; otherwise backward reads the memory the tensor had; None: one or the other. ``always`` is False where some calls of the same
    form keep it and others do not, for reasons that argument kinds do not show (a shape, a value). ``places``: of a list
    parameter only these elements, and those through a view that exists where they are contiguous. ``unread`` are those of
    ``sake`` whose gradient does not depend on its contents: backward only compares its version, or asks for its shape. ``signs`` are those whose gradient depends on no more than its signs,
    ``sizes`` on no more than its sizes, whatever their signs, ``nans`` on no more than where it is NaN, ``recorded`` those whose
    gradient depends on it only in a backward that is itself recorded.
    """

    item: int | str
    sake: tuple[int, ...]
    own: bool | None
    always: bool = True
    elements: Elements = "all"
    places: tuple[int, ...] | None = None
    unread: tuple[int, ...] = ()
    signs: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    nans: tuple[int, ...] = ()
    recorded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OpFacts:
    """One form of an operation: the meaning of a call whose arguments are of certain kinds.

    ``results`` counts the tensors returned; -1 is a list whose length the call decides. ``untracked_writes`` are
    parameters whose memory is written without a bump of the version counter. ``identity``: where the result
    shares memory (``view`` or ``maybe_view``), it is the argument itself, so ``detach_()`` on it is not refused.
    ``refuses_grad``: raises at once when an argument requires grad and grad mode is on (``out=``).
    ``leaf``: the result requires grad without being recorded, as `nn.Parameter` does by default.
    ``declared``: no call was measured; the facts are those PyTorch declares in its own operator tables.
    ``second``: what its backward keeps when that is recorded; None where it is not known.
    """

    name: str
    parameters: tuple[str, ...]
    saves: tuple[Saved, ...]
    differentiable: tuple[int, ...]
    freed: bool
    writes: tuple[int, ...]
    result: ResultKind
    of: int | None
    results: int
    differentiable_results: tuple[int, ...]
    multi_view: bool
    untracked_writes: tuple[int, ...] = ()
    identity: bool = False
    refuses_grad: bool = False
    leaf: bool = False
    declared: bool = False
    second: SecondOrder | None = None


Change: TypeAlias = Literal["tracked", "untracked", "rebound", "replaced", "dropped", "none"]
"""What becomes of a parameter or gradient.

tracked    written in place, the version counter bumped: a backward that saved the old value raises
untracked  written in place behind autograd's back
rebound    the memory under the same tensor object was swapped, as `p.data = …` does
replaced   another tensor object took its place
dropped    set to None
none       left alone
"""


@dataclass(frozen=True, slots=True)
class Effects:
    """What a call on an optimizer, a module or a collection of parameters does to these and to their gradients."""

    parameters: Change
    gradients: Change


@dataclass(frozen=True, slots=True)
class OptimizerFacts:
    """What an optimizer's `step` does, as built plainly and with one option switched on (`fused=True`, …)."""

    name: str
    plain: Effects
    options: tuple[tuple[str, Effects], ...]

    def step(self, switched_on: str = "") -> Effects:
        """The effects with an option; an option which changes nothing, or was not measured, is as none."""
        return dict(self.options).get(switched_on, self.plain)
