"""The table of rules says which repairs there are."""

from __future__ import annotations

import pytest

from flake8_detach.rules import RULES
from flake8_detach.rules.model import Rule

from .run import check
from .shapes import HEAD, SHAPES

DEFAULT = Rule.__dataclass_fields__["fix_safety"].default


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_fixes_are_as_safe_as_their_rules_say(shape: object) -> None:
    for finding in check(HEAD + shape.before):  # type: ignore[attr-defined]
        if finding.fix is not None:
            allowed = RULES[finding.code].repair
            assert ("safe" if finding.fix.safe else "unsafe") in allowed.split(" or "), finding


@pytest.mark.parametrize("code", RULES)
def test_who_has_a_repair_says_what_it_keeps(code: str) -> None:
    assert (RULES[code].repair == "none") == (RULES[code].fix_safety == DEFAULT)
