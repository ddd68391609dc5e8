"""The verbs of a sequence, and random sequences of them.

A step names a verb and three numbers. What the numbers pick (which tensor, which operation) is settled when the
sequence is played, modulo what there is, so that any sequence is a valid one and shrinks well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from .vocabulary import FIRST_VIEW, FIRST_WRITE, FORMS


@dataclass(frozen=True, slots=True)
class Step:
    """One verb with its raw choices."""

    verb: str
    x: int = 0
    y: int = 0
    k: int = 0


@dataclass
class Use:
    """What the backward of one step met."""

    corrupt: set[int] = field(default_factory=set)  # steps that changed unseen what it read
    first: set[int] | None = None  # the steps that moved the counter of the first tensor refused
    same: set[int] = field(default_factory=set)  # steps that wrote what was there already


@dataclass
class Track:
    """What one run of a sequence on PyTorch gave, per step that was not left out."""

    picks: dict[int, tuple[int, int]] = field(default_factory=dict)  # the slots that x and y were
    errors: dict[int, str] = field(default_factory=dict)
    results: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(
        default_factory=dict
    )  # of a view that may be one: same, view or new; whole: a squeeze of nothing
    layouts: dict[int, list[tuple[tuple[int, ...], tuple[int, ...]]]] = field(
        default_factory=dict
    )  # sizes and strides of a product's operands
    optimized: dict[int, list[int]] = field(default_factory=dict)
    sums: dict[int, bool] = field(default_factory=dict)  # whether the root was a sum
    gradients: dict[int, list[Any]] = field(default_factory=dict)
    uses: dict[int, Use] = field(default_factory=dict)
    bumps: set[int] = field(default_factory=set)  # the steps that moved a counter of something saved


WEIGHTS = {
    "nothing": 1,
    "leaf": 4,
    "constant": 1,
    "operate": 18,
    "view": 7,
    "detach": 4,
    "data": 5,
    "array": 1,
    "dlpack": 1,
    "parameter": 1,
    "copy": 1,
    "write": 10,
    "write_detach": 4,
    "write_data": 6,
    "write_numpy": 3,
    "write_storage": 1,
    "write_no_grad": 2,
    "rebind": 3,
    "rebind_alias": 1,
    "set_": 1,
    "detach_": 2,
    "requires_grad_": 2,
    "requires_no_grad_": 1,
    "no_grad": 1,
    "grad_on": 12,
    "inference": 1,
    "set_grad_enabled": 2,
    "backward": 7,
    "backward_retain": 9,
    "backward_create": 3,
    "backward_inputs": 1,
    "backward_two": 1,
    "grad": 3,
    "grad_create": 6,
    "grad_given": 3,
    "optimizer": 2,
    "fused_optimizer": 1,
    "zero_grad": 1,
    "use_grad": 1,
    "square_function": 1,
    "exp_function": 1,
    "inplace_function": 1,
    "same_function": 1,
    "pair_function": 1,
}


def operation(step: Step) -> int:
    """The number of the operation, view or write that a step's `k` picks."""
    if step.verb == "operate":
        return step.k % FIRST_VIEW
    if step.verb == "view":
        return FIRST_VIEW + step.k % (FIRST_WRITE - FIRST_VIEW)
    return FIRST_WRITE + step.k % (len(FORMS) - FIRST_WRITE)


RECENT = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 11)
"""What the sixteen choices mean: how long ago the tensor was made."""


def pick(number: int, slots: Sequence[int], wanted: Sequence[int]) -> int:
    """The slot that a raw choice picks: below 16 of all, else of those which require grad (`wanted`)."""
    among = wanted if number >= 16 and wanted else slots
    return among[-1 - RECENT[number % 16] % len(among)]


VERBS = [verb for verb, weight in WEIGHTS.items() for _ in range(weight)]


def decoded(data: bytes) -> list[Step]:
    """The steps that four bytes each stand for; smaller bytes are simpler steps."""
    return [
        Step(VERBS[data[i] * len(VERBS) // 256], data[i + 1] >> 3, data[i + 2] >> 3, data[i + 3] >> 2)
        for i in range(0, len(data), 4)
    ]


def sequences(length: int) -> st.SearchStrategy[list[Step]]:
    """Sequences of `length` steps; "nothing" is the simplest step, so that they shrink."""
    return st.binary(min_size=4 * length, max_size=4 * length).map(decoded)


WITH_FORM = ("operate", "view", "write", "write_detach", "write_data", "write_no_grad")


def show(step: Step) -> str:
    """A step in words."""
    form = f" {FORMS[operation(step)]}" if step.verb in WITH_FORM else ""
    return f"{step.verb}{form} x={step.x} y={step.y} k={step.k}"
