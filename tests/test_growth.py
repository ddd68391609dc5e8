"""The time a file takes grows with its length and no faster, whatever stands in it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

pytestmark = pytest.mark.slow

HEAD = "import torch\nfrom torch import nn\n"
TRAIN = "def train(x, w):\n    y = (x * w).sigmoid()\n{}    y.data.zero_()\n    y.sum().backward()\n"
TIMES = 4
LESS_THAN_SQUARE = TIMES**1.6
"""What so many times the length may cost: between linear (4) and quadratic (16), with room for a noisy machine."""


def repeated(text: str, times: int) -> str:
    """`text` so many times, each with its number for ``#``."""
    return "".join(text.replace("#", str(number)) for number in range(times))


CLASS = """
class Net#(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(3, 3)

    def forward(self, x):
        y = torch.sigmoid(self.gate(x))
        z = y * 2
        y.data.clamp_(0, 1)
        return z
"""

GENERATOR = (
    "def gen(w):\n    for k in range(2):\n        yield w * k\n\nw = torch.ones(3, requires_grad=True)\n"
)
SHAPES: dict[str, tuple[int, Callable[[int], str]]] = {
    "classes": (40, lambda n: HEAD + repeated(CLASS, n)),
    "functions": (300, lambda n: HEAD + repeated("def f#(x):\n    x.data.zero_()\n", n)),
    "helpers that write": (
        100,
        lambda n: (
            HEAD
            + repeated("def f#(x):\n    x.data.mul_(#)\n", n)
            + TRAIN.format(repeated("    f#(y)\n", n))
        ),
    ),
    "functions that call each other in a circle": (
        100,
        lambda n: (
            HEAD
            + "".join(
                f"def f{k}(x):\n    x.data.zero_()\n    return f{(k + 1) % n}(f{(k * 7 + 3) % n}(x))\n"
                for k in range(n)
            )
            + TRAIN.format("    f0(y)\n")
        ),
    ),
    "writes": (150, lambda n: HEAD + TRAIN.format(repeated("    y.data[#] = 0\n", n))),
    "operations": (300, lambda n: HEAD + TRAIN.format("    y = y.sigmoid()\n" * n)),
    "branches in a row": (100, lambda n: HEAD + TRAIN.format(repeated("    if x[#] > 0:\n        y = y + #\n", n))),
    "branches of one statement": (
        100,
        lambda n: HEAD + TRAIN.format("    if w:\n        pass\n" + repeated("    elif x[#]:\n        y = y + #\n", n)),
    ),
    "loops": (150, lambda n: HEAD + TRAIN.format("    for i in x:\n        y = y + i\n" * n)),
    "tries": (150, lambda n: HEAD + TRAIN.format("    try:\n        y = g(y)\n    except E:\n        pass\n" * n)),
    "a script": (
        60,
        lambda n: (
            HEAD
            + "w = torch.ones(3, requires_grad=True)\n"
            + "y = (w * 2).exp()\ny.data.zero_()\ny.sum().backward()\n" * n
        ),
    ),
    "a long sum": (200, lambda n: HEAD + TRAIN.format("    z = " + " + ".join(["y"] * n) + "\n")),
    "a table": (2000, lambda n: HEAD + "T = [\n" + repeated("    (#, 'name', #.5),\n", n) + "]\n" + TRAIN.format("")),
    "a dictionary": (200, lambda n: HEAD + TRAIN.format("    t = {\n" + repeated("        'k#': [#, x],\n", n) + "    }\n")),
    "generators with names": (100, lambda n: HEAD + GENERATOR + repeated("s# = gen(w)\nfor b in s#:\n    b.sum()\n", n) + TRAIN.format("") + "w.exp().sum().backward()\n"),
    "a long string": (4000, lambda n: HEAD + TRAIN.format("    s = '''\n" + "y.data.zero_() ((([\n" * n + "'''\n")),
    "comments": (4000, lambda n: HEAD + TRAIN.format("    # y.data.zero_() ((([\n" * n)),
    "nested brackets": (40, lambda n: HEAD + TRAIN.format("    z = " + "(" * n + "y" + ")" * n + "\n")),
}  # fmt: skip


def seconds(text: str) -> float:
    """CPU seconds of a check that finds what there is."""
    began = time.process_time()
    found = check_source(text, "x.py", Settings())
    taken = time.process_time() - began
    assert found
    assert not [f for f in found if f.code >= "DET9"]
    return taken


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_length_takes_not_much_more_than_four_times_as_long(shape: str) -> None:
    size, make = SHAPES[shape]
    seconds(make(2))
    few = min(seconds(make(size)) for _ in range(2))
    many = seconds(make(TIMES * size))
    assert many < LESS_THAN_SQUARE * few + 0.05, f"{few:.2f} s, then {many:.2f} s"


def test_fifty_thousand_lines() -> None:
    """Twenty times the lines of a large module, each third one with something to say. Memory that no longer fits the
    processor's caches makes it some 25 times as long; were it quadratic, it would be 400 times."""
    few = min(
        seconds(HEAD + repeated("def f#(x):\n    x.data.zero_()\n    return x\n\n", 625)) for _ in range(2)
    )
    many = seconds(HEAD + repeated("def f#(x):\n    x.data.zero_()\n    return x\n\n", 12_500))
    assert many < 20 * 2 * few, f"{few:.2f} s, then {many:.2f} s"
