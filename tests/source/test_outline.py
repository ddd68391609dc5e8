from __future__ import annotations

import ast
import contextlib
import os
import sys
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flake8_detach.source.masking import masked
from flake8_detach.source.outline import Outline, outline
from flake8_detach.source.text import SourceError, decode
from tests.source.samples import BORDERS, own_files, standard_library

# What the running Python cannot parse, ast cannot judge.
NEEDS = {"newer_syntax": (3, 13)}


def rows(found: Outline) -> list[tuple[object, ...]]:
    return [(each.name, each.kind, each.first_line, each.line, each.end_line) for each in found.definitions]


def rows_of_ast(text: str) -> list[tuple[object, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    found = [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    return [
        (
            each.name,
            "class" if isinstance(each, ast.ClassDef) else "function",
            min([each.lineno, *(decorator.lineno for decorator in each.decorator_list)]),
            each.lineno,
            each.end_lineno,
        )
        for each in sorted(found, key=lambda each: each.lineno)
    ]


@pytest.mark.parametrize("name", BORDERS)
def test_made_files_have_the_outline_that_ast_gives(name: str) -> None:
    if sys.version_info < NEEDS.get(name, (3, 10)):
        pytest.skip("newer syntax than this Python")
    assert rows(outline(BORDERS[name])) == rows_of_ast(BORDERS[name])


@pytest.mark.parametrize("path", [*own_files(), *standard_library(25, seed=1)], ids=lambda path: path.name)
def test_real_files_have_the_outline_that_ast_gives(path: Path) -> None:
    text = decode(path.read_bytes()).text
    assert rows(outline(text)) == rows_of_ast(text)
    assert rows(outline(text.replace("\n", "\r\n"))) == rows_of_ast(text)


@pytest.mark.slow
def test_whole_packages_have_the_outline_that_ast_gives() -> None:
    """Over the standard library, and over the folders named in DETACH_OUTLINE (as PATH names them)."""
    folders = [
        Path(os.__file__).parent,
        *map(Path, filter(None, os.environ.get("DETACH_OUTLINE", "").split(os.pathsep))),
    ]
    count = 0
    different = []
    for path in (path for folder in folders for path in folder.rglob("*.py")):
        try:
            text = decode(path.read_bytes()).text
            expected = rows_of_ast(text)
        except (SourceError, SyntaxError):
            continue
        count += 1
        if rows(outline(text)) != expected:
            different.append(path)
    assert len(different) <= count // 5000, different


def test_newer_syntax_is_seen_by_a_python_that_cannot_parse_it() -> None:
    assert [each[:4] for each in rows(outline(BORDERS["newer_syntax"]))] == [
        ("f", "function", 2, 2),
        ("C", "class", 4, 4),
        ("m", "function", 5, 5),
        ("g", "function", 9, 9),
    ]


def test_names_and_parents_are_those_of_python() -> None:
    found = outline(
        "class A:\n  class B:\n    def f(self):\n      class C:\n        def g(self): pass\n  def f(self): pass\n"
    )
    assert [(each.qualified_name, each.parent) for each in found.definitions] == [
        ("A", None),
        ("A.B", 0),
        ("A.B.f", 1),
        ("A.B.f.<locals>.C", 2),
        ("A.B.f.<locals>.C.g", 3),
        ("A.f", 0),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 'x' # 'y\nb", 'a = " \nb'),
        ('a = """\n"\\""" """ # c\nb', 'a = ("\n) \nb'),
        ("'a' \"b\" b'c'", '" " b"'),
        ("f'{x['a']}' + 1", 'f" + 1'),
        ("f'{x:{'{'}>3}' + 'b'", 'f" + "'),
        ("rf'\\{x}' 'b'", 'rf" "'),
        ("f'\\N{DASH}{x}' b", 'f" b'),
        ("x = \\\n 1", "x = (\n) 1"),
        ("'open\ndef f(): pass", '"\ndef f(): pass'),
        ("f'{'open", 'f"open'),
    ],
)
def test_strings_and_comments_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "line", ["f'{\n", 'f"{x\n', '"""\n', "(\n", "f'{'{\n", "\\\n", "@\n", "def f(\n", "elif x:\n"]
)
def test_long_nonsense_takes_no_longer_than_long_sense(line: str) -> None:
    start = time.process_time()
    with contextlib.suppress(SourceError):
        outline(line * 20_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("brackets", "fine"), [(200, True), (201, False)])
def test_more_brackets_than_python_allows_are_an_error(brackets: int, fine: bool) -> None:
    text = "def f(): pass\nx = " + "[" * brackets + "]" * brackets
    if fine:
        assert len(outline(text).definitions) == 1
    else:
        with pytest.raises(SourceError, match="2:1"):
            outline(text)


PIECES = st.sampled_from(
    [
        *"\"'()[]{}:\\#@;,=.\n\n\n \t\f\r",
        '"""',
        "'''",
        'f"',
        "rf'''",
        "def f(",
        "def f():",
        "class A:",
        "async def g(): pass",
        "    ",
        "\\\n",
        "{{",
        "x",
        "elif x:",
        "\N{LINE SEPARATOR}",
        "\x1c",
        "é",
    ]
)


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("def f():\n\\\n")
def test_no_text_breaks_the_outline(text: str) -> None:
    found = outline(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for index, each in enumerate(found.definitions):
        assert each.index == index
        assert 1 <= each.first_line <= each.line <= each.end_line <= lines
        assert each.parent is None or each.parent < index
    assert masked(text).count("\n") == text.count("\n")


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("async def g(): pass\\\n\\\n\n")
def test_what_python_accepts_is_outlined_as_ast_does(text: str) -> None:
    try:
        expected = rows_of_ast(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    assert rows(outline(text)) == expected
