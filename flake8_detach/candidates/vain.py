"""Statements that may have no effect: which compute something nobody takes, or write to what a subscript gives.

x.masked_fill(mask, 0)
x[mask].clamp_(min=0)
"""

from __future__ import annotations

import re

from ..source.sieve import ANNOTATED, OFTEN_DROPPED, SELDOM_TENSORS

_INDEX = r"\[[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*\]"
"""A subscript, which may hold lists of places: ``[:, [0, 2]]``."""
VAIN = re.compile(
    rf"(?<![(\[{{,=\\+\-*/|&%<>])\n[ \t]*\w+(?:\.\w+|{_INDEX})*"
    rf"(?:\.(?:{OFTEN_DROPPED}|detach|(?P<seldom>{SELDOM_TENSORS}))\("
    r"|(?<=[^'\"]\])(?P<item>)[ \t]*"
    r"(?:\.(?:data\.|detach\(\)\.)?(?!requires_grad_)\w*[a-zA-Z0-9]_\("
    r"|\[(?:[^\[\]\n]*[^\"\[\]\n])?\][ \t]*[-+*/@%&|^]?=(?!=)(?![ \t]*(?:[a-zA-Z]?\"|\{))))"
)
"""An item under a string, and one that becomes a string or a dictionary, is none of a tensor."""
MOST = 100
"""So many such statements of a definition are looked at closely."""
_PLACE = re.compile(r"[-+*/\d\s.]*|[^,\[\](){}]*:[^,\[\](){}]*")
"""A place or a slice."""
_OF_ARGUMENT = re.compile(r"(\w+)(?:\.\w+)+")
_DISPLAY = r"(?:\[|\{|(?:dict|list|defaultdict|OrderedDict)\()"
_WORD = re.compile(r"\w+")
_MODULE = re.compile(r"(?m)^[ \t]*import[ \t]+(?!torch|numpy)[\w.]+[ \t]+as[ \t]+(\w+)")


def other_modules(text: str) -> frozenset[str]:
    """The names that a file gives to modules which are neither PyTorch's nor NumPy's: ``plt.scatter()`` drops no tensor."""
    return frozenset(_MODULE.findall(text))


def lines_in_vain(text: str) -> list[int]:
    """The lines of a file's masked text on which such a statement may begin, in order."""
    lines: list[int] = []
    line, at = 2, 0
    for match in VAIN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        lines.append(line)
    return lines


def may_be_in_vain(body: str, header: str = "", modules: frozenset[str] = frozenset()) -> bool:
    """Whether a statement of the masked `body` may have no effect. `header` is what stands before the body: of
    the attributes of a function's arguments nothing is known, so of an index among them nothing can be said. `modules`
    are names of modules whose functions drop no tensor."""
    arguments: frozenset[str] | None = None
    for count, match in enumerate(VAIN.finditer(body)):
        if count == MOST:
            return True
        if match["item"] is None:
            called = _WORD.search(body, match.start())
            if called is None or called[0] in modules:
                continue
            if match["seldom"] is None or _is_annotated(called[0], header):
                return True
            continue
        index = _last_index(body[match.start() : match.start("item")])
        if all(_PLACE.fullmatch(part) for part in index.split(",")):
            continue  # places and slices give a view, not a copy
        base = _WORD.search(body, match.start())
        if base is not None and _holds_items(base[0], body):
            continue
        of = _OF_ARGUMENT.fullmatch(index)
        if of is not None and of[1] != "self":
            if arguments is None:
                arguments = frozenset(_WORD.findall(header))
            if of[1] in arguments:
                continue
        return True
    return False


def _is_annotated(name: str, header: str) -> bool:
    """Does a function's header call its argument `name` a tensor?"""
    return re.search(rf"\b{name}[ \t]*{ANNOTATED.pattern}", header) is not None


def _last_index(text: str) -> str:
    """What stands in the subscript that a text ends with."""
    opened, depth = len(text) - 1, 1
    while depth and opened:
        opened -= 1
        depth += {"]": 1, "[": -1}.get(text[opened], 0)
    return text[opened + 1 : -1]


def _holds_items(name: str, body: str) -> bool:
    """Is it only ever bound to lists and dictionaries, whose items are no copies?"""
    bound = re.findall(rf"(?m)^[^=\n]*\b{name}\b(?![\[.])[^=\n]*=(?!=)[ \t]*(?:\S[^\n(]*\(?)?", body)
    display = re.compile(rf"[ \t]*{name}[ \t]*(?::[^=\n]*)?=[ \t]*{_DISPLAY}")
    return (
        bool(bound)
        and all(display.match(each) for each in bound)
        and not re.search(rf"\bas[ \t]+{name}\b|\bfor\b(?:(?!\bin\b)[^\n])*\b{name}\b", body)
    )
