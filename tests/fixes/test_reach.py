"""Programs that are right, and would not be with a repair that looks harmless: none of these repairs is safe.

Each is a file, and behind `REST` what another file does with it: a value is changed and restored while a graph needs it, which
raises once the writes are counted, or something is computed where recording was thought to be off.
"""

from __future__ import annotations

import pytest

from tests.oracle import torch_available

from .run import repaired

REST = "# -- rest\n"
HEAD = """\
import torch
from torch import nn
"""
RESTORED = """\
m = nn.Linear(2, 2)
x = torch.ones(3, 2, requires_grad=True)
y = m(x).sum()
scale(m, 2.0)
scale(m, 0.5)
y.backward()
print(x.grad, m.weight.grad)
"""
RECORDED = """\
a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
y = compute(a, b)
y.sum().backward()
print(a.grad, b.grad)
"""
WALKED = """\
def fresh(count):
    w = torch.ones(2, requires_grad=True)
    for _ in range(count):
        (w * w).sum().backward()
        print(w.grad)
        yield w
"""
ALIASES = {
    "handed back by a method": """\
class Store:
    def __init__(self, m):
        self.m = m

    def values(self):
        return self.m.weight.data

def scale(m, by):
    Store(m).values().mul_(by)
""",
    "handed back by a property": """\
class Store:
    def __init__(self, m):
        self.m = m

    @property
    def raw(self):
        return self.m.weight.data

def scale(m, by):
    s = Store(m)
    s.raw.mul_(by)
""",
    "handed back as one row": """\
def flat(m):
    return m.weight.data.ravel()

def scale(m, by):
    flat(m).mul_(by)
""",
    "handed back by a function of torch": """\
def moved(m):
    return torch.moveaxis(m.weight.data, 0, 1)

def scale(m, by):
    moved(m).mul_(by)
""",
    "handed back in a tuple": """\
def parts(m):
    return m.weight.data, m.bias.data

def scale(m, by):
    w, b = parts(m)
    w.mul_(by)
    b *= by
""",
    "handed back in a list": """\
def parts(m):
    return [p.data for p in m.parameters()]

def scale(m, by):
    for p in parts(m):
        p.mul_(by)
""",
    "handed back in a dictionary": """\
def parts(m):
    return {name: p.data for name, p in m.named_parameters()}

def scale(m, by):
    for value in parts(m).values():
        value.mul_(by)
""",
    "yielded": """\
def parts(m):
    for p in m.parameters():
        yield p.data

def scale(m, by):
    for p in parts(m):
        p.mul_(by)
""",
    "an attribute": """\
class Raw:
    def __init__(self, m):
        self.w = m.weight
        self.raw = self.w.data

    def scale(self, by):
        self.raw.mul_(by)

def scale(m, by):
    Raw(m).scale(by)
""",
    "kept in an attribute's list": """\
class Raw:
    def __init__(self):
        self.kept = []

    def keep(self, p: nn.Parameter):
        self.kept.append(p.data)

    def scale(self, by):
        for k in self.kept:
            k.mul_(by)

def scale(m, by):
    raw = Raw()
    raw.keep(m.weight)
    raw.scale(by)
""",
    "an item": """\
def save(m, store):
    store["w"] = m.weight.data

def scale(m, by):
    store = {}
    save(m, store)
    scale_item(store, by)

def scale_item(other, by):
    other["w"] *= by
""",
    "a global name": """\
RAW = None

def keep(m):
    global RAW
    RAW = m.weight.data

def scale(m, by):
    keep(m)
    RAW.mul_(by)
""",
    "walked in a display": """\
def scale(m, by):
    for target in (m.weight.data, m.bias.data):
        target.mul_(by)
""",
    "one of two": """\
def scale(m, by):
    v = m.weight.data if by else m.bias.data
    v.mul_(by)
""",
    "an argument by keyword, two calls down": """\
def inner(value, by):
    value.mul_(by)

def outer(by, value):
    inner(value, by)

def scale(m, by):
    outer(by=by, value=m.weight.data)
""",
    "all of a list at once": """\
def scale(m, by):
    raw = [p.data for p in m.parameters()]
    torch._foreach_mul_(raw, by)
""",
    "a function of Tensor": """\
def scale(m, by):
    v = m.weight.data
    torch.Tensor.mul_(v, by)
""",
}
WRITES = {
    "of a module in a wrapper that was just made": """\
def scale(m, by):
    w = nn.DataParallel(m)
    w.module.weight.data.mul_(by)
""",
    "of what an embedding was given": """\
def scale(m, by):
    e = nn.Embedding(2, 2, _weight=m.weight)
    e.weight.data.mul_(by)
""",
    "of what a loss was given": """\
def scale(m, by):
    criterion = nn.CrossEntropyLoss(weight=m.weight.detach())
    criterion.weight.data.mul_(by)
""",
    "of what a constructor was given": """\
class Scaled(nn.Module):
    def __init__(self, inner, by):
        super().__init__()
        inner.weight.data.mul_(by)

def scale(m, by):
    Scaled(m, by)
""",
    "of a state that is no parameter": """\
class State(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.h = w

    def init_hidden(self, by):
        self.h.data.mul_(by)

def scale(m, by):
    State(m.weight).init_hidden(by)
""",
}
MODES = {
    "a switch inside the block": """\
def compute(a: torch.Tensor, b: torch.Tensor):
    with torch.no_grad():
        torch.set_grad_enabled(True)
        y = a.data * b
    return y
""",
    "a block that switches by a flag": """\
def compute(a: torch.Tensor, b: torch.Tensor, flag=True):
    with torch.no_grad(), torch.set_grad_enabled(flag):
        y = a.data * b
    return y
""",
    "a context of one's own": """\
from contextlib import contextmanager

@contextmanager
def recording():
    with torch.enable_grad():
        yield

def compute(a: torch.Tensor, b: torch.Tensor):
    with torch.no_grad():
        with recording():
            y = a.data * b
    return y
""",
    "a decorator of one's own": """\
def recording(function):
    return torch.enable_grad()(function)

@torch.no_grad()
@recording
def compute(a: torch.Tensor, b: torch.Tensor):
    return a.data * b
""",
    "a block that waits": """\
def steps(a: torch.Tensor, b: torch.Tensor):
    with torch.no_grad():
        yield b
        y = a.data * b
        yield y

def compute(a, b):
    both = steps(a, b)
    with torch.enable_grad():
        next(both)
    return next(both)
""",
}
LOOPS = {
    "a generator": """\
def clear(params, c):
    for p in params:
        p.grad.data.mul_(c)
""",
    "a generator in zip": """\
def clear(params, c):
    for p, _ in zip(params, range(3)):
        p.grad.data.mul_(c)
""",
    "a generator as an attribute": """\
class Clear:
    def __init__(self, params):
        self.params = params

    def all(self, c):
        for p in self.params:
            p.grad.data.mul_(c)

def clear(params, c):
    Clear(params).all(c)
""",
}
PROGRAMS = {
    **{f"alias: {name}": HEAD + text + REST + RESTORED for name, text in ALIASES.items()},
    **{f"write: {name}": HEAD + text + REST + RESTORED for name, text in WRITES.items()},
    **{f"mode: {name}": HEAD + text + REST + RECORDED for name, text in MODES.items()},
    **{
        f"loop: {name}": HEAD + text + REST + WALKED + "clear(fresh(3), 0.5)\n"
        for name, text in LOOPS.items()
    },
}
EACH = pytest.mark.parametrize("name", PROGRAMS)


