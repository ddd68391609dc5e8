"""What the advice says to write is Python that does what it says: each kind on a small program, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from flake8_detach import check_source
from flake8_detach.settings import Settings

START = """\
import torch
from torch import nn
p = nn.Parameter(torch.tensor([1.0, 2.0, 3.0]))
w = torch.tensor([4.0, 5.0, 6.0])
loss = (p * p).sum()
loss.backward()
labels = torch.tensor([1, 0, 1])
"""


@dataclass(frozen=True)
class Remedy:
    """A use, what is said of it, what is written instead, and what is looked at afterwards in both."""

    name: str
    before: str
    said: str
    after: str
    look: str = "p"
    raises: bool = False


REMEDIES = (
    Remedy("metadata", "n = p.data.numel()", "write 'p.numel'", "n = p.numel()", "n"),
    Remedy("like", "z = torch.zeros_like(p.data)", "drop .data", "z = torch.zeros_like(p)", "z"),
    Remedy("gradient read", "n = p.grad.data.norm()", "use 'p.grad'", "n = p.grad.norm()", "n"),
    Remedy("gradient written", "p.grad.data.mul_(2)", "use 'p.grad'", "p.grad.mul_(2)", "p.grad"),
    Remedy("gradient cleared", "p.grad.data.zero_()", "'p.grad.zero_()'", "p.grad.zero_()", "p.grad"),
    Remedy("gradient swapped", "p.grad.data = w", "assign 'p.grad' itself", "p.grad = w", "p.grad"),
    Remedy("gradient detached", "p.grad.detach_()", "write 'p.grad = None'", "p.grad = None", "p"),
    Remedy("labels", "hits = (labels.data == 1).sum()", "or 'labels' where no graph", "hits = (labels == 1).sum()", "hits"),
    Remedy("number", "n = loss.data.item()", "write 'loss.item()'", "n = loss.item()", "n"),
    Remedy("old number", "n = loss.data[0]", "write 'loss.item()'", "n = loss.item()", "n", raises=True),
    Remedy("float", "n = float(loss.data)", "use 'loss.item()'", "n = loss.item()", "n"),
    Remedy("alias", "a = p.data", "use 'p.detach()'", "a = p.detach()", "a"),
    Remedy("value", "a = p.data * 2", "use 'p.detach()'", "a = p.detach() * 2", "a"),
    Remedy("computed", "a = (p + w).data", "use '(p + w).detach()'", "a = (p + w).detach()", "a"),
    Remedy(
        "update", "p.data.add_(w, alpha=-0.5)", "write to 'p' inside 'with torch.no_grad():'",
        "with torch.no_grad():\n    p.add_(w, alpha=-0.5)",
    ),
    Remedy(
        "item", "p.data[0] = 7.0", "write to 'p' inside 'with torch.no_grad():'",
        "with torch.no_grad():\n    p[0] = 7.0",
    ),
    Remedy(
        "sum", "p.data += w", "write to 'p' inside 'with torch.no_grad():'",
        "with torch.no_grad():\n    p += w",
    ),
    Remedy("init function", "nn.init.constant_(p.data, 2)", "pass 'p'", "nn.init.constant_(p, 2)"),
    Remedy(
        "init method", "def init(p):\n    p.data.fill_(0.5)\ninit(p)", "torch.nn.init.constant_(p, …)",
        "torch.nn.init.constant_(p, 0.5)",
    ),
    Remedy(
        "init zero", "def reset(p):\n    p.data.zero_()\nreset(p)", "torch.nn.init.zeros_(p)",
        "torch.nn.init.zeros_(p)",
    ),
    Remedy(
        "init a row", "def reset(p):\n    p.data[0].zero_()\nreset(p)", "'p.data[0].zero_()' is a write autograd cannot see: "
        "use torch.nn.init.zeros_(p[0])", "torch.nn.init.zeros_(p[0])",
    ),
    Remedy(
        "part given to init", "torch.nn.init.zeros_(p.data[1:])", "pass 'p[1:]'", "torch.nn.init.zeros_(p[1:])",
    ),
    Remedy(
        "rebind", "p.data = w", "'p.copy_(…)' inside 'with torch.no_grad():'",
        "with torch.no_grad():\n    p.copy_(w)",
    ),
    Remedy("move", "p.data = p.data.double()", "make a new Parameter", "p = nn.Parameter(p.double())"),
    Remedy("resize", "w.data.resize_(2)", "call 'w.resize_()' where 'w' needs no gradient", "w.resize_(2)", "None"),
    Remedy(
        "set", "p.data.set_(w)", "'p.set_()' inside 'with torch.no_grad():'",
        "with torch.no_grad():\n    p.set_(w)", "None",
    ),
    Remedy("shape", "w.data.unsqueeze_(0)", "write 'w = w.unsqueeze(…)'", "w = w.unsqueeze(0)", "None"),
    Remedy("cut", "h = p * 2\nh.detach_()", "write 'h = h.detach()'", "h = p * 2\nh = h.detach()", "h"),
)  # fmt: skip


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.name)
def test_each_kind_of_use_has_its_advice(remedy: Remedy) -> None:
    found = check_source(START + remedy.before + "\n", "x.py", Settings(select=("DET20",)))
    assert any(remedy.said in finding.message for finding in found), [f.message for f in found]
    assert check_source(START + remedy.after + "\n", "x.py", Settings(select=("DET20",))) == []


@pytest.mark.oracle
@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.name)
def test_pytorch_computes_the_same(remedy: Remedy) -> None:
    torch = pytest.importorskip("torch")
    after = seen(remedy.after, remedy.look)
    if remedy.raises:
        with pytest.raises(IndexError):
            seen(remedy.before, remedy.look)
        return
    before = seen(remedy.before, remedy.look)
    if before is None:
        assert after is None
    else:
        assert torch.equal(torch.as_tensor(before), torch.as_tensor(after))


def seen(statements: str, look: str) -> object:
    """The value of ``look`` after statements have run."""
    space: dict[str, object] = {}
    exec(f"{START}{statements}\nseen = {look}\n", space)  # noqa: S102
    return space["seen"]


@pytest.mark.parametrize("receiver", ["(p == q)", "(p + q)", "p", "p[0]", "p.exp()"])
def test_what_is_computed_keeps_its_parentheses(receiver: str) -> None:
    source = (
        f"import torch\np = torch.zeros(2, requires_grad=True)\nq = torch.ones(2)\nprint({receiver}.data)\n"
    )
    (finding,) = check_source(source, "x.py", Settings(select=("DET201",)))
    assert f"'{receiver}.detach()'" in finding.message


@pytest.mark.oracle
@pytest.mark.parametrize("method", ["resize_(2)", "resize_as_(torch.zeros(2))"])
def test_pytorch_refuses_to_resize_what_requires_grad(method: str) -> None:
    pytest.importorskip("torch")
    with pytest.raises(RuntimeError, match="cannot resize"):
        seen(f"with torch.no_grad():\n    p.{method}", "p")


def test_what_nothing_tells_to_be_a_tensor_is_told_as_such() -> None:
    unknown, known = check_source(
        "import torch\nprint(a.b.data)\nprint(torch.ones(1).data)\n", "x.py", Settings()
    )
    assert unknown.message.endswith(" (if it is a tensor)")
    assert not known.message.endswith(" (if it is a tensor)")
