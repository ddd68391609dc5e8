"""Whatever the bytes: outside the repairs they stay, the result is Python, and a second run changes nothing."""

from __future__ import annotations

import ast
import codecs
import re
import warnings
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flake8_detach.cli.checking import Task, check_task
from flake8_detach.cli.fixing import repair_task
from flake8_detach.fixes.edits import Lines
from flake8_detach.settings import Settings
from flake8_detach.source.text import decode

STATEMENTS = (
    "w.data.zero_()",
    "w.data.mul_(2)  # é",
    "w.data += 1",
    "w.data[0] = 1",
    "w.data = w * 2",
    "x = w.data",
    "x = w.data.sum().item(); y = 'ü'",
    "w.data.zero_(); w.data.add_(1)",
    "w.data.add_(\\\n  1)",
    "w.data.fill_(\n1,\n)",
    "print('''a\n w.data ß\n''', w.data)",
    "if w.data.sum() > 0: w.data.zero_()",
    "for p in [w]: p.data.clamp_(0)",
    "for p in [w]:\n{i}p.data.clamp_(0)\n{i}# note\n{i}p.data[0] = 2",
    "with torch.no_grad():\n{i}w.data.zero_()",
    "def f(p):\n{i}p.data.zero_()\n\n{i}return p.data",
    "h = w * 2\nh.detach_()",
    "y = w.exp()\nc = y.data\nc.zero_()\ny.sum().backward()",
    "w.data.zero_()  # noqa",
    "w.data = (\n    w * 2  # twice\n  # odd\n)",
    "w.data *= (1 +\n  1)",
    "w.data = w.data.clone()",
    "if w.dim() == 1:\n{i}w.data.zero_()  # ä\nelif w.dim():\n{i}w.data.add_(1)\nelse:\n{i}pass",
    "for p in [w]:\n{i}if p.grad is None:\n{i}{i}continue\n{i}p.data.add_(p.grad.data, alpha=-1)  # noqa: DET201",
    "try:\n{i}w.data.zero_()\nexcept ValueError: w.data.add_(1)\nfinally:\n{i}w.data.sub_(1)",
    "match w.dim():\n{i}case 1: w.data.zero_()\n{i}case _:\n{i}{i}w.data.add_(1)",
    'def step(p):\n{i}"""Write.\n\n  ü"""\n{i}p.data.mul_(2)\n# at the margin\n{i}p.data = p.data + 1',
    "w.data.fill_(len('''é\n  w.data\n'''))",
    "x = [p.data for p in [w]]; (q := w.data)",
    "with torch.no_grad():  # first\n{i}w.data.zero_()\nw.data.add_(1)",
    "w.data.add_(1)\nwith torch.no_grad():\n{i}w.add_(1)",
    "w.\\\ndata.add_(1)",
    "old = w.detach()\nw.data.add_(1)\nprint(w - old)",
    "w[w > 0].clamp_(0)",
    "w.masked_fill(w > 0, 0)",
    "# flake8-detach: disable[DET202]\nw.data.zero_()\n# flake8-detach: enable[DET202]",
    "\fw.data.zero_()",
    "f'{w.data} {w.data.sum()}'",
    "(w\n   .data  # here\n   .zero_())",
    "\f",
    "# a comment: öäü",
    "",
    "((w.data)).zero_()",
    "((w) . data) [ (0) ] = ((1))",
    "(w.data  # one\n   # between\n   .mul_(  # two\n   (2)))  # three",
    "x = (  # ä\n  w.data,  # b\n\n  # c\n  [w.data.sum()],\n)",
    "größe = w\ngröße.data.zero_()  # größe.data\nprint(größe.data, 'größe')",
    "x = [" + "0, " * 4000 + "w.data, 'ß']; w.data.add_(1)",
    "@torch.no_grad()  # off\ndef update(p=w.data):\n{i}p.data.add_(1); p.data = p * 2\n\n{i}\n{i}# behind",
    "def keep(f): return f\n@keep\n@keep  # ä\ndef step(p):\n{i}p.data.mul_(2)",
    "class A:\n{i}w.data.zero_()\n{i}@staticmethod\n{i}def f(p): p.data.zero_(); return p.data",
    "w.data.zero_() ;",
    "w.data \\\n  .zero_( \\\n )",
    "w \\\n.\\\n data[0] \\\n += 1",
    "if w.dim(): w.data.zero_(); w.data.add_(1)\nelse: w.data.sub_(1)",
    "while w.dim() > 1: w.data.zero_()",
    "with open(__file__) as f: w.data.zero_()",
    "with torch.no_grad(): w.data.zero_(); x = w.data",
    "for p in [w]: p.data.clamp_(0); print(p.data)  # ö",
    "async def g():\n{i}async with w as v: v.data.zero_()\n{i}return [w.data async for _ in w]",
    "def outer():\n{i}w = torch.ones(2)\n{i}def inner():\n{i}{i}nonlocal w\n{i}{i}w.data += 1\n{i}{i}return w.data\n{i}return inner",
    "w.data.zero_()\n{i}# deeper\n  # odd\nw.data.add_(1)",
    "w.data.zero_()\n\f\nw.data.add_(1)\n\f# page",
    "if w.dim():\n{i}w.data.zero_()\n\f{i}w.data.add_(1)",
    "x = '''a\\\n w.data\n'''; w.data.zero_()",
    "w.data.copy_(torch.tensor([len(r'\\\n'), 2, 3]))",
    "x = w.data if w.data.sum() else (lambda: w.data)()",
    "assert w.data.dim(), f'{w.data!r:>{w.data.dim()}}'",
    "del w.data; w.data",
    "w.data, x = w * 2, 1",
    "x = w.data = w * 2",
    "w.data: torch.Tensor = w * 2",
    "from math import (\n{i}pi,  # ä\n)\nw.data.mul_(pi)",
    "w.data.mul_(2)  # \x0b\x85\x1c\u2028 behind",
    "w.data.fill_(len('\x0b\x85\x1c\u2028'))",
)
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)")
_COMMENT = re.compile(r"#[^\r\n]*")
_WORD = re.compile(r"\w+")
_CHANGED = frozenset("data add_ mul_ sub_ copy_ clamp_ clamp clone".split())
ENDS = ("\n", "\r\n", "\r")
HEADS = (
    ("import torch", "utf-8", b""),
    ("import torch", "utf-8", codecs.BOM_UTF8),
    ("# -*- coding: latin-1 -*-\nimport torch", "latin-1", b""),
    ("# coding: cp1252\nimport torch as th\ntorch = th", "cp1252", b""),
    (
        "# coding: utf-8\nfrom torch import nn\nimport torch.nn.functional as F\nimport torch",
        "utf-8",
        codecs.BOM_UTF8,
    ),
    ("# coding: utf-8-sig\nimport torch", "utf-8", codecs.BOM_UTF8),
    ("# coding: utf_8_sig\nimport torch", "utf-8", b""),
    ("\n# coding: shift_jis\nimport torch  # 表ソ能", "shift_jis", b""),
    ("# coding: euc-jp\nimport torch  # 表\nimport os as おす", "euc_jp", b""),
    ("# coding: cp932\nimport torch  # ①㈱", "cp932", b""),
    ("# coding: iso2022_jp\nimport torch  # 表", "iso2022_jp", b""),
    ("\f\n\f# coding: gb18030\nimport torch  # 表", "gb18030", b""),
    (
        '"""Doc.\n\n表"""\nfrom __future__ import annotations\nimport torch.nn as nn\nimport torch',
        "utf-8",
        b"",
    ),
    ("# -*- coding: iso-8859-15 -*-\nfrom torch import nn\nimport math", "iso-8859-15", b""),
    (
        "#!/usr/bin/env python\n# vim: set fileencoding=utf-8 :\nimport torch.nn as nn\nimport torch",
        "utf-8",
        b"",
    ),
)


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """Programs in all encodings, with all line ends and indentations, mixed as no editor would."""
    head, encoding, mark = draw(st.sampled_from(HEADS))
    indent = draw(st.sampled_from(("    ", "\t", "  ", "   ")))
    body = draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=7))
    lines = [*head.split("\n"), "w = torch.ones(3, requires_grad=True)"]
    nested = draw(st.booleans())
    if nested:
        lines.append("class Net:")
        lines.append(f"{indent}def reset_parameters(self, w):")
    prefix = indent * 2 if nested else ""
    for statement in body:
        lines += [prefix + line if line else line for line in statement.replace("{i}", indent).split("\n")]
    if nested:
        lines.append(f"{prefix}pass")
    one_end = draw(st.sampled_from((*ENDS, None)))
    ends = [one_end or draw(st.sampled_from(ENDS)) for _ in lines]
    if draw(st.booleans()):
        ends[-1] = ""
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    # Not every encoding has all letters; those it has not become question marks.
    return mark + text.encode(encoding, "replace")


