"""Call forms: which arguments a form of an operation takes, and how well a call fits it.

A form is written in the generated file as one line of words, in the order of the parameters::

    self:t other:tn * alpha:n?

`name:letters`, `?` for an optional one, a lone `*` before keyword-only ones, `*name` for one that takes all
remaining positional arguments. The letters are the kinds a parameter takes::

    t tensor   L list of tensors   n number   i int   I list of ints   b bool   s str   0 None
    o other (dtype, device, …)   A NumPy array   x slice   e ellipsis   u unknown   a anything
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..frozen import dataclass
from .facts import Kind

MISFIT = -8
"""PyTorch would refuse such an argument; but a refusal is its business, so another misfit-free form is merely
preferred."""

FIT: Mapping[Kind, Mapping[str, int]] = MappingProxyType(
    {
        "tensor": {"t": 4, "L": 1, "n": 0, "i": 0},
        "tensors": {"L": 4, "I": 0},
        "array": {"A": 4},
        "number": {"n": 4, "i": 3, "I": 2, "t": 1},
        "int": {"i": 4, "n": 4, "I": 3, "t": 1},
        "bool": {"b": 4, "n": 2, "t": 1},
        "none": {"0": 4},
        "list": {"I": 4, "L": 3},
        "str": {"s": 4},
        "slice": {"x": 4},
        "ellipsis": {"e": 4},
        "other": {"o": 4},
        "unknown": {"u": 4},
    }
)
NEUTRAL = 2


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a call form."""

    name: str
    letters: str
    optional: bool
    keyword_only: bool
    variadic: bool

    def fit(self, kind: Kind) -> int:
        """How well an argument of `kind` fits: 4 exactly … 0 hardly, MISFIT not."""
        grades = FIT[kind]
        best = max((grades[letter] for letter in self.letters if letter in grades), default=MISFIT)
        if best == MISFIT and (kind == "unknown" or "a" in self.letters):
            return NEUTRAL
        return best


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters of one call form, in order."""

    parameters: tuple[Parameter, ...]

    def place(self, positional: int, keywords: Sequence[str]) -> dict[int | str, int] | None:
        """Which parameter each argument goes to; None when the numbers or names do not fit."""
        where: dict[int | str, int] = {}
        slots = [i for i, p in enumerate(self.parameters) if not p.keyword_only]
        for position in range(positional):
            if position < len(slots):
                where[position] = slots[position]
            elif slots and self.parameters[slots[-1]].variadic:
                where[position] = slots[-1]
            else:
                return None
        index = {p.name: i for i, p in enumerate(self.parameters)}
        for spelling, name in (("input", "self"), ("x", "self")):
            if name in index:
                index.setdefault(spelling, index[name])
        for keyword in keywords:
            if keyword not in index or (index[keyword] in where.values()):
                return None
            where[keyword] = index[keyword]
        taken = set(where.values())
        if any(not p.optional and not p.variadic and i not in taken for i, p in enumerate(self.parameters)):
            return None
        return where


def parse_form(text: str) -> Form:
    """Read the one-line notation."""
    parameters: list[Parameter] = []
    keyword_only = False
    for word in text.split():
        if word == "*":
            keyword_only = True
            continue
        name, _, letters = word.partition(":")
        parameters.append(
            Parameter(
                name=name.removeprefix("*"),
                letters=letters.removesuffix("?"),
                optional=letters.endswith("?"),
                keyword_only=keyword_only,
                variadic=name.startswith("*"),
            )
        )
    return Form(tuple(parameters))
