"""Whatever the bytes: outside the repairs they stay, the result is Python, and a second run changes nothing."""

from __future__ import annotations

import ast
import codecs

from hypothesis import HealthCheck, given, settings
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
    "f'{w.data} {w.data.sum()}'",
    "(w\n   .data  # here\n   .zero_())",
    "\f",
    "# a comment: öäü",
    "",
)
ENDS = ("\n", "\r\n", "\r")
HEADS = (
    ("import torch", "utf-8", b""),
    ("import torch", "utf-8", codecs.BOM_UTF8),
    ("# -*- coding: latin-1 -*-\nimport torch", "latin-1", b""),
    ("# coding: cp1252\nimport torch as th\ntorch = th", "cp1252", b""),
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
    return mark + text.encode(encoding)


def _skeleton(data: bytes) -> list[str]:
    """The lines without what repairs add, take away or move, without indentation, but with their ends."""
    lines = Lines(decode(data).text)
    each = [lines.line(number).lstrip(" \t") for number in range(1, lines.count + 1)]
    return [
        line for line in each if not any(word in line for word in ("w", "p.", "p[", "y", "c", "h", "import"))
    ]


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
    assert _skeleton(data) == _skeleton(done.data)
    assert done.data.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))
    for line in before.text.split("# noqa")[1:]:
        assert f"# noqa{line[:1]}" in after.text


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sources(), st.booleans())
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
