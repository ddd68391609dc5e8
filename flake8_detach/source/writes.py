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
    ("out", re.compile(r"[(,]\s*out[ \t]*=(?!=)")),  # an argument; `out = ` is a name
    (".data", re.compile(r"\.data[ \t]*=(?!=)")),
    ("copyto", re.compile(r"\bcopyto\b")),
    (".step", re.compile(r"\.step[ \t]*\(")),
)
LAST_IN_PLACE = (
    "AlphaDropout|CELU|Dropout|Dropout1d|Dropout2d|Dropout3d|ELU|FeatureAlphaDropout|Hardsigmoid|Hardswish|Hardtanh|"
    "LeakyReLU|Mish|RReLU|ReLU|ReLU6|SELU|SiLU|Threshold|"
    "celu|elu|hardsigmoid|hardswish|hardtanh|leaky_relu|mish|relu|relu6|selu|silu|threshold"
)
"""Those of ``torch.nn`` and its functions whose last argument by position is `inplace`: ``nn.ReLU(True)``."""
_TOLD = re.compile(r"\binplace[ \t]*=[ \t]*True\b")
_LAST_TRUE = re.compile(r"True[ \t]*\)")
_GIVEN = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
BEFORE_TRUE = rf".*\b(?:{LAST_IN_PLACE})\((?:{_GIVEN},)?[ \t]*\Z"
_BEFORE_TRUE = re.compile(BEFORE_TRUE)
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
    if told_in_place(text):
        return True
    if any(word in text and pattern.search(text) is not None for word, pattern in _BY_WORD):
        return True
    return any(_writes(text, match.start()) for match in _ASSIGNED.finditer(text))


def told_in_place(text: str, start: int = 0, end: int | None = None) -> bool:
    """Is a layer or a function told in the masked `text` to write its input?"""
    end = len(text) if end is None else end
    if text.find("inplace", start, end) >= 0 and _TOLD.search(text, start, end) is not None:
        return True
    return text.find("True", start, end) >= 0 and any(
        _BEFORE_TRUE.match(text, max(text.rfind("\n", 0, match.start()) + 1, start), match.start())
        for match in _LAST_TRUE.finditer(text, start, end)
    )


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
