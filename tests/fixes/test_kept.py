"""Memory that a later call may find again is not the function's own: a write to it does not become a tracked one safely."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.oracle import torch_available

from .run import check, repaired

HEAD = """\
import functools
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(3))


"""
STEP = """

def step():
    n = get()
    n.w.data.mul_(2)
    n.w.data.div_(2)
    return n.w
"""
PROGRAMS = {
    "a dictionary of the module": """\
CACHE = {}

def get():
    if "n" not in CACHE:
        CACHE["n"] = Net()
    return CACHE["n"]
"""
    + STEP,
    "a default": """\
def get(kept=[]):
    if not kept:
        kept.append(Net())
    return kept[0]
"""
    + STEP,
    "a decorator": "@functools.lru_cache\ndef get():\n    return Net()\n" + STEP,
    "a class": """\
class One(nn.Module):
    made = []

    def __init__(self):
        super().__init__()
        if One.made:
            self.w = One.made[0]
        else:
            self.w = nn.Parameter(torch.ones(3))
            One.made.append(self.w)

def get():
    return One()
"""
    + STEP,
    "the function itself": """\
CACHE = {}

def step():
    if "w" not in CACHE:
        CACHE["w"] = torch.ones(3)
    w = CACHE["w"]
    w.data.mul_(2)
    w.data.div_(2)
    return w
""",
    "what it leaves behind": """\
CACHE = {}

def step():
    if "w" in CACHE:
        w = CACHE["w"]
    else:
        w = torch.ones(3)
    w.data.mul_(2)
    w.data.div_(2)
    CACHE["w"] = w
    return w
""",
    "a part": """\
class Part(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = None

    def get(self):
        if self.p is None:
            self.p = Net()
        return self.p

class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = Part()

    def step(self):
        n = self.part.get()
        n.w.data.mul_(2)
        n.w.data.div_(2)
        return n.w
""",
    "an attribute that is asked for": """\
class Whole:
    def step(self):
        if not hasattr(self, "w"):
            self.w = torch.ones(3)
        self.w.data.mul_(2)
        self.w.data.div_(2)
        return self.w
""",
}
DRIVER = """

step = Whole().step if "Whole" in globals() else step
x = torch.ones(3, requires_grad=True)
loss = (x * step()).sum()
step()
loss.backward()
print(x.grad)
"""
EACH = pytest.mark.parametrize("name", PROGRAMS)


@EACH
def test_it_is_no_safe_repair(name: str) -> None:
    writes = [f.fix for f in check(HEAD + PROGRAMS[name]) if f.code == "DET202"]
    assert len(writes) == 2
    assert all(fix is not None and not fix.safe for fix in writes)


@EACH
@pytest.mark.oracle
def test_it_would_raise_where_it_was_right(name: str) -> None:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    before = HEAD + PROGRAMS[name]
    after = repaired(before, unsafe=True).text
    ran = [
        subprocess.run([sys.executable, "-c", text + DRIVER], capture_output=True, text=True, check=False)
        for text in (before, after)
    ]
    assert ran[0].stdout == "tensor([1., 1., 1.])\n"
    assert "modified by an inplace operation" in ran[1].stderr


def test_what_is_made_anew_each_time_is() -> None:
    program = HEAD + "def get():\n    return Net()\n" + STEP
    assert all(f.fix is not None and f.fix.safe for f in check(program))
    assert "n.w.mul_(2)" in repaired(program).text
