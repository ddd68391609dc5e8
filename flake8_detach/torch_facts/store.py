"""The one generated file, read once as text and decoded a line at a time.

Loading is reading some hundred kilobytes; decoding is left to the first question about an operation, because a
run asks about a few dozen of them. The file is plain JSON with one entry a line, so that a line is found with
`str.find` and a change of PyTorch reads well in a diff.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

FILE = "torch-2.13.0.json"


@cache
def text() -> str:
    """The file's whole text."""
    return resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")


@cache
def entry(name: str) -> Any:
    """The decoded entry `name`, aliases followed; None when the file has none."""
    whole = text()
    key = f"\n{json.dumps(name)}: "
    at = whole.find(key)
    if at < 0:
        return None
    start = at + len(key)
    value = json.loads(whole[start : whole.index("\n", start)].removesuffix(","))
    return entry(value) if isinstance(value, str) and name != "torch" else value


@cache
def names(prefix: str) -> tuple[str, ...]:
    """The names of all entries that begin with `prefix`, in the file's order."""
    opening = f'"{prefix}'
    return tuple(
        json.loads(line[: line.index('": ') + 1]) for line in text().split("\n") if line.startswith(opening)
    )
