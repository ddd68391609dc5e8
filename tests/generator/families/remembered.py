"""What is kept and used again: weights put back, tables computed once, arrays and rows that live on."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around

_NET = "nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))"


def weights_put_back(draw: Draw) -> Sketch:
    """Weights are changed for a while after the forward, and put back before the backward, or nearly so."""
    keep = draw.pick(("p.data.clone()", "p.detach().clone()", "copy.deepcopy(p.data)", "p.data"))
    change = draw.pick(
        ("p.data.mul_(0.5)", "p.data.copy_(torch.ones_like(p))", "p.data = torch.zeros_like(p)")
    )
    back = draw.pick(
        (
            "p.data.copy_(k)",
            "p.data.copy_(k)",
            "p.data = k",
            "p.detach().copy_(k)",
            "p.data.copy_(0.9 * k)",
        )
    )
    restore = ["for p, k in zip(model.parameters(), kept):", f"    {back}"]
    spoiled = ["for k in kept:", "    k.add_(1.0)"] if draw.chance(0.2) else []
    change_all = ["for p in model.parameters():", f"    {change}"]
    forward = ["loss = model(x).pow(2).mean()"]
    kept = [f"kept = [{keep} for p in model.parameters()]"]
    first = [*kept, *forward] if draw.chance(0.5) else [*forward, *kept]
    between = draw.pick(
        (["with torch.no_grad():", "    print(model(x).mean().item())"], ["other = model(x).exp().mean()"])
    )
    end = ["loss.backward()", *(["other.backward()"] if between[0].startswith("other") else [])]
    body = [*first, *change_all, *between, *spoiled, *around(draw, restore, end, before=0.8)]
    return Sketch(body, [f"model = {_NET}", "x = torch.randn(4, 3)"])


def remembered_table(draw: Draw) -> Sketch:
    """A table is computed once and given again, or each time anew; somebody writes what they were given."""
    way = draw.pick(
        (
            "@functools.lru_cache(maxsize=None)",
            "@functools.lru_cache",
            "@functools.cache",
            "@functools.lru_cache(maxsize=1)",
            "",
        )
    )
    made = draw.pick(("torch.arange(1.0, size + 1.0)", "torch.hann_window(size) + 0.1", "torch.ones(size)"))
    table = f"{way}\ndef table(size):\n    return {made}"
    use = draw.pick(("h * table(4)", "h * table(4)", "h + table(4)", "h @ torch.diag(table(4))"))
    size = draw.pick(("4", "4", "4", "6"))
    edit = draw.pick(
        (
            [f"table({size}).mul_(2.0)"],
            [f"curve = table({size})", "curve /= curve.max()"],
            [f"curve = table({size}).clone()", "curve.zero_()"],
            [f"table({size}).data.fill_(0.5)"],
            ["table(6)", f"table({size})[0] = 3.0"],
        )
    )
    body = [
        "h = torch.tanh(layer(x))",
        f"loss = ({use}).pow(2).mean()",
        *around(draw, edit, ["loss.backward()"], before=0.7),
    ]
    return Sketch(body, ["layer = nn.Linear(3, 4)", "x = torch.randn(2, 3)"], [table.lstrip("\n")])


def arrays_of_a_dtype(draw: Draw) -> Sketch:
    """Weights of samples live in an array, of NumPy's own dtype or another, that a tensor shares or does not."""
    made = draw.pick(
        (
            "np.ones(4)",
            "np.ones(4, dtype=np.float32)",
            "np.full(4, 0.5)",
            'np.full(4, 0.25, "float32")',
            "np.linspace(0.1, 1.0, 4)",
            "np.array([1.0, 2.0, 3.0, 4.0])",
            "np.arange(4).astype(np.float32)",
        )
    )
    tensor = draw.pick(
        (
            "torch.from_numpy(weights).float()",
            "torch.from_numpy(weights)",
            "torch.as_tensor(weights, dtype=torch.float32)",
            "torch.as_tensor(weights)",
            "torch.tensor(weights, dtype=torch.float32)",
            "torch.from_numpy(weights).to(torch.float32)",
        )
    )
    edit = draw.pick(("weights *= 0.5", "weights[:] = 2.0", "np.multiply(weights, 3.0, out=weights)"))
    body = [
        f"loss = ({tensor} * layer(x).squeeze(1).pow(2)).mean()",
        *around(draw, [edit], ["loss.backward()"], before=0.7),
    ]
    return Sketch(body, [f"weights = {made}", "layer = nn.Linear(3, 1)", "x = torch.randn(4, 3)"])


def pool_of_images(draw: Draw) -> Sketch:
    """The rows of a batch fill a pool; when it is full, they overwrite what is in it."""
    rows, capacity = draw.whole(2, 4), draw.whole(1, 4)
    row = draw.pick(("fake.detach()", "fake.data", "fake.detach().clone()", "fake.detach().unbind(0)"))
    keep = draw.pick(("image", "image", "image.clone()"))
    fill = [
        f"for image in {row}:",
        f"    if len(pool) < {capacity}:",
        f"        pool.append({keep})",
        "    else:",
        f"        pool[{draw.pick(('0', '-1'))}].{draw.pick(('copy_(image)', 'mul_(0.5).add_(image)'))}",
    ]
    body = [
        f"fake = torch.tanh(generator(torch.randn({rows}, 2)))",
        "loss = critic(fake).mean()",
        *around(draw, fill, ["loss.backward()"], before=0.7),
    ]
    return Sketch(body, ["generator = nn.Linear(2, 3)", "critic = nn.Linear(3, 1)", "pool = []"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    weights_put_back,
    remembered_table,
    arrays_of_a_dtype,
    pool_of_images,
)
