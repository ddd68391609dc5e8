"""Values that are not what is differentiated: straight-through estimators, quantization, binary weights."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around, loss, write_unrecorded


def straight_through(draw: Draw) -> Sketch:
    """The hard value replaces the soft one by arithmetic or by a write."""
    soft = draw.pick(("w.sigmoid()", "w * 1.0", "w.softmax(-1)", "w.tanh()", "w.clone()", "w.clamp(-1, 1)"))
    hard = draw.pick(
        (
            "gate = soft + (soft.round() - soft).detach()",
            "gate = (soft.round() - soft).detach() + soft",
            "gate = soft; gate.data.round_()",
            "gate = soft; gate.data = soft.data.round()",
            "gate = soft.clone(); gate.data.round_()",
            "gate = soft; gate.detach().round_()",
            "gate = soft * 1.0; gate.data.copy_((soft > 0.5).float())",
            "gate = soft.detach().round_() - soft.detach() + soft",
            "gate = soft.detach().clone().round_() - soft.detach() + soft",
        )
    )
    body = [f"soft = {soft}", *hard.split("; "), f"cost = {loss(draw, 'gate')}", "cost.backward()"]
    return Sketch(body, ["w = torch.randn(2, 3, requires_grad=True)"])


def fake_quantization(draw: Draw) -> Sketch:
    """Weights or activations are rounded on the way, with scale and zero point in buffers."""
    target = draw.pick(("weight", "h", "scale"))
    way = draw.pick(
        (
            [f"{target}.data.mul_(4.0).round_().div_(4.0)"],
            [f"q = {target}.detach()", "q.mul_(4.0).round_()"],
            [f"{target} = {target} + (({target} * 4.0).round() / 4.0 - {target}).detach()"],
            [f"q = {target}.data.clone()", "q.mul_(4.0).round_()"],
            [f"{target}.data = ({target}.data * 4.0).round() / 4.0"],
            ["with torch.no_grad():", f"    {target}.mul_(4.0).round_()"],
        )
    )
    assigned = f"{target} = {target} +" in way[0]
    use = ["h = x @ weight", "y = h.tanh() * scale"]
    place = draw.whole(1 if target == "h" else 0, 2)
    lines = [*use[:place], *way, *use[place:]]
    if not assigned and draw.chance(0.5):
        lines = [*use, "cost = y.pow(2).mean()", *around(draw, way, ["cost.backward()"])]
    else:
        lines += ["cost = y.pow(2).mean()", "cost.backward()"]
    setup = ["x = torch.randn(4, 3)"]
    inside = [
        "weight = torch.randn(3, 2, requires_grad=True)",
        f"scale = torch.tensor(0.7{', requires_grad=True' if draw.chance(0.6) else ''})",
    ]
    return Sketch([*inside, *lines], setup)


def binarised_layers(draw: Draw) -> Sketch:
    """Full-precision weights are stored, replaced by their signs, and restored before or after the backward."""
    replace = draw.pick(
        ("m.weight.data.sign_()", "m.weight.data = m.weight.data.sign()", "m.weight.detach().sign_()")
    )
    restore = draw.pick(
        (
            "m.weight.data.copy_(w)",
            "m.weight.data = w",
            "m.weight.detach().copy_(w)",
            "m.weight.data.copy_(w)",
        )
    )
    store = draw.pick(("m.weight.data.clone()", "m.weight.detach().clone()", "m.weight.data"))
    restoring = ["for m, w in zip(layers, stored):", f"    {restore}"]
    body = [
        "layers = [m for m in net if isinstance(m, (nn.Linear, nn.Conv1d))]",
        f"stored = [{store} for m in layers]",
        "for m in layers:",
        f"    {replace}",
        "cost = net(x).pow(2).mean()",
        *around(draw, restoring, ["cost.backward()"], before=0.5),
        "optimizer.step()",
    ]
    net = draw.pick(
        (
            "nn.Sequential(nn.Linear(3, 4), nn.Hardtanh(), nn.Linear(4, 2))",
            "nn.Sequential(nn.Conv1d(1, 2, 2), nn.ReLU(), nn.Conv1d(2, 1, 1))",
        )
    )
    x = "torch.randn(4, 3)" if "Linear" in net else "torch.randn(2, 1, 5)"
    return Sketch(body, [f"net = {net}", "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)", f"x = {x}"])


def sparse_masks(draw: Draw) -> Sketch:
    """Pruning: a mask on weights or activations, applied in place, by a product or by a hook."""
    apply = draw.pick(
        (
            ["weight.data.mul_(mask)"],
            ["with torch.no_grad():", "    weight.mul_(mask)"],
            ["h.data[mask[0] == 0] = 0.0"],
            ["h = h * mask[0][:2]"],
            ["mask.mul_(0.0)"],
            ["mask = mask.clone().fill_(1.0)"],
            ["weight.detach()[mask == 0] = 0.0"],
            ["kept = weight.detach() * mask", "kept.zero_()"],
        )
    )
    first = ["mask = (weight.detach().abs() > 0.3).float()", "h = (x @ (weight * mask)[:, :2]).sigmoid()"]
    body = [*first, f"cost = {loss(draw, 'h')}", *around(draw, apply, ["cost.backward()"])]
    if "h.data[mask" in apply[0]:
        body = [line.replace("mask[0] == 0", "h > 0.5") for line in body]
    return Sketch(body, ["weight = torch.randn(3, 3, requires_grad=True)", "x = torch.randn(4, 3)"])


def sampled_gates(draw: Draw) -> Sketch:
    """A reparametrised sample, whose noise or mean is edited afterwards."""
    victim = draw.pick(("mean", "std", "noise", "sample"))
    body = [
        "mean, log_std = params[0], params[1]",
        "std = log_std.exp()",
        "noise = torch.randn_like(std)",
        f"sample = {draw.pick(('mean + std * noise', 'torch.addcmul(mean, std, noise)', 'noise.mul(std).add(mean)'))}",
        "kl = 0.5 * (mean.pow(2) + std.pow(2) - 2 * log_std).sum()",
        f"cost = {loss(draw, 'sample')} + kl",
        *around(draw, write_unrecorded(draw, victim), ["cost.backward()"]),
    ]
    return Sketch(body, ["params = torch.randn(2, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    straight_through,
    fake_quantization,
    binarised_layers,
    sparse_masks,
    sampled_gates,
)
