from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flake8_detach.finding import Span
from flake8_detach.source.text import SourceError, decode
from flake8_detach.source.units import SourceFile, TooComplex, Unit
from tests.source.mutation import mutated
from tests.source.samples import BORDERS, own_files, standard_library
from tests.source.test_outline import PIECES
from tests.source.trees import check_units

SIX_LINES = """\
import a
@wrap
def f(x):
    def inner(): return x.data
    return inner
class C(f()):
    y = 1
    if y:
        async  def m(self): pass
    class D: z = 2
"""


# libcst itself cannot parse the whole file when there is a form feed in an indentation.
@pytest.mark.parametrize("name", sorted(BORDERS.keys() - {"form_feeds"}))
def test_units_of_made_files_are_parts_of_the_whole(name: str) -> None:
    check_units(BORDERS[name])


def test_units_of_a_file_with_form_feeds_are_parts_of_one_without() -> None:
    text = BORDERS["form_feeds"]
    assert check_units(text.replace("  \f", "").replace("\f", "")) == len(every_unit(text)) == 4
    klass = every_unit(text)[2]
    assert [klass.span(node) for node in nodes(klass) if isinstance(node, cst.Assign)] == [Span(7, 8, 7, 13)]


@pytest.mark.parametrize(
    "path", [*own_files()[::4], *standard_library(4, seed=2, largest=6_000)], ids=lambda path: path.name
)
def test_units_of_real_files_are_parts_of_the_whole(path: Path) -> None:
    check_units(decode(path.read_bytes()).text)


@pytest.mark.parametrize("seed", range(4))
def test_units_of_mutated_files_are_parts_of_the_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for path in standard_library(2, seed=seed + 100, largest=4_000):
        text = mutated(decode(path.read_bytes()).text, chance)
        assert check_units(text) >= 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_units_of_many_mutated_files_are_parts_of_the_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for path in standard_library(5, seed=seed):
        check_units(mutated(decode(path.read_bytes()).text, chance))


def test_stubs_lead_to_definitions() -> None:
    file = SourceFile(SIX_LINES, "six.py")
    module = file.module()
    assert isinstance(module.node, cst.Module)
    assert [type(each).__name__ for each in module.node.body] == [
        "SimpleStatementLine",
        "FunctionDef",
        "ClassDef",
    ]
    function, klass = (module.definition_of(each) for each in module.node.body[1:])  # type: ignore[arg-type]
    assert function is not None
    assert klass is not None
    unit = file.unit(function)
    assert unit is file.unit(function)
    assert isinstance(unit.node, cst.FunctionDef)
    assert len(unit.node.decorators) == 1
    inner = unit.node.body.body[0]
    assert isinstance(inner, cst.FunctionDef)
    assert unit.definition_of(inner) is None
    assert unit.span(inner) == Span(4, 5, 4, 31)
    assert unit.span(unit.node.decorators[0]) == Span(2, 1, 2, 6)
    methods = [each.qualified_name for each in file.children(klass)]
    assert methods == ["C.m", "C.D"]
    body = file.unit(klass).node
    assert isinstance(body, cst.ClassDef)
    assert len(body.bases) == 1
    under = body.body.body[1]
    assert isinstance(under, cst.If)
    stub = under.body.body[0]
    assert isinstance(stub, cst.FunctionDef)
    assert file.unit(klass).definition_of(stub) == file.children(klass)[0]
    assert file.unit(klass).span(stub.name) == Span(9, 20, 9, 21)
    with pytest.raises(KeyError):
        module.span(inner)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_count_characters_and_line_ends_do_not_matter(end: str) -> None:
    text = end.join(
        ["if 1:", "  \f  é = 'ü\u2028\x1c'; x.data", "\fy = f(", "\f  x.data)", "def f():", "\tx.data", ""]
    )
    file = SourceFile(text, "x.py")
    assert file.lines[1] == "  \f  é = 'ü\u2028\x1c'; x.data"
    found = [
        span
        for unit in (file.module(), file.unit(file.outline.definitions[0]))
        for span in spans(unit, "x.data")
    ]
    assert found == [Span(2, 17, 2, 23), Span(4, 4, 4, 10), Span(6, 2, 6, 8)]
    lines = file.lines
    assert [lines[each.line - 1][each.column - 1 : each.end_column - 1] for each in found] == ["x.data"] * 3


def spans(unit: Unit, code: str) -> list[Span]:
    empty = cst.Module([])
    return [
        unit.span(node)
        for node in nodes(unit)
        if isinstance(node, cst.Attribute) and empty.code_for_node(node) == code
    ]


def nodes(unit: Unit) -> Iterator[cst.CSTNode]:
    todo: list[cst.CSTNode] = [unit.node]
    while todo:
        node = todo.pop()
        todo += reversed(node.children)
        yield node


