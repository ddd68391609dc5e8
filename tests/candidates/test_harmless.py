"""Writes that cannot matter, and their neighbours that can."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_detach.candidates.harmless import HARMLESS, UNKNOWN, Effect, effect_of, read
from flake8_detach.candidates.scopes import Code

INSIDE = Effect(inside=True)
OUTSIDE = Effect(inside=False, outside=frozenset({"x"}))


def effect(body: str, arguments: str = "self, x") -> Effect:
    text = f"def forward({arguments}):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return effect_of(read(Code(ast.parse(text).body[0])))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("mask = torch.zeros(3)\nmask[:, 1:] = 1.0\nreturn x + mask", id="made here"),
        pytest.param("y = x + 1\ny += x\nreturn y", id="a sum keeps nothing"),
        pytest.param("y = x @ self.w\ny += self.b\nreturn y", id="a product keeps its operands only"),
        pytest.param("y = x.clone()\ny[0].mul_(2)\nreturn y", id="a part of it"),
        pytest.param("y = torch.empty_like(x).normal_()\nreturn x * y", id="a temporary"),
        pytest.param("y = (x == 0).float()\ny -= 1\nreturn y", id="a comparison"),
        pytest.param("y = x.sum()\nn = y.shape\ny -= 1\nreturn y", id="only its shape was used"),
        pytest.param("y = x - 1\nz = y + x\ny -= 1\nreturn y, z", id="a sum does not keep its operands"),
        pytest.param("y = x - 1\ny = y.view(-1)\ny += 1\nreturn y", id="a view of itself"),
        pytest.param("i = 0\nfor y in x:\n    print(x[i])\n    i += 1\nreturn x", id="a counter"),
        pytest.param("found = []\nfound += self.parts(x)\nfound[0] = x\nreturn found", id="a list"),
        pytest.param("out = {}\nout[k(x)] = x\nself.cache['x'] = x\nreturn out", id="a dictionary"),
        pytest.param("outputs = self.net(x)\noutputs += (x, x)\nreturn outputs", id="a tuple is added"),
        pytest.param("self.seen[x.shape[0]] = True\nreturn x", id="a flag"),
        pytest.param(
            "total = 0\nfor y in x:\n    total = total + y\n    total += 1\nreturn total", id="a number first"
        ),
        pytest.param(
            "if x is None:\n    y = torch.ones(3)\nelse:\n    y = x * 2\ny += 1\nreturn y", id="in both arms"
        ),
        pytest.param(
            "values, places = torch.topk(x, 3)\nvalues /= values.sum()\nreturn values", id="two results"
        ),
        pytest.param("mask: Optional[Tensor] = None\nreturn x", id="an annotation"),
        pytest.param(
            "n = 1\nfor y in x:\n    t = y[0]\n    z = t * self.w\n    t = n\n    n += 1\nreturn z",
            id="a number that has another name",
        ),
        pytest.param("n = 0\nwith torch.no_grad():\n    n += x.shape[0]\nreturn n", id="counted unrecorded"),
        pytest.param("text = x.copy()\ntext[0] = text[0].replace('a', 'b')\nreturn text", id="a text"),
        pytest.param("text = self.text(x)\ntext += '<a>' * x.shape[0]\nreturn text", id="a longer text"),
        pytest.param("self.w = Parameter(torch.Tensor(self.n).uniform_())\nreturn x", id="a new tensor"),
        pytest.param(
            "y = x + 1\nif x is None:\n    return y * self.w\nelse:\n    y += 1\nreturn y",
            id="in the other arm",
        ),
    ],
)
def test_cannot_matter(body: str) -> None:
    assert effect(body) == HARMLESS


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "one = [x]\nother = [x.exp()]\nboth = one + other\nlast = both[1]\nlast += 1\nreturn last",
            id="an item of two lists",
        ),
        pytest.param("y = x.sigmoid()\ny += 1\nreturn y", id="a result that is kept"),
        pytest.param("y = self.norm(x)\ny *= 2\nreturn y", id="a call whose inside is not known"),
        pytest.param("y = x + 1\nz = y * self.w\ny += 1\nreturn z", id="used before it is written"),
        pytest.param(
            "n = x[1]\nfor y in x:\n    t = y[0]\n    z = t * self.w\n    t = n\n    n += 1\nreturn z",
            id="a tensor that has another name",
        ),
        pytest.param("y = self.net(x)\ny[0] = x.reshape(3)\nreturn y", id="no text"),
        pytest.param(
            "y = x + 1\nfor z in x:\n    if z is None:\n        z = y * self.w\n    else:\n        y += 1\nreturn y",
            id="in the other arm of the next pass",
        ),
        pytest.param(
            "y = x + 1\nif x is None:\n    x = y * self.w\nif x is not None:\n    y += 1\nreturn x",
            id="in an arm of another condition",
        ),
        pytest.param("y = x + 1\nz = y\nw = z.sin()\ny.zero_()\nreturn w", id="a second name"),
        pytest.param(
            "y = x.clone()\nfor k in x:\n    y[k] = self.cell(y)\nreturn y",
            id="used before, in the next round",
        ),
        pytest.param(
            "y = x.clone()\nfor k in x:\n    y[k] = 1.0\n    z = y * k\nreturn z",
            id="used in the loop it is written in",
        ),
        pytest.param("y = torch.zeros(3)\ny.data[0] = 1.0\nreturn y", id="through .data"),
        pytest.param("y = x + 1\nz = y.detach()\nz.zero_()\nreturn y", id="through .detach()"),
        pytest.param("y = x.chunk(2)[0]\ny += 1\nreturn y", id="a part that may not be written"),
        pytest.param("y = torch.zeros(1, 3).expand(2, 3)\ny += 1\nreturn y", id="expanded memory"),
        pytest.param("y = torch.zeros(3, requires_grad=True)\ny += 1\nreturn y", id="a leaf"),
        pytest.param("y = x + 1\nwith torch.no_grad():\n    y += 1\nreturn y", id="unrecorded"),
        pytest.param("y = x + 1\ntorch.set_grad_enabled(False)\ny += 1\nreturn y", id="switched off"),
        pytest.param(
            "y = x + 1\ny.sigmoid_()\ny += 1\nreturn y", id="an in-place operation that keeps its result"
        ),
        pytest.param("parts = [x]\nparts[0] += 1\nreturn parts", id="an item, in place"),
        pytest.param("y = self.a(x)\nx, y = y, x\ny += 1\nreturn y", id="swapped names"),
        pytest.param("self.buffer += 1\nreturn x", id="an attribute"),
        pytest.param(
            "y = x + 1\ndef inner():\n    y.zero_()\ninner()\nreturn y", id="an inner function writes"
        ),
        pytest.param(
            "y = x + 1\nkeep = lambda: y.exp()\ny.zero_()\nreturn keep()", id="an inner function uses"
        ),
        pytest.param("z = y = x + 1\nw = z.exp()\ny += 1\nreturn w", id="two names at once"),
        pytest.param("w = (y := x + 1).exp()\ny += 1\nreturn w", id="named inside an expression"),
        pytest.param("return F.relu(torch.sigmoid(x), inplace=True)", id="inplace"),
        pytest.param("y = x * 2\ny = F.relu(y, inplace=True)\ny += 1\nreturn y", id="what it wrote is kept"),
        pytest.param("torch.add(x, x, out=self.out)\nreturn x", id="out"),
        pytest.param("np.copyto(self.array, x)\nreturn x", id="copyto"),
        pytest.param("y = x + 1\nglobal z\nz = y\ny += 1", id="a global name"),
    ],
)
def test_may_matter(body: str) -> None:
    assert effect(body).inside


def test_an_argument_is_written_for_the_callers_only() -> None:
    assert effect("x += 1\nreturn x") == OUTSIDE
    assert effect("y = x * 2\nx += 1\nreturn y") == Effect(inside=True, outside=frozenset({"x"}))
    assert effect("x = x.clone()\nx += 1\nreturn x") == HARMLESS
    assert effect("x = x.view(-1)\nx += 1\nreturn x") == OUTSIDE


def test_what_is_no_function_may_do_anything() -> None:
    assert effect_of(read(Code(None))) == UNKNOWN
    assert effect_of(read(Code(ast.parse("async def f(x):\n    x += 1").body[0]))) == UNKNOWN
