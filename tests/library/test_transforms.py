"""Gradients by ``torch.func`` are taken of wrapped tensors, which saved-tensor hooks do not see, so that the oracle cannot judge
them: these programs are run plainly, with the line marked ``# write`` and without. Those of ``vmap`` are cases."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from .claims import claims

START = """
import torch
import torch.autograd.functional as AF
from torch import nn
from torch.func import functional_call, grad, grad_and_value, jacfwd, jacrev, vmap
torch.manual_seed(0)
w = torch.rand(3, requires_grad=True)
x = torch.rand(3)
net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
xs, ys = torch.rand(4, 8, 3), torch.rand(4, 8, 1)
""".lstrip()

SILENT = {
    "a result written inside": (
        "def f(v):\n    y = v.sigmoid()\n    y.data.zero_()  # write\n    return y.sum()\nfound = grad(f)(x)",
        "DET101",
    ),
    "the same by the full name": (
        "def f(v):\n    y = v.sigmoid()\n    y.data.zero_()  # write\n    return y.sum()\nfound = torch.func.grad(f)(x)",
        "DET101",
    ),
    "the same, with the value": (
        "def f(v):\n    y = v.sigmoid()\n    y.data.zero_()  # write\n    return y.sum()\nfound, _ = grad_and_value(f)(x)",
        "DET101",
    ),
    "a result written before the jacobian": (
        "def f(v):\n    y = v.sigmoid()\n    y.data.clamp_(min=0.7)  # write\n    return y * 2\nfound = jacrev(f)(x)",
        "DET101",
    ),
    "a result written before a jacobian that is computed at once": (
        "def f(v):\n    y = v.sigmoid()\n    y.data.clamp_(min=0.7)  # write\n    return y\nfound = AF.jacobian(f, x)",
        "DET101",
    ),
    "a result written before a product with the second derivative": (
        "def f(v):\n    y = v.exp()\n    y.data.zero_()  # write\n    return y.sum()\n_, found = AF.hvp(f, x, x)",
        "DET101",
    ),
    "a leaf of grad's own, written through data": (
        "def f(v):\n    y = v.sin() * v\n    v.data.zero_()  # write\n    return y.sum()\nfound = grad(f)(x)",
        "DET101",
    ),
    "what it closes over, before the backward through the gradient": (
        "g = grad(lambda v: (v * x).sin().sum())(w)\nx.data.zero_()  # write\ng.sum().backward()\nfound = w.grad",
        "DET111",
    ),
    "its argument, before the backward through a jacobian": (
        "j = jacrev(lambda v: v**3)(w)\nw.data.zero_()  # write\nj.sum().backward()\nfound = w.grad",
        "DET111",
    ),
}
RAISING = {
    "a result that is saved and scaled inside": (
        "def f(v):\n    y = v.sigmoid()\n    y.mul_(2)  # write\n    return y.sum()\nfound = grad(f)(x)",
        "DET104",
    ),
    "a result that is written before a product with the jacobian": (
        "def f(v):\n    y = v.exp()\n    y.detach().zero_()  # write\n    return y\n_, found = AF.vjp(f, x, x)",
        "DET102",
    ),
    "a result that is saved and scaled before the jacobian": (
        "def f(v):\n    y = v.tanh()\n    y.detach().mul_(2)  # write\n    return y\nfound = jacrev(f)(x)",
        "DET102",
    ),
    "what it closes over, in place": (
        "g = grad(lambda v: (v * x).sin().sum())(w)\nx.zero_()  # write\ng.sum().backward()\nfound = w.grad",
        "DET114",
    ),
}
FINE = {
    "adaptation, task by task": """
params = dict(net.named_parameters())
opt = torch.optim.SGD(net.parameters(), lr=0.1)
def inner(p, x, y):
    return (functional_call(net, p, (x,)) - y).pow(2).mean()
def task(p, x, y):
    g = grad(inner)(p, x, y)
    fast = {k: v - 0.1 * g[k] for k, v in p.items()}
    return inner(fast, x, y)
