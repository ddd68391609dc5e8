"""The checker says of a rule's two programs what the rule's page says."""

from __future__ import annotations

import pytest

from flake8_detach.cli.checking import Task, check_task
from flake8_detach.rules import RULES, Program, Rule
from flake8_detach.settings import Settings

SHOWN = [rule for rule in RULES.values() if rule.bad is not None]
EVERY = Settings(enable=tuple(RULES))


def codes(program: Program | None) -> list[str]:
    assert program is not None
    return [finding.code for finding in check_task(Task("page.py", program.source.encode(), EVERY))]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_bad_program_is_found(rule: Rule) -> None:
    assert rule.code in codes(rule.bad)


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_good_program_is_left_alone(rule: Rule) -> None:
    assert codes(rule.good) == []
