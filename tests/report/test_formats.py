"""The formats, on findings made by hand."""

from __future__ import annotations

import io
import json

import pytest

from flake8_detach import __version__
from flake8_detach.finding import Edit, Finding, Fix, Span, Step
from flake8_detach.report import FORMATS, Problem, Report, renderer
from flake8_detach.report.statistics import render as statistics
from flake8_detach.report.style import ANSI, PLAIN, palette_for

TEXT = "import torch\r\nout = a.sigmoid()\rc = out.data\nc.zero_()\nout.sum().backward()\n"
WRITE = Finding(
    "pkg/train.py",
    Span(4, 1, 4, 10),
    "DET101",
    "zero_() overwrites it",
    trace=(
        Step("saved", Span(2, 7, 2, 18), "saved here"),
        Step("alias", Span(3, 5, 3, 13), "a second name"),
        Step("write", Span(4, 1, 4, 10), "overwritten here"),
        Step("use", Span(5, 1, 5, 21), "used here"),
    ),
)
READ = Finding(
    "pkg/train.py",
    Span(3, 5, 3, 13),
    "DET201",
    "use out.detach()",
    sure=False,
    fix=Fix("Replace .data by .detach()", safe=True, edits=(Edit(Span(3, 8, 3, 13), ".detach()"),)),
    evidence="'out' is what sigmoid() gives",
)
REPORT = Report((READ, WRITE), (Problem("gone.py", "no such file or folder"),), 3, {"pkg/train.py": TEXT})


def test_full() -> None:
    assert (
        "\n".join(renderer("full")(REPORT))
        == """\
advice[DET201]: use out.detach()
 --> pkg/train.py:3:5
  |
1 | import torch
2 | out = a.sigmoid()
3 | c = out.data
  |     ^^^^^^^^
4 | c.zero_()
5 | out.sum().backward()
  |
  = help: Replace .data by .detach()
  = note: 'out' is what sigmoid() gives

error[DET101]: zero_() overwrites it
 --> pkg/train.py:4:1
  |
2 | out = a.sigmoid()
  |       ----------- saved here
3 | c = out.data
  |     -------- a second name
4 | c.zero_()
  | ^^^^^^^^^ overwritten here
5 | out.sum().backward()
  | -------------------- used here
  |
  = help: write to a copy (`.detach().clone()`), or move the write behind `backward()`

2 findings in 1 file (1 error, 1 advice); 3 files checked."""
    )


def test_full_numbers_the_steps_where_the_code_runs_in_another_order_than_it_stands() -> None:
    finding = Finding("m.py", Span(1, 1, 1, 2), "DET104", "m", trace=(WRITE.trace[3], WRITE.trace[2]))
    rows = "\n".join(renderer("full")(Report((finding,), (), 1, {"m.py": TEXT})))
    assert "^^^^^^^^^" not in rows
    assert "--------- 2. overwritten here" in rows
    assert "-------------------- 1. used here" in rows


def test_full_says_that_nothing_was_found() -> None:
    assert list(renderer("full")(Report(files=1))) == ["No findings in 1 file."]


def test_concise_is_what_flake8_prints() -> None:
    assert list(renderer("concise")(REPORT)) == [
        "pkg/train.py:3:5: DET201 use out.detach()",
        "pkg/train.py:4:1: DET101 zero_() overwrites it",
    ]


def test_json() -> None:
    document = json.loads("\n".join(renderer("json")(REPORT)))
    assert document["version"] == __version__
    assert document["errors"] == [{"path": "gone.py", "message": "no such file or folder"}]
    read, write = document["findings"]
    assert read == {
        "path": "pkg/train.py",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 13,
        "code": "DET201",
        "rule": "data-read",
        "severity": "advice",
        "sure": False,
        "message": "use out.detach()",
        "trace": [],
        "fix": {
            "title": "Replace .data by .detach()",
            "safe": True,
            "edits": [{"line": 3, "column": 8, "end_line": 3, "end_column": 13, "text": ".detach()"}],
        },
        "evidence": "'out' is what sigmoid() gives",
    }
    assert write["fix"] is None
    assert [step["role"] for step in write["trace"]] == ["saved", "alias", "write", "use"]
    assert write["trace"][1] == {
        "role": "alias",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 13,
        "text": "a second name",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_written_to_any_stream(name: str) -> None:
    odd = Finding("caf\xe9/\udcff.py", Span(1, 1, 1, 2), "DET201", "\u65e5\u672c")
    text = "\n".join(renderer(name)(Report((odd,), (), 1, {odd.path: "\u65e5"})))
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
    stream.write(text)


def test_statistics_are_sorted_by_count() -> None:
    assert list(statistics(Report((WRITE, READ, READ)))) == [
        "2  DET201  data-read                     advice",
        "1  DET101  data-write-corrupts-backward  error",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "choice", "environment", "coloured"),
    [
        (Terminal(), "auto", {}, True),
        (io.StringIO(), "auto", {}, False),
        (Terminal(), "auto", {"TERM": "dumb"}, False),
        (Terminal(), "auto", {"NO_COLOR": "1"}, False),
        (Terminal(), "auto", {"NO_COLOR": ""}, True),
        (io.StringIO(), "auto", {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), "auto", {"FORCE_COLOR": "0"}, False),
        (io.StringIO(), "always", {"NO_COLOR": "1"}, True),
        (Terminal(), "never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(stream: io.StringIO, choice: str, environment: dict[str, str], coloured: bool) -> None:
    assert palette_for(stream, choice, environment) == (ANSI if coloured else PLAIN)  # type: ignore[arg-type]
