"""What a program does with a ``.data``, the code that stands for it and the advice that fits."""

from __future__ import annotations

import ast

import pytest

from flake8_detach.evidence import DataUse, data_findings
from flake8_detach.rules import RULES

HEAD = "import torch\nfrom torch import nn\ndef f(x: torch.Tensor, y: torch.Tensor, m: nn.Linear, i):\n    "

USES = [
    ("print(x.data)", "DET201", "detach", "x.detach()"),
    ("c = x.data", "DET201", "detach", "x.detach()"),
    ("return x.data", "DET201", "detach", "x.detach()"),
    ("x.data.numpy()", "DET201", "detach", "x.detach()"),
    ("x.data.norm()", "DET201", "detach", "x.detach()"),
    ("x.data.item()", "DET201", "item", "x.item()"),
    ("x.data.tolist()", "DET201", "item", "x.tolist()"),
    ("t = x.data[0]", "DET201", "item", "x.item()"),
    ("float(x.data)", "DET201", "item", "x.item()"),
    ("n = x.data.shape", "DET201", "drop", "x.shape"),
    ("n = x.data.size(0)", "DET201", "drop", "x.size"),
    ("n = x.data.new_zeros(3)", "DET201", "drop", "x.new_zeros"),
    ("z = torch.zeros_like(x.data)", "DET201", "drop", "drop .data"),
    ("g = x.grad.data", "DET201", "gradient", "use 'x.grad'"),
    ("y.add_(x.data)", "DET201", "detach", "x.detach()"),
    ("c = x.data.detach().cpu()", "DET201", "drop", "write 'x.detach()'"),
    ("c = x.detach().data", "DET201", "drop", "drop .data"),
    ("c = x.detach().cpu().data", "DET201", "drop", "drop .data"),
    ("c = x.detach().mul(w).data", "DET201", "detach", "detach()"),
    ("c = x.data.view(-1)", "DET201", "detach", "x.detach()"),
    ("c = x.data.squeeze_(0)", "DET201", "detach", "x.detach()"),
    ("x.data.zero_()", "DET202", "no_grad", "torch.no_grad()"),
    ("x.data += 1", "DET202", "no_grad", "x.data += …"),
    ("x.data[i] = 1", "DET202", "no_grad", "x.data[…] = …"),
    ("x.data[i] += 1", "DET202", "no_grad", "torch.no_grad()"),
    ("x.data[i].zero_()", "DET202", "no_grad", "torch.no_grad()"),
    ("x.data.view(-1)[0].fill_(1)", "DET202", "no_grad", "torch.no_grad()"),
    ("x.data.diagonal().add_(1)", "DET202", "no_grad", "torch.no_grad()"),
    ("x.data.T.copy_(y)", "DET202", "no_grad", "torch.no_grad()"),
    ("x.data.unsqueeze_(0).copy_(y)", "DET202", "no_grad", "torch.no_grad()"),
    ("torch.add(y, 1, out=x.data)", "DET202", "no_grad", "out=x.data"),
    ("torch.relu_(x.data)", "DET202", "no_grad", "torch.relu_(x.data)"),
    ("nn.functional.relu(x.data, inplace=True)", "DET202", "no_grad", "torch.no_grad()"),
    ("nn.init.normal_(x.data)", "DET202", "init", "pass 'x'"),
    ("x.grad.data.zero_()", "DET202", "replace_gradient", "x.grad = None"),
    ("x.grad.data.clamp_(0, 1)", "DET202", "gradient", "use 'x.grad'"),
    ("x.data = y", "DET203", "copy_", "x.copy_"),
    ("x.data = x.data.half()", "DET203", "move", ".to()"),
    ("x.grad.data = y", "DET203", "replace_gradient", "x.grad"),
    ("x.data.resize_(3)", "DET204", "shape", "x.resize_()"),
    ("x.data.resize_(3).copy_(y)", "DET204", "shape", "x.resize_()"),
    ("x.data.squeeze_(0)", "DET204", "shape", "x = x.squeeze"),
    ("x.data.t_()", "DET204", "shape", "x = x.t"),
    ("x.detach().resize_(3)", "DET204", "shape", "x.detach().resize_()"),
    ("x.detach_()", "DET205", "cut", "x = x.detach()"),
    ("y = (x + 1).mul(2).detach_()", "DET205", "cut", "what the call gives"),
    ("x.grad.detach_()", "DET205", "replace_gradient", "x.grad = None"),
]


def test_every_code_has_its_rule() -> None:
    assert {code for _, code, *_ in USES} <= RULES.keys()


def uses(body: str) -> list[DataUse]:
    text = HEAD + body + "\n"
    return data_findings(text, ast.parse(text), "t.py")


@pytest.mark.parametrize(("body", "code", "remedy", "says"), USES, ids=[body for body, *_ in USES])
def test_use_and_advice(body: str, code: str, remedy: str, says: str) -> None:
    use = uses(body)[0]
    assert (use.code, use.advice.remedy) == (code, remedy)
    assert says in use.advice.text
    assert "\n" not in use.advice.text


@pytest.mark.parametrize(
    "body", ["x.detach()", "y = x.detach().resize_(3)", "x.detach().zero_()", "z = x.detach().t()"]
)
def test_detach_itself_is_no_use(body: str) -> None:
    assert uses(body) == []


@pytest.mark.parametrize(
    ("method", "function"), [("normal_(0, 1)", "normal_"), ("zero_()", "zeros_"), ("fill_(1)", "constant_")]
)
def test_initialisation_is_told_by_its_place(method: str, function: str) -> None:
    text = f"import torch\nclass M(torch.nn.Linear):\n    def reset_parameters(self):\n        self.weight.data.{method}\n"
    (use,) = data_findings(text, ast.parse(text), "t.py")
    assert use.advice.remedy == "init"
    assert f"torch.nn.init.{function}(self.weight" in use.advice.text
