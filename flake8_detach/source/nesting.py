"""How deep the expressions of a logical line nest, told from its masked text.

A parser that descends recursively, and every walk over the tree it makes, goes as deep as the expressions nest: not only
in brackets, but also once per operator (``a + b + c`` is a sum inside a sum), per attribute, per call, per ``elif``.
CPython has limits of its own; libcst has none and ends the process instead (measured on libcst 1.9: brackets from about
1,500, sums from about 5,000). So nothing that goes beyond the limits below is given to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BRACKET_LIMIT = 200
OPERATOR_LIMIT = 1_000
ELIF_LIMIT = 5_000
# Characters in one logical line, its strings not counted: a minute of parsing.
LENGTH_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Nesting:
    """Lines which nest deep, or run long. ``too_deep`` says that they must not be parsed; ``reason`` says it to people."""

    line: int
    end_line: int
    too_deep: bool
    reason: str


_TOKEN = re.compile(
    r"""
      (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<reset>[,;])
    | (?P<kept>\b(?:lambda|for)\b)
    | (?P<operator>[-+*/%@&|^<>=!~"] | \.(?!\d) | \b(?:if|else|not|and|or|in|is|await|yield)\b)
    """,
    re.VERBOSE,
)


def nesting_of(line: str) -> int:
    """The depth of a masked logical line: an upper bound, exact enough to tell a long table from a long sum.

    Operators count from one comma to the next; ``lambda`` and ``for``, which have commas of their own, from one bracket
    to its partner.
    """
    deepest = total = kept = count = 0
    stack: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(line):
        match token.lastgroup:
            case "operator":
                count += 1
                total += 1
            case "kept":
                kept += 1
                total += 1
            case "reset":
                total -= count
                count = 0
            case "open":
                stack.append((count, kept))
                total += 1
                count = kept = 0
            case _ if stack:
                # The bracket's inside is done; what remains of it is one call, subscript or display.
                total -= count + kept
                count, kept = stack.pop()
                count += 1
            case _:
                pass
        deepest = max(deepest, total)
    return deepest
