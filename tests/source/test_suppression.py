from __future__ import annotations

import argparse
import io

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_detach.finding import Span
from flake8_detach.source.suppression import Suppressions, UnusedCode
from tests.source.samples import BORDERS

OPTIONS = argparse.Namespace(
    disable_noqa=False, hang_closing=False, indent_size=4, max_line_length=79, max_doc_length=None, verbose=0
)
CODES = ("DET101", "DET102", "DET201", "E501", "DETX1")


class Flake8:
    """What the installed flake8 would do, by its own code."""

    def __init__(self, text: str) -> None:
        lines = list(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")))
        self.lines = lines
        self.processor = FileProcessor("-", OPTIONS, lines=list(lines))
        self.ignored = self.processor.should_ignore_file()

    def suppresses(self, line: int, code: str) -> bool:
        if self.ignored:
            return True
        physical = self.processor.noqa_line_for(line)
        if physical is None:
            # It then reads the line from the file again.
            physical = self.lines[line - 1] if line <= len(self.lines) else ""
        violation = Violation(code, "x.py", line, 1, "text", physical)
        return bool(violation.is_inline_ignored(disable_noqa=False))


def assert_agrees(text: str) -> None:
    ours = Suppressions(text)
    theirs = Flake8(text)
    assert ours.whole_file == theirs.ignored
    for line in range(1, text.count("\n") + 3):
        for code in CODES:
            assert ours.suppressed(line, code) == theirs.suppresses(line, code), (line, code)


COMMENTS = (
    "# noqa",
    "# NoQA:DET101",
    "# noqa: DET1,E501",
    "# noqa:DET201 DET102",
    "# noqa: det101",
    "# noqa: DET",
    "# noqa : DET101",
    "#noqa: DET101",
    "# noqa:  DET101",
    "# noqa: because",
    "# noqa:DET101DET102",
    "# noqa: DET201, why",
    "# why # noqa: DET101 # noqa: E501",
    "#  noqa",
    "# noqa\t:DET1",
    "# noqa:E501,,DET201",
)
SHAPES = (
    "x = 1  {}\ny = 2\n",
    "x = f(  {}\n    1,\n    2,\n)\n",
    "x = f(\n    1,\n    2,\n)  {}\n",
    'x = """\n{}\n"""\n',
    'x = """\n{}\n"""; y = f(1,\n2)\nz\n',
    'x = """a\nb\n"""  {}\n',
    "x = 1 + \\\n    2  {}\n",
    "x = 1 + \\\n    2\ny  {}\n",
    "def f():\n    pass  {}\n\n\n{}\nx\n",
    "if x:\n    y = '''\n    '''.a(  {}\n    '''\n''')\n",
    "x = 1  {}",
    "x = (1  {}\n",
    "{}\r\nx\r\n",
    "\fx = 1 {}\x0b\n\x1c\n",
    "x = f'''{{\n  a  {}\n}}'''\n",
)


@pytest.mark.parametrize("comment", COMMENTS)
def test_flake8_agrees_on_every_comment_in_every_place(comment: str) -> None:
    for shape in SHAPES:
        assert_agrees(shape.replace("{}", comment).replace("{{", "{").replace("}}", "}"))


@pytest.mark.parametrize(
    "line",
    [
        "# flake8: noqa",
        "  # Flake8:NOQA",
        "# flake8= noqa: DET101",
        "#flake8: noqa",
        "x = 1  # flake8: noqa",
        "# flake8: noqa is what I would say",
        "# flake8:\tnoqa",
        "'''\n # flake8: noqa\n'''",
        "# flake8:\nnoqa",
        "## flake8: noqa",
        "\x0c# flake8: noqa",
        "\u2028# flake8: noqa",
    ],
)
def test_flake8_agrees_on_whole_files(line: str) -> None:
    assert_agrees(f"import a\n\n{line}\nx = 1\n")


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *COMMENTS,
                *BORDERS.values(),
                "\n",
                "\n",
                "\n",
                "x = 1",
                '"""',
                "f(",
                ")",
                "\\\n",
                "  ",
                "# flake8",
                ": noqa",
                "DET101",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_flake8_agrees_on_files_made_by_chance(text: str) -> None:
    assert_agrees(text)


def test_codes_that_suppress_nothing_are_told() -> None:
    text = (
        "a  # noqa: DET101, DET201,E501\n"
        "b  # noqa\n"
        "'''\n# noqa: DET102\n'''\n"
        "c = 1 + \\\n  2  # noqa:DET3,det101\n"
        "d  # noqa: DET1\n"
    )
    found = [(1, "DET201"), (6, "DET305"), (8, "DET204")]
    assert Suppressions(text).unused(found) == [
        UnusedCode("DET101", Span(1, 12, 1, 18)),
        UnusedCode("det101", Span(7, 18, 7, 24)),
        UnusedCode("DET1", Span(8, 12, 8, 16)),
    ]
    assert Suppressions("# flake8: noqa\n" + text).unused([]) == []
    assert Suppressions("x = 1\n").unused([]) == []
