"""Inputs that are trained: FGSM, PGD, style images, noise."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around, write_unrecorded

_SETUP = [
    "model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 2))",
    "label = torch.tensor([0, 1, 0])",
]


def fast_gradient_sign(draw: Draw) -> Sketch:
    """The image is a leaf; it is perturbed before or after the gradient is taken."""
    perturb = draw.pick(
        (
            ["image.data.add_(0.1 * torch.ones(3, 4).sign())"],
            ["with torch.no_grad():", "    image.add_(0.1)", "    image.clamp_(0, 1)"],
            ["image.data = image.data + 0.1"],
            ["attacked = image.detach() + 0.1", "attacked.clamp_(0, 1)"],
            ["attacked = image.detach()", "attacked += 0.1"],
            ["attacked = image.clone()", "attacked[0] = 0.0"],
        )
    )
    body = [
        "image = torch.rand(3, 4)",
        f"image.{draw.pick(('requires_grad_(True)', 'requires_grad_()'))}"
        if draw.chance(0.8)
        else "image.requires_grad = True",
        "loss = F.cross_entropy(model(image), label)",
        *around(draw, perturb, ["loss.backward()"], before=0.55),
        *(["with torch.no_grad():", "    image += 0.1 * image.grad.sign()"] if draw.chance(0.5) else []),
    ]
    return Sketch(body, _SETUP)


def projected_gradient(draw: Draw) -> Sketch:
    """Several steps of an attack, with one of the usual updates of the perturbation."""
    update = draw.pick(
        (
            ["delta.data = (delta + 0.01 * delta.grad.sign()).clamp(-0.03, 0.03)", "delta.grad.zero_()"],
            ["delta.data.add_(0.01 * delta.grad.sign()).clamp_(-0.03, 0.03)", "delta.grad = None"],
            ["with torch.no_grad():", "    delta += 0.01 * delta.grad.sign()", "    delta.grad.zero_()"],
            ["delta = (delta + 0.01 * delta.grad.sign()).detach().requires_grad_()"],
        )
    )
    loss = (
        "loss = F.cross_entropy(model(image + delta), label)"
        if draw.chance(0.6)
        else "loss = (model(image + delta) * delta.mean()).sum()"
    )
    middle = write_unrecorded(draw, draw.pick(("image", "delta"))) if draw.chance(0.5) else []
    inner = [loss, *around(draw, middle, ["loss.backward()"], before=0.7), *update]
    body = [
        "image = torch.rand(3, 4)",
        "delta = torch.zeros_like(image, requires_grad=True)",
        f"for _ in range({draw.whole(1, 2)}):",
        *(f"    {line}" for line in inner),
    ]
    return Sketch(body, _SETUP)


def optimised_image(draw: Draw) -> Sketch:
    """Style transfer: the image is a parameter, clamped at some moment of each step."""
    clamp = draw.pick(
        (
            ["image.data.clamp_(0, 1)"],
            ["with torch.no_grad():", "    image.clamp_(0.0, 0.4)"],
            ["image.detach().clamp_(0.0, 0.4)"],
            ["image.data.clamp_(0.0, 0.4)"],
            ["shown = image.detach().clone().clamp_(0, 1)"],
            ["shown = image.data.clamp(0, 1)"],
        )
    )
    loss = ["features = torch.tanh(image @ style)", "loss = (features.t() @ features - 0.5).pow(2).mean()"]
    inner = [
        *around(draw, clamp, loss, before=0.3),
        "optimizer.zero_grad()",
        "loss.backward()",
        "optimizer.step()",
    ]
    body = [f"for _ in range({draw.whole(1, 2)}):", *(f"    {line}" for line in inner)]
    setup = [
        "image = torch.rand(3, 4, requires_grad=True)",
        "style = torch.randn(4, 2)",
        "optimizer = torch.optim.Adam([image], lr=0.1)",
    ]
    return Sketch(body, setup)


def refreshed_noise(draw: Draw) -> Sketch:
    """A buffer of noise, refilled for the next step."""
    refill = draw.pick(
        (
            "noise.normal_()",
            "noise.data.normal_()",
            "noise = torch.randn_like(noise)",
            "noise.detach().uniform_()",
            "noise.resize_(2, 3).normal_()",
        )
    )
    use = draw.pick(
        (
            "net(noise)",
            "net(noise + 0.0)",
            "net(noise).tanh()",
            "net(noise.clone())",
            "x + noise",
            "x * noise",
        )
    )
    inner = [f"loss = ({use}).pow(2).mean()", *around(draw, [refill], ["loss.backward()"], before=0.6)]
    body = [
        "noise = torch.empty(2, 3)",
        "noise.normal_()",
        f"for _ in range({draw.whole(1, 2)}):",
        *(f"    {line}" for line in inner),
    ]
    return Sketch(body, ["net = nn.Linear(3, 3)", "x = torch.randn(2, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    fast_gradient_sign,
    projected_gradient,
    optimised_image,
    refreshed_noise,
)
