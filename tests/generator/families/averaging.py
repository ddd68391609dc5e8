"""Averages and copies of weights: EMA, swaps, snapshots, schedules."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around

_NET = "nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))"


def ema_update(draw: Draw) -> Sketch:
    """The average is updated from the model, or, by mistake, the model from the average."""
    written, read = ("slow", "fast") if draw.chance(0.6) else ("fast", "slow")
    edit = draw.pick(
        (
            f"{written}.data.mul_(0.9).add_({read}.data, alpha=0.1)",
            f"{written}.detach().lerp_({read}.detach(), 0.1)",
            f"{written}.data = 0.9 * {written}.data + 0.1 * {read}.data",
            f"{written}.data.copy_(0.9 * {written}.data + 0.1 * {read}.data)",
        )
    )
    loop = ["for slow, fast in zip(average.parameters(), model.parameters()):", f"    {edit}"]
    if draw.chance(0.3):
        edit = f"{written}.mul_(0.9).add_({read}, alpha=0.1)"
        loop = ["with torch.no_grad():", f"    {loop[0]}", f"        {edit}"]
    agree = draw.chance(0.4)
    teacher = "(model(x) - average(x)).pow(2).mean()" if agree else "model(x).pow(2).mean()"
    body = [
        f"loss = {teacher}",
        "optimizer.zero_grad()",
        *around(draw, loop, ["loss.backward()"], before=0.65),
        "optimizer.step()",
    ]
    setup = [
        f"model = {_NET}",
        "average = copy.deepcopy(model)",
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
        "x = torch.randn(4, 3)",
    ]
    return Sketch(body, setup)


def weight_swap(draw: Draw) -> Sketch:
    """Weights are replaced for a forward and put back before or after its backward."""
    put = draw.pick(
        (
            "layer.weight.data.copy_({v})",
            "layer.weight.data = {v}",
            "layer.weight.detach().copy_({v})",
            "nn.utils.vector_to_parameters({v}.flatten(), [layer.weight])",
            "with torch.no_grad():\n    layer.weight.copy_({v})",
        )
    )
    keep = draw.pick(("layer.weight.data.clone()", "layer.weight.detach().clone()", "layer.weight.data"))
    layer = draw.pick(("nn.Linear(3, 3)", "nn.Conv1d(3, 3, 1)", "nn.Bilinear(3, 3, 3)"))
    call = "layer(x, x)" if "Bilinear" in layer else "layer(x[..., None])" if "Conv" in layer else "layer(x)"
    back = put.format(v="kept").split("\n")
    body = [
        f"kept = {keep}",
        *put.format(v="layer.weight.detach().sign()").split("\n"),
        f"loss = {call}.pow(2).mean()",
        *around(draw, back, ["loss.backward()"], before=0.6),
    ]
    return Sketch(
        body,
        [f"layer = {layer}", f"x = torch.randn(2, 3{', requires_grad=True' if draw.chance(0.6) else ''})"],
    )


def checkpoint_restored(draw: Draw) -> Sketch:
    """A state dict is taken, and loaded again at some moment."""
    take = draw.pick(
        (
            "copy.deepcopy(model.state_dict())",
            "{k: v.clone() for k, v in model.state_dict().items()}",
            "model.state_dict()",
            "{k: v.detach().clone() for k, v in model.named_parameters()}",
        )
    )
    restore = draw.pick(
        (
            ["model.load_state_dict(saved)"],
            ["for name, p in model.named_parameters():", "    p.data.copy_(saved[name])"],
            [
                "with torch.no_grad():",
                "    for name, p in model.named_parameters():",
                "        p.copy_(saved[name])",
            ],
            ["for value in saved.values():", "    value.mul_(0.5)"],
            ["print(len(saved))"],
        )
    )
    body = [
        f"saved = {take}",
        "loss = model(x).pow(2).mean()",
        *around(draw, restore, ["loss.backward()"], before=0.6),
        "optimizer.step()",
    ]
    return Sketch(
        body, [f"model = {_NET}", "optimizer = torch.optim.Adam(model.parameters())", "x = torch.randn(4, 3)"]
    )


def gradient_accumulation(draw: Draw) -> Sketch:
    """Losses of several batches; step and zero_grad at the right moment, or not."""
    at_once = draw.chance(0.5)
    scale = draw.pick((" / 2", ""))
    step = ["optimizer.step()", "optimizer.zero_grad()"]
    if at_once:
        inside = ["losses.append(loss)", *(step if draw.chance(0.5) else [])]
        body = ["losses = []", "for batch in (x, x + 1.0):", f"    loss = model(batch).pow(2).mean(){scale}"]
        body += [f"    {line}" for line in inside] + ["sum(losses).backward()", *step]
    else:
        body = [
            "for index, batch in enumerate((x, x + 1.0)):",
            f"    loss = model(batch).pow(2).mean(){scale}",
        ]
        order = around(draw, [f"    {line}" for line in step], ["    loss.backward()"], before=0.4)
        body += order
    if draw.chance(0.3):
        body.insert(0, "optimizer.zero_grad()")
    return Sketch(
        body,
        [
            f"model = {_NET}",
            "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
            "x = torch.randn(4, 3)",
        ],
    )


def scheduled_training(draw: Draw) -> Sketch:
    """A loop with a schedule, clipping and a penalty, all in the usual or in the wrong order."""
    inner = [
        "loss = F.cross_entropy(model(x), y)",
        f"penalty = sum(p.pow(2).sum() for p in model.parameters()) * {draw.number(small=True)}",
    ]
    backward = (
        ["(loss + penalty).backward()"]
        if draw.chance(0.6)
        else ["loss.backward(retain_graph=True)", "penalty.backward()"]
    )
    step = ["nn.utils.clip_grad_norm_(model.parameters(), 1.0)", "optimizer.step()", "scheduler.step()"]
    if len(backward) == 2 and draw.chance(0.5):
        order = [backward[0], *step, backward[1]]
    else:
        order = [*backward, *step]
    loop = [*inner, "optimizer.zero_grad()", *order]
    body = [f"for _ in range({draw.whole(1, 3)}):", *(f"    {line}" for line in loop)]
    setup = [
        "model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))",
        f"optimizer = {draw.pick(('torch.optim.SGD(model.parameters(), lr=0.1)', 'torch.optim.AdamW(model.parameters(), fused=True)'))}",
        "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)",
        "x = torch.randn(4, 3)",
        "y = torch.tensor([0, 1, 0, 1])",
    ]
    return Sketch(body, setup)


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    ema_update,
    weight_swap,
    checkpoint_restored,
    gradient_accumulation,
    scheduled_training,
)
