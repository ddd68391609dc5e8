"""What a file leaves behind goes when the file is done: nothing of it waits for the garbage collector, or little."""

from __future__ import annotations

import ast
import gc
import weakref
from collections.abc import Iterator

import pytest

from flake8_detach.checker import check_source
from flake8_detach.cli.work import Work, do_all
from flake8_detach.settings import Settings

PROGRAM = """
import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 3)

    def forward(self, x, mask):
        gate = self.scaled(torch.sigmoid(self.linear(x)))
        gate.data.clamp_(min=0.1)
        return gate * mask

    def scaled(self, x):
        x *= 2
        return x

    def reset(self):
        self.linear.weight.data.zero_()
"""


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_the_tree_of_a_file_goes_with_it() -> None:
    tree = ast.parse(PROGRAM)
    left = [weakref.ref(node) for node in ast.walk(tree) if isinstance(node, ast.mod | ast.stmt)]
    found = check_source(PROGRAM, "gate.py", Settings(), tree=tree)
    del tree
    assert {"DET111", "DET202"} <= {finding.code for finding in found}
    assert [node() for node in left if node() is not None] == []


class Knot:
    """Refers to itself, as what only the collector frees."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.itself = self


KNOTS: list[weakref.ref[Knot]] = []


def tie(item: Knot) -> int:
    """Leave a knot behind; gives how many of the earlier ones are still there."""
    before = sum(knot() is not None for knot in KNOTS)
    KNOTS.append(weakref.ref(Knot(item.data)))
    return before


@pytest.mark.usefixtures("uncollected")
def test_knots_are_looked_for_when_a_file_is_done() -> None:
    assert do_all(Work("tying", tie, tie), [Knot(b""), Knot(b""), Knot(b"")], 1) == [0, 0, 0]
