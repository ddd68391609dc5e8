"""What a finding about a lost write, a dropped result, a constant term or an edited gradient says, to the letter."""

from __future__ import annotations

import pytest

from .test_hazard_messages import A, messages

TERMS = A + "fit, size = a.exp().sum(), a.pow(2).sum()\n"


@pytest.mark.parametrize(
    ("program", "message"),
    [
        pytest.param(
            "import torch\nboxes = torch.randn(4, 2)\nboxes[boxes > 1].clamp_(max=1.0)\n",
            "DET122 clamp_() is lost: 'boxes[boxes > 1]' is a copy which nothing keeps; 'boxes' stays as it is. "
            "Write 'boxes[boxes > 1] = boxes[boxes > 1].clamp(...)'",
            id="method of a copy",
        ),
        pytest.param(
            "import torch\nw = torch.randn(4, 2)\nw[[0, 2]].data.zero_()\n",
            "DET122 zero_() is lost: 'w[[0, 2]]' is a copy which nothing keeps; 'w' stays as it is. "
            "Assign to 'w[[0, 2]]'",
            id="data of a copy",
        ),
        pytest.param(
            "import torch\nx = torch.randn(4, 2)\nx.detach()\n",
            "DET124 detach() returns a new tensor, which nothing takes; 'x' stays as it is. Write 'x = x.detach()'",
            id="detach",
        ),
        pytest.param(
            "import torch\nx = torch.randn(4, 2)\nx.masked_fill(x > 0, 0.0)\n",
            "DET124 masked_fill() returns a new tensor, which nothing takes; 'x' stays as it is. "
            "Write 'x = x.masked_fill(x > 0, 0.0)', or use masked_fill_()",
            id="result dropped",
        ),
        pytest.param(
            TERMS + "(fit + 0.1 * size.item()).backward()\n",
            "DET308 'size.item()' is a constant: the backward() on this line gives this term of the loss no gradient. "
            "Add 'size' itself",
            id="number",
        ),
        pytest.param(
            TERMS + "fit -= size.detach()\nfit.backward()\n",
            "DET308 'size.detach()' is a constant: the backward() on line 5 gives this term of the loss no gradient. "
            "Add 'size' itself",
            id="detached term",
        ),
        pytest.param(
            TERMS + "size.detach_()\n(fit + size).backward()\n",
            "DET303 detach_() takes 'size' itself out of its graph: the backward() on line 5 gives this term of the loss "
            "no gradient. Use size.detach() where no gradient is wanted; it leaves 'size' as it is",
            id="term detached in place",
        ),
        pytest.param(
            A + "h = a * 2.0\nh.register_hook(lambda grad: grad.mul_(10.0))\n(h + a).sum().backward()\n",
            "DET107 mul_() edits the gradient 'grad' in place: autograd may hand the same memory to other branches of "
            "the graph, whose gradients then become wrong without an error. Use mul(), which makes a new tensor",
            id="gradient",
        ),
        pytest.param(
            "import torch\nw = torch.randn(3)\nold = w.detach()\nw.mul_(2.0)\nprint(w - old)\n",
            "DET123 'w.detach()' is no copy: mul_() on line 4 writes the same memory, so '-' on line 5 sees the new value on "
            "both sides. Keep w.detach().clone()",
            id="snapshot",
        ),
        pytest.param(
            "import torch\nm = torch.nn.Linear(2, 1)\nbest = m.state_dict()\nm.reset_parameters()\nm.load_state_dict(best)\n",
            "DET123 'm.state_dict()' is no copy: reset_parameters() on line 4 writes the same memory, so load_state_dict() on "
            "line 5 sees the new value on both sides. Keep copy.deepcopy(m.state_dict())",
            id="state",
        ),
        pytest.param(
            "import torch\nm = torch.nn.Linear(2, 1)\nfirst = m.state_dict()\nfor _ in range(2):\n    m.load_state_dict(first)\n    f(m)\n",
            "DET123 'm.state_dict()' is no copy: it is the very memory that load_state_dict() on line 5 writes, so no old "
            "value comes back. Keep copy.deepcopy(m.state_dict())",
            id="state loaded again and again",
        ),
        pytest.param(
            "import torch\nw = torch.ones(3, requires_grad=True)\nw.data.add(1.0)\n",
            "DET124 add() returns a new tensor, which nothing takes; 'w' stays as it is. Use add_() on 'w' under torch.no_grad()",
            id="result of .data",
        ),
        pytest.param(
            "import torch\nw = torch.ones(3, requires_grad=True)\nprobe = w.detach().requires_grad_()\n"
            "probe.exp().sum().backward()\nprint(w.grad)\n",
            "DET304 'w.detach()' starts a graph of its own: backward() fills its .grad and not that of 'w', which is None on "
            "line 5. Differentiate 'w' itself, or read the .grad of the alias",
            id="branch",
        ),
    ],
)  # fmt: skip
def test_message(program: str, message: str) -> None:
    assert messages(program) == [message]
