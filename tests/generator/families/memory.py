"""What is kept over steps: queues of negatives, codebooks, replay buffers, banks, centres."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, around, write_unrecorded


def negative_queue(draw: Draw) -> Sketch:
    """MoCo: the queue is multiplied with, and overwritten before or after the backward."""
    use = draw.pick(
        ("queue", "queue.clone()", "queue.detach()", "queue.clone().detach()", "queue.t().contiguous().t()")
    )
    enqueue = draw.pick(
        (
            ["queue[:, position : position + 2] = query.detach().t()"],
            ["with torch.no_grad():", "    queue[:, :2] = query.t()"],
            ["queue.data[:, :2] = query.detach().t()"],
            ["queue = torch.cat([query.detach().t(), queue[:, 2:]], dim=1)"],
            ["queue.copy_(queue.roll(2, 1))"],
        )
    )
    inner = [
        "query = F.normalize(encoder(torch.randn(2, 4)), dim=1)",
        f"logits = query @ {use}",
        "loss = logits.logsumexp(1).mean()",
        *around(draw, enqueue, ["loss.backward()"], before=0.55),
        "position = (position + 2) % 6",
    ]
    body = ["position = 0", f"for _ in range({draw.whole(1, 2)}):", *(f"    {line}" for line in inner)]
    return Sketch(["queue = F.normalize(torch.randn(3, 6), dim=0)", *body], ["encoder = nn.Linear(4, 3)"])


def codebook(draw: Draw) -> Sketch:
    """VQ: nearest codes are looked up, the codebook is moved by averages, the gradient passes straight through."""
    lookup = draw.pick(
        ("codes[nearest]", "F.embedding(nearest, codes)", "one_hot @ codes", "codes.index_select(0, nearest)")
    )
    move = draw.pick(
        (
            ["codes.data.index_add_(0, nearest, z.detach(), alpha=0.1)"],
            ["with torch.no_grad():", "    codes.mul_(0.9)", "    codes.index_add_(0, nearest, z)"],
            ["codes.detach()[nearest] = z.detach()"],
            ["codes.data = 0.9 * codes.data"],
            ["usage = one_hot.sum(0)", "usage.clamp_(min=1.0)"],
            ["one_hot.mul_(0.5)"],
            ["nearest.fill_(0)"],
            ["quantized.data.zero_()"],
        )
    )
    through = draw.pick(("z + (quantized - z).detach()", "quantized", "(quantized - z).detach() + z"))
    body = [
        "z = encoder(x)",
        "nearest = torch.cdist(z.detach(), codes.detach()).argmin(1)",
        "one_hot = F.one_hot(nearest, 5).float()",
        f"quantized = {lookup}",
        f"out = decoder({through})",
        "loss = F.mse_loss(out, x) + F.mse_loss(quantized, z.detach()) + 0.25 * F.mse_loss(z, quantized.detach())",
        *around(draw, move, ["loss.backward()"], before=0.6),
    ]
    setup = [
        "encoder = nn.Linear(3, 2)",
        "decoder = nn.Linear(2, 3)",
        "codes = torch.randn(5, 2, requires_grad=True)" if draw.chance(0.6) else "codes = torch.randn(5, 2)",
        "x = torch.randn(4, 3)",
    ]
    return Sketch(body, setup)


def replay_buffer(draw: Draw) -> Sketch:
    """Old outputs are kept in a list, a tensor or a deque, and reused or normalised."""
    stored = draw.pick(("out", "out.detach()", "out.data", "out.detach().clone()"))
    kind = draw.pick(("[]", "deque(maxlen=4)"))
    edit = draw.pick(
        (
            ["for item in kept:", "    item.mul_(0.9)"],
            ["kept[0].zero_()"],
            ["old = torch.stack(list(kept))", "old.sub_(old.mean())"],
            ["kept[-1].data.clamp_(-0.1, 0.1)"],
            ["kept = [item * 0.5 for item in kept]"],
            ["with torch.no_grad():", "    kept[0].neg_()"],
        )
    )
    body = [
        f"kept = {kind}",
        "total = 0.0",
        f"for _ in range({draw.whole(1, 2)}):",
        f"    out = {activation(draw, 'policy(torch.randn(2, 3))')}",
        f"    kept.append({stored})",
        "    total = total + out.pow(2).mean()",
        *around(draw, edit, ["total.backward()"]),
    ]
    return Sketch(body, ["policy = nn.Linear(3, 2)"])


def class_centres(draw: Draw) -> Sketch:
    """Center loss: centres are gathered by label and moved towards the features."""
    move = draw.pick(
        (
            ["centres[labels] = 0.9 * centres[labels] + 0.1 * features.detach()"],
            ["centres.data.index_add_(0, labels, features.detach(), alpha=0.1)"],
            ["gathered.mul_(0.5)"],
            ["gathered.data.mul_(0.5)"],
            ["features.data.div_(2.0)"],
            ["labels.add_(1).remainder_(2)"],
            ["features.detach().clone().zero_()"],
        )
    )
    body = [
        f"features = {activation(draw, 'net(x)')}",
        "gathered = centres[labels]",
        "loss = (features - gathered).pow(2).sum(1).mean()"
        if draw.chance(0.5)
        else "loss = (features * gathered).mean()",
        *around(draw, move, ["loss.backward()"]),
    ]
    setup = [
        "net = nn.Linear(3, 2)",
        "centres = torch.rand(2, 2)",
        "x = torch.randn(4, 3)",
        "labels = torch.tensor([0, 1, 1, 0])",
    ]
    return Sketch(body, setup)


def attribute_caches(draw: Draw) -> Sketch:
    """An object remembers a tensor and resets it later."""
    keep = draw.pick(("out", "out.detach()", "out.data", "out.detach().clone()", "out.data[0]"))
    reset = write_unrecorded(draw, "self.last")
    definition = "\n".join(
        [
            "class Recorder:",
            "    def __init__(self):",
            "        self.last = None",
            "        self.count = 0",
            "",
            "    def keep(self, out):",
            f"        self.last = {keep}",
            "        self.count += 1",
            "",
            "    def reset(self):",
            *(f"        {line}" for line in reset),
        ]
    )
    body = [
        f"hidden = {activation(draw, 'weight')}",
        "recorder.keep(hidden)",
        "cost = hidden.pow(2).mean()" if draw.chance(0.3) else "cost = hidden.sum()",
        *around(draw, ["recorder.reset()"], ["cost.backward()"], before=0.75),
    ]
    return Sketch(
        body, ["recorder = Recorder()", "weight = torch.randn(2, 3, requires_grad=True)"], [definition]
    )


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    negative_queue,
    codebook,
    replay_buffer,
    class_centres,
    attribute_caches,
)
