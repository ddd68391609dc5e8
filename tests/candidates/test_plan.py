"""Which definitions of a file are analysed by themselves, and that no finding is lost by leaving out the others."""

from __future__ import annotations

import pytest

from flake8_detach.candidates import effects, plan
from flake8_detach.candidates.harmless import UNKNOWN
from flake8_detach.candidates.vain import may_be_in_vain, other_modules
from flake8_detach.checker import check_source
from flake8_detach.settings import Settings
from flake8_detach.source.outlined import OutlinedFile

from ..case_files import all_cases
from ..generator import generate


def chosen(text: str) -> list[str]:
    return [d.qualified_name for d in plan(OutlinedFile(text, "x.py")).definitions]


def test_headers_and_texts_hold_no_writes() -> None:
    assert not chosen(
        "import torch\n"
        "class Net(torch.nn.Module):\n"
        "    def __init__(self, w=torch.nn.Parameter(torch.ones(1))):\n"
        "        super().__init__()\n"
        "        self.w = w\n"
        "    def forward(self, x, mask: Optional[Tensor] = None, out: Dict[str, int] = None):\n"
        "        'Writes x.zero_(), x[0] = 1; calls loss.backward().'\n"
        "        return x * self.w  # x += 1\n"
    )


def test_a_forward_that_writes_what_may_be_kept_is_analysed() -> None:
    forward = "import torch\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        y = {}\n        y += 1\n        return y\n"
    assert chosen(forward.format("x.sigmoid()")) == ["Net.forward"]
    assert chosen(forward.format("x.sum()")) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("m.weight.mul_(2)", True),
        ("m.weight[:, 3] -= 1", True),
        ("m.weight[0] = 1", True),
        ("m.bias *= 2", True),
        ("bias = m.bias\n    bias *= 2", True),
        ("m.weight.data.normal_(0, 1)", False),
        ("if m.bias is not None:\n        m.bias.data.zero_()", False),
        ("init.normal_(m.weight, std=0.02)\n    m.weight.data[0].zero_()", False),
        ("m.weight = quantized\n    m.scale.data.fill_(m.weight.shape[0])", False),
    ],
)
def test_a_layers_weight_may_refuse_what_is_written_to_it(statement: str, expected: bool) -> None:
    assert (
        chosen(f"import torch\ndef start(build):\n    m = build()\n    {statement}\n") == ["start"]
    ) is expected


def test_a_class_with_modules_that_write_their_input_is_analysed() -> None:
    text = (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.act = torch.nn.ReLU(inplace=True)\n"
        "    def forward(self, x):\n        return self.act(torch.sigmoid(x))\n"
    )
    assert chosen(text) == ["Net.forward"]


def test_what_is_called_as_an_object_counts_where_gradients_are_spoken_of() -> None:
    text = "import torch\nclass Exp:\n    def __call__(self, x):\n        y = x.exp()\n        y.mul_(2)\n        return y\n"
    assert chosen(text) == []
    assert chosen(text + "loss = Exp()(torch.ones(3, requires_grad=True))\n") == ["Exp.__call__"]


def test_a_file_without_anything_to_follow_is_idle() -> None:
    quiet = "import torch\ndef init(m):\n    m.weight.data.normal_()\n"
    assert plan(OutlinedFile(quiet, "x.py")).idle
    assert not plan(OutlinedFile(quiet + "w = torch.ones(3)\nw.data.zero_()\n", "x.py")).idle
    assert not plan(OutlinedFile(quiet + "best = model.state_dict()\n", "x.py")).idle


@pytest.mark.parametrize(
    ("body", "header", "expected"),
    [
        ("\n    x[mask].clamp_(min=0)\n", "def f(x, mask)", True),
        ("\n    x[1:, 0].clamp_(min=0)\n", "def f(x)", False),
        ("\n    x[:, [0, 2]].clamp_(min=0)\n", "def f(x)", True),
        ("\n    x[[0, 2]][1:].clamp_(min=0)\n", "def f(x)", False),
        ("\n    m.weight.data[0].zero_()\n", "def f(self, m)", False),
        ("\n    m.weight.data[self.mask].zero_()\n", "def f(self, m)", True),
        ("\n    x[n:, :k].clamp_(min=0)\n", "def f(x, n, k)", False),
        ("\n    x[n:, k].clamp_(min=0)\n", "def f(x, n, k)", True),
        ("\n    x = [[0]] * 3\n    x[k][m] = 1\n", "def f(k, m)", False),
        ("\n    x = {}\n    for k, x in y:\n        x[k][m] = 1\n", "def f(m)", True),
        ("\n    x = {}\n    x = y\n    x[k][m] = 1\n", "def f(k, m)", True),
        ("\n    x = {}\n    x, z = y\n    x[k][m] = 1\n", "def f(k, m)", True),
        ("\n    x: Dict[str, int] = dict(a=[])\n    x[k][m] = 1\n    g(x[k], y=x)\n", "def f(k, m)", False),
        ("\n    x.masked_fill(m, 0)\n", "def f(x, m)", True),
        ("\n    y = x.masked_fill(m, 0)\n", "def f(x, m)", False),
        ("\n    plots.scatter(x, m)\n", "def f(x, m)", False),
        ("\n    x.to(d)\n", "def f(x, d)", False),
        ("\n    x.to(d)\n", "def f(x: torch.Tensor, d)", True),
        ("\n    x.to(d)\n", "def f(y: Tensor, x: Module, d)", False),
        ("\n    x[k].requires_grad_(False)\n", "def f(x, k)", False),
        ('\n    x[k]["] = y\n', "def f(x, y, k)", False),
        ('\n    x[k][m] = {": y}\n', "def f(x, y, k)", False),
        ('\n    x[k][m] = "\n', "def f(x, k)", False),
        ("\n    x[k][m] = y\n", "def f(x, y, k)", True),
        ("\n    x = {}\n    for k in x:\n        x[k][m] = 1\n", "def f(m)", False),
        ("\n    x = {}\n    with m() as x:\n        x[k][m] = 1\n", "def f(m)", True),
    ],
)
def test_statements_in_vain(body: str, header: str, expected: bool) -> None:
    assert may_be_in_vain(body, header, frozenset({"plots"})) is expected


def test_modules_that_drop_no_tensor() -> None:
    text = "import torch.nn.functional as F\nimport numpy as np\n    import matplotlib.pyplot as plt\nimport os\n"
    assert other_modules(text) == {"plt"}


def test_a_name_of_another_function_tells_nothing() -> None:
    other = "import torch\ndef first():\n    x = {}\n    return x\n"
    assert chosen(other + "def second(x, mask):\n    x[mask].clamp_(min=0)\n") == ["second"]


PROGRAMS = {
    **{case.key: case.source for case in all_cases()},
    **{program.key: program.source for program in generate(17, 150)},
}


@pytest.mark.slow
def test_no_finding_is_lost_by_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for key, source in PROGRAMS.items():
        full = OutlinedFile(source, "x.py")
        few = plan(full)
        with monkeypatch.context() as patch:
            patch.setattr(effects, "effect_of", lambda *_: UNKNOWN)
            if plan(full) != few:
                found[key] = [(f.span, f.code) for f in check_source(source, "x.py", Settings())]
    assert len(found) > 10
    for key, expected in found.items():
        # More may be found: a caller is followed for what a layer of the file is known to write.
        assert {(f.span, f.code) for f in check_source(PROGRAMS[key], "x.py", Settings())} >= set(expected), (
            key
        )
