"""In-place writes in a piece of masked text (see ``masking``): where one may stand, told without parsing.

It errs on the side of finding one. Passed by is only what cannot write a tensor by its form alone: an annotation with a
default (``x: Optional[T] = None``), an item under a string (a dict's), and what adds a tuple, a list, or a number to
a name that holds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WRITE = re.compile(
    r"""
      [a-zA-Z0-9]_[ \t]*\(                     # a method or function that writes in place
    | [-+*/@%&|^]=(?!=)                        # an augmented assignment
    | \][ \t]*=(?!=)                           # an assigned item
    | \binplace[ \t]*=[ \t]*True\b
    | [(,]\s*out[ \t]*=(?!=)                   # out= is an argument; `out = ` is a name
    | \.data[ \t]*=(?!=)
    | \bcopyto\b | \.step[ \t]*\(
    """,
    re.VERBOSE,
)
_NOT_ANNOTATED = ("else", "try", "finally")
_ANNOTATED = re.compile(r"[ \t]*([\w.]+)[ \t]*:[^=]*\Z")
_COUNTED = re.compile(r"[ \t]*([\w.]+)[ \t]*\Z")
_BUILT = re.compile(r'[ \t]*(?:f?"|\[|\{|\((?:[^()\n]|\([^()\n]*\))*,[ \t]*\))')
"""A string, a list, a set, a dict or a tuple: added to a tensor it would raise, or be converted."""
_NUMBER = re.compile(r"[ \t]*\d[\d_.]*[ \t]*(?:\n|\Z)")


def writes(text: str) -> Iterator[re.Match[str]]:
    """Each place where the masked `text` may write a tensor in place."""
    for match in WRITE.finditer(text):
        found = match[0]
        if found[0] == "]":
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
            if not _annotates(line) and not text.endswith('["', 0, match.start()):
                yield match
        elif found[-1] == "=" and len(found) == 2:
            if not _counts(text, match):
                yield match
        else:
            yield match


def writes_anything(text: str) -> bool:
    """Whether the masked `text` may write a tensor in place."""
    return next(writes(text), None) is not None


def _annotates(line: str) -> bool:
    found = _ANNOTATED.match(line[: line.rindex("=")])
    return found is not None and found[1] not in _NOT_ANNOTATED and line.count("[") == line.count("]")


def _counts(text: str, match: re.Match[str]) -> bool:
    """Is what is added a container, or a number to a name that holds a number?"""
    if _BUILT.match(text, match.end()):
        return True
    if not _NUMBER.match(text, match.end()):
        return False
    name = _COUNTED.match(text, text.rfind("\n", 0, match.start()) + 1, match.start())
    return (
        name is not None
        and re.search(rf"(?m)^[ \t]*{re.escape(name[1])}[ \t]*=[ \t]*-?\d[\d_.]*[ \t]*$", text) is not None
    )
