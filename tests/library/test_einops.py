"""``einops`` is not among what the tests install, so these claims rest on runs by hand with einops 0.8.2: what it gives is a view where it
can be one, and gradients flow through it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from .claims import claims

START = """
import torch
from einops import einsum, rearrange, reduce, repeat
from einops.layers.torch import Rearrange
v = torch.randn(2, 3, 4, requires_grad=True)
a = v.exp()
"""
LINE = 7


@pytest.mark.parametrize(
    ("made", "written", "codes"),
    [
        ('rearrange(a, "a b c -> b (a c)")', "a.data.mul_(2)", ["DET101"]),
        ('rearrange(a, "a b c -> (a b) c")', "b.data.mul_(2)", ["DET111"]),
        ('rearrange([a, a], "n a b c -> a (n b) c")', "a.data.mul_(2)", ["DET101"]),
        ('repeat(a, "a b c -> a b c n", n=2)', "a.data.mul_(2)", ["DET101"]),
        ('reduce(a, "a b c -> a b", "mean")', "a.data.mul_(2)", ["DET101"]),
        ('reduce(a, "a b c -> a b", "mean")', "b.data.mul_(2)", []),
        ('Rearrange("a b c -> a (b c)")(a)', "a.data.mul_(2)", ["DET101"]),
        ('einsum(a, torch.ones(4, 5), "a b c, c d -> a b d")', "a.data.mul_(2)", ["DET101"]),
    ],
)
def test_gradients_flow_through_patterns(made: str, written: str, codes: list[str]) -> None:
    program = dedent(START).lstrip("\n") + f"b = {made}\n{written}\nb.sum().backward()\n"
    found = [(line, code) for line, code in claims(program, ("DET10", "DET11")) if line == LINE]
    assert found == [(LINE, code) for code in codes]
