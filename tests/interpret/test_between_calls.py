"""A method that nobody in the file calls finds what other methods have left, not what the constructor made."""

from __future__ import annotations

import textwrap

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

HEAD = """
import torch

memory = []
total = torch.zeros(1)


class Buffer:
    def __init__(self):
        self.kept = []


class Agent:
    shared = []

    def __init__(self):
        self.log_probs = []
        self.by_name = {}
        self.pair = [torch.zeros(1), torch.zeros(1)]
        self.fixed = [torch.zeros(1), torch.zeros(1)]
        self.loss = torch.zeros(1)
        self.count, self.mean = 0, torch.zeros(1)
        self.constant = torch.zeros(1)
        self.buffer = Buffer()
        self.layer = torch.nn.Linear(3, 1)

    def act(self, x):
        global total
        y = self.layer(x).sum()
        self.log_probs.append(y)
        self.by_name.setdefault("x", []).append(y)
        self.pair[0] = y
        self.loss += y
        self.count, self.mean = self.count + 1, self.mean + y
        self.buffer.kept.append(y)
        self.shared.append(y)
        memory.append(y)
        total = total + y

    def finish(self):
        LOSS.backward()
"""
FILLED = [
    "torch.stack(self.log_probs).sum()",
    "sum(self.by_name['x'])",
    "sum(self.by_name['x'], torch.zeros(1))",
    "self.pair[0].sum()",
    "self.loss.sum()",
    "self.mean.sum()",
    "torch.stack(self.buffer.kept).sum()",
    "torch.stack(self.shared).sum()",
    "torch.stack(memory).sum()",
    "total.sum()",
]


def codes(loss: str) -> list[str]:
    return [f.code for f in check_source(textwrap.dedent(HEAD.replace("LOSS", loss)), "x.py", Settings())]


@pytest.mark.parametrize("loss", FILLED)
def test_what_others_fill_is_unknown(loss: str) -> None:
    assert codes(loss) == []


@pytest.mark.parametrize("loss", ["self.constant.sum()", "self.fixed[0].sum()", "torch.zeros(3).sum()"])
def test_what_nobody_changes_is_as_it_was_made(loss: str) -> None:
    assert codes(loss) == ["DET301"]


def test_a_call_in_the_file_is_followed_with_what_there_is() -> None:
    called = (
        HEAD.replace("LOSS", "torch.stack(self.log_probs).sum().detach()")
        + "\nagent = Agent()\nagent.act(torch.ones(3))\nagent.finish()\n"
    )
    found = check_source(called, "x.py", Settings())
    assert [f.code for f in found] == ["DET301"]
    assert codes("torch.stack(self.log_probs).sum().detach()") == ["DET301"]
