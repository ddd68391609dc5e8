"""Two networks against each other: order of steps, what is detached, clipped weights, penalties."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around, write_unrecorded

_CRITICS = (
    "nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))",
    "nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1), nn.Sigmoid())",
    "nn.Linear(3, 1)",
)


def _players(draw: Draw) -> list[str]:
    optimizer = draw.pick(
        ("torch.optim.SGD({p}, lr=0.1)", "torch.optim.Adam({p})", "torch.optim.RMSprop({p}, lr=0.01)")
    )
    return [
        "generator = nn.Linear(2, 3)",
        f"critic = {draw.pick(_CRITICS)}",
        f"opt_g = {optimizer.format(p='generator.parameters()')}",
        f"opt_d = {optimizer.format(p='critic.parameters()')}",
    ]


def gan_step(draw: Draw) -> Sketch:
    """The critic's step stands before or after the generator's backward; the fake is detached, scored again, or not."""
    detached = draw.chance(0.4)
    rescored = draw.chance(0.4)
    retain = "" if detached else "retain_graph=True" if draw.chance(0.85) else ""
    critic = [
        f"loss_d = score_real.mean() - {'critic(fake.detach())' if detached else 'score_fake'}.mean()",
        "opt_d.zero_grad()",
        f"loss_d.backward({retain})",
    ]
    generator = [
        f"loss_g = -{'critic(fake)' if rescored or (detached and draw.chance(0.7)) else 'score_fake'}.mean()",
        "opt_g.zero_grad()",
        "loss_g.backward()",
    ]
    steps = ["opt_d.step()", "opt_g.step()"]
    order = [*critic, steps[0], *generator, steps[1]] if draw.chance(0.6) else [*critic, *generator, *steps]
    body = [
        "fake = generator(torch.randn(4, 2))",
        "score_real = critic(torch.randn(4, 3))",
        "score_fake = critic(fake)",
        *order,
    ]
    if draw.chance(0.4):
        body = ["for _ in range(2):", *(f"    {line}" for line in body)]
    return Sketch(body, _players(draw))


def clipped_critic(draw: Draw) -> Sketch:
    """Weight clipping before or after the backward that needs the weights."""
    clip = draw.pick(
        (
            ["for p in critic.parameters():", "    p.data.clamp_(-0.01, 0.01)"],
            ["with torch.no_grad():", "    for p in critic.parameters():", "        p.clamp_(-0.01, 0.01)"],
            ["for p in critic.parameters():", "    p.data = p.data.clamp(-0.01, 0.01)"],
            ["for p in critic.parameters():", "    p.detach().clamp(-0.01, 0.01)"],
            ["for p in critic.parameters():", "    p.requires_grad_(True)"],
        )
    )
    first = ["score = critic(generator(torch.randn(4, 2)))", "loss_d = score.pow(2).mean()"]
    body = [
        *first,
        *around(draw, clip, ["opt_d.zero_grad()", "loss_d.backward()"], before=0.6),
        "opt_d.step()",
    ]
    return Sketch(body, _players(draw))


def fake_images_edited(draw: Draw) -> Sketch:
    """The generated sample is denormalised for saving while the graph still needs it."""
    body = [
        f"fake = generator(torch.randn(4, 2)).{draw.pick(('tanh()', 'sigmoid()', 'clone()', 'softmax(-1)'))}",
        "loss_g = -critic(fake).mean()",
        *around(draw, write_unrecorded(draw, "fake"), ["loss_g.backward()"]),
        "opt_g.step()",
    ]
    return Sketch(body, _players(draw))


def gradient_penalty(draw: Draw) -> Sketch:
    """A penalty on a gradient, with a write to one of its ingredients."""
    victim = draw.pick(("real", "fake", "mixed", "slope", "scores"))
    body = [
        "real, fake = torch.randn(4, 3), generator(torch.randn(4, 2)).detach()",
        "mixed = (0.3 * real + 0.7 * fake).requires_grad_(True)",
        "scores = critic(mixed)",
        f"slope = torch.autograd.grad(scores.sum(), mixed, create_graph={draw.pick(('True', 'True', 'True', 'False'))})[0]",
        f"penalty = {draw.pick(('(slope.norm(dim=1) - 1).pow(2).mean()', 'slope.pow(2).sum(1).mean()'))}",
        "loss_d = critic(fake).mean() - critic(real).mean() + 10.0 * penalty",
        *around(draw, write_unrecorded(draw, victim), ["loss_d.backward()"], before=0.6),
        "opt_d.step()",
    ]
    return Sketch(body, _players(draw))


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    gan_step,
    clipped_critic,
    fake_images_edited,
    gradient_penalty,
)
