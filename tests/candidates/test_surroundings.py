"""What a file says of the names its functions call."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_detach.candidates.attributes import Attributes, Layer
from flake8_detach.candidates.callees import Callees
from flake8_detach.candidates.harmless import HARMLESS, Effect, effect_of, read
from flake8_detach.candidates.scopes import Code
from flake8_detach.candidates.surroundings import Surroundings

HEAD = "import torch\nfrom torch import nn\nfrom .blocks import Block, gate\n"


def surroundings(text: str, *definitions: str) -> Surroundings:
    return Surroundings(textwrap.dedent(text), frozenset(definitions))


@pytest.mark.parametrize(
    ("bindings", "expected"),
    [
        ("self.a = nn.Linear(3, 3)", Layer.NEW),
        ("self.a = nn.LayerNorm(3)", Layer.NEW),
        ("self.a = torch.nn.Dropout(0.1)", Layer.SAME),
        ("self.a = Block(3, (1, 2))", Layer.UNSEEN),
        ("self.a = nn.Embedding(3, 3)\nmodel.a = value", Layer.NEW),
        ("self.a: nn.Module = nn.Linear(3, 3)", Layer.NEW),
        ("self.a = nn.Sigmoid()", None),
        ("self.a = nn.Sequential(nn.Linear(3, 3))", Layer.NEW),
        ("self.a = ACTIVATIONS[name]", Layer.UNSEEN),
        ("ACTIVATIONS = {}\nself.a = ACTIVATIONS[name]", None),
        ("self.a = nn.ModuleList([nn.Linear(3, 3)])", None),
        ("self.a = nn.Linear(3, 3) if deep else nn.Sigmoid()", None),
        ("self.a = nn.Linear(3, 3)\nself.a = nn.Tanh()", None),
        ("self.a = nn.Linear(3, 3)\nself.b, self.a = nn.Tanh(), nn.Tanh()", None),
        ("self.a = nn.Linear(3, 3)\nsetattr(self, name, nn.Tanh())", None),
        ("class Block(nn.Module): pass\nself.a = Block()", None),
        ("from torch.nn import Sequential\nself.a = Sequential(Linear(3, 3))", None),
        ("from torch.nn import *\nself.a = Sequential()", None),
        ("import torch.nn as tnn\nself.a = tnn.Sequential()", None),
        ("self.a = a", None),
    ],
)
def test_layers(bindings: str, expected: Layer | None) -> None:
    definitions = ["Block"] if "class Block" in bindings else []
    found = Attributes(surroundings(HEAD + bindings + "\n", *definitions)).layers("a")
    assert found == (set() if expected is None else {expected})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gate", True),
        ("elsewhere", True),
        ("helper", False),
        ("act", False),
        ("first", False),
        ("alias", False),
        ("softmax", False),
        ("checkpoint_sequential", False),
        ("option", False),
        ("fallback", True),
    ],
)
def test_foreign_names(name: str, expected: bool) -> None:
    file = surroundings(
        """
        from torch.utils.checkpoint import checkpoint_sequential
        from .blocks import gate, other as alias
        act = nn.functional.relu
        first, second = pair
        fallback, missing = None, None
        def helper(x, option=None):
            return elsewhere(gate(x))
        """,
        "helper",
    )
    assert file.is_foreign(name) is expected


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        ("self.a = []", True),
        ("self.a = [torch.zeros((1, 2)) for _ in range(3)]", True),
        ("self.a = {}\nself.a = dict(b=1)", True),
        ("self.a = OrderedDict()", True),
        ("self.a = [x, y][0]", False),
        ("self.a = []\nself.a = torch.zeros(3)", False),
        ("self.a = (x + 1)", False),
    ],
)
def test_containers(binding: str, expected: bool) -> None:
    assert Attributes(surroundings(binding + "\n")).is_container("a") is expected


def test_layers_that_write_their_input() -> None:
    file = surroundings(
        "self.a = nn.ReLU(inplace=True)\nself.b = nn.Dropout(0.1, inplace=True)\nself.c = nn.ReLU()\n"
    )
    assert [Attributes(file).in_place(name) for name in "abc"] == [True, False, None]


CLASS = """
class Net(nn.Module):
    def __init__(self):
        self.proj = nn.Linear(3, 3)
        self.drop = nn.Dropout(0.1)
        self.norm = nn.BatchNorm1d(3)
        self.act = nn.ReLU(inplace=True)
        self.squash = nn.Sigmoid()
        self.cache = []

    def fresh(self, x):
        if x is None:
            return torch.zeros(3)
        y = self.proj(x)
        return y.view(-1)

    def kept(self, x):
        y = self.proj(x)
        self.last = y
        return y

    def handed(self, x):
        return x

    def saved(self, x):
        y = x + 1
        z = y.sin()
        return y
