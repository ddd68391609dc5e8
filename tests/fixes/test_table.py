"""The table of rules says which repairs there are."""

from __future__ import annotations

import pytest

from flake8_detach.rules import RULES

from .run import check
from .shapes import HEAD, SHAPES


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_fixes_are_as_safe_as_their_rules_say(shape: object) -> None:
    for finding in check(HEAD + shape.before):  # type: ignore[attr-defined]
        if finding.fix is not None:
            allowed = RULES[finding.code].repair
            assert ("safe" if finding.fix.safe else "unsafe") in allowed.split(" or "), finding


@pytest.mark.parametrize("code", RULES)
def test_who_has_no_repair_says_why(code: str) -> None:
    none = RULES[code].fix_safety.startswith("There is no automatic repair: ")
    assert (RULES[code].repair == "none") == none


def test_each_repair_is_shown() -> None:
    programs = [HEAD + shape.before for shape in SHAPES]
    programs += [rule.bad.source for rule in RULES.values() if rule.bad is not None]
    repaired = {f.code for program in programs for f in check(program) if f.fix is not None}
    assert repaired == {code for code, rule in RULES.items() if rule.repair != "none"}
