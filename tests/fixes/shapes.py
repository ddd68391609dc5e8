"""What a repair makes of a piece of code: before, after safe repairs, after all of them. All start with `HEAD`."""

from __future__ import annotations

from typing import NamedTuple

HEAD = """\
import torch
from torch import nn
from torch.autograd import Variable

w = torch.ones(3, requires_grad=True)
"""


class Shape(NamedTuple):
    """`safe` and `all` are the text after safe and after all repairs; None: as before, and as after safe ones."""

    name: str
    before: str
    safe: str | None = None
    all: str | None = None


SHAPES = (
    # -- reads
    Shape("a read becomes detach()", "print(w.data.norm())\n", "print(w.detach().norm())\n"),
    Shape("metadata needs no alias", "print(w.data.shape, w.data.size(0))\n", "print(w.shape, w.size(0))\n"),
    Shape("nor does a number", "n = w.sum().data.item()\n", "n = w.sum().item()\n"),
    Shape("a type is the same, a conversion is not", "a = w.data.type()\nb = w.data.type(torch.double)\n",
          "a = w.type()\nb = w.detach().type(torch.double)\n"),
    Shape("whether it requires grad is not the same", "print(w.data.requires_grad)\n", "print(w.detach().requires_grad)\n"),
    Shape("the version counter is its own, so there is no repair", "print(w.data._version)\n"),
    Shape("Variable() is a detached alias", "v = Variable(w.data)\n", "v = w.detach()\n"),
    Shape("Variable() with more arguments stays", "v = Variable(w.data, requires_grad=True)\n",
          "v = Variable(w.detach(), requires_grad=True)\n"),
    Shape("under no_grad an operand needs no alias", "with torch.no_grad():\n    v = w.data * 2\n",
          "with torch.no_grad():\n    v = w * 2\n"),
    Shape("what is printed there would show requires_grad", "with torch.no_grad():\n    print(w.data)\n",
          "with torch.no_grad():\n    print(w.detach())\n"),
    Shape("inside a lambda, a comprehension, a default", "f = lambda: w.data.norm()\ng = [p.data for p in [w]]\ndef h(x=w.data): return x\n",
          "f = lambda: w.detach().norm()\ng = [p.detach() for p in [w]]\ndef h(x=w.detach()): return x\n"),
    Shape("a call over several lines", "x = (w\n     .data  # alias\n     .norm())\n", "x = (w\n     .detach()  # alias\n     .norm())\n"),
    Shape("loss.data[0] raises today", "loss = w.sum()\nloss.backward()\nt = loss.data[0]\n", None,
          "loss = w.sum()\nloss.backward()\nt = loss.item()\n"),
    # -- writes
    Shape("writes next to each other share a block", "w.data.normal_()\nw.data.mul_(2)  # twice\n\nw.data[0] = 1\n",
          "with torch.no_grad():\n    w.normal_()\n    w.mul_(2)  # twice\n\n    w[0] = 1\n"),
    Shape("a write in an existing block only loses .data", "with torch.no_grad():\n    w.data.zero_()\n",
          "with torch.no_grad():\n    w.zero_()\n"),
    Shape("a write right behind a block joins it", "with torch.no_grad():\n  w.zero_()\nw.data.add_(1)\n",
          "with torch.no_grad():\n  w.zero_()\n  w.add_(1)\n"),
    Shape("the block goes around a loop of writes", "for p in [w]:\n    p.data.zero_()\n    p.data[0] = 1\n",
          "with torch.no_grad():\n    for p in [w]:\n        p.zero_()\n        p[0] = 1\n"),
    Shape("but not around one that does more", "for p in [w]:\n    print(p.sum())\n    p.data.zero_()\n",
          "for p in [w]:\n    print(p.sum())\n    with torch.no_grad():\n        p.zero_()\n"),
    Shape("conditions in the loop come along", "for p in [w]:\n    if p.dim() == 1:\n        p.data.zero_()\n",
          "with torch.no_grad():\n    for p in [w]:\n        if p.dim() == 1:\n            p.zero_()\n"),
    Shape("all arms of a condition share one block", "for p in [w]:\n    if p.dim() == 1:\n        p.data.zero_()\n    elif p.dim() == 2:\n        p.data.fill_(1)\n    else:\n        pass\n",
          "with torch.no_grad():\n    for p in [w]:\n        if p.dim() == 1:\n            p.zero_()\n        elif p.dim() == 2:\n            p.fill_(1)\n        else:\n            pass\n"),
    Shape("a condition with one write keeps the block inside", "if w.dim():\n    w.data.zero_()\nprint(w)\n",
          "if w.dim():\n    with torch.no_grad():\n        w.zero_()\nprint(w)\n"),
    Shape("unless its arms, or its neighbours, are writes as well", "if w.dim():\n    w.data.zero_()\nelse:\n    w.data.add_(1)\nw.data.sub_(1)\n",
          "with torch.no_grad():\n    if w.dim():\n        w.zero_()\n    else:\n        w.add_(1)\n    w.sub_(1)\n"),
    Shape("an elif has no block of its own", "if print():\n    pass\nelif w.dim():\n    w.data.zero_()\nelse:\n    w.data.add_(1)\n",
          "if print():\n    pass\nelif w.dim():\n    with torch.no_grad():\n        w.zero_()\nelse:\n    with torch.no_grad():\n        w.add_(1)\n"),
    Shape("in front of a block that is there", "w.data.zero_()\n# ones\nw.data.fill_(1)\nwith torch.no_grad():\n    w.add_(1)\n",
          "with torch.no_grad():\n    w.zero_()\n    # ones\n    w.fill_(1)\n    w.add_(1)\n"),
    Shape("writes that are repaired in different ways share a block", "w.data.zero_()\nw.data = w.data * 2\nw.data.add_(1)\n",
          "with torch.no_grad():\n    w.zero_()\n    w.data = w.detach() * 2\n    w.add_(1)\n", "with torch.no_grad():\n    w.zero_()\n    w.copy_(w * 2)\n    w.add_(1)\n"),
    Shape("what a write reads needs no alias under no_grad", "v = torch.ones(3, requires_grad=True)\nw.data.mul_(0.9).add_(v.data, alpha=2)\nw.data[0] = v.data[0]\nw.data -= v.data.abs() * -v.data\n",
          "v = torch.ones(3, requires_grad=True)\nwith torch.no_grad():\n    w.mul_(0.9).add_(v, alpha=2)\n    w[0] = v.detach()[0]\n    w -= v.abs() * -v\n"),
    Shape("nor does what is made like it", "z = torch.zeros_like(w.data)\n", "z = torch.zeros_like(w)\n"),
    Shape("parentheses serve for the call", "w.data += (1 +\n           1)\nw.data *= (1 + 1) * 2\n",
          "with torch.no_grad():\n    w += (1 +\n               1)\n    w *= (1 + 1) * 2\n"),
    Shape("and for that of copy_()", "w.data = (\n    torch.zeros(3)  # none\n)\n", None,
          "with torch.no_grad():\n    w.copy_(\n        torch.zeros(3)  # none\n    )\n"),
    Shape("in a handler and a case", "try:\n    w.sum()\nexcept ValueError:\n    w.data.zero_()\nmatch w.dim():\n    case 1:\n        w.data.zero_()\n    case 2: w.data.zero_()\n",
          "try:\n    w.sum()\nexcept ValueError:\n    with torch.no_grad():\n        w.zero_()\nmatch w.dim():\n    case 1:\n        with torch.no_grad():\n            w.zero_()\n    case 2:\n        with torch.no_grad():\n            w.zero_()\n"),
    Shape("cells of a notebook share no block", "# %% one\nw.data.zero_()\n# %% two\nw.data.add_(1)\n",
          "# %% one\nwith torch.no_grad():\n    w.zero_()\n# %% two\nwith torch.no_grad():\n    w.add_(1)\n"),
    Shape("a name behind a backslash", "w.\\\ndata.add_(1)\n", "with torch.no_grad():\n    w.add_(1)\n"),
    Shape("an operator on a name that is bound here stays one", "w.data -= 0.1\n", "with torch.no_grad():\n    w -= 0.1\n"),
    Shape("on a name from outside it would bind another", "def step():\n    w.data *= 0.5\n\nstep()\n", None,
          "@torch.no_grad()\ndef step():\n    w.mul_(0.5)\n\nstep()\n"),
    Shape("an attribute need not be assignable", "layer = nn.Linear(2, 2)\nlayer.weight.data /= 3.0\n",
          "layer = nn.Linear(2, 2)\nwith torch.no_grad():\n    layer.weight.div_(3.0)\n"),
    Shape("a suite behind its colon", "if w.dim(): w.data.zero_()  # reset\n",
          "if w.dim():\n    with torch.no_grad():\n        w.zero_()  # reset\n"),
    Shape("several statements on a line", "w.data.zero_(); w.data += 1\n", "w.detach().zero_(); w.detach().add_(1)\n"),
    Shape("where the result is used", "v = w.data.zero_()\n", "v = w.detach().zero_()\n"),
    Shape("where a value is computed that somebody may differentiate", "def f(): return w.sum()\nw.data.fill_(f())\n",
          "def f(): return w.sum()\nw.detach().fill_(f())\n"),
    Shape("strings over several lines stay as they are", 'w.data.fill_(len("""a\n  b"""))\n',
          'with torch.no_grad():\n    w.fill_(len("""a\n  b"""))\n'),
    Shape("torch.nn.init takes the tensor itself", "nn.init.normal_(w.data)\n", "nn.init.normal_(w)\n"),
    Shape("out= through detach()", "torch.add(w.detach(), 1, out=w.data)\n", "torch.add(w.detach(), 1, out=w.detach())\n"),
    Shape("a gradient records nothing", "w.sum().backward()\nw.grad.data.zero_()\n", "w.sum().backward()\nw.grad.zero_()\n"),
    Shape("whatever is written when parameters are made", "class Net(nn.Module):\n    def __init__(self, inner):\n        super().__init__()\n        inner.weight.data.zero_()\n",
          "class Net(nn.Module):\n    def __init__(self, inner):\n        super().__init__()\n        with torch.no_grad():\n            inner.weight.zero_()\n"),
    Shape("what comes from elsewhere may be in use there", "def clip(p: torch.Tensor):\n    p.data.clamp_(0, 1)\n", None,
          "@torch.no_grad()\ndef clip(p: torch.Tensor):\n    p.clamp_(0, 1)\n"),
    Shape("a module that was just made is in no graph",
          "def build(n):\n    m = nn.Linear(n, 2)\n    m.weight.data.copy_(torch.ones(2, n))\n    if m.bias is not None:\n        m.bias.data.zero_()\n    return m\n",
          "def build(n):\n    m = nn.Linear(n, 2)\n    with torch.no_grad():\n        m.weight.copy_(torch.ones(2, n))\n        if m.bias is not None:\n            m.bias.zero_()\n    return m\n"),
    Shape("unless it was used since",
          "def build(x):\n    m = nn.Linear(2, 2)\n    y = m(x)\n    m.weight.data.add_(1)\n    m.weight.data.sub_(1)\n    return y\n", None,
          "def build(x):\n    m = nn.Linear(2, 2)\n    y = m(x)\n    with torch.no_grad():\n        m.weight.add_(1)\n        m.weight.sub_(1)\n    return y\n"),
    Shape("or in an earlier round of the loop",
          "def build(xs):\n    m, ys = nn.Linear(2, 2), []\n    k = nn.Linear(2, 2)\n    for x in xs:\n        k.bias.data.clamp_(0)\n        ys.append(k(x))\n    return m, ys\n", None,
          "def build(xs):\n    m, ys = nn.Linear(2, 2), []\n    k = nn.Linear(2, 2)\n    for x in xs:\n        with torch.no_grad():\n            k.bias.clamp_(0)\n        ys.append(k(x))\n    return m, ys\n"),
    Shape("or has somebody else's parameter",
          "def tie(other):\n    m = nn.Linear(2, 2)\n    m.weight = other.weight\n    m.weight.data.clamp_(0)\n    return m\n", None,
          "def tie(other):\n    m = nn.Linear(2, 2)\n    m.weight = other.weight\n    with torch.no_grad():\n        m.weight.clamp_(0)\n    return m\n"),
    # -- a value changed and restored is right today, and raises once the writes are counted
    Shape("a saved value changed and restored",
          "y = w.exp()\ny.data.add_(1)\ny.data.sub_(1)\nloss = y.sum()\n", None,
          "y = w.exp()\nwith torch.no_grad():\n    y.add_(1)\n    y.sub_(1)\nloss = y.sum()\n"),
    Shape("the same through a name", "y = w.exp()\nc = y.data\nc += 1\nc -= 1\nloss = y.sum()\n", None,
          "y = w.exp()\nc = y.detach()\nc += 1\nc -= 1\nloss = y.sum()\n"),
    Shape("the alias itself was saved and its source is written",
          "v = torch.ones(3)\ny = w * v.data\nv.add_(1)\nv.sub_(1)\n", None,
          "v = torch.ones(3)\ny = w * v.detach()\nv.add_(1)\nv.sub_(1)\n"),
    Shape("a graph that was used up holds nothing", "y = w.exp()\ny.sum().backward()\nw.data.sub_(w.grad)\ny.data.zero_()\n",
          "y = w.exp()\ny.sum().backward()\nwith torch.no_grad():\n    w.sub_(w.grad)\n    y.zero_()\n"),
    # -- rebinding, detach_()
    Shape("rebinding becomes a copy", "w.data = torch.zeros(3)\n", None, "with torch.no_grad():\n    w.copy_(torch.zeros(3))\n"),
    Shape("a move to another device or type has no repair", "w.data = w.detach().cuda()\n"),
    Shape("a parameter is frozen", "for p in nn.Linear(2, 2).parameters():\n    p.detach_()\n",
          "for p in nn.Linear(2, 2).parameters():\n    p.requires_grad_(False)\n"),
    Shape("detach_() becomes an assignment", "h = w * 2\nh.detach_()\n", None, "h = w * 2\nh = h.detach()\n"),
    # -- writes to what backward needs
    Shape("to a copy", "y = w.exp()\nc = y.data\nc.zero_()\ny.sum().backward()\n", None,
          "y = w.exp()\nc = y.detach().clone()\nc.zero_()\ny.sum().backward()\n"),
    Shape("behind the backward", "y = w.exp()\nloss = y.sum()\ny.data.zero_()\nloss.backward()\nprint(y)\n", None,
          "y = w.exp()\nloss = y.sum()\nloss.backward()\nwith torch.no_grad():\n    y.zero_()\nprint(y)\n"),
    Shape("as a new tensor", "def f():\n    y = w.exp()\n    y += 1\n    y.sum().backward()\n\nf()\n", None,
          "def f():\n    y = w.exp()\n    y = y + 1\n    y.sum().backward()\n\nf()\n"),
    Shape("a view of an alias that is written, in a function that nobody calls",
          "def f(x: torch.Tensor):\n    a, b = x.data.unbind(0)\n    a[0] = 1\n    return b\n", None,
          "def f(x: torch.Tensor):\n    a, b = x.detach().unbind(0)\n    a[0] = 1\n    return b\n"),
    Shape("rows of an alias that are written",
          "def f(x: torch.Tensor):\n    for row in x.data:\n        row.view(-1).zero_()\n", None,
          "def f(x: torch.Tensor):\n    for row in x.detach():\n        row.view(-1).zero_()\n"),
    Shape("an argument that a function of the file writes",
          "def blend(a, b):\n    a.mul_(b)\n\ndef f(x: torch.Tensor, y: torch.Tensor):\n    blend(x.data, y.data)\n",
          "def blend(a, b):\n    a.mul_(b)\n\ndef f(x: torch.Tensor, y: torch.Tensor):\n    blend(x.data, y.detach())\n",
          "def blend(a, b):\n    a.mul_(b)\n\ndef f(x: torch.Tensor, y: torch.Tensor):\n    blend(x.detach(), y.detach())\n"),
    Shape("a copy of an alias may be written",
          "def f(x: torch.Tensor):\n    c = x.data.clone()\n    c.zero_()\n    return c\n",
          "def f(x: torch.Tensor):\n    c = x.detach().clone()\n    c.zero_()\n    return c\n"),
    Shape("a gradient that is moved has no repair", "w.grad.data = w.grad.cpu()\n"),
    # -- left alone
    Shape("a noqa line is never touched", "w.data.zero_()  # noqa: E501\nw.data.add_(1)\n",
          "w.data.zero_()  # noqa: E501\nwith torch.no_grad():\n    w.add_(1)\n"),
    Shape("nor is a block in which the rule is disabled",
          "w.data.zero_()\n# flake8-detach: disable[DET202]\nw.data.add_(1)\n# flake8-detach: enable[DET202]\n",
          "with torch.no_grad():\n    w.zero_()\n# flake8-detach: disable[DET202]\nw.data.add_(1)\n# flake8-detach: enable[DET202]\n"),
    Shape("something else than a tensor", "class Box:\n    data = [1]\n\nprint(Box().data.copy())\n"),
    Shape("several targets", "a, w.data = 1, torch.zeros(3)\n"),
)  # fmt: skip
