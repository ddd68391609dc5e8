"""What a file's names are bound to: an imported one is known by its import, unless something else is bound to it too."""

from __future__ import annotations

import ast

import pytest

from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.fixes.names import Names

BOUND = {
    "assigned": "torch = 1",
    "assigned beside its import": "import torch; torch = 1",
    "a part of a tuple": "(a, torch), b = c",
    "annotated": "torch: int = 3",
    "augmented": "torch += 1",
    "a loop": "for torch in a:\n    pass",
    "a comprehension": "[torch for torch in a]",
    "a block": "with a as torch:\n    pass",
    "a handler": "try:\n    pass\nexcept E as torch:\n    pass",
    "in an expression": "f((torch := 1))",
    "a parameter": "def f(a, torch): pass",
    "with a default": "def f(torch=None): pass",
    "of a lambda": "f(lambda torch: 1)",
    "a function": "def torch(a): pass",
    "a function in a class": "class A:\n    async  def torch(self): pass",
    "a class": "class torch(A): pass",
    "a pattern": "match a:\n    case {'b': torch}:\n        pass",
    "deleted": "del torch",
}
FREE = {
    "an attribute": "torch.a = 1",
    "of something else": "a.torch = 1",
    "an item": "torch[0] = 1",
    "called": "torch (1)",
    "passed": "f(torch)",
    "a keyword": "f(torch=1)",
    "a text": "'torch = 1'",
    "a comment": "pass  # torch = 1",
    "an import over lines": "from torch import (\n    nn,\n)",
}


@pytest.mark.parametrize(
    ("statement", "bound"),
    [
        *(pytest.param(statement, True, id=name) for name, statement in BOUND.items()),
        *(pytest.param(statement, False, id=name) for name, statement in FREE.items()),
    ],
)
def test_a_name_is_bound_by_what_is_no_import(statement: str, bound: bool) -> None:
    text = f"import torch\n{statement}\n"
    names = Names(SourceIndex(text, ast.parse(text)))
    assert names.bound("torch") is bound
    assert names.imported("torch") == (None if bound else "torch")
