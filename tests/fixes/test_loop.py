"""Rounds of fixes: the result is checked, and what would make it worse is left out."""

from __future__ import annotations

import re
from collections.abc import Callable

from flake8_detach.finding import Edit, Finding, Fix, Span
from flake8_detach.fixes.loop import MOST_ROUNDS, repair


def _checker(rules: dict[str, tuple[str, str | None, bool]]) -> Callable[[str], list[Finding]]:
    """Finds words: each has a code, what it is replaced by, and whether that is safe."""

    def check(text: str) -> list[Finding]:
        found = []
        for word, (code, by, safe) in rules.items():
            for match in re.finditer(rf"\b{word}\b", text):
                span = Span(1, match.start() + 1, 1, match.end() + 1)
                fix = Fix(f"{word} to {by}", safe, (Edit(span, by),)) if by is not None else None
                found.append(Finding("t.py", span, code, word, fix=fix))
        return found

    return check


def test_goes_round_until_nothing_is_left() -> None:
    check = _checker({"a": ("DET201", "b", True), "b": ("DET201", "c", True)})
    done = repair("a + b", check, unsafe=False)
    assert (done.text, done.left) == ("c + c", ())
    assert len(done.repaired) == 3


def test_unsafe_fixes_are_applied_only_when_asked_for() -> None:
    check = _checker({"a": ("DET201", "x", True), "b": ("DET203", "y", False)})
    assert repair("a + b", check, unsafe=False).text == "x + b"
    assert repair("a + b", check, unsafe=True).text == "x + y"


def test_a_fix_after_which_it_is_no_python_is_left_out() -> None:
    check = _checker({"a": ("DET201", "x", True), "b": ("DET202", ")", True)})
    done = repair("a + b", check, unsafe=False)
    assert (done.text, done.repaired) == ("x + b", ("DET201",))


def test_a_fix_that_brings_a_new_finding_is_left_out() -> None:
    check = _checker(
        {"a": ("DET201", "x", True), "b": ("DET202", "bad", True), "bad": ("DET301", None, True)}
    )
    assert repair("a + b", check, unsafe=False).text == "x + b"


def test_silence_may_become_an_error() -> None:
    check = _checker({"a": ("DET101", "x", False), "x": ("DET104", None, False)})
    assert repair("a", check, unsafe=True).text == "x"


def test_two_fixes_that_undo_each_other_come_to_an_end() -> None:
    check = _checker({"a": ("DET201", "b", True), "b": ("DET201", "a", True)})
    assert len(repair("a", check, unsafe=False).repaired) == MOST_ROUNDS


def test_nothing_to_repair_changes_nothing() -> None:
    done = repair("a", _checker({"a": ("DET201", None, True)}), unsafe=True)
    assert (done.text, done.repaired, len(done.left)) == ("a", (), 1)
