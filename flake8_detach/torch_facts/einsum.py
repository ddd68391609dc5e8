"""What ``einsum`` keeps, read from its equation.

Two operands are made into batches of matrices by permuting and reshaping, and multiplied (sumproduct_pair in
aten/src/ATen/native/Linear.cpp), from left to right where there are more of them, unless opt_einsum is installed and
finds another order. Where dimensions that are made one stand together in the operand, in the same order, the
batch is a view of it and is kept as such; elsewhere it is a copy, and so it is where a dimension is summed first.
"""

from __future__ import annotations

from ..frozen import dataclass


@dataclass(frozen=True, slots=True)
class Equation:
    """The labels of each operand, and of the result."""

    operands: tuple[str, ...]
    result: str

    @property
    def shares(self) -> bool:
        """Of one operand, with nothing to sum: a view of it."""
        return len(self.operands) == 1 and set(self.operands[0]) == set(self.result)

    def kept(self) -> tuple[int, ...] | None:
        """The operands that are kept for each other's gradients; None where the equation does not say."""
        if len(self.operands) == 1:
            return ()
        if any(len(set(o)) < len(o) for o in self.operands):
            return None
        first, *others = self.operands
        found = []
        left = set(first)
        for i, mine in enumerate(others, 1):
            later = set(self.result).union(*self.operands[i + 1 :])
            if i == 1 and self._is_view(first, set(mine), later):
                found.append(0)
            if self._is_view(mine, left, later):
                found.append(i)
            left = (left | set(mine)) & later
        return tuple(found)

    def _is_view(self, mine: str, other: set[str], later: set[str]) -> bool:
        if set(mine) - other - later:
            return False
        summed = (set(mine) & other) - later
        if not summed:
            return True
        both = set(mine) & other - summed
        return all(self._together(group, mine) for group in (both, set(mine) - other, summed))

    def _together(self, group: set[str], mine: str) -> bool:
        order = sorted(
            group, key=lambda c: self.result.index(c) if c in self.result else len(self.result) + _number(c)
        )
        return "".join(order) in mine


def _number(label: str) -> int:
    """The order of labels: capitals first."""
    return ord(label) - (ord("A") if label.isupper() else ord("a") - 26)


def read(text: str, count: int) -> Equation | None:
    """An equation for `count` operands; None where it has an ellipsis or makes no sense."""
    left, arrow, result = text.replace(" ", "").partition("->")
    operands = left.split(",")
    if len(operands) != count or not all(c.isalpha() for c in f"{''.join(operands)}{result}"):
        return None
    if not arrow:
        result = "".join(sorted((c for c in set(left) if c.isalpha() and left.count(c) == 1), key=_number))
    return Equation(tuple(operands), result) if set(result) <= set(left) else None
