"""Statements that may have no effect: which compute something nobody takes, or write to what a subscript gives.

x.masked_fill(mask, 0)
x[mask].clamp_(min=0)
"""

from __future__ import annotations

import re

from ..source.sieve import OFTEN_DROPPED

VAIN = re.compile(
    r"(?<![(\[{,=\\+\-*/|&%<>])\n[ \t]*\w+(?:\.\w+|\[[^\[\]\n]*\])*"
    rf"(?:\.(?:{OFTEN_DROPPED}|detach)\("
    r"|(?<=[^'\"]\])(?P<item>)[ \t]*"
    r"(?:\.(?:data\.|detach\(\)\.)?\w*[a-zA-Z0-9]_\(|\[[^\[\]\n]*\][ \t]*[-+*/@%&|^]?=(?!=)))"
)
_PLACE = re.compile(r"[-+*/\d\s:,.]*")
"""An index that is a place or a slice gives a view, not a copy."""
_OF_ARGUMENT = re.compile(r"(\w+)(?:\.\w+)+")
_WORD = re.compile(r"\w+")


def may_be_in_vain(body: str, header: str = "") -> bool:
    """Whether a statement of the masked `body` may have no effect. `header` is what stands before the body: of
    the attributes of a function's arguments nothing is known, so of an index among them nothing can be said."""
    arguments: frozenset[str] | None = None
    for match in VAIN.finditer(body):
        if match["item"] is None:
            return True
        index = body[body.rfind("[", match.start(), match.start("item")) + 1 : match.start("item") - 1]
        if _PLACE.fullmatch(index):
            continue
        of = _OF_ARGUMENT.fullmatch(index)
        if of is not None and of[1] != "self":
            if arguments is None:
                arguments = frozenset(_WORD.findall(header))
            if of[1] in arguments:
                continue
        return True
    return False
