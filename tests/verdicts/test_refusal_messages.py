"""What a finding about a refusal, a cut or a skipped gradient says, to the letter."""

from __future__ import annotations

import pytest

from flake8_detach.autograd import Refusal
from flake8_detach.verdicts.codes import REFUSALS
from flake8_detach.verdicts.refusals import MESSAGES

from .test_hazard_messages import NN, A, messages


@pytest.mark.parametrize(
    ("program", "message"),
    [
        pytest.param(
            A + "c = a.sigmoid().detach()\nc.sum().backward()\n",
            "DET301 backward() raises: 'c.sum()' does not require grad, since 'a.sigmoid().detach()' (line 3) left its "
            "graph behind. Differentiate the tensor from before that",
            id="detached",
        ),
        pytest.param(
            A + "out = a.sigmoid()\nloss = out.data.sum()\nloss.backward()\n",
            "DET301 backward() raises: 'loss' does not require grad, since 'out.data' (line 4) left its graph behind. "
            "Differentiate 'out' itself",
            id="data",
        ),
        pytest.param(
            NN + "with torch.no_grad():\n    loss = model(torch.randn(2, 3)).mean()\nloss.backward()\n",
            "DET301 backward() raises: 'loss' does not require grad, since it was computed under no_grad (line 5). "
            "Compute it outside of torch.no_grad()",
            id="no_grad",
        ),
        pytest.param(
            NN + "with torch.inference_mode():\n    loss = model(torch.randn(2, 3)).mean()\nloss.backward()\n",
            "DET301 backward() raises: 'loss' does not require grad, since it was computed under inference_mode (line 5). "
            "Compute it outside of torch.inference_mode()",
            id="inference_mode",
        ),
        pytest.param(
            A + "a.argmax().float().backward()\n",
            "DET301 backward() raises: 'a.argmax().float()' does not require grad, since argmax has no gradient "
            "(this line). Use an operation that has a gradient",
            id="not differentiable",
        ),
        pytest.param(
            "import torch\nx = torch.randn(3)\nx.sum().backward()\n",
            "DET301 backward() raises: 'x.sum()' does not require grad, since nothing it was computed from requires "
            "grad. Set requires_grad on what is to be trained before the forward",
            id="plain data",
        ),
        pytest.param(
            A + "x = torch.randn(3)\ntorch.autograd.grad((a * x).sum(), x)\n",
            "DET301 autograd.grad() raises: 'x' does not require grad. Call requires_grad_() on it before the forward",
            id="plain input",
        ),
        pytest.param(
            A + "b = torch.zeros(3, requires_grad=True)\ntorch.autograd.grad(a.exp().sum(), [a, b])\n",
            "DET301 autograd.grad() raises: one of [a, b] was not used to compute 'a.exp().sum()'. "
            "Pass allow_unused=True if that is meant",
            id="unused input",
        ),
        pytest.param(
            A + "first = a.exp()[0]\nfirst.detach_()\n",
            "DET302 detach_() raises: 'first' is a view (line 3). Use .detach() and take its result",
            id="detach_ of a view",
        ),
        pytest.param(
            A + "out = a.sigmoid()\nout.detach_()\nout.sum().backward()\n",
            "DET303 detach_() takes 'out' itself out of its graph, so the backward() on line 5 raises: nothing is left "
            "to differentiate. Use out.detach() where no gradient is wanted; it leaves 'out' as it is",
            id="detach_",
        ),
        pytest.param(
            A + "loss = a.exp().sum()\nloss.backward()\nloss.backward()\n",
            "DET305 backward() raises: the backward() on line 4 freed exp (line 3), which is needed again. "
            "Add the losses and go backward once, or pass retain_graph=True there",
            id="second backward",
        ),
        pytest.param(
            A + "loss = a.exp().sum()\nfor _ in range(2):\n    loss.backward()\n",
            "DET305 backward() raises: it reaches exp (line 3) again, which this backward() freed when it ran before. "
            "Detach what is carried from one run to the next",
            id="backward in a loop",
        ),
        pytest.param(
            A + "a.mul_(0.5)\n",
            "DET306 mul_() raises: 'a' is a leaf that requires grad. Put the write under 'with torch.no_grad():'",
            id="leaf",
        ),
        pytest.param(
            A + "a[0] = 1.0\n",
            "DET306 the assignment raises: 'a[0]' is a view of a leaf that requires grad. "
            "Put the write under 'with torch.no_grad():', or write to a .clone()",
            id="view of a leaf",
        ),
        pytest.param(
            A + "first, *rest = (a * 2.0).chunk(3)\nfirst.mul_(3.0)\n",
            "DET307 mul_() raises: 'first' is one of several views that came out of one call (chunk(), line 3). "
            "Write to a .clone(), or compute a new tensor",
            id="part",
        ),
        pytest.param(
            A + "h = a * 2.0\nwith torch.no_grad():\n    head = h[:2]\nhead.mul_(2.0)\n",
            "DET307 mul_() raises: 'head' is a view made under no_grad (line 5) and written outside of it. "
            "Make the view where it is written, or write to a .clone()",
            id="view made under no_grad",
        ),
        pytest.param(
            A + "h = a * 2.0\nwith torch.inference_mode():\n    head = h[:2]\nhead.mul_(2.0)\n",
            "DET307 mul_() raises: 'head' is a view made under inference_mode (line 5) and written outside of it. "
            "Make the view where it is written, or write to a .clone()",
            id="view made in inference mode",
        ),
        pytest.param(
            A + "h = a * 2.0\nfirst, *rest = h.chunk(3)\nh.mul_(2.0)\nfirst.sum().backward()\n",
            "DET307 sum raises: it uses a part made by one call of several (chunk(), line 4), whose memory has been "
            "written since (mul_(), line 5). Write to a .clone() instead",
            id="base of a part written",
        ),
        pytest.param(
            A + "out = torch.empty(3)\ntorch.exp(a, out=out)\n",
            "DET307 exp() raises: out= cannot be recorded, and an argument requires grad. Assign the result instead",
            id="out=",
        ),
        pytest.param(
            A + "doubled = a * 2.0\ntotal = doubled.sum()\ndoubled.detach().clamp_(max=3.0)\ntotal.backward()\n",
            "DET121 clamp_() on 'doubled.detach()' overwrites the result of '*' (line 3) unseen by autograd; no "
            "gradient reads its old value, so the backward() on line 6 is right, until an operation is put there whose "
            "gradient does. Write to a .clone() instead",
            id="no gradient reads it",
        ),
        pytest.param(
            A + "doubled = a * 2.0\nwith torch.no_grad():\n    doubled.clamp_(max=3.0)\ndoubled.exp().sum().backward()\n",
            "DET121 clamp_() on 'doubled' overwrites the result of '*' (line 3) unseen by autograd, and later "
            "operations read the new values: the backward() on line 6 computes the gradient of the program without "
            "this write. If that is meant, write value + (new - value).detach()",
            id="read later",
        ),
    ],
)  # fmt: skip
def test_message(program: str, message: str) -> None:
    assert messages(program) == [message]


def test_every_refusal_has_a_rule_or_is_left_to_pytorch_and_every_rule_a_message() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert {refusal for refusal, code in REFUSALS.items() if code is not None} == set(MESSAGES)
