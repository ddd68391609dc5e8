"""Layers whose result is a view of something nobody holds: what the checker says of ``detach_()``, against PyTorch."""

from __future__ import annotations

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

RESULTS = [
    *(
        f"nn.Linear(3, 4, bias={bias})({given})"
        for bias in (True, False)
        for given in (
            "torch.randn(3)",
            "torch.randn(2, 3)",
            "torch.randn(2, 5, 3)",
            "torch.randn(2, 2, 5, 3)",
            "torch.randn(2, 5, 3).transpose(0, 1)",
            "torch.randn(3, 2).t()",
        )
    ),
    "F.linear(torch.randn(2, 5, 3), torch.randn(4, 3), torch.randn(4))",
    "F.linear(torch.randn(2, 5, 3), torch.randn(4, 3))",
    "nn.InstanceNorm1d(3)(torch.randn(2, 3, 5))",
    "nn.InstanceNorm2d(3, affine=True)(torch.randn(2, 3, 4, 4))",
    "nn.MaxPool1d(2)(torch.randn(2, 3, 6))",
    "nn.MaxPool1d(2)(torch.randn(2, 3, 6, requires_grad=True))",
    "nn.MaxPool2d(2)(torch.randn(2, 3, 6, 6, requires_grad=True))",
    "nn.AvgPool1d(2)(torch.randn(2, 3, 6))",
    "nn.AvgPool2d(2)(torch.randn(2, 3, 6, 6))",
    "nn.AdaptiveAvgPool1d(2)(torch.randn(2, 3, 6))",
    "nn.AdaptiveMaxPool1d(2)(torch.randn(2, 3, 6))",
    "nn.MultiheadAttention(4, 2)(*[torch.randn(5, 2, 4)] * 3)[0]",
    "nn.MultiheadAttention(4, 2)(*[torch.randn(5, 2, 4)] * 3)[1]",
    "nn.GroupNorm(1, 3)(torch.randn(2, 3, 4))",
    "nn.LayerNorm(4)(torch.randn(2, 3, 4))",
    "nn.GRU(3, 4)(torch.randn(5, 2, 3))[0]",
    "nn.Embedding(3, 4)(torch.tensor([[1, 2]]))",
]


@pytest.mark.oracle
@pytest.mark.parametrize("result", RESULTS)
def test_refused_where_pytorch_hands_out_a_view(result: str) -> None:
    torch = pytest.importorskip("torch")
    names = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional}
    program = f"import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\nout = {result}\nout.detach_()\n"
    found = {f.code for f in check_source(program, "program.py", Settings())}
    assert ("DET302" in found) is eval(result, names)._is_view()  # noqa: S307
