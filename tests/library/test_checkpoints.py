"""What backward runs again is read as it is by then. Saved-tensor hooks do not see that, so the oracle cannot judge it: these
programs are run plainly, with the write and without."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from .claims import claims

START = """
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint
torch.manual_seed(0)
layer = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
x = torch.randn(2, 3, requires_grad=True)
h = x * 2
"""
WRITE = 10

SILENT = [
    ("checkpoint(layer, h, use_reentrant=False)", "layer[0].weight.data.mul_(0.5)", "DET101"),
    ("checkpoint(layer, h, use_reentrant=True)", "layer[0].weight.data.mul_(0.5)", "DET101"),
    ("checkpoint(layer, h, use_reentrant=False)", "h.data.mul_(0.5)", "DET101"),
    (
        "torch.utils.checkpoint.checkpoint_sequential(layer, 2, h, use_reentrant=False)",
        "h.data.mul_(0.5)",
        "DET101",
    ),
]
RAISING = [
    ("checkpoint(layer, h, use_reentrant=True)", "h.detach().mul_(0.5)", "DET102"),
    ("checkpoint(layer, h, use_reentrant=False)", "h.detach().mul_(0.5)", "DET102"),
]


def program(call: str, write: str) -> str:
    return f"{START.strip()}\nout = {call}\n{write}\nout.sum().backward()\n".replace("\n\n", "\n")


def gradients(text: str) -> list[Any]:
    variables: dict[str, Any] = {}
    exec(dedent(text), variables)  # noqa: S102
    return [variables["x"].grad, variables["layer"][0].weight.grad]


@pytest.mark.parametrize(("call", "write", "code"), [*SILENT, *RAISING])
def test_what_goes_in_and_what_is_read_again_is_kept(call: str, write: str, code: str) -> None:
    assert claims(program(call, write)) == [(WRITE - 1, code)]


def test_a_result_is_not_kept() -> None:
    assert claims(program("checkpoint(layer, h, use_reentrant=False)", "out.data.mul_(0.5)")) == [
        (WRITE - 1, "DET121")
    ]


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("call", "write", "_"), SILENT)
def test_pytorch_computes_other_gradients(call: str, write: str, _: str) -> None:
    torch = pytest.importorskip("torch")
    pairs = zip(gradients(program(call, write)), gradients(program(call, "pass")))
    assert not all(torch.allclose(one, other) for one, other in pairs)


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("call", "write", "_"), RAISING)
def test_pytorch_raises(call: str, write: str, _: str) -> None:
    pytest.importorskip("torch")
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        gradients(program(call, write))
