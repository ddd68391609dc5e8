"""Whether a piece of masked text (see ``masking``) may write a tensor in place, told without parsing.

It errs on the side of saying so. Passed by is only what cannot write a tensor by its form alone: an annotation with a
default (``x: Optional[T] = None``), an item under a string (a dict's), and what adds a tuple, a list, or a number to
a name that holds one.
"""

from __future__ import annotations

import re

# Patterns begin with plain characters, which is what makes a search fast; what stands before is looked at afterwards.
_METHOD = re.compile(r"_\((?<=[a-zA-Z0-9]_\()|_[ \t]+\((?<![^a-zA-Z0-9]_)(?<!__)")
_ASSIGNED = re.compile(r"=(?!=)(?:(?<=[-+*/@%&|^]=)|(?<=\]=)|(?<=\][ \t]=))")
_BY_WORD = (
    ("inplace", re.compile(r"\binplace[ \t]*=[ \t]*True\b")),
    ("out", re.compile(r"[(,]\s*out[ \t]*=(?!=)")),  # an argument; `out = ` is a name
    (".data", re.compile(r"\.data[ \t]*=(?!=)")),
    ("copyto", re.compile(r"\bcopyto\b")),
    (".step", re.compile(r"\.step[ \t]*\(")),
)
_KEYED = re.compile(r'\[[a-zA-Z]*"\]\Z')
_NOT_ANNOTATED = ("else", "try", "finally")
_ANNOTATED = re.compile(r"[ \t]*([\w.]+)[ \t]*:[^=]*\Z")
_COUNTED = re.compile(r"[ \t]*([\w.]+)[ \t]*\Z")
_BUILT = re.compile(r'[ \t]*(?:f?"|\[|\{|\((?:[^()\n]|\([^()\n]*\))*,[ \t]*\))')
"""A string, a list, a set, a dict or a tuple: added to a tensor it would raise, or be converted."""
_NUMBER = re.compile(r"[ \t]*\d[\d_.]*[ \t]*(?:\n|\Z)")


def writes_anything(text: str) -> bool:
    """Whether the masked `text` may write a tensor in place."""
    if _METHOD.search(text) is not None:
        return True
    if any(word in text and pattern.search(text) is not None for word, pattern in _BY_WORD):
        return True
    return any(_writes(text, match.start()) for match in _ASSIGNED.finditer(text))


def _writes(text: str, equals: int) -> bool:
    """Does the assignment whose ``=`` is at `equals` write something in place?"""
    if text[equals - 1] in "-+*/@%&|^":
        return not _counts(text, equals)
    line = text[text.rfind("\n", 0, equals) + 1 : equals].rstrip()
    return _KEYED.search(line) is None and not _annotates(line)


def _annotates(line: str) -> bool:
    found = _ANNOTATED.match(line)
    return found is not None and found[1] not in _NOT_ANNOTATED and line.count("[") == line.count("]")


def _counts(text: str, equals: int) -> bool:
    """Is what is added a container, or a number to a name that holds a number?"""
    if _BUILT.match(text, equals + 1):
        return True
    if not _NUMBER.match(text, equals + 1):
        return False
    operator = 2 if text[equals - 2 : equals] in ("//", "**") else 1
    name = _COUNTED.match(text, text.rfind("\n", 0, equals) + 1, equals - operator)
    if name is None:
        return False
    held = re.compile(rf"^[ \t]*{re.escape(name[1])}[ \t]*=[ \t]*-?\d[\d_.]*[ \t]*$", re.MULTILINE)
    return held.search(text) is not None
