"""Which functions only fill the parameters of modules that they are given."""

from __future__ import annotations

import ast

import pytest

from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.fixes.fills import only_fills
from flake8_detach.fixes.names import Names

FILLS = {
    "methods": "m.weight.data.normal_(mean=0.0, std=self.std * 2)",
    "part": "m.weight.data[m.padding_idx].zero_()",
    "item": "m.weight.data[0] = 1",
    "operator": "m.weight.data *= 2",
    "looks": "if isinstance(m, nn.Linear) and m.bias is not None:\n  m.bias.data.zero_()",
    "init": "nn.init.normal_(m.weight, std=math.sqrt(2 / m.width))\n m.bias.data.zero_()",
}
SAVES = {
    "computes": "y = m.weight * m.weight\n m.weight.data.zero_()",
    "kept": "w = m.weight\n m.weight.data.zero_()",
    "call": "other(m)\n m.weight.data.zero_()",
    "method": "m.forward(1)\n m.weight.data.zero_()",
    "reads": "m.weight.data.copy_(m.bias.data * 2)",
    "index": "m.weight.data[m.weight.exp() > 1] = 0",
    "looks at what is computed": "isinstance(m.weight.exp(), T)\n m.weight.data.zero_()",
    "initialises what is computed": "nn.init.zeros_(m.weight.exp())\n m.weight.data.zero_()",
    "of the instance": "self.weight.data.zero_()",
    "of a name": "for p in m.ps:\n  p.data.zero_()",
    "of a call": "m.get().weight.data.zero_()",
    "read": "print(m.weight.data)",
    "replaced": "m.weight.data = m.other",
    "alias kept": "w = m.weight.data\n m.weight.data.zero_()",
}
PROGRAM = "import math\nfrom torch import nn\ndef f(self, m):\n {}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        *(pytest.param(body, True, id=name) for name, body in FILLS.items()),
        *(pytest.param(body, False, id=name) for name, body in SAVES.items()),
    ],
)
def test_what_only_fills_cannot_have_saved(body: str, expected: bool) -> None:
    text = PROGRAM.format(body)
    tree = ast.parse(text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    assert only_fills(function, Names(SourceIndex(text, tree))) == expected


def test_a_name_that_is_bound_again_is_no_builtin() -> None:
    text = "def f(self, m, isinstance):\n isinstance(m.weight)\n m.weight.data.zero_()\n"
    tree = ast.parse(text)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert not only_fills(function, Names(SourceIndex(text, tree)))
