from __future__ import annotations

import pytest

from flake8_detach.source.sieve import TRIGGERS, may_hold_finding
from tests.source.samples import ROOT


@pytest.mark.parametrize(
    "line",
    [
        "y = x.data",
        "c = out. data[0]",
        "c = out \\\n    .data",
        "c = (out.\n    data)",
        "x = model(a).detach()",
        "out.detach_()",
        "loss.backward()",
        "self.manual_backward(loss)",
        "g = torch.autograd.grad(y, x)",
        "from torch.autograd import grad",
        "import torch; a = x.numpy()",
        "import torch; x.requires_grad = True",
        "import torch; best = model.state_dict()",
        "import torch\n\nx.masked_fill(mask, 0)",
        "import torch\ndef f(x: torch.Tensor):\n    x.to(d)",
        "import torch; x[mask].zero_()",
        "import torch; a[mask][c] = 1",
        "import torch\ndef forward(self, x):\n    x += 1",
        "import torch\ndef forward(self, x):\n    x[0] = 1",
        "import torch\ndef forward(self, x):\n    relu_(x)",
        "import torch\ndef forward(self, x):\n    nn.ReLU(inplace = True)",
        "import lightning\ndef training_step(self, x):\n    torch.add(x, x, out=x)",
        "import torch; torch.zeros(1, 3).expand(4, 3).add_(1)",
    ],
)
def test_what_a_finding_needs_keeps_the_file(line: str) -> None:
    assert may_hold_finding(line)
    assert may_hold_finding(b"\xff\x00" + line.encode("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import torch\nfrom torch.utils.data import Dataset\nfrom .data import x\n",
        "import torch.utils.data as data\nx = data.x\n",
        "# torch: backwards compatible, self.database, x.data_\n",
        "x = {}\nx['a'] = 1\nx += 1\nseen.add_(1)\n",
        "import torch\ndef forward(self, x):\n    return a == b\n",
        "import torch\nimport a\nprint(a.numpy_version)\n",
        "import torch\nclass M:\n  def f(self):\n    nn.init.normal_(self.weight)\n    assert a[0] == b\n",
        "import torch\nx = y.masked_fill(mask, 0)\n",
        "import torch\ndef f(x: torch.Tensor):\n    return x.to(d)",
        "import torch\ndef f(x):\n    x.to(d)",
    ],
)
def test_what_no_finding_can_come_from_is_dropped(text: str) -> None:
    assert not may_hold_finding(text)
    assert not may_hold_finding(text.encode())


def test_a_trigger_cannot_match_without_its_word() -> None:
    for trigger in TRIGGERS:
        assert trigger.purpose
        assert trigger.word in trigger.pattern.replace("\\", "") or trigger.word == "("


def test_no_case_with_a_finding_is_dropped() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "cases").rglob("*.py")}
    assert not [
        path for path, text in texts.items() if "# expect: DET" in text and not may_hold_finding(text)
    ]
