"""What a file's functions, methods and layers do to what they are given, and to what their callers write."""

from __future__ import annotations

import textwrap

import pytest

from flake8_detach.candidates import plan
from flake8_detach.source.outlined import OutlinedFile

FILE = """
import torch
from torch import nn
from .elsewhere import ACTIVATIONS, fused

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 3)
        self.outer = nn.Linear(3, 3)
        self.act = ACTIVATIONS["relu"]

    def forward(self, x):
        x = self.inner(x)
        x = self.act(x)
        x = self.outer(x)
        return x

class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(3)
        self.proj = nn.Linear(3, 3)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        normed = self.norm(x)
        x = self.proj(normed)
        x = self.drop(x)
        return x, normed

class Squash(nn.Module):
    def forward(self, x):
        return torch.sigmoid(x)

class Masked(nn.Module):
    def forward(self, x, mask=None):
        if mask is not None:
            x[~mask] = 0
        return x.mean()

class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([Block() for _ in range(3)])
        self.first = nn.ModuleList()
        for _ in range(3):
            self.first.append(nn.Linear(3, 3))

    def forward(self, x):
        for part in self.parts:
            x = x + part(x)
        return x

def fill(x, value):
    if value is None:
        return x
    x[:, 0] = value
    return x

def squashed_if(x, value):
    if value is None:
        x = x.sigmoid()
    return x

def through(x, value):
    y = x.view(-1, 3)
    return fill(y, value)

def scaled(x, w):
    y = x * w
    x += 1
    return y

def capped(x):
    x.data.clamp_(max=1)
    return x

def squashed_twice(x):
    y = x.sigmoid()
    y += 1
    return y

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block, self_pair = Block(), None
        self.a = Block()
        self.pair = Pair()
        self.squash = Squash()
        self.masked = Masked()
        self.stack = Stack()
        self.parts = nn.ModuleList([Block(), Block()])
        self.mixed = nn.ModuleList([Block(), Squash()])
        self.maskers = nn.ModuleList([nn.Linear(3, 3), Masked()])
        self.linear = nn.Linear(3, 3)
        self.seen = 0
        self.names = [None] * 3

    def forward(self, x, mask, cache):
"""


def is_analysed(body: str) -> bool:
    text = FILE + textwrap.indent(textwrap.dedent(body).strip(), " " * 8) + "\n"
    return "Net.forward" in [d.qualified_name for d in plan(OutlinedFile(text, "x.py")).definitions]


