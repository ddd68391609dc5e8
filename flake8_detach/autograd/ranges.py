"""Writes that change nothing, since the values are where they would put them: ``x.sigmoid().data.clamp_(0, 1)``.

Told of what still is the result of one operation, as it was computed. What is said of the operations is what
tests/autograd/test_ranges.py sees PyTorch do.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from .irregular import last_name
from .records import TensorId
from .saving import Call
from .signs import Numbers
from .state import State

Range = tuple[float, float]

RESULTS: Mapping[str, Range] = {
    **dict.fromkeys(("sigmoid", "Sigmoid", "softmax", "Softmax", "hardsigmoid", "Hardsigmoid"), (0.0, 1.0)),
    **dict.fromkeys(("tanh", "Tanh", "sin", "cos", "erf", "softsign", "Softsign"), (-1.0, 1.0)),
    **dict.fromkeys(("relu6", "ReLU6"), (0.0, 6.0)),
    **dict.fromkeys(("relu", "ReLU", "exp", "abs", "square", "sqrt", "softplus", "Softplus"), (0.0, inf)),
}
"""Between which two numbers all results of an operation lie."""
BOUNDING = frozenset({"clamp_", "clip_", "clamp_min_", "clamp_max_"})
FOR_POSITIVE = frozenset({"abs_", "absolute_", "relu_"})
"""What leaves anything alone that is not negative."""


def changes_nothing(state: State, call: Call, target: TensorId) -> bool:
    """Is what the call writes there already, for certain?"""
    name = last_name(call.op.name)
    name = name if name.endswith("_") else f"{name}_"  # by ``inplace=True``
    if name not in BOUNDING and name not in FOR_POSITIVE:
        return False
    if any(t != target for _, t in call.of(sorted(call.operands))):  # bounds that are tensors
        return False
    within = _range_of(state, target)
    return within is not None and _keeps(name, within, call.numbers)


def _keeps(name: str, within: Range, numbers: Numbers) -> bool:
    low, high = within
    if name in FOR_POSITIVE:
        return low >= 0
    least, most = numbers.get("min", -inf), numbers.get("max", inf)
    return bool(numbers) and least is not None and most is not None and least <= low and high <= most


def _range_of(state: State, target: TensorId) -> Range | None:
    """The range of the memory's contents, which one operation has made and nothing written since."""
    of = state.tensors[target]
    if of.maybes or state.writes.get(of.storage):
        return None
    made = (t for t in state.tensors.values() if t.storage == of.storage and not t.hops)
    node = next((state.nodes[t.node] for t in made if t.node is not None), None)
    return RESULTS.get(last_name(node.facts.name)) if node is not None and node.facts is not None else None
