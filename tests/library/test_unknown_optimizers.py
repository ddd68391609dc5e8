"""Optimizers of other packages: what their ``step()`` may write."""

from __future__ import annotations

import pytest

from tests.library.claims import claims

PROGRAM = """
import torch
from torch import nn
from fused import _FusedAdam, FusedAdam

one, two = nn.Linear(3, 3), nn.Linear(3, 3)
steps = {made}
for _ in range(3):
    x = torch.randn(2, 3)
    first, second = one(x).sum(), two(two(x)).sum()
    first.backward()
    steps.step()
    steps.zero_grad()
    second.backward()
"""


@pytest.mark.parametrize(
    "made",
    [
        "FusedAdam(one.parameters(), 0.1)",
        "_FusedAdam(one.parameters())",
        "FusedAdam(params=list(one.parameters()))",
        "FusedAdam([{'params': one.parameters(), 'lr': 0.1}])",
        "FusedAdam([{'params': [one.weight]}, {'params': [one.bias], 'lr': 0.1}])",
    ],
)
def test_it_writes_only_what_it_was_made_with(made: str) -> None:
    assert claims(PROGRAM.format(made=made)) == []


@pytest.mark.parametrize(
    "made",
    [
        "FusedAdam(two.parameters())",
        "FusedAdam([*one.parameters(), *two.parameters()])",
        "FusedAdam([{'params': one.parameters()}, {'params': two.parameters()}])",
        "FusedAdam([one.weight, somebody.weight])",
        "FusedAdam(somebody)",
        "FusedAdam(two)",
        "FusedAdam()",
    ],
)
def test_it_may_write_whatever_it_may_have(made: str) -> None:
    assert claims(PROGRAM.format(made=made)) == [(11, "DET115")]
