"""What a finding about a write says, to the letter: the program's own names, what happens, what to do."""

from __future__ import annotations

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

A = "import torch\na = torch.randn(3, requires_grad=True)\n"
WX = "import torch\nw = torch.randn(3, requires_grad=True)\nx = torch.randn(3)\n"
NN = "import torch\nfrom torch import nn\nmodel = nn.Linear(3, 3)\n"


def messages(program: str) -> list[str]:
    """Code and message of all findings about writes and graphs."""
    findings = check_source(program, "program.py", Settings(select=("DET1", "DET3")))
    return [f"{f.code} {f.message}" for f in findings]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        pytest.param(
            A + "out = a.sigmoid()\nc = out.data\nc.zero_()\nout.sum().backward()\n",
            "DET101 'c' shares memory with 'out' (via .data, line 4); zero_() overwrites the result sigmoid saved for "
            "backward (line 3), so the backward() on line 6 computes wrong gradients without an error. "
            "Write to out.detach().clone() instead",
            id="data",
        ),
        pytest.param(
            A + "out = a.sigmoid()\nout.data.zero_()\nout.sum().backward()\n",
            "DET101 'out.data' shares memory with 'out'; zero_() overwrites the result sigmoid saved for backward "
            "(line 3), so the backward() on line 5 computes wrong gradients without an error. "
            "Write to out.detach().clone() instead",
            id="data without a name",
        ),
        pytest.param(
            A + "out = a.sigmoid()\nc = out.detach()\nc[0] = 1.0\nout.sum().backward()\n",
            "DET102 'c' shares memory with 'out' (via .detach(), line 4); the assignment to 'c[0]' overwrites the "
            "result sigmoid saved for backward (line 3), so the backward() on line 6 raises. "
            "Write to out.detach().clone() instead",
            id="detach",
        ),
        pytest.param(
            A + "pred = a.sigmoid()\nloss = pred.sum()\npred = pred.data\npred[pred > 0.5] = 1.0\nloss.backward()\n",
            "DET101 'pred' still shares its memory from before .data (line 5); the assignment to 'pred[pred > 0.5]' "
            "overwrites the result sigmoid saved for backward (line 3), so the backward() on line 7 computes wrong "
            "gradients without an error. Write to pred.detach().clone() instead",
            id="data under the same name",
        ),
        pytest.param(
            A + "out = a.exp()\ntorch.t(out.data)[:2].zero_()\nout.sum().backward()\n",
            "DET101 'torch.t(out.data)' shares memory with 'out' (via .data, this line); zero_() on 'torch.t(out.data)[:2]' "
            "overwrites the result exp saved for backward (line 3), so the backward() on line 5 computes wrong gradients "
            "without an error. Write to out.detach().clone() instead",
            id="part of what a function of the library gives",
        ),
        pytest.param(
            A + "out = a.exp()\nout += 1\nout.sum().backward()\n",
            "DET104 '+=' overwrites 'out', the result exp saved for backward (line 3), so the backward() on line 5 "
            "raises. Write 'out = out + 1' instead",
            id="augmented",
        ),
        pytest.param(
            A + "out = a.exp()\nfirst = out[:2]\nfirst.clamp_(max=1.0)\nout.sum().backward()\n",
            "DET104 'first' is a view of 'out' (out[:2], line 4); clamp_() overwrites the result exp saved for "
            "backward (line 3), so the backward() on line 6 raises. Write to a .clone() of 'first' instead",
            id="view",
        ),
        pytest.param(
            WX + "loss = (w * x).sum()\nx.mul_(2.0)\nloss.backward()\n",
            "DET104 mul_() overwrites 'x', which '*' saved for backward (line 4), so the backward() on line 6 raises. "
            "Write 'x = x.mul(...)' instead",
            id="input",
        ),
        pytest.param(
            WX.replace("(3)", "(3, requires_grad=True)") + "loss = torch.dot(w, x)\nw.data.mul_(2.0)\nloss.backward()\n",
            "DET101 'w.data' shares memory with 'w'; mul_() overwrites 'w', which dot saved for backward (line 4), so "
            "the backward() on line 6 computes wrong gradients without an error. "
            "Write after that backward, under torch.no_grad(), or to w.detach().clone()",
            id="leaf",
        ),
        pytest.param(
            "import torch.nn.functional as F\n" + A + "h = a.tanh()\ny = F.relu(h, inplace=True)\ny.sum().backward()\n",
            "DET104 relu(inplace=True) overwrites 'h', the result tanh saved for backward (line 4), so the backward() "
            "on line 6 raises. Leave out inplace=True",
            id="inplace=True",
        ),
        pytest.param(
            NN + "net = nn.Sequential(model, nn.Sigmoid(), nn.ReLU(inplace=True))\nnet(torch.randn(2, 3)).sum().backward()\n",
            "DET104 ReLU() inside net() overwrites the result Sigmoid saved for backward (this line), so the "
            "backward() on this line raises. Leave out inplace=True",
            id="inside a module",
        ),
        pytest.param(
            A + "out = a.exp()\narray = out.detach().numpy()\narray[0] = 1.0\nout.sum().backward()\n",
            "DET103 'array' shares memory with 'out' (via .detach().numpy(), line 4); the assignment to 'array[0]' "
            "overwrites the result exp saved for backward (line 3), so the backward() on line 6 computes wrong "
            "gradients without an error. Write to a .copy() of the array instead",
            id="numpy",
        ),
        pytest.param(
            WX + "loss = (w * x).sum()\nx.data = torch.zeros(3)\nloss.backward()\n",
            "DET103 assigning to 'x.data' puts other memory under 'x', which '*' saved for backward (line 4), so the "
            "backward() on line 6 computes wrong gradients without an error. "
            "Assign before the forward or after that backward",
            id="rebinding",
        ),
        pytest.param(
            NN
            + "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\nloss = model(model(torch.randn(2, 3))).sum()\n"
            + "loss.backward(retain_graph=True)\noptimizer.step()\nloss.backward()\n",
            "DET105 optimizer.step() overwrites the weight Linear saved for backward (line 5), so the backward() on "
            "line 8 raises. Run that backward before optimizer.step(), or the forward again after it",
            id="step",
        ),
        pytest.param(
            NN + "loss = model(model(torch.randn(2, 3))).sum()\nnn.init.normal_(model.weight)\nloss.backward()\n",
            "DET105 normal_() overwrites 'model.weight', which Linear saved for backward (line 4), so the backward() "
            "on line 6 raises. Write after that backward",
            id="init",
        ),
        pytest.param(
            A + "h = a * 2.0\nout = h.pow(2).sum()\nh.detach_()\nout.backward()\n",
            "DET104 detach_() takes 'h' out of its graph, which pow saved for backward (line 4), so the backward() on "
            "line 6 raises. Use h.detach() where no gradient is wanted; it leaves 'h' as it is",
            id="detach_ of an input",
        ),
        pytest.param(
            "def scale(t):\n    t *= 2.0\n" + A + "out = a.exp()\nscale(out)\nout.sum().backward()\n",
            "DET104 '*=' overwrites 't' (passed in on line 6), the result exp saved for backward (line 5), so the "
            "backward() on line 7 raises. Pass a .clone(), or return a new tensor",
            id="helper",
        ),
        pytest.param(
            "def scale(t):\n    t *= 2.0\n" + A + "out = a.exp()\nscale(out.data)\ntorch.autograd.grad(out.sum(), a)\n",
            "DET101 't' shares memory with 'out' (via .data, line 6); '*=' overwrites the result exp saved for backward "
            "(line 5), so autograd.grad() on line 7 returns wrong gradients without an error. "
            "Pass out.detach().clone() instead",
            id="helper given an alias",
        ),
        pytest.param(
            "from torch import nn\nclass Gate(nn.Module):\n    def forward(self, x):\n        gate = x.sigmoid()\n"
            "        gate.data.clamp_(max=0.6)\n        return gate\n",
            "DET111 'gate.data' shares memory with 'gate'; clamp_() overwrites the result sigmoid saved for backward "
            "(line 4), so a backward() through what is returned computes wrong gradients without an error. "
            "Write to gate.detach().clone() instead",
            id="handed out",
        ),
        pytest.param(
            "import torch\ndef train(net, x):\n    w = torch.randn(3, requires_grad=True)\n"
            "    weights = (w * x).softmax(0)\n    out = net(weights)\n    weights.data.zero_()\n"
            "    out.sum().backward()\n",
            "DET111 'weights.data' shares memory with 'weights'; zero_() overwrites an argument net() may have saved "
            "for backward (line 5), so if net() computes with what it is given, the backward() on line 7 computes "
            "wrong gradients without an error. Write to weights.detach().clone() instead",
            id="unknown call",
        ),
    ],
)  # fmt: skip
def test_message(program: str, message: str) -> None:
    assert messages(program) == [message]


