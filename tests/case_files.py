"""Reads ``tests/cases``: small real programs which say on the line itself what must be found there.

    c = out.data  # expect: DET201
    c.zero_()     # expect: DET101

A mark names all codes of its line, separated by spaces. The first lines of a case may set options:

- ``# codes: DET1 DET3``: only codes with these beginnings are compared (the default is all);
- ``# settings: unknown_data=ignore``: settings of the checker that differ from the defaults.

What follows a line ``# for PyTorch only`` is run by the oracle but not shown to the checker: a case whose tensor is
handed out to code elsewhere stays that way, and is still proved.
"""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIRECTORY = Path(__file__).with_name("cases")
_MARK = re.compile(r"#\s*expect:\s*(?P<codes>DET\d{3}(?:\s+DET\d{3})*)\s*$")
_OPTION = re.compile(r"#\s*(?P<name>codes|settings):\s*(?P<value>.*)$")
_FOR_PYTORCH_ONLY = re.compile(r"^# for PyTorch only\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``source`` is what the checker sees, ``program`` what PyTorch runs."""

    key: str
    source: str
    program: str
    families: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    expected: frozenset[tuple[int, str]]

    def is_compared(self, code: str) -> bool:
        return code.startswith(self.families)


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case, in the order of its path. Raises ValueError for a mark that cannot be read."""
    paths = sorted(DIRECTORY.rglob("*.py"))
    return tuple(
        read_case(path.relative_to(DIRECTORY).as_posix()[:-3], path.read_text("utf-8")) for path in paths
    )


def read_case(key: str, program: str) -> Case:
    """A case from its text."""
    source = _FOR_PYTORCH_ONLY.split(program, maxsplit=1)[0]
    options = dict(_options(source))
    settings = tuple(tuple(setting.split("=", 1)) for setting in options.get("settings", "").split())
    return Case(
        key=key,
        source=source,
        program=program,
        families=tuple(options.get("codes", "DET").split()),
        settings=settings,  # type: ignore[arg-type]
        expected=frozenset(_marks(key, source)),
    )


def _options(source: str) -> list[tuple[str, str]]:
    options = []
    for line in source.splitlines():
        if not line.startswith("#"):
            break
        if match := _OPTION.match(line):
            options.append((match["name"], match["value"]))
    return options


def _marks(key: str, source: str) -> list[tuple[int, str]]:
    marks = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or "expect" not in token.string:
            continue
        match = _MARK.search(token.string)
        if match is None:
            raise ValueError(f"{key}:{token.start[0]}: cannot read {token.string!r}")
        marks += [(token.start[0], code) for code in match["codes"].split()]
    return marks
