"""What is decided by the text takes as long as the text is long, whatever its shape."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from flake8_detach.candidates import plan
from flake8_detach.source.outlined import OutlinedFile

NET = """\
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rows = nn.ModuleList()
    def forward(self, x, w, cache):
        y = x.clone()
        y += 1
"""


def forward(line: str) -> Callable[[int], str]:
    """A forward of so many statements; ``{k}`` and ``{n}`` in `line` stand for the number and the next one."""
    return lambda count: (
        NET
        + "".join(
            line.format(k=k, n=k + 1).replace("\n", "\n        ").join(("        ", "\n"))
            for k in range(count)
        )
    )


def classes(body: str) -> Callable[[int], str]:
    """So many classes, each with the next one as its part."""
    head = "class C{k}(nn.Module):\n    def __init__(self):\n        self.part = C{n}()\n    def forward(self, x):\n"
    return lambda count: (
        "import torch\nfrom torch import nn\n"
        + "".join((head + body).format(k=k, n=k + 1) for k in range(count))
    )


def functions(count: int) -> str:
    """A chain of calls, the last of which writes what it was given."""
    chain = "".join(f"def f{k}(x):\n    f{k + 1}(x)\n    return x\n" for k in range(count))
    return f"{chain}def f{count}(x):\n    x += 1\n{NET}        f0(y)\n"


SHAPES = {
    "factors": forward("z{k} = x * y"),
    "items": forward("y[{k}] = y[{k}] * w"),
    "aliases": forward("y{n} = y{k}.view(-1)\ny{n} += 1"),
    "branches": forward("if w:\n    y = y + {k}\ny += 1"),
    "returns": forward("if w == {k}:\n    return y\ny += 1"),
    "loops": forward("for a in x:\n    y = a + {k}\n    y += 1"),
    "attributes": forward("cache.a{k}[0] = cache.b{k}"),
    "lists": forward("v{k} = {{}}\nv{k}[w][x] = 1"),
    "parts": classes("        x += 1\n        return self.part(x)\n"),
    "results": classes("        y = self.part(x)\n        y += 1\n        return y\n"),
    "functions": functions,
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_no_square_of_the_time(shape: str) -> None:
    few, many = (min(seconds(SHAPES[shape](count)) for _ in range(2)) for count in (600, 2400))
    assert many < 9 * few + 0.05


def seconds(text: str) -> float:
    began = time.process_time()
    plan(OutlinedFile(text, "x.py"))
    return time.process_time() - began