def test_trace_shows_each_step_at_its_expression() -> None:
    program = "def scale(t):\n    t *= 2.0\n" + A + "out = a.exp()\nscale(out.data)\nout.sum().backward()\n"
    [finding] = check_source(program, "program.py", Settings(select=("DET101",)))
    lines = program.splitlines()
    steps = [
        (s.role, lines[s.span.line - 1][s.span.column - 1 : s.span.end_column - 1], s.text)
        for s in finding.trace
    ]
    assert steps == [
        ("saved", "a.exp()", "exp saves its result for backward"),
        ("alias", "out.data", ".data shares its memory, with a version counter of its own"),
        ("call", "scale(out.data)", "called here"),
        ("write", "t *= 2.0", "'*=' overwrites it, unseen by the version counter"),
        ("use", "out.sum().backward()", "wrong gradients"),
    ]


def test_a_step_of_an_unknown_model() -> None:
    program = (
        "import torch\ndef train(net: torch.nn.Module, x: torch.Tensor) -> None:\n"
        "    opt = torch.optim.SGD(net.parameters(), lr=0.1)\n    y = net(x).mean()\n    y.backward(retain_graph=True)\n"
        "    opt.step()\n    y.backward()\n"
    )
    assert messages(program) == [
        (
            "DET115 opt.step() overwrites a parameter net() may have saved for backward (line 4), so if net() did, the "
            "backward() on line 7 raises. Run that backward before opt.step(), or the forward again after it"
        )
    ]
