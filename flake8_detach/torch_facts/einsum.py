"""What ``einsum`` keeps, read from its equation.

Two operands are made into batches of matrices by permuting and reshaping, and multiplied (sumproduct_pair in
aten/src/ATen/native/Linear.cpp). Where dimensions that are made one stand together in the operand, in the same order, the
batch is a view of it and is kept as such; elsewhere it is a copy, and so it is where a dimension is summed first.
"""

from __future__ import annotations

from dataclasses import dataclass


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
        if len(self.operands) > 2 or any(len(set(o)) < len(o) for o in self.operands):
            return None
        return tuple(i for i in (0, 1) if self._is_view(self.operands[i], self.operands[1 - i]))

    def _is_view(self, mine: str, other: str) -> bool:
        if set(mine) - set(other) - set(self.result):
            return False
        summed = (set(mine) & set(other)) - set(self.result)
        if not summed:
            return True
        both = set(mine) & set(other) - summed
        return all(self._together(group, mine) for group in (both, set(mine) - set(other), summed))

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
