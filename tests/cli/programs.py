"""The six programs which the whole tool is about, each as a script, inside a function and inside a training method."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

HEAD = "a = torch.tensor([1., 2., 3.], requires_grad=True)\n"


@dataclass(frozen=True)
class SixProgram:
    """A body, and the findings as (text that stands at the finding, code), in the order of the text."""

    name: str
    body: str
    findings: tuple[tuple[str, str], ...]


SIX = (
    SixProgram(
        "written through detach",
        "out = a.sigmoid()\nc = out.detach()\nc.zero_()\nout.sum().backward()\n",
        (("c.zero_()", "DET102"),),
    ),
    SixProgram(
        "written through data",
        "out = a.sigmoid()\nc = out.data\nc.zero_()\nout.sum().backward()\n",
        (("out.data", "DET201"), ("c.zero_()", "DET101")),
    ),
    SixProgram(
        "nothing was saved",
        "out = a.sigmoid().sum()\nc = out.data\nc.zero_()\nout.backward()\n",
        (("out.data", "DET201"), ("c.zero_()", "DET121")),
    ),
    SixProgram(
        "backward on the alias",
        "c = a.sigmoid().detach()\nc.sum().backward()\n",
        (("c.sum().backward()", "DET301"),),
    ),
    SixProgram(
        "detached in place",
        "out = a.sigmoid()\nout.detach_()\nout.sum().backward()\n",
        (("out.detach_()", "DET303"),),
    ),
    SixProgram(
        "only read",
        "out = a.sigmoid()\nc = out.detach()\nprint(c)\nout.sum().backward()\n",
        (),
    ),
)

SHAPES = {
    "script": "import torch\n\n{script}",
    "function": "import torch\n\n\ndef train():\n{function}",
    "method": "import torch\nfrom torch import nn\n\n\nclass Model(nn.Module):\n    def training_step(self, batch):\n{method}",
}


def source(program: SixProgram, shape: str) -> str:
    """The whole file."""
    text = HEAD + program.body
    return SHAPES[shape].format(
        script=text, function=textwrap.indent(text, " " * 4), method=textwrap.indent(text, " " * 8)
    )


def expected(program: SixProgram, shape: str) -> list[tuple[int, int, str]]:
    """Line, column (from 1) and code of each finding."""
    lines = source(program, shape).split("\n")
    places = []
    for text, code in program.findings:
        line = next(number for number, row in enumerate(lines, 1) if text in row)
        places.append((line, lines[line - 1].index(text) + 1, code))
    return places
