"""Valid files made stranger at the borders of their definitions, and still valid."""

from __future__ import annotations

import ast
import random
import re
import warnings
from collections.abc import Callable


def mutated(text: str, chance: random.Random, steps: int = 12) -> str:
    """``text`` after some random changes, each of which the running Python still accepts."""
    for _ in range(steps):
        lines = text.split("\n")
        change = chance.choice(_CHANGES)
        at = _border(lines, chance)
        changed = "\n".join(change(lines, at))
        if _valid(changed):
            text = changed
    return text


def _border(lines: list[str], chance: random.Random) -> int:
    """A line at or near the beginning of a definition."""
    starts = [index for index, line in enumerate(lines) if re.match(r"\s*(async |def |class |@)", line)] or [
        0
    ]
    return max(0, min(len(lines) - 1, chance.choice(starts) + chance.randint(-2, 2)))


def _valid(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError:
            return False
    return True


def _comment_in_column_0(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], "# def f(): 'pass", *lines[at:]]


def _deep_comment(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], "                    # class C: [", *lines[at:]]


def _blank_with_spaces(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], "   ", *lines[at:]]


def _continued_by_backslash(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], re.sub(r"(?<=[,=:(]) ?", r"\\\n", lines[at], count=1), *lines[at + 1 :]]


def _continued_in_brackets(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].replace("(", "(\n\n# (\n", 1), *lines[at + 1 :]]


def _tabs(lines: list[str], at: int) -> list[str]:
    return [re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), line) for line in lines]


def _semicolon(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at] + ";", *lines[at + 1 :]]


def _joined(lines: list[str], at: int) -> list[str]:
    return [
        *lines[:at],
        lines[at] + " " + "; ".join(each.strip() for each in lines[at + 1 : at + 2]),
        *lines[at + 2 :],
    ]


def _one_line_definition(lines: list[str], at: int) -> list[str]:
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    return [*lines[:at], f"{indent}class One: x = 1; y = '''", "def no(): pass''';", *lines[at:]]


def _decorated(lines: list[str], at: int) -> list[str]:
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    return [*lines[:at], f"{indent}@wrap({{", "'a': 1}", ")", "# c", "", *lines[at:]]


def _under_if(lines: list[str], at: int) -> list[str]:
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    return [
        *lines[:at],
        f"{indent}if a:",
        f"{indent} def under(): return 1",
        f"{indent}else:",
        f"{indent} def under():",
        f"{indent}  pass",
        *lines[at:],
    ]


def _no_last_newline(lines: list[str], at: int) -> list[str]:
    return "\n".join(lines).rstrip("\n").split("\n")


_CHANGES: tuple[Callable[[list[str], int], list[str]], ...] = (
    _comment_in_column_0,
    _deep_comment,
    _blank_with_spaces,
    _continued_by_backslash,
    _continued_in_brackets,
    _tabs,
    _semicolon,
    _joined,
    _one_line_definition,
    _decorated,
    _under_if,
    _no_last_newline,
)
