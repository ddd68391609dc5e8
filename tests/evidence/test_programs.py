"""Programs with the expected verdict and rule of each ``.data`` at the end of its line.

``# tensor flow; not class`` expects two sites, in source order: a tensor by the rule ``flow``, then no tensor by
``class``; ``unknown none`` is the third answer.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from flake8_detach.evidence import Verdict, data_findings

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
VERDICTS = {"tensor": Verdict.TENSOR, "not": Verdict.NOT_TENSOR, "unknown": Verdict.UNKNOWN}
EXPECTATION = re.compile(r"  # ((?:tensor|not|unknown) .*)$")


def expected(text: str) -> dict[int, list[tuple[Verdict, str]]]:
    """What each line of a program expects."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = EXPECTATION.search(line)
        if match is not None:
            parts = [part.strip().partition(" ") for part in match[1].split(";")]
            found[number] = [(VERDICTS[word], rule) for word, _, rule in parts]
    return found


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.stem)
def test_verdicts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    judged: dict[int, list[tuple[Verdict, str]]] = {}
    for use in data_findings(text, ast.parse(text), str(path)):
        judged.setdefault(use.span.line, []).append((use.verdict, use.judgement.rule))
    assert judged == expected(text)
