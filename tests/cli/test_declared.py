"""What a project declares of its own names changes what is found."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

WRITES = """\
import torch
from mylib.ops import blend, fill, window


def first(layer, x):
    h = torch.sigmoid(layer(x))
    fill(h.detach())
    h.sum().backward()


def second(layer, x):
    h = torch.sigmoid(layer(x))
    blend(x, h)
    h.sum().backward()


def through_a_view(layer, x):
    h = torch.sigmoid(layer(x))
    v = window(h)
    v.zero_()
    h.sum().backward()
"""
MODULE = """\
from torch import nn

from .ops import fill


class Gate(nn.Module):
    def forward(self, x):
        y = x.exp()
        fill(y)
        return y
"""
READS = "import torch\n\n\ndef show(batch, q):\n    print(batch.data, q.codes.data, q.other.data)\n"


def found(command: Command, *options: str) -> list[tuple[int, str]]:
    ran = command("--format", "json", *options)
    return [(line, code) for _, line, _, code in ran.findings]


def test_functions_that_write_or_view_their_argument(project: Path, command: Command) -> None:
    (project / "x.py").write_text(WRITES)
    assert found(command) == []
    assert found(command, "--writing-functions", "mylib.ops.fill") == [(7, "DET102")]
    assert found(command, "--writing-functions", "blend:1") == [(13, "DET104")]
    assert found(command, "--writing-functions", "lib.ops.fill", "--view-functions", "other") == []
    assert found(command, "--view-functions", "ops.window") == [(20, "DET104")]


def test_a_file_is_looked_at_for_the_sake_of_a_declared_function(project: Path, command: Command) -> None:
    (project / "x.py").write_text(MODULE)
    assert found(command) == []
    assert found(command, "--writing-functions", "ops.fill") == [(9, "DET114")]


def test_names_of_tensors_and_of_others(project: Path, command: Command) -> None:
    (project / "x.py").write_text(READS)
    everything = [(5, "DET201")] * len(found(command, "--tensor-names", "*"))
    assert len(everything) == 3
    assert found(command, "--not-tensor-names", "*") == []
    only = ("--unknown-data", "ignore", "--tensor-names", "*.codes")
    assert command("--format", "json", *only).findings == [("x.py", 5, 23, "DET201")]
    assert found(command, "--tensor-names", "q.*", "--not-tensor-names", "*.other,batch") == [(5, "DET201")]
