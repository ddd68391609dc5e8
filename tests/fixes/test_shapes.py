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
    first = next((p for p in ("import torch.nn as", "from torch import nn") if p in imports), "")
    expected = imports.replace(first, added + first, 1) if added else imports
    expected += f"layer = {nn}.Linear(2, 2)\nwith {name}.no_grad():\n    layer.weight.zero_()\n"
    assert repaired(imports + body).text == expected


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ("import os\nimport numpy\n", "import os\n+import numpy\n"),
        ("import numpy\nfrom mine import net\n", "import numpy\n+from mine import net\n"),
        ("import os\nfrom numpy import array\nimport yaml\n", "import os\n+from numpy import array\nimport yaml\n"),
        ("import os\nfrom .net import net\n", "import os\n+from .net import net\n"),
        ("import os\nimport sys\n", "+import os\nimport sys\n"),
    ],
)  # fmt: skip
def test_the_import_stands_where_it_would_be_sorted_to(imports: str, expected: str) -> None:
    body = "\nfor p in net.parameters():\n    p.data.clamp_(0)\n"
    after = "\nwith torch.no_grad():\n    for p in net.parameters():\n        p.clamp_(0)\n"
    assert repaired(imports + body, unsafe=True).text == expected.replace("+", "import torch\n") + after


def test_no_block_where_torch_is_another_thing() -> None:
    source = "from torch import nn\n\ndef reset_parameters(layer: nn.Linear, torch):\n    layer.weight.data.zero_()\n"
    assert repaired(source).text == source.replace(".data", ".detach()")


@pytest.mark.parametrize("indent", ["\t", "  ", "        "])
def test_a_block_is_indented_as_the_file_is(indent: str) -> None:
    source = f"{HEAD}\ndef reset_parameters(m: nn.Linear):\n{indent}m.bias.data.zero_()\n"
    body = f"{indent}with torch.no_grad():\n{indent}{indent}m.bias.zero_()\n"
    assert repaired(source).text == f"{HEAD}\ndef reset_parameters(m: nn.Linear):\n{body}"
