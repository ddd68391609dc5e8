"""Writes that leave the sign of every element as it is: what some gradients read of what was kept is no more than that.

``relu`` keeps its result to see where it is positive, so ``y.data.mul_(0.5)`` takes nothing from it. What is said here of
the operations is what tests/autograd/test_signs.py sees PyTorch do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeAlias

from .irregular import last_name


class Signs(Enum):
    """What becomes of the signs of what is written."""

    KEPT = "kept"
    KEPT_IF_POSITIVE = "kept where nothing is negative"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    TURNED = "turned round, every one of the same size"


Numbers: TypeAlias = Mapping[str, float | None]
"""The arguments of a write that are numbers, by parameter; None: its value is not known."""
NO_NUMBERS: Numbers = {}

NEVER_NEGATIVE = frozenset({"relu", "relu_", "ReLU"})
"""Operations that keep a result in which nothing is negative."""

KEEPING = frozenset(
    "arcsinh_ arctan_ asinh_ atan_ celu_ deg2rad_ elu_ erf_ expm1_ leaky_relu_ rad2deg_ selu_ sgn_ sign_ sinh_ tanh_".split()
)
TURNING = frozenset("neg_ negative_".split())
KEEPING_POSITIVE = frozenset("abs_ absolute_ ceil_ log1p_ relu_ sqrt_ square_".split())


def of_write(op: str, numbers: Numbers) -> Signs:
    """What the operation makes of the signs of what it writes."""
    name = last_name(op)
    if not name.endswith(("_", "=")):  # by ``inplace=True``
        name += "_"
    if name in KEEPING:
        return Signs.KEPT if not numbers else Signs.UNKNOWN
    if name in TURNING:
        return Signs.TURNED
    if name in KEEPING_POSITIVE:
        return Signs.KEPT_IF_POSITIVE
    rule = BY_NUMBERS.get(name)
    return Signs.CHANGED if rule is None else rule(numbers)


def _by_factor(numbers: Numbers) -> Signs:
    """A product or quotient; by a tensor, or by what is not known, it may be one of either sign."""
    factor = next(iter(numbers.values())) if len(numbers) == 1 else None
    if factor is None:
        return Signs.UNKNOWN
    return Signs.KEPT if factor > 0 else Signs.TURNED if factor == -1 else Signs.CHANGED


def _by_bounds(numbers: Numbers) -> Signs:
    """Between a bound below zero and one above, whatever is beyond a bound keeps its sign."""
    low, high = numbers.get("min", -1.0), numbers.get("max", 1.0)
    if not numbers or low is None or high is None:
        return Signs.UNKNOWN
    if high <= 0 or low > 0:
        return Signs.CHANGED
    return Signs.KEPT if low < 0 else Signs.KEPT_IF_POSITIVE


def _by_exponent(numbers: Numbers) -> Signs:
    power = next(iter(numbers.values())) if len(numbers) == 1 else None
    if power is None:
        return Signs.UNKNOWN
    if power <= 0:
        return Signs.CHANGED
    return Signs.KEPT if power % 2 == 1 else Signs.KEPT_IF_POSITIVE


def _by_value(numbers: Numbers) -> Signs:
    """One number in the place of some elements: they may have been positive before."""
    value = numbers.get("value")
    return Signs.UNKNOWN if value is not None and value > 0 else Signs.CHANGED


def _by_norm(numbers: Numbers) -> Signs:
    """What is too long is made shorter."""
    longest = numbers.get("maxnorm")
    return Signs.KEPT if longest is not None and longest > 0 else Signs.UNKNOWN


BY_NUMBERS: Mapping[str, Callable[[Numbers], Signs]] = {
    **dict.fromkeys(("mul_", "multiply_", "*=", "div_", "divide_", "true_divide_", "/="), _by_factor),
    **dict.fromkeys(("clamp_", "clip_", "clamp_min_", "clamp_max_"), _by_bounds),
    **dict.fromkeys(("pow_", "**="), _by_exponent),
    "renorm_": _by_norm,
    **dict.fromkeys(("[]=", "masked_fill_", "index_fill_"), _by_value),
}
