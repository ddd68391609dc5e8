"""``--show-evidence``: what each ``.data`` is judged by, whether it is reported or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

PROGRAM = """\
import torch


class Picture:
    def __init__(self, data):
        self.data = data


def show(thing, weight: torch.Tensor):
    print(thing.data)
    w = torch.ones(3)
    w.data.zero_()
    return weight.data
"""
WHERE_NONE_IS = """\
import torch


class Head:
    bias: torch.Tensor | None = None


def use(x, tied):
    head = Head()
    y = (x * torch.ones(2, requires_grad=True)).exp()
    if tied:
        head.bias.data.zero_()
        y.add_(1)
    y.data.mul_(2)
    y.sum().backward()
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": "text", "metadata": {}},
        {
            "cell_type": "code",
            "source": "import torch\nx = torch.ones(2)\nx.data",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def test_the_three_answers_with_their_reasons(project: Path, command: Command) -> None:
    (project / "x.py").write_text(PROGRAM)
    ran = command("--show-evidence", "x.py")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.splitlines() == [
        "x.py:6:9: self.data: not a tensor (class): self is an instance of Picture, not a tensor class -> not reported",
        "x.py:10:11: thing.data: can't tell (none): nothing in sight tells what the receiver is -> DET201: unknown-data is report",
        "x.py:12:5: w.data: tensor (flow): the receiver is what torch.ones() gives -> DET202",
        "x.py:13:12: weight.data: tensor (annotation): the receiver is a Tensor -> DET201",
        "4 uses of .data and .detach_(): 2 tensor, 1 not a tensor, 1 can't tell; 3 reported.",
    ]


def test_what_was_seen_to_be_none_is_told_by_the_text(project: Path, command: Command) -> None:
    (project / "x.py").write_text(WHERE_NONE_IS)
    ran = command("--show-evidence", "x.py")
    assert ran.out.splitlines()[:2] == [
        "x.py:12:9: head.bias.data: tensor (annotation): the receiver is a Tensor -> DET202",
        "x.py:14:5: y.data: tensor (value): followed through the program, the receiver is a tensor -> DET202",
    ]


def test_settings_decide_what_is_reported(project: Path, command: Command) -> None:
    (project / "x.py").write_text(PROGRAM)
    ran = command(
        "--show-evidence",
        "--format=json",
        "--unknown-data=ignore",
        "--ignore=DET202",
        "--not-tensor-names=weight",
    )
    told = {each["expression"]: each for each in ran.document["evidence"]}
    assert told["thing.data"]["code"] is None
    assert told["w.data"]["code"] is None
    assert told["w.data"]["verdict"] == "tensor"
    assert told["weight.data"]["verdict"] == "not a tensor"
    assert told["weight.data"]["rule"] == "declared"
    assert told["self.data"] == {
        "path": "x.py",
        "line": 6,
        "column": 9,
        "end_line": 6,
        "end_column": 18,
        "expression": "self.data",
        "verdict": "not a tensor",
        "rule": "class",
        "reason": "self is an instance of Picture, not a tensor class",
        "code": None,
    }


def test_lines_of_json_notebooks_and_many_processes(project: Path, command: Command) -> None:
    (project / "a.ipynb").write_text(json.dumps(NOTEBOOK))
    # Two files that are large enough for two processes.
    for name in ("b.py", "c.py"):
        (project / name).write_text(PROGRAM + "# long\n" * 40_000)
    ran = command("--show-evidence", "--format=json-lines", "--jobs=2")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["path"], row.get("cell"), row["line"]) for row in rows] == [
        ("a.ipynb", 2, 3),
        *(("b.py", None, line) for line in (6, 10, 12, 13)),
        *(("c.py", None, line) for line in (6, 10, 12, 13)),
    ]


def test_what_cannot_be_read_is_said(project: Path, command: Command) -> None:
    (project / "x.py").write_text("import torch\nx.data = (\n")
    ran = command("--show-evidence", "x.py", "missing.py")
    assert ran.code == 2
    assert "x.py:2:10: DET900 not valid Python" in ran.err
    assert "missing.py: no such file or folder" in ran.err
    assert ran.out == "0 uses of .data and .detach_(): 0 tensor, 0 not a tensor, 0 can't tell; 0 reported.\n"


def test_formats_that_hold_findings_are_refused(project: Path, command: Command) -> None:
    ran = command("--show-evidence", "--format=sarif")
    assert ran.code == 2
    assert "--format sarif holds findings" in ran.err


@pytest.mark.parametrize(
    "option", ["--fix", "--diff", "--changed", "--add-noqa", "--output=json:x", "--statistics"]
)
def test_options_about_findings_are_refused(option: str, project: Path, command: Command) -> None:
    (project / "x.py").write_text(PROGRAM)
    ran = command("x.py", "--show-evidence", option)
    assert (ran.code, ran.out) == (2, "")
    assert f"not together with {option.partition('=')[0]}\n" in ran.err
    assert (project / "x.py").read_text() == PROGRAM


def test_what_is_stored_on_a_parameter_is_not_taken_for_a_method(project: Path, command: Command) -> None:
    (project / "x.py").write_text(
        "import torch\n\ndef f(net: torch.nn.Module, x):\n    net(x).sum().backward()\n"
        "    return [p.grad_batch.data for p in net.parameters()]\n"
    )
    ran = command("--show-evidence", "x.py")
    assert "tensor (hung-on-tensor): .grad_batch was stored on an element of parameters()" in ran.out
