"""Every repair on the text that it is for: exactly these characters change, and nothing else."""

from __future__ import annotations

import ast

import pytest

from .run import repaired
from .shapes import HEAD, SHAPES, Shape

EACH = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)


@EACH
def test_safe_repairs(shape: Shape) -> None:
    assert repaired(HEAD + shape.before).text == HEAD + (shape.safe or shape.before)


@EACH
def test_all_repairs(shape: Shape) -> None:
    assert repaired(HEAD + shape.before, unsafe=True).text == HEAD + (shape.all or shape.safe or shape.before)


@EACH
def test_repairs_are_python_and_final(shape: Shape) -> None:
    for unsafe in (False, True):
        done = repaired(HEAD + shape.before, unsafe=unsafe)
        ast.parse(done.text)
        again = repaired(done.text, unsafe=unsafe)
        assert (again.text, again.repaired) == (done.text, ())


IMPORTS = {
    "import torch as th\nimport math\n": ("", "th"),
    "from torch import nn\n": ("import torch\n", "torch"),
    '"""Doc."""\nfrom __future__ import annotations\nimport math\nfrom torch import nn\n': (
        "import torch\n",
        "torch",
    ),
    "import torch.nn as nn\n": ("import torch\n", "torch"),
    "import torch.nn\n": ("", "torch"),
    "try:\n    import torch\nexcept ImportError:\n    raise\n": ("", "torch"),
}


@pytest.mark.parametrize("imports", IMPORTS)
def test_torch_is_imported_where_it_is_missing(imports: str) -> None:
    nn = "nn" if " nn\n" in imports else f"{IMPORTS[imports][1]}.nn"
    body = f"layer = {nn}.Linear(2, 2)\nlayer.weight.data.zero_()\n"
    added, name = IMPORTS[imports]
    first = next(
        (p for p in ("import math", "import torch.nn as", "from torch import nn") if p in imports), ""
    )
    expected = imports.replace(first, added + first, 1) if added else imports
    expected += f"layer = {nn}.Linear(2, 2)\nwith {name}.no_grad():\n    layer.weight.zero_()\n"
    assert repaired(imports + body).text == expected


def test_no_block_where_torch_is_another_thing() -> None:
    source = "from torch import nn\n\ndef reset_parameters(layer: nn.Linear, torch):\n    layer.weight.data.zero_()\n"
    assert repaired(source).text == source.replace(".data", ".detach()")


@pytest.mark.parametrize("indent", ["\t", "  ", "        "])
def test_a_block_is_indented_as_the_file_is(indent: str) -> None:
    source = f"{HEAD}\ndef reset_parameters(m: nn.Linear):\n{indent}m.bias.data.zero_()\n"
    body = f"{indent}with torch.no_grad():\n{indent}{indent}m.bias.zero_()\n"
    assert repaired(source).text == f"{HEAD}\ndef reset_parameters(m: nn.Linear):\n{body}"