def test_a_unit_that_fails_alone_comes_from_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = SourceFile(SIX_LINES, "six.py")
    whole = SourceFile(SIX_LINES, "six.py")
    monkeypatch.setattr(SourceFile, "_parse_alone", lambda *_: None)
    for definition in [None, *alone.outline.definitions]:
        unit = whole._unit(definition)
        assert unit.definition == definition
        assert (definition is None) == isinstance(unit.node, cst.Module)
    klass = next(each for each in whole.outline.definitions if each.name == "C")
    node = whole.unit(klass).node
    assert isinstance(node, cst.ClassDef)
    assert whole.unit(klass).span(node) == Span(6, 1, 10, 19)
    assert whole.unit(klass).definition_of(node.body.body[2]).name == "D"  # type: ignore[arg-type, union-attr]
    module = whole.module().node
    assert isinstance(module, cst.Module)
    assert whole.module().definition_of(module.body[2]) == klass  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("def f(:\n  pass\n", (1, 7), "invalid syntax"),
        ("x = 1\ndef f():\n    return (1\n", (3, 12), "was never closed"),
        ("def f():\n  pass\n pass\n", (3, 6), "unindent"),
        ("x = '''\n", (1, 5), "unterminated"),
        ("x = " + "(" * 1500 + ")" * 1500, (1, 205), "too many nested parentheses"),
        ("x = 1\0", (1, 6), "null bytes"),
    ],
)
def test_a_file_that_cannot_be_parsed_is_a_source_error_with_its_place(
    text: str, place: tuple[int, int], message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        every_unit(text)
    assert (caught.value.line, caught.value.column) == place


def test_what_python_can_read_and_libcst_cannot_is_no_source_error() -> None:
    text = "def f():\n    (a): int = 1\ndef g():\n    pass\n"
    compile(text, "x.py", "exec")
    file = SourceFile(text, "x.py")
    with pytest.raises(TooComplex, match="libcst"):
        file.unit(file.outline.definitions[0])
    assert isinstance(file.unit(file.outline.definitions[1]).node, cst.FunctionDef)
    assert isinstance(file.module().node, cst.Module)


def every_unit(text: str) -> list[Unit]:
    file = SourceFile(text, "x.py")
    return [file.module(), *(file.unit(each) for each in file.outline.definitions)]


DEEP: dict[str, tuple[str, bool]] = {
    "a sum of 900": ("x = " + "+".join(["a"] * 900), True),
    "a sum of 20,000": ("x = " + "+".join(["a"] * 20_000), False),
    "200 brackets": ("x = " + "[" * 200 + "a.data" + "]" * 200, True),
    "an elif chain of 3,000": ("if a: pass\n" + "elif b: pass\n" * 3_000, True),
    "an elif chain of 6,000": ("if a: pass\n" + "elif b: pass\n" * 6_000, False),
    "not": ("x = " + "not " * 5_000 + "a", False),
    "attributes": ("x = a" + ".b" * 20_000, False),
    "calls": ("x = a" + "()" * 20_000, False),
    "lambda": ("x = " + "lambda a, b: " * 5_000 + "1", False),
    "conditional": ("x = " + "a if b else " * 5_000 + "1", False),
    "comprehension": ("f([a " + "for a, b in c " * 5_000 + "])", False),
    "strings": ("x = (\n" + "'a'\n" * 5_000 + ")", False),
    "f-string": ("x = f'{" + "+".join(["a"] * 20_000) + "}'", False),
    "nested f-string": ("x = f'" + "{a:" * 5_000 + "}" * 5_000 + "'", False),
    "decorator": ("@a" + ".b" * 20_000 + "\ndef f(): pass", False),
    "a long table": ("x = {" + "'a': [1, -2.5],\n" * 20_000 + "}\ny.data", True),
    "a long string": ("x = '''" + "\\x00 ' \" \n" * 200_000 + "'''", True),
    "many decorators": ("@a\n" * 1_000 + "def f(): pass", True),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_too_deep_is_left_out_and_never_given_to_the_parser(name: str) -> None:
    text, parsed = DEEP[name]
    file = SourceFile(text + "\ndef fine():\n    return x.data\n", "deep.py")
    assert spans(file.unit(file.outline.definitions[-1]), "x.data") == [
        Span(len(file.lines) - 1, 12, len(file.lines) - 1, 18)
    ]
    units = [file.module, *(lambda each=each: file.unit(each) for each in file.outline.definitions)]
    if not parsed:
        with pytest.raises(TooComplex):
            [unit() for unit in units]
    else:
        for unit in units:
            node = unit().node
            unit().span(node.body[-1] if isinstance(node, cst.Module) else node)


def test_a_long_table_is_short_for_the_parser() -> None:
    file = SourceFile(f"def f():\n  t: D = {{\n{'(1, 2): -3,' * 3_000}\n}}\n  return t.data\n", "table.py")
    unit = file.unit(file.outline.definitions[0])
    assert spans(unit, "t.data") == [Span(5, 10, 5, 16)]
    assert len(cst.Module([]).code_for_node(unit.node)) < 100


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("A\U00013440 = 1\n")  # an identifier of a newer Unicode than some Pythons know
def test_any_text_parses_or_is_a_source_error(text: str) -> None:
    try:
        units = every_unit(text)
    except SourceError as error:
        where = (error.line, error.column)
    except TooComplex as left_out:
        where = (left_out.line, 1)
    else:
        where = (1, 1)
        for unit in units:
            if not isinstance(unit.node, cst.Module):
                assert unit.span(unit.node).line >= 1
    assert min(where) >= 1


def test_only_units_need_libcst() -> None:
    program = (
        "import sys, flake8_detach.source.sieve, flake8_detach.source.outline, flake8_detach.source.text, "
        "flake8_detach.source.suppression; sys.exit('libcst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
