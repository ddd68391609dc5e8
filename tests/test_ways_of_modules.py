"""The same silent write to a weight, which comes from its module in many ways.

Each line of ``ways/weight_of_a_module.txt`` is such a way. PyTorch is asked by the same write where it counts it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

WAYS = (Path(__file__).parent / "ways" / "weight_of_a_module.txt").read_text(encoding="utf-8").splitlines()
BEGINNING = """import collections, copy, fnmatch, functools, itertools, operator, re, typing
import torch
from torch import nn
m = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))
y = m(torch.randn(2, 3))
"""
WRITE, COUNTED = "({way}).data.mul_(2)\n", "with torch.no_grad(): ({way}).mul_(2)\n"
OF_A_COPY = "({way}).data.clone().mul_(2)\n"
RUN = "y.sum().backward()\n"


def codes(program: str) -> set[str]:
    found = check_source(program.encode(), "program.py", Settings(), repairs=False)
    return {finding.code for finding in found if finding.code.startswith("DET1")}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_silent_write_to_a_weight_is_told(way: str) -> None:
    assert codes(BEGINNING + WRITE.replace("{way}", way) + RUN) == {"DET101"}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_write_later_or_to_a_copy_is_not(way: str) -> None:
    assert not codes(BEGINNING + RUN + WRITE.replace("{way}", way))
    assert "DET101" not in codes(BEGINNING + OF_A_COPY.replace("{way}", way) + RUN)


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("way", WAYS)
def test_pytorch_refuses_the_write_where_it_counts_it(way: str) -> None:
    pytest.importorskip("torch")
    program = BEGINNING + COUNTED.replace("{way}", way) + RUN
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        exec(compile(program, "program.py", "exec", dont_inherit=True), {"__name__": "program"})  # noqa: S102