@EACH
def test_no_alias_that_somebody_writes_is_repaired_safely(name: str) -> None:
    text, _, _ = PROGRAMS[name].partition(REST)
    after = repaired(text).text
    if name.startswith(("alias", "write")):
        assert after == text
    elif name.startswith("mode"):
        assert "a * b" not in after
    else:
        assert after.index("for ") < after.index("with torch.no_grad()")


@EACH
@pytest.mark.oracle
def test_the_program_does_what_it_did(name: str) -> None:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    from tests.oracle.compare import differences

    text, _, rest = PROGRAMS[name].partition(REST)
    assert not differences(text + rest, repaired(text).text + rest)


@pytest.mark.parametrize("name", [*ALIASES, *WRITES])
@pytest.mark.oracle
def test_it_would_not_with_the_unsafe_repair(name: str) -> None:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    from tests.oracle.compare import differences

    text = HEAD + (ALIASES.get(name) or WRITES[name])
    assert differences(text + RESTORED, repaired(text, unsafe=True).text + RESTORED)


QUIET = {
    "a copy is handed back": ("def get(m):\n    return m.weight.data.clone()\n\ndef scale(m):\n    get(m).mul_(2)\n", "m.weight.detach().clone()"),
    "another attribute is written": ("class A:\n    def __init__(self, m):\n        self.raw = m.weight.data\n        self.n = torch.zeros(2)\n\n    def step(self):\n        self.n.add_(1)\n", "m.weight.detach()"),
    "a key of a dictionary is given another value": ("def keep(m, store):\n    store['w'] = m.weight.data\n    store['b'] = 1\n", "m.weight.detach()"),
    "an item of a dictionary of one's own": ("def keep(m, names):\n    store = {}\n    for n in names:\n        store[n] = m.weight.data\n    return store\n", "m.weight.detach()"),
    "zip keeps its parts apart": ("def keep(m, other):\n    for p, q in zip([torch.zeros(2)], [m.weight.data]):\n        p.add_(q)\n", "m.weight.detach()"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_a_read_stays_a_read(name: str) -> None:
    before, after = QUIET[name]
    assert after in repaired(HEAD + before).text