_TOUCHED = ("data", ".\\", "detach", "clamp_", "masked_fill", "with torch.no_grad()")
"""What stands in every line that repairs take away: all others may be indented or moved, with their ends, and no more."""
_BROUGHT = ("no_grad", "detach", "import torch", "import copy", "requires_grad_")


def _lines(text: str) -> list[str]:
    lines = Lines(text)
    return [lines.line(number) for number in range(1, lines.count + 1)]


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _assert_rest_stays(before: str, after: str) -> None:
    """Lines that repairs do not take away stay, with their ends; what they bring ends as lines of the file do."""
    old, new = ([line.lstrip(" \t") for line in _lines(text)] for text in (before, after))
    gone, brought = Counter(old) - Counter(new), Counter(new) - Counter(old)
    assert all(any(word in line for word in _TOUCHED) for line in gone), gone
    plain = {part for line in gone for part in _plain(line)}
    for line in brought:
        assert any(word in line for word in _BROUGHT) or set(_plain(line)) <= plain, line
    assert {_end(line) for line in new} <= {_end(line) for line in old} | {"\n"}
    if any(_end(line) for line in old):
        assert {_end(line) for line in new} <= {_end(line) for line in old}
    assert sorted(_COMMENT.findall(before)) == sorted(_COMMENT.findall(after))


