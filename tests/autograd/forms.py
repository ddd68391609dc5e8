"""A handful of operations with their facts, by hand: what these tests are about is the machine, not the table."""

from __future__ import annotations

from flake8_detach.torch_facts import OpFacts, Saved


def unary(name: str, *saves: Saved, freed: bool | None = None) -> OpFacts:
    """An operation on one tensor with a new result."""
    return OpFacts(
        name=name,
        parameters=("self",),
        saves=saves,
        differentiable=(0,),
        freed=bool(saves) if freed is None else freed,
        writes=(),
        result="new",
        of=None,
        results=1,
        differentiable_results=(0,),
        multi_view=False,
    )


def binary(name: str, *saves: Saved) -> OpFacts:
    """An operation on two tensors with a new result."""
    return OpFacts(
        name=name,
        parameters=("self", "other"),
        saves=saves,
        differentiable=(0, 1),
        freed=bool(saves),
        writes=(),
        result="new",
        of=None,
        results=1,
        differentiable_results=(0,),
        multi_view=False,
    )


def inplace(name: str, parameters: int = 1, *saves: Saved, freed: bool | None = None) -> OpFacts:
    """An operation which writes and returns its first argument."""
    return OpFacts(
        name=name,
        parameters=("self", "other")[:parameters],
        saves=saves,
        differentiable=tuple(range(parameters)),
        freed=bool(saves) if freed is None else freed,
        writes=(0,),
        result="input",
        of=0,
        results=1,
        differentiable_results=(0,),
        multi_view=False,
    )


def view(name: str, *, multiple: bool = False, maybe: bool = False) -> OpFacts:
    """An operation which gives one or several views of its argument."""
    return OpFacts(
        name=name,
        parameters=("self",),
        saves=(),
        differentiable=(0,),
        freed=False,
        writes=(),
        result="maybe_view" if maybe else "view",
        of=0,
        results=-1 if multiple else 1,
        differentiable_results=(0,),
        multi_view=multiple,
    )


SIGMOID = unary("sigmoid", Saved("result0", (0,), own=False))
SQUARE = unary("square", Saved(0, (0,), own=True))
SUM = unary("sum")
SCALE = unary("mul", freed=True)
SHIFT = unary("add")
CLONE = unary("clone")
ADD = binary("add")
MUL = binary("mul", Saved(1, (0,), own=True), Saved(0, (1,), own=True))
ZERO_ = inplace("zero_")
ADD_ = inplace("add_", 2)
COPY_ = inplace("copy_", 2)
MUL_ = inplace("mul_", 2, Saved(1, (0,), own=True), Saved(0, (1,), own=True))
SIGMOID_ = inplace("sigmoid_", 1, Saved("result0", (0,), own=False))
T_ = inplace("t_")
RESIZE_ = inplace("resize_")
VIEW = view("view")
SELECT = view("select")
CHUNK = view("chunk", multiple=True)
RESHAPE = view("reshape", maybe=True)
