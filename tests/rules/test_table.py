"""The table of rules holds together: codes, names, texts and programs."""

from __future__ import annotations

import re

import pytest

from flake8_detach.rules import FAMILIES, RULES, SEVERITIES, Rule
from flake8_detach.settings import Settings

EVERY = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
RUN_ONLY = {"DET901", "DET902"}
"""Rules about the run, of which no small program can be shown."""


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for _, family in FAMILIES for rule in family]
    assert sorted(set(codes), key=codes.index) == codes
    for _, family in FAMILIES:
        assert [rule.code for rule in family] == sorted(rule.code for rule in family)


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)


@EVERY
def test_a_rule_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"DET\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert rule.severity in SEVERITIES
    assert rule.summary
    assert not rule.summary.endswith(".")
    assert rule.explanation.strip()
    assert (rule.summary + rule.explanation + rule.help + rule.harm).isascii(), (
        "a terminal of any encoding can show it"
    )
    assert (rule.bad is None) == (rule.good is None) == (rule.code in RUN_ONLY)


@EVERY
def test_a_good_program_is_fine_and_a_bad_one_shows_it(rule: Rule) -> None:
    if rule.bad is None or rule.good is None:
        return
    assert rule.good.outcome == "fine"
    if rule.harm.startswith(("silently wrong", "the statement has no effect", "the snapshot")):
        assert rule.bad.outcome == "silent"
    if rule.bad.outcome == "silent":
        assert rule.bad.shows != rule.good.shows


@pytest.mark.parametrize(
    ("settings", "wanted", "unwanted"),
    [
        (Settings(), {"DET101", "DET201", "DET900", "DET901"}, {"DET902", "DET903"}),
        (Settings(select=("DET1",)), {"DET101", "DET900", "DET901"}, {"DET201", "DET902"}),
        (Settings(select=("DET",)), {"DET101", "DET308"}, {"DET902"}),
        (Settings(select=("DET903",)), {"DET903", "DET901"}, {"DET101"}),
        (Settings(enable=("DET902",)), {"DET902", "DET101"}, {"DET903"}),
        (Settings(ignore=("DET2",)), {"DET101"}, {"DET201", "DET204"}),
        (Settings(ignore=("DET",)), {"DET900", "DET901"}, {"DET101"}),
        (Settings(ignore=("DET900",)), {"DET901"}, {"DET900"}),
        (Settings(select=("DET201",), ignore=("DET2",)), {"DET201"}, {"DET202"}),
        (Settings(select=("DET2",), ignore=("DET201",)), {"DET202"}, {"DET201"}),
        (Settings(select=("DET2",), ignore=("DET2",)), set(), {"DET201"}),
        (Settings(ignore=("D",)), set(), {"DET201"}),
    ],
)
def test_selection_reads_codes_as_flake8_does(
    settings: Settings, wanted: set[str], unwanted: set[str]
) -> None:
    assert {code for code in wanted | unwanted if settings.wants(code)} == wanted
