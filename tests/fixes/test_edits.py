"""Edits change the characters they name, and fixes that would disturb each other are not applied together."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from flake8_detach.finding import Edit, Fix, Span
from flake8_detach.fixes.edits import Change, Lines, applied, compatible

TEXTS = st.text(alphabet=st.sampled_from("ab\n\r\f\t\u2028é\U0001d4b3"), max_size=40)


@st.composite
def _changes(draw: st.DrawFn) -> tuple[str, list[Change]]:
    """A text and changes that do not touch each other."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Change(a, b, draw(TEXTS)) for a, b in pairs]


@given(_changes())
def test_what_is_not_named_stays(case: tuple[str, list[Change]]) -> None:
    text, changes = case
    new = applied(text, changes)
    kept_before, kept_after, done, shift = [], [], 0, 0
    for change in changes:
        kept_before.append(text[done : change.start])
        kept_after.append(new[done + shift : change.start + shift])
        shift += len(change.text) - (change.end - change.start)
        done = change.end
    kept_before.append(text[done:])
    kept_after.append(new[done + shift :])
    assert kept_before == kept_after
    assert len(new) == len(text) + shift


@given(TEXTS, st.data())
def test_a_place_and_its_offset_are_one(text: str, data: st.DataObject) -> None:
    lines = Lines(text)
    offset = data.draw(st.integers(0, len(text)))
    assert lines.offset(*lines.place(offset)) == offset


@given(TEXTS)
def test_lines_make_up_the_text(text: str) -> None:
    lines = Lines(text)
    assert "".join(lines.line(number) for number in range(1, lines.count + 1)) == text


def _fix(title: str, *edits: tuple[int, int, str]) -> Fix:
    return Fix(title, True, tuple(Edit(Span(1, start, 1, end), text) for start, end, text in edits))


@st.composite
def _fixes(draw: st.DrawFn) -> tuple[str, list[Fix]]:
    """A text and fixes, each of edits that do not touch each other; different fixes may overlap in every way."""
    text = draw(TEXTS)
    lines = Lines(text)
    found = []
    for number in range(draw(st.integers(1, 6))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
        changes = [
            Change(a, b, draw(st.sampled_from("xy"))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        apart = [c for n, c in enumerate(changes) if not n or changes[n - 1].end < c.start]
        found.append(Fix(str(number), True, tuple(lines.edit(c) for c in apart)))
    return text, found


@given(_fixes())
def test_of_fixes_that_overlap_as_many_are_applied_as_go_together(case: tuple[str, list[Fix]]) -> None:
    text, fixes = case
    lines = Lines(text)
    chosen, changes = compatible(fixes, lines)
    assert fixes[0] in chosen
    wanted = {lines.change(edit) for fix in chosen for edit in fix.edits}
    assert set(changes) == wanted, "a fix is applied whole, and nothing else is"
    ordered = sorted(changes)
    for one, other in itertools.pairwise(ordered):
        assert one.end <= other.start, "no two changes touch the same characters"
    for fix in fixes:
        if fix not in chosen:
            earlier = [c for c in chosen if int(c.title) < int(fix.title)]
            assert compatible([*earlier, fix], lines)[0] == earlier, (
                "it clashes with what was there before it"
            )
    ends = [Change(0, 0, ""), *ordered, Change(len(text), len(text), "")]
    kept = "".join(text[one.end : other.start] for one, other in itertools.pairwise(ends))
    inserted = "".join(change.text for change in ordered)
    assert Counter(applied(text, changes)) == Counter(kept + inserted)


def test_the_first_of_two_that_overlap_is_applied() -> None:
    first, second, third = _fix("1", (1, 4, "x")), _fix("2", (3, 6, "y")), _fix("3", (4, 6, "z"))
    chosen, changes = compatible([first, second, third], Lines("abcdefg"))
    assert chosen == [first, third]
    assert applied("abcdefg", changes) == "xzfg"


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    first, second = _fix("1", (1, 2, "x")), _fix("2", (1, 3, "y"), (5, 6, "z"))
    chosen, changes = compatible([first, second], Lines("abcdefg"))
    assert chosen == [first]
    assert applied("abcdefg", changes) == "xbcdefg"


def test_equal_insertions_of_two_fixes_are_one() -> None:
    first, second = (
        _fix("1", (1, 1, "import torch;"), (3, 4, "x")),
        _fix("2", (1, 1, "import torch;"), (5, 6, "y")),
    )
    chosen, changes = compatible([first, second], Lines("abcdefg"))
    assert chosen == [first, second]
    assert applied("abcdefg", changes) == "import torch;abxdyfg"


def test_two_insertions_at_one_place_are_not_guessed_into_an_order() -> None:
    first, second = _fix("1", (3, 3, "x")), _fix("2", (3, 3, "y"))
    assert compatible([first, second], Lines("abcdefg"))[0] == [first]
