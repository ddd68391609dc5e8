"""What was found in one world stays where the budget of steps ends in another."""

from __future__ import annotations

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

PROGRAM = """import torch


def step(flag, x):
    w = torch.randn(3, requires_grad=True)
    y = torch.exp(w)
    loss = y.sum()
    if flag:
        y.data.mul_(2)
        loss.backward()
    else:
        kept = [y]
        kept[0].detach().mul_(1 + x)
    for i in range(40):
        for j in range(40):
            x = x + torch.exp(w * i) * j
"""


@pytest.mark.parametrize("budget", [100, 150, 200, 300, 500])
def test_findings_of_every_world_survive_the_budget(budget: int) -> None:
    found = check_source(PROGRAM, "program.py", Settings(step_budget=budget))
    assert [f.span.line for f in found if f.code in ("DET101", "DET111")] == [9]