"""


def effect(body: str) -> Effect:
    file = surroundings(HEAD + CLASS, "Net", "fresh", "kept", "handed", "saved")
    functions = {node.name: node for node in ast.walk(ast.parse(CLASS)) if isinstance(node, ast.FunctionDef)}
    attributes = Attributes(file)
    callees = Callees({name: Code(function, attributes) for name, function in functions.items()})
    text = "def forward(self, x):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return effect_of(read(Code(ast.parse(text).body[0], attributes), callees))


@pytest.mark.parametrize(
    "body",
    [
        "y = self.proj(x)\ny += 1\nreturn y",
        "y = self.drop(self.proj(x))\ny += x\nreturn y",
        "y = self.proj(x)\ny = self.drop(y)\ny += x\nreturn y",
        "y = self.norm(self.proj(x))\ny = self.act(y)\ny = self.proj(y)\ny += x\nreturn y",
        "y = self.act(self.norm(x))\nreturn y",
        "y = gate(x)\ny += 1\nreturn y",
        "y = self.elsewhere(x, **options)\ny += 1\nreturn y",
        "y = self.fresh(x)\ny += 1\nreturn y",
        "self.cache[0] = self.squash(x)\nreturn x",
        "y = x.sigmoid()\nself.modules[name] = Block(3)\nreturn y",
        "y = x + 1\nz = y.view(-1)\nz += 1\nreturn y, z",
        "y, z = x + 1, x + 2\ny += z\nreturn y",
        "y = np.zeros(3)\ny[0] = 1\nreturn y",
        "y = x.to(device) if x.is_cuda else x + 1\nreturn y",
    ],
)
def test_what_the_file_shows_cannot_matter(body: str) -> None:
    assert effect(body) == HARMLESS


@pytest.mark.parametrize(
    "body",
    [
        "y = self.squash(x)\ny += 1\nreturn y",
        "y = self.act(self.squash(x))\nreturn y",
        "y = self.act(self.norm(x))\ny += 1\nreturn y",
        "y = self.drop(self.squash(x))\ny += 1\nreturn y",
        "y = self.kept(x)\ny += 1\nreturn y",
        "y = self.saved(x)\ny += 1\nreturn y",
        "y = self.proj(x)\nz = y.view(-1)\nw = z.sin()\ny += 1\nreturn w",
        "y = self.proj(x)\nz = self.drop(y)\nw = z.sin()\ny += 1\nreturn w",
        "y = x + 1\nz = y.sin()\ny, z = z, y\nz += 1\nreturn y",
        "y = Block(x)\ny += 1\nreturn y",
        "y = x.sigmoid()\ny[0] = Variable(x)\nreturn y",
        "y = x.sigmoid()\ny[0] = FloatTensor(x)\nreturn y",
        "self.proj = x\nself.last[0] = x\nreturn x",
    ],
)
def test_what_may_matter_all_the_same(body: str) -> None:
    assert effect(body).inside


def test_what_is_handed_back_is_still_the_callers() -> None:
    assert effect("y = self.handed(x)\ny += 1\nreturn y") == Effect(inside=False, outside=frozenset({"x"}))
    assert effect("z = x.sin()\ny = self.handed(x)\ny += 1\nreturn y, z").inside