for _ in range(3):
    loss = vmap(task, in_dims=(None, 0, 0))(params, xs, ys).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
    "gradients per sample": """
params = {k: v.detach() for k, v in net.named_parameters()}
def loss_of(p, x, y):
    return (functional_call(net, p, (x.unsqueeze(0),)) - y).pow(2).mean()
grads = vmap(grad(loss_of), in_dims=(None, 0, 0))(params, xs[0], ys[0])
with torch.no_grad():
    for k, p in net.named_parameters():
        p.sub_(0.1 * grads[k].mean(0))
net(x).sum().backward()
""",
    "a gradient with what else came out": """
def f(v):
    y = v.sigmoid()
    return y.sum(), y
g, (value, y) = grad_and_value(f, has_aux=True)(w)
with torch.no_grad():
    w -= g
slope, aux = grad(f, has_aux=True)(w)
one, other = grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(w, slope)
(one + other + aux).sum().backward()
""",
    "the divergence of a field": """
field = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))
opt = torch.optim.Adam(field.parameters())
for _ in range(2):
    loss = vmap(jacrev(field))(torch.rand(16, 2)).diagonal(dim1=-2, dim2=-1).sum(-1).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
""",
    "a gradient taken of what hangs on nothing": """
g = grad(lambda v: x.sum())(w)
slope = grad(lambda v: v.pow(3).sum())(x)
slope.clamp_(-1, 1)
x.sub_(slope)
""",
    "a jacobian of what keeps nothing, and one by forward mode": """
def total(v):
    y = (v + 1).sum(0)
    y.clamp_(min=0.5)
    return y
def tangent(v):
    y = v.sigmoid()
    y.mul_(2)
    return y
jacrev(total)(torch.ones(3, 2)), jacfwd(tangent)(x), vmap(jacrev(total))(torch.ones(2, 3, 2))
jacrev(jacrev(lambda v: v.sin().sum()))(w).sum().backward()
torch.func.hessian(lambda v: v.exp().sum())(w).sum().backward()
jacrev(lambda v: x.sin())(x), jacrev(lambda v: (v.sin(), v.cos()))(x), jacrev(lambda a, b: a * b, argnums=(0, 1))(w, x)
""",
    "second derivatives that are computed at once": """
AF.jacobian(lambda v: x.sin(), x), AF.jacobian(lambda v: (v.sin(), v.cos()), x), AF.hessian(lambda v: v.exp().sum(), w)
AF.jacobian(lambda a, b: a * b, (w, x), create_graph=True)[0].sum().backward()
AF.vhp(lambda a, b: (a * b).sum(), (w, x), (x, x)), AF.hvp(lambda v: v.pow(3).sum(), x, x)
def scaled(v):
    y = v.clone()
    y.mul_(2)
    return y.sum()
AF.vjp(scaled, x), AF.jacobian(scaled, x, create_graph=True), AF.hessian(lambda v: scaled(v) * v.sum(), x)
""",
    "a decorator": """
@grad
def slope(v):
    return v.pow(3).sum()
for _ in range(3):
    x -= 0.1 * slope(x)
""",
}


def run(text: str, path: Path) -> object:
    """What PyTorch makes of a program: the value of `found`, or the error."""
    path.write_text(START + text)
    try:
        return runpy.run_path(str(path)).get("found")
    except RuntimeError as error:
        return error


def without(text: str) -> str:
    """The program without its write."""
    return "".join(line for line in text.splitlines(keepends=True) if "# write" not in line)


@pytest.mark.parametrize("name", [*SILENT, *RAISING])
def test_a_write_is_told(name: str) -> None:
    for text, code in (table[name] for table in (SILENT, RAISING) if name in table):
        line = next(n for n, one in enumerate((START + text).splitlines(), 1) if "# write" in one)
        assert claims(START + text) == [(line, code)]
        assert not claims(START + without(text))


@pytest.mark.parametrize("name", FINE)
def test_nothing_is_claimed_where_nothing_is_wrong(name: str) -> None:
    assert not claims(START + FINE[name])


@pytest.mark.oracle
@pytest.mark.parametrize("name", [*SILENT, *RAISING, *FINE])
def test_pytorch_does_so(name: str, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    if name in FINE:
        assert not isinstance(run(FINE[name], tmp_path / "program.py"), Exception)
    for table in (SILENT, RAISING):
        if name in table:
            found = run(table[name][0], tmp_path / "program.py")
            right = run(without(table[name][0]), tmp_path / "without.py")
            assert torch.is_tensor(right)
            assert isinstance(found, RuntimeError) if table is RAISING else not torch.equal(found, right)