def compiles(data: bytes) -> bool:
    """Whether Python takes a file, by its bytes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(data, "program.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _assert_bytes_stay(before: bytes, after: bytes) -> None:
    """The same of bytes, whatever they mean: those of lines without anything to repair, indentation aside."""
    words = [word.encode() for word in _TOUCHED]
    old = [line for line in _LINES.findall(before) if not any(word in line for word in words)]
    new = Counter(line.lstrip(b" \t") for line in _LINES.findall(after))
    gone = Counter(line.lstrip(b" \t") for line in old) - new
    assert not gone, gone


def _plain(line: str) -> list[str]:
    """The words of a line without those that tell a repaired one from what it was."""
    return [word for word in _WORD.findall(line) if word not in _CHANGED]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(sources(), st.booleans())
def test_bytes_outside_repairs_stay(data: bytes, unsafe: bool) -> None:
    task = Task("program.py", data, Settings())
    done = repair_task(task, unsafe=unsafe)
    before, after = decode(data), decode(done.data)
    assert (before.encoding, before.bom) == (after.encoding, after.bom)
    assert after.encode(after.text) == done.data
    try:
        ast.parse(before.text)
    except SyntaxError:
        assert done.data == data
        return
    ast.parse(after.text)
    assert compiles(done.data) or not compiles(data)
    _assert_rest_stays(before.text, after.text)
    _assert_bytes_stay(data, done.data)
    assert done.data.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))
    for line in before.text.split("# noqa")[1:]:
        assert f"# noqa{line[:1]}" in after.text


LIKE_LINES = b"""\
import torch
w = torch.ones(3, requires_grad=True)
class Net:
    def reset_parameters(self, w):
        x = w.data
        w[w > 0].clamp_(0)
        x = w.data
        x = w.data
        if w.data.sum() > 0: w.data.zero_()
"""
"""Of three lines that are alike the first cannot be repaired."""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sources(), st.booleans())
@example(data=LIKE_LINES, unsafe=False)
def test_a_second_run_changes_nothing(data: bytes, unsafe: bool) -> None:
    done = repair_task(Task("program.py", data, Settings()), unsafe=unsafe)
    again = repair_task(Task("program.py", done.data, Settings()), unsafe=unsafe)
    assert again.data == done.data


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sources())
def test_every_edit_lies_in_the_text(data: bytes) -> None:
    lines = Lines(decode(data).text)
    for finding in check_task(Task("program.py", data, Settings())):
        for edit in finding.fix.edits if finding.fix is not None else ():
            start, end = lines.stretch(edit.span)
            assert 0 <= start <= end <= len(lines.text)
            assert lines.edit(lines.change(edit)) == edit


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sources(), st.booleans())
def test_the_result_is_the_same_whatever_ends_lines(data: bytes, unsafe: bool) -> None:
    text = re.sub("coding[:=]", "encoded ", decode(data).text)  # it is UTF-8 now
    results = set()
    for end in ENDS:
        program = _with_ends(text, end).encode()
        done = repair_task(Task("program.py", program, Settings()), unsafe=unsafe)
        results.add(_with_ends(done.data.decode(), "\n"))
    assert len(results) == 1


def _with_ends(text: str, end: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end)


@pytest.mark.parametrize("encoding", ["cp932", "iso2022_jp"])
def test_another_spelling_of_a_character_stays(encoding: str) -> None:
    odd = {"cp932": b"\xed\x40 \x87\x90", "iso2022_jp": b"\x1b$B\x1b(B\x1b$B%=\x1b(B"}[encoding]
    head = b"# coding: " + encoding.encode() + b"\nimport torch\r\nw = torch.ones(3)  # " + odd + b"\r"
    data = head + b"w.data.zero_()\nprint(w.data)\n# " + odd
    assert decode(data).encode(decode(data).text) != data
    done = repair_task(Task("program.py", data, Settings()), unsafe=False)
    assert done.data == head + b"with torch.no_grad():\n    w.zero_()\nprint(w.detach())\n# " + odd


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_an_import_is_seen_whatever_ends_the_line_before(end: str) -> None:
    data = end.join(("# first", "\fimport torch", "def step(p):", "    p.data.add_(1)", "")).encode()
    assert [finding.code for finding in check_task(Task("program.py", data, Settings()))] == ["DET202"]
