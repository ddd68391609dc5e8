"""Snippets: labels under their own lines, whatever is in the lines."""

from __future__ import annotations

import pytest

from flake8_detach.finding import Span
from flake8_detach.report.snippet import MAX_WIDTH, Label, cells, draw
from flake8_detach.report.style import ANSI, PLAIN


def drawn(text: str, *labels: Label) -> list[str]:
    return list(draw(text.split("\n"), labels, PLAIN, ""))


def test_each_label_stands_under_its_own_line() -> None:
    rows = drawn(
        "out = a.sigmoid()\nc = out.data\nc.zero_()",
        Label(Span(1, 7, 1, 18), "saved", primary=False),
        Label(Span(3, 1, 3, 10), "written", primary=True),
    )
    assert rows == [
        "  |",
        "1 | out = a.sigmoid()",
        "  |       ----------- saved",
        "2 | c = out.data",
        "3 | c.zero_()",
        "  | ^^^^^^^^^ written",
        "  |",
    ]


def test_a_single_label_gets_context_and_the_gutter_fits_the_last_number() -> None:
    text = "\n".join(f"x{number}" for number in range(1, 13))
    rows = drawn(text, Label(Span(9, 1, 9, 3), "here", primary=True))
    assert rows == [
        "   |",
        " 7 | x7",
        " 8 | x8",
        " 9 | x9",
        "   | ^^ here",
        "10 | x10",
        "11 | x11",
        "   |",
    ]


def test_what_follows_the_last_line_is_no_line_unless_something_is_there() -> None:
    text = "a\nb\n"
    assert drawn(text, Label(Span(2, 1, 2, 2), "", primary=True)) == ["  |", "1 | a", "2 | b", "  | ^", "  |"]
    at_end = drawn(text, Label(Span(3, 1, 3, 2), "open", primary=True))
    assert at_end == ["  |", "1 | a", "2 | b", "3 |", "  | ^ open", "  |"]


def test_what_lies_far_between_is_elided() -> None:
    text = "\n".join("abcdefgh")
    rows = drawn(text, Label(Span(1, 1, 1, 2), "", primary=False), Label(Span(8, 1, 8, 2), "", primary=True))
    assert rows == ["  |", "1 | a", "  | -", "...", "8 | h", "  | ^", "  |"]


def test_two_labels_on_one_line_get_a_row_each() -> None:
    rows = drawn(
        "out.data.zero_()",
        Label(Span(1, 1, 1, 9), "alias", primary=False),
        Label(Span(1, 1, 1, 17), "write", primary=True),
    )
    assert rows[1:4] == ["1 | out.data.zero_()", "  | -------- alias", "  | ^^^^^^^^^^^^^^^^ write"]


def test_a_span_over_several_lines_is_drawn_on_each_and_named_on_the_last() -> None:
    rows = drawn("c.copy_(\n    b,\n)", Label(Span(1, 1, 3, 2), "write", primary=True))
    assert rows == [
        "  |",
        "1 | c.copy_(",
        "  | ^^^^^^^^",
        "2 |     b,",
        "  |     ^^",
        "3 | )",
        "  | ^ write",
        "  |",
    ]


def test_a_very_long_span_shows_its_ends() -> None:
    text = "f(\n" + "1,\n" * 20 + ")"
    rows = drawn(text, Label(Span(1, 1, 22, 2), "write", primary=True))
    assert [row[:4] for row in rows] == ["   |", " 1 |", "   |", "...", "22 |", "   |", "   |"]


@pytest.mark.parametrize(
    ("line", "shown", "column"),
    [
        ("\tx", "    x", 4),
        ("a\tx", "a   x", 4),
        ("日x", "日x", 2),
        ("e\u0301x", "e\u0301x", 1),
        ("\x1bx", "\ufffdx", 1),
        ("\u202ex", "\ufffdx", 1),
    ],
)
def test_columns_are_those_of_a_terminal(line: str, shown: str, column: int) -> None:
    row = cells(line)
    assert row.text == shown
    assert row.column(line.index("x") + 1) == column


def test_a_column_beyond_the_line_is_drawn_beyond_it() -> None:
    assert drawn("ab", Label(Span(1, 4, 1, 5), "", primary=True))[2] == "  |    ^"


def test_a_long_line_is_cut_around_its_label() -> None:
    line = "x" * 500 + "c.zero_()" + "y" * 500
    rows = drawn(line, Label(Span(1, 501, 1, 510), "here", primary=True))
    source, under = rows[1], rows[2]
    assert len(source) < MAX_WIDTH + 20
    assert source[under.index("^") : under.rindex("^") + 1] == "c.zero_()"
    assert source.endswith("...")


def test_no_line_no_rows() -> None:
    assert drawn("", Label(Span(7, 1, 7, 2), "", primary=True)) == []


def test_colours_change_nothing_but_colour() -> None:
    labels = [Label(Span(1, 1, 1, 2), "here", primary=True), Label(Span(1, 3, 1, 4), "there", primary=False)]
    plain = "\n".join(draw(["a b"], labels, PLAIN, ""))
    coloured = "\n".join(draw(["a b"], labels, ANSI, ANSI.error))
    for sequence in (ANSI.error, ANSI.frame, ANSI.label, ANSI.reset):
        assert sequence in coloured
        coloured = coloured.replace(sequence, "")
    assert coloured == plain
