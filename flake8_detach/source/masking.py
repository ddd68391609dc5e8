r"""Strings and comments out of the way, so that what is left of a line can be read by simple means.

A masked text has the lines of the original, and in it

- a comment is nothing;
- a string is the one character ``"``;
- a string over several lines is ``("``, its line ends, ``)``: its inside looks like the inside of brackets;
- a backslash at a line's end is ``(``, the line end, ``)``, for the same reason.

So a line of the masked text begins a logical line if, and only if, no bracket is open there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STRING = '"'

_TOKEN = re.compile(
    r"""
      \#[^\n]*
    | \"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:\"\"\"|\Z|\\\Z)
    | '''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'''|\Z|\\\Z)
    | "[^"\\\n]*(?:\\.[^"\\\n]*)*"?
    | '[^'\\\n]*(?:\\.[^'\\\n]*)*'?
    | \\\n
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTES = re.compile("['\"]")
_BRACES = re.compile("[{}]")
_ESCAPED_BRACES = re.compile(r"\{\{|\}\}")
_FIELD_TOKEN = re.compile(r"[{}\[\]():#]|\"\"\"|'''|\"|'")
_LITERAL_TOKEN = re.compile(r"\\N\{[^}\n]*\}|\\[^{}]|\{\{?|\}\}?|\"\"\"|'''|\"|'|\n", re.DOTALL)
_FORMAT_PREFIX = re.compile(r"(?:\b|_)(?:[fFtT][rR]?|[rR][fFtT])\Z")
_OPERATORS = re.compile(r"[-+*/%@&|^<>=!~.{(\[]|\b(?:if|not|and|or|in|is|lambda|for)\b")
_MANY = 500
# After so many f-strings without an end the text is no Python, and each more would be looked for up to its last line.
_PATIENCE = 3


def masked(text: str) -> str:
    r"""The masked form of ``text``, whose line ends are ``\n`` (see the head of this module)."""
    pieces: list[str] = []
    done = 0
    position = 0
    patience = _PATIENCE
    while position >= 0:
        resume = -1
        for token in _TOKEN.finditer(text, position):
            start = token.start()
            end = token.end()
            first = text[start]
            if first == "#":
                replacement = ""
            elif first == "\\":
                replacement = "(\n)"
            else:
                formatted = start > 0 and text[start - 1] in "fFtTrR" and is_formatted(text, start)
                if formatted and patience:
                    # A string of Python 3.12 may hold its own quotes: then the pattern stopped too early.
                    real_end = _formatted_end(text, start, end)
                    if real_end < 0:
                        patience -= 1
                    elif real_end != end:
                        resume = end = real_end
                replacement = _replacement(text, start, end, formatted)
            pieces.append(text[done:start])
            pieces.append(replacement)
            done = end
            if resume >= 0:
                break
        position = resume
    pieces.append(text[done:])
    return "".join(pieces)


def is_formatted(text: str, quote: int) -> bool:
    """Whether the string whose opening quote is at ``quote`` is an f-string or a t-string."""
    return _FORMAT_PREFIX.search(text, max(0, quote - 3), quote) is not None


def _replacement(text: str, start: int, end: int, formatted: bool) -> str:
    lines = text.count("\n", start, end)
    weight = ""
    if formatted and end - start > _MANY:
        # What its fields compute must still count, for those who ask how deep a line nests.
        weight = "+" * len(_OPERATORS.findall(text, start, end))
    if lines:
        return "(" + STRING + weight + "\n" * lines + ")"
    return STRING + weight


def _formatted_end(text: str, start: int, end: int) -> int:
    """Where the f-string whose opening quote is at ``start`` ends, given the ``end`` of a plain string; -1 for nowhere."""
    size = len(_opening(text, start))
    inside = text[start + size : end - size]
    if "{" not in inside:
        return end
    braces = _BRACES.findall(_ESCAPED_BRACES.sub("", inside))
    if braces.count("{") == braces.count("}") and _QUOTES.search(inside) is None:
        return end
    return _scan_formatted(text, start)


def _opening(text: str, quote: int) -> str:
    three = text[quote : quote + 3]
    return three if three in ('"""', "'''") else text[quote]


@dataclass(slots=True)
class _Literal:
    """The literal part of an f-string, or (``spec``) the format specification of one of its fields."""

    quote: str
    spec: bool


@dataclass(slots=True)
class _Field:
    """A replacement field, with the number of brackets open in its expression."""

    quote: str
    brackets: int = 0


def _scan_formatted(text: str, start: int) -> int:
    """The end of an f-string, its fields read as expressions; -1 if it has none."""
    quote = _opening(text, start)
    stack: list[_Literal | _Field] = [_Literal(quote, spec=False)]
    position = start + len(quote)
    while stack:
        top = stack[-1]
        if isinstance(top, _Literal):
            position = _next_in_literal(text, position, top, stack)
        else:
            position = _next_in_field(text, position, top, stack)
        if position < 0:
            return -1
    return position


def _next_in_literal(text: str, position: int, literal: _Literal, stack: list[_Literal | _Field]) -> int:
    token = _LITERAL_TOKEN.search(text, position)
    if token is None:
        return -1
    found = token[0]
    if found == "\n":
        return token.end() if len(literal.quote) == 3 else -1
    if found[0] in "\"'":
        if not found.startswith(literal.quote):
            # The other quote, or fewer of the same.
            return token.start() + 1
        if literal.spec:
            return -1
        stack.pop()
        return token.start() + len(literal.quote)
    if found[0] == "{" and (literal.spec or found == "{"):
        stack.append(_Field(literal.quote))
        return token.start() + 1
    if found[0] == "}" and literal.spec:
        # The end of the specification is the end of its field.
        del stack[-2:]
        return token.start() + 1
    return token.end()


def _next_in_field(text: str, position: int, field: _Field, stack: list[_Literal | _Field]) -> int:
    token = _FIELD_TOKEN.search(text, position)
    if token is None:
        return -1
    found = token[0]
    if found in "([{":
        field.brackets += 1
    elif found == "}" and field.brackets == 0:
        stack.pop()
    elif found in ")]}":
        field.brackets -= 1
    elif found == ":":
        if field.brackets == 0:
            stack.append(_Literal(field.quote, spec=True))
    elif found == "#":
        return text.find("\n", token.end())
    elif is_formatted(text, token.start()):
        stack.append(_Literal(found, spec=False))
    else:
        plain = _TOKEN.match(text, token.start())
        return -1 if plain is None else plain.end()
    return token.end()
