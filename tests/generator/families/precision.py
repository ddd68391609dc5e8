"""Autocast, and the layers that compute on something else than the tensor they are given."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import alias, loss, write, write_name


def autocast_step(draw: Draw) -> Sketch:
    """A step in a lower type: what is kept there is often a cast, which no write can reach."""
    context = draw.pick(
        (
            'torch.autocast("cpu", dtype=torch.bfloat16)',
            'torch.autocast(device_type="cpu")',
            'torch.amp.autocast("cpu", enabled=True)',
            'torch.autocast("cpu", enabled=False)',
        )
    )
    objective = draw.pick(
        (
            "nn.functional.mse_loss(pred, y)",
            "nn.functional.mse_loss(pred.float(), y)",
            "pred.pow(2).mean()",
            "(pred.sigmoid() - y).square().mean()",
            "nn.functional.binary_cross_entropy_with_logits(pred, y)",
        )
    )
    target = draw.pick(("pred", "hidden", "x", "y", "net[0].weight", "net[2].weight", "net[0].bias"))
    shown = draw.pick((alias(draw, target), f"{target}.data", f"{target}.detach()"))
    body = [
        f"with {context}:",
        "    hidden = net[1](net[0](x))",
        "    pred = net[2](hidden)",
        f"    objective = {objective}",
        f"raw = {shown}",
        write_name(draw, "raw"),
        "scaler.scale(objective).backward()",
        "scaler.step(optimizer)",
        "scaler.update()",
    ]
    layer = draw.pick(("nn.Tanh()", "nn.ReLU()", "nn.GELU()"))
    return Sketch(
        body,
        [
            f"net = nn.Sequential(nn.Linear(4, 6), {layer}, nn.Linear(6, 1))",
            "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)",
            'scaler = torch.amp.GradScaler("cpu", enabled=False)',
            "x = torch.randn(5, 4)",
            "y = torch.rand(5, 1)",
        ],
    )


def sequence_layers(draw: Draw) -> Sketch:
    """A recurrent layer on a batch, which may come first: then it computes on a copy, and so does what follows."""
    kind = draw.pick(("GRU", "RNN", "LSTM"))
    first = draw.pick((", batch_first=True", ""))
    shape = draw.pick(("2, 4, 3", "2, 4, 3", "1, 4, 3"))
    source = draw.pick((f"torch.randn({shape})", f"emb(torch.randint(0, 9, ({shape[:4]})))"))
    reading = draw.pick(
        ("head(out)", "head(out)", "head(out[:, -1])", "head(out.contiguous())", "out.tanh()")
    )
    target = draw.pick(("out", "x", "out[0]", "rnn.weight_hh_l0", "rnn.bias_hh_l0"))
    body = [
        f"x = {source}",
        "out, state = rnn(x)",
        f"pred = {reading}",
        f"objective = {loss(draw, 'pred')}",
        write(draw, draw.pick((f"{target}.data", f"{target}.detach()"))),
        "objective.backward()",
    ]
    return Sketch(
        body, [f"rnn = nn.{kind}(3, 5{first})", "head = nn.Linear(5, 2)", "emb = nn.Embedding(9, 3)"]
    )


def filled_by_a_creator(draw: Draw) -> Sketch:
    """A buffer that ``torch.randn`` and its like write to with ``out=``."""
    fill = draw.pick(
        (
            "torch.randn(3, out=noise)",
            "torch.rand(3, out=noise)",
            "torch.zeros(3, out=noise)",
            "torch.normal(0.0, 1.0, (3,), out=noise)",
            "torch.linspace(0, 1, 3, out=noise)",
            "torch.full((3,), 0.5, out=noise)",
            "noise = torch.randn(3)",
        )
    )
    use = draw.pick(("w * noise", "w + noise", "(w - noise).pow(2)", "w.exp() * noise", "w / (noise + 2)"))
    ending = draw.pick((["total = total + part", "total.backward()"], ["part.backward()"]))
    inner = [fill, f"part = ({use}).sum()"]
    if len(ending) == 1:
        body = ["for _ in range(2):", *(f"    {line}" for line in [*inner, *ending])]
    else:
        body = [
            "total = 0.0",
            f"for _ in range({draw.whole(1, 3)}):",
            *(f"    {line}" for line in [*inner, ending[0]]),
            ending[1],
        ]
    return Sketch(body, ["w = torch.randn(3, requires_grad=True)", "noise = torch.ones(3)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (autocast_step, sequence_layers, filled_by_a_creator)
