"""Gradients of gradients: meta-learning, double backward, autograd.grad."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, around, loss, write_unrecorded


def meta_learning(draw: Draw) -> Sketch:
    """MAML: fast weights made of slow ones, and a write to one of them."""
    create = draw.pick(("True", "True", "False"))
    fast = draw.pick(
        (
            "fast = w - 0.1 * g",
            "fast = w.clone() - 0.1 * g",
            "fast = w.detach().clone() - 0.1 * g",
            "fast = w - 0.1 * g.detach()",
        )
    )
    middle = write_unrecorded(draw, draw.pick(("w", "fast", "g", "x")))
    body = [
        "inner = (torch.tanh(x @ w) - y).pow(2).mean()",
        f"(g,) = torch.autograd.grad(inner, w, create_graph={create})",
        fast,
        "outer = (torch.tanh(x @ fast) - y).pow(2).mean()",
        *around(draw, middle, ["outer.backward()"], before=0.65),
    ]
    return Sketch(
        body, ["w = torch.randn(3, requires_grad=True)", "x = torch.randn(5, 3)", "y = torch.randn(5)"]
    )


def reptile(draw: Draw) -> Sketch:
    """A copy of the model is trained and the model moved towards it, before or after its own backward."""
    move = draw.pick(
        (
            ["p.data.add_(0.1 * (q.data - p.data))"],
            ["p.data = p.data + 0.1 * (q.data - p.data)"],
            ["p.detach().lerp_(q.detach(), 0.1)"],
            ["q.data.copy_(p.data)"],
        )
    )
    loop = ["for p, q in zip(model.parameters(), learner.parameters()):", *(f"    {line}" for line in move)]
    body = [
        "learner = copy.deepcopy(model)",
        "inner = torch.optim.SGD(learner.parameters(), lr=0.1)",
        "learner(x).pow(2).mean().backward()",
        "inner.step()",
        "loss = (model(x) - learner(x)).pow(2).mean()",
        *around(draw, loop, ["loss.backward()"], before=0.6),
    ]
    return Sketch(
        body,
        ["model = nn.Sequential(nn.Linear(3, 3), nn.Sigmoid(), nn.Linear(3, 2))", "x = torch.randn(4, 3)"],
    )


def double_backward(draw: Draw) -> Sketch:
    """The first gradient is written, or what it was made of, before the second."""
    leaf, hidden = draw.name("leaf"), draw.name("hidden")
    create = draw.pick(("create_graph=True", "create_graph=True", "retain_graph=True", ""))
    body = [
        f"{hidden} = {activation(draw, leaf)}",
        f"first = {loss(draw, f'{hidden} ** 3')}",
        f"(grad,) = torch.autograd.grad(first, {leaf}{', ' + create if create else ''})",
        *around(
            draw,
            write_unrecorded(draw, draw.pick(("grad", leaf, hidden))),
            ["penalty = grad.pow(2).sum() + first", "penalty.backward()"],
            before=0.7,
        ),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def gradient_surgery(draw: Draw) -> Sketch:
    """Gradients of several losses taken one by one, projected in place, and put into .grad."""
    edit = draw.pick(
        (
            ["g1.sub_(g2 * 0.1)"],
            ["g1 -= (g1 * g2).sum() * g2"],
            ["w.grad = g1 + g2"],
            ["w.data.sub_(0.1 * g1)"],
            ["with torch.no_grad():", "    w.sub_(0.1 * g1)"],
            ["h.data.sub_(0.1)"],
            ["g1 = g1.detach().clone().mul_(2.0)"],
        )
    )
    retain = draw.pick(("retain_graph=True", "retain_graph=True", "retain_graph=True", "retain_graph=False"))
    body = [
        f"h = {activation(draw, 'w')}",
        f"first, second = {loss(draw, 'h')}, {loss(draw, 'h * w')}",
        f"(g1,) = torch.autograd.grad(first, w, {retain})",
        "g2 = torch.zeros_like(g1)",
        *around(draw, edit, ["(g2,) = torch.autograd.grad(second, w)"], before=0.7),
    ]
    return Sketch(body, ["w = torch.randn(2, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (meta_learning, reptile, double_backward, gradient_surgery)
