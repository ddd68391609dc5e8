"""Notebooks: cells as one program, magics masked, and the file again with only what changed in it."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flake8_detach.finding import Span
from flake8_detach.source.notebook import masked, read_notebook
from flake8_detach.source.text import SourceError


def notebook(*sources: str | list[str], language: str = "python", indent: int | None = 1) -> str:
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {"source": ["no"]},
            "outputs": [],
            "source": source,
        }
        for source in sources
    ]
    cells.insert(1, {"cell_type": "markdown", "metadata": {}, "source": ["# x.data\n"]})  # type: ignore[dict-item]
    document = {
        "cells": cells,
        "metadata": {"language_info": {"name": language}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=indent, ensure_ascii=False) + "\n"


TWO = notebook(["import torch\n", "a = 'ü\\n'"], ["%matplotlib inline\n", "b = 1\n", "\n", "b"])


def test_the_program() -> None:
    read = read_notebook(TWO)
    assert [cell.number for cell in read.cells] == [1, 3]
    assert read.program == (
        "# %% cell 1 (detach)\nimport torch\na = 'ü\\n'\n"
        "# %% cell 3 (detach)\npass  # line 0 (detach)\nb = 1\n\nb\n"
    )
    assert read.place(Span(3, 1, 3, 5)) == Span(2, 1, 2, 5, cell=1)
    assert read.place(Span(6, 2, 8, 3)) == Span(2, 2, 4, 3, cell=3)


def test_places_in_the_file() -> None:
    lines = TWO.split("\n")
    for cell, line, text in ((1, 2, "a = 'ü"), (3, 4, '"b"')):
        place = read_notebook(TWO).in_file(Span(line, 1, line, 2, cell))
        assert text in lines[place.line - 1]
        assert lines[place.line - 1][place.column - 1] == '"'
        assert place.end_line == place.line


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (["!pip install torch", "x"], ["pass", "x"]),
        (["if x:", "    %time f(x)"], ["if x:", "    pass"]),
        (["files = !ls", "a, b = %magic it's"], ["files = None", "a, b = None"]),
        (["x?", "?x", "x.y??", "x if y else z"], ["pass", "pass", "pass", "x if y else z"]),
        (["!a \\", "  b \\", "  c", "x"], ["pass", "", "", "x"]),
        (["s = '''", "%no", "'''", "y = (x", "%z)"], ["s = '''", "%no", "'''", "y = (x", "%z)"]),
        (["", "%%bash", "x.data"], ["", "", ""]),
        (["%%time", "x.data"], ["pass", "x.data"]),
        (["%%timeit -n 1", "x"], ["pass", "x"]),
    ],
)
def test_what_is_not_python_is_masked(cell: list[str], wanted: list[str]) -> None:
    assert [line.split("  # line ")[0] for line in masked(cell)] == wanted


def test_a_cell_that_is_no_python_is_left_out_and_said() -> None:
    read = read_notebook(notebook("x = (\n", "y = 1"))
    assert {number: error.line for number, error in read.errors.items()} == {1: 1}
    assert "x = (" not in read.program
    ast.parse(read.program)


@pytest.mark.parametrize("raw", ["", "{", "[]", "{}", '{"cells": 3}', "[" * 100_000])
def test_what_is_no_notebook(raw: str) -> None:
    with pytest.raises(SourceError, match="not a notebook"):
        read_notebook(raw)


def test_another_language_has_nothing_for_us() -> None:
    assert read_notebook(notebook("x.data", language="R")).program == ""


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("listed", [True, False])
def test_a_change_leaves_every_other_byte(indent: int | None, listed: bool) -> None:
    first = ["import torch\n", "x = out.data\n", "é = '\\u00e9'"]
    second = ["%time f()\n", "y = out.data"]
    raw = notebook(first if listed else "".join(first), second if listed else "".join(second), indent=indent)
    read = read_notebook(raw)
    assert read.rebuilt(read.program) == raw
    after = read.rebuilt(read.program.replace(".data", ".detach()"))
    assert after == raw.replace("out.data", "out.detach()")
    longer = read.rebuilt(read.program.replace("y = out", "# added\ny = out"))
    again = read_notebook(longer)
    assert again.cells[1].source == "%time f()\n# added\ny = out.data"
    assert json.loads(longer) == json.loads(
        raw.replace('"y = out', '"# added\\n", "y = out') if listed else longer
    )


def test_a_program_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        read_notebook(TWO).rebuilt("x = 1\n")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=4), st.sampled_from([None, 1]))
@example(["A\U00013440"], None)  # an identifier of a newer Unicode than some Pythons know
def test_any_text_in_any_cell_comes_back_the_same(sources: list[str], indent: int | None) -> None:
    raw = notebook(*sources, indent=indent)
    read = read_notebook(raw)
    assert read.rebuilt(read.program) == raw
    assert [cell.source for cell in read.cells] == sources
    for line in range(1, read.program.count("\n") + 1):
        span = read.place(Span(line, 1, line, 1))
        assert 1 <= span.line <= len(next(c for c in read.cells if c.number == span.cell).lines)
        read.in_file(span)