@pytest.mark.parametrize(
    ("harmless", "near"),
    [
        pytest.param(
            "y = self.a(x)\ny += 1\nreturn y", "y = self.squash(x)\ny += 1\nreturn y", id="a class's forward"
        ),
        pytest.param(
            "y, n = self.pair(x)\ny += 1\nreturn y, n",
            "n, y = self.pair(x)\ny += 1\nreturn y, n",
            id="a tuple's item",
        ),
        pytest.param(
            "y = self.parts[0](x)\ny += 1\nreturn y",
            "y = self.mixed[0](x)\ny += 1\nreturn y",
            id="an element of a row",
        ),
        pytest.param(
            "for part in self.parts:\n    y = part(x)\n    y += 1\nreturn y",
            "for part in self.mixed:\n    y = part(x)\n    y += 1\nreturn y",
            id="each element of a row",
        ),
        pytest.param(
            "y = self.stack(x)\ny += 1\nreturn y",
            "y = self.stack(x.sigmoid())\nz = y.sin()\ny += 1\nreturn z",
            id="a loop over layers, of which there is one",
        ),
        pytest.param(
            "y = fill(x + 1, mask)\nreturn y",
            "y = fill(x.sigmoid(), mask)\nreturn y",
            id="written by a function",
        ),
        pytest.param(
            "y = x + 1\nthrough(y, mask)\nreturn y",
            "y = x + 1\nz = y.exp().sin() + y * self.linear.weight\nthrough(y, mask)\nreturn z",
            id="written by what a function calls",
        ),
        pytest.param(
            "y = x + 1\nthrough(y, mask)\nreturn y", "y = x + 1\nthrough(y, y)\nreturn y", id="given twice"
        ),
        pytest.param(
            "y = fill(x + 1, mask)\ny += 1\nreturn y",
            "y = fill(self.linear(x), mask)\nz = self.linear(y)\ny += 1\nreturn z",
            id="given back",
        ),
        pytest.param(
            "y = fill(x + 1, mask)\ny += 1\nreturn y",
            "y = squashed_if(x + 1, mask)\ny += 1\nreturn y",
            id="given back, or what is kept",
        ),
        pytest.param(
            "y = self.linear(x)\nz = self.masked(y, mask=mask)\nreturn z",
            "y = self.squash(x)\nz = self.masked(y, mask=mask)\nreturn z",
            id="written by a layer",
        ),
        pytest.param(
            "for part in self.maskers:\n    y = x + 1\n    part(y, mask)\nreturn x",
            "y = self.squash(x)\nfor part in self.maskers:\n    part(y, mask)\nreturn y",
            id="written by an element of a row",
        ),
        pytest.param(
            "y = self.linear(x)\nz = self.masked(y, **cache)\nreturn z",
            "y = self.squash(x)\nz = self.masked(*cache)\ny += 1\nreturn z",
            id="what a call spreads",
        ),
        pytest.param("return fused(x)", "return squashed_twice(x)", id="harm in a function"),
        pytest.param(
            "return fused(x)", "return scaled(self.linear(x), self.linear.weight)", id="a factor kept"
        ),
        pytest.param("return fused(x)", "return capped(x.sigmoid())", id="a write through .data"),
        pytest.param(
            "y = x.sin()\ny = self.linear(y)\ny += 1\nreturn y",
            "y = x.sin()\nif mask:\n    y = self.linear(y)\nz = y.exp()\ny += 1\nreturn z + self.linear(y)",
            id="bound anew",
        ),
        pytest.param(
            "out = self.squash(x)\ny = out[0]\ny = self.linear(y)\ny += 1\nreturn y, out",
            "out = self.squash(x)\ny = out[0]\ny += 1\nreturn y, out",
            id="no longer a part of it",
        ),
        pytest.param(
            "h, w = x.shape\ny = x.clone()\ny[0] = y[0] * w\nreturn y",
            "h, w = x.chunk(2)\ny = x.clone()\ny[0] = y[0] * w\nreturn y",
            id="times a number",
        ),
        pytest.param(
            "for k in range(3):\n    y = x + k\n    z = y\n    z += 1\nreturn z",
            "y = x.sigmoid()\nfor k in range(3):\n    z = x + k\n    if mask:\n        z = y\n    z += 1\nreturn z",
            id="another one's memory",
        ),
        pytest.param(
            "k = cache.size.exp()\ncache.states[0] = x\nreturn k",
            "k = self.linear(cache.states)\ncache.states[0] = x\nreturn k",
            id="another attribute",
        ),
        pytest.param(
            "self.seen += x.shape[0]\nself.names[0] = x\nreturn x",
            "self.other += x\nreturn x",
            id="a counter",
        ),
        pytest.param(
            "if mask is None:\n    return x\nx += 1\nreturn x",
            "z = self.linear(x)\nif mask is None:\n    return x\nx += 1\nreturn x + z",
            id="returned before",
        ),
        pytest.param(
            "y = self.linear(x)\nz = fused(y)\ny += 1\nreturn z",
            "y = self.linear(x)\nz = y.exp() * self.a(y)\ny += 1\nreturn z",
            id="what nobody here sees",
        ),
        pytest.param(
            "outs = [self.squash(x)]\ny = outs[0] + 1\nouts[0] = y\nreturn outs",
            "outs = [self.squash(x)]\ny = outs[0]\ny += 1\nreturn outs",
            id="an item of a list",
        ),
    ],
)
def test_a_forward_is_analysed_only_where_a_write_may_matter(harmless: str, near: str) -> None:
    assert not is_analysed(harmless)
    assert is_analysed(near)


def test_functions_that_no_forward_reaches_are_not_read() -> None:
    text = "import torch\ndef post_process(x):\n    y = x.sigmoid()\n    y += 1\n    return y\n"
    reached = (
        text + "class Net(torch.nn.Module):\n    def forward(self, x):\n        return post_process(x)\n"
    )
    assert not plan(OutlinedFile(text, "x.py")).definitions
    assert [d.name for d in plan(OutlinedFile(reached, "x.py")).definitions] == ["forward"]
