"""The formats, on findings made by hand."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from flake8_detach import __version__
from flake8_detach.finding import Edit, Finding, Fix, Span, Step
from flake8_detach.report import FORMATS, WITH_REPAIRS, Problem, Report, renderer
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
REPORT = Report(
    (READ, WRITE),
    (Problem("gone.py", "no such file or folder"),),
    ("a.py", "b.py", "c.py"),
    {"pkg/train.py": TEXT},
)


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
    rows = "\n".join(renderer("full")(Report((finding,), (), ("x.py",), {"m.py": TEXT})))
    assert "^^^^^^^^^" not in rows
    assert "--------- 2. overwritten here" in rows
    assert "-------------------- 1. used here" in rows


def test_full_says_that_nothing_was_found() -> None:
    assert list(renderer("full")(Report(checked=("x.py",)))) == ["No findings in 1 file."]


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


def test_grouped() -> None:
    assert list(renderer("grouped")(REPORT)) == [
        "pkg/train.py:",
        "  3:5  DET201  use out.detach()",
        "  4:1  DET101  zero_() overwrites it",
        "",
    ]


def test_json_lines_are_the_objects_of_the_json_format() -> None:
    rows = [json.loads(line) for line in renderer("json-lines")(REPORT)]
    document = json.loads("\n".join(renderer("json")(REPORT)))
    assert rows[:-1] == document["findings"]
    assert rows[-1] == {"error": document["errors"][0]}


def test_severities_are_those_of_the_settings() -> None:
    report = replace(REPORT, severities={"DET201": "error", "DET101": "advice"})
    assert [
        finding["severity"] for finding in json.loads("\n".join(renderer("json")(report)))["findings"]
    ] == [
        "error",
        "advice",
    ]
    assert "error[DET201]" in "\n".join(renderer("full")(report))


def test_github() -> None:
    odd = Finding("a,b:c/50%.py", Span(1, 2, 3, 4), "DET201", "50%\nof it")
    assert list(renderer("github")(replace(REPORT, findings=(*REPORT.findings, odd)))) == [
        "::notice file=pkg/train.py,line=3,endLine=3,col=5,endColumn=12,title=DET201 data-read::use out.detach()",
        "::error file=pkg/train.py,line=4,endLine=4,col=1,endColumn=9,title=DET101 data-write-corrupts-backward::zero_() overwrites it",
        "::notice file=a%2Cb%3Ac/50%25.py,line=1,endLine=3,title=DET201 data-read::50%25%0Aof it",
        "::error file=gone.py::no such file or folder",
    ]


def test_gitlab_fingerprints_are_distinct_and_survive_moves() -> None:
    twice = replace(READ, span=Span(6, 5, 6, 13))
    text = TEXT + "c = out.data  # noqa: E501\n"
    report = replace(REPORT, findings=(READ, WRITE, twice), sources={"pkg/train.py": text})
    rows = json.loads("\n".join(renderer("gitlab")(report)))
    assert [row["severity"] for row in rows] == ["info", "major", "info"]
    assert rows[0]["location"] == {
        "path": "pkg/train.py",
        "positions": {"begin": {"line": 3, "column": 5}, "end": {"line": 3, "column": 13}},
    }
    names = [row["fingerprint"] for row in rows]
    assert len(set(names)) == 3
    down = tuple(replace(f, span=Span(f.span.line + 1, 9, f.span.line + 1, 12)) for f in report.findings)
    moved = replace(
        report, findings=down, sources={"pkg/train.py": "# new\n" + text.replace("c =", "    c  =")}
    )
    assert [row["fingerprint"] for row in json.loads("\n".join(renderer("gitlab")(moved)))] == names


def test_junit() -> None:
    odd = Finding("\x00&<.py", Span(1, 1, 1, 2), "DET101", 'a "quoted" \x1b <message>')
    document = ElementTree.fromstring(
        "\n".join(renderer("junit")(replace(REPORT, findings=(*REPORT.findings, odd))))
    )
    first, second, third = document
    assert (first.get("name"), first.get("tests"), first.get("failures")) == ("pkg/train.py", "2", "2")
    failure = first[1][0]
    assert (failure.get("type"), failure.text) == ("error", "pkg/train.py:4:1: DET101 zero_() overwrites it")
    assert second[0][0].get("message") == 'a "quoted" \ufffd <message>'
    assert (third.get("errors"), third[0][0].tag) == ("1", "error")
    (passed,) = ElementTree.fromstring("\n".join(renderer("junit")(Report(checked=("x.py",)))))
    assert (passed.get("tests"), len(passed[0])) == ("1", 0)


def test_rdjson_counts_bytes() -> None:
    text = "é = '日本'; c = out.data\n"
    column = text.index("out") + 1
    fix = Fix("", safe=True, edits=(Edit(Span(1, column + 4, 1, column + 8), "detach()"),))
    finding = Finding("x.py", Span(1, column, 1, column + 8), "DET201", "m", fix=fix)
    (row,) = json.loads("\n".join(renderer("rdjson")(Report((finding,), (), ("x.py",), {"x.py": text}))))[
        "diagnostics"
    ]
    at = text[: column - 1].encode().__len__() + 1
    assert row["location"]["range"] == {
        "start": {"line": 1, "column": at},
        "end": {"line": 1, "column": at + 8},
    }
    assert row["suggestions"][0]["range"]["start"]["column"] == at + 4
    assert (row["severity"], row["code"]) == ("INFO", {"value": "DET201"})


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_written_to_any_stream(name: str) -> None:
    odd = Finding("caf\xe9/\udcff.py", Span(1, 1, 1, 2), "DET201", "\u65e5\u672c")
    text = "\n".join(renderer(name)(Report((odd,), (), ("x.py",), {odd.path: "\u65e5"})))
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
    stream.write(text)


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_known_which_formats_show_repairs(name: str) -> None:
    without = replace(REPORT, findings=tuple(replace(f, fix=None) for f in REPORT.findings))
    assert ([*renderer(name)(REPORT)] != [*renderer(name)(without)]) is (name in WITH_REPAIRS)


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
