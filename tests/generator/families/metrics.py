"""Numbers for people, computed in place on what training still needs."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, around, array, read, write_array, write_name


def _classifier(draw: Draw, model: str, x: str, out: str) -> tuple[list[str], list[str]]:
    last = draw.pick(
        ("nn.Softmax(-1)", "nn.Sigmoid()", "nn.Tanh()", "nn.Identity()", "nn.GELU()", "nn.ReLU()")
    )
    setup = [
        f"{model} = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3), {last})",
        f"{x} = torch.randn(6, 4)",
    ]
    return setup, [f"{out} = {model}({x})"]


def metric_in_place(draw: Draw) -> Sketch:
    """Accuracy, confidence, calibration: computed on the outputs before the backward."""
    model, x, out, cost = draw.name("model"), draw.name("input"), draw.name("out"), draw.name("loss")
    setup, forward = _classifier(draw, model, x, out)
    name = draw.name("alias")
    source = draw.pick(
        (f"{out}.detach()", f"{out}.data", f"{out}.detach().clone()", f"{out}.detach().float()", out)
    )
    metric = draw.pick(
        (
            [f"{name} = {source}", f"{name}[{name} < 0.3] = 0.0", f"print({name}.sum().item())"],
            [f"{name} = {source}", f"{name} /= {name}.sum()" if source != out else f"{name} = {name} / 2"],
            [f"{name} = {source}.argmax(-1)", f"{name}[{name} == 2] = 0"],
            [f"{name} = ({source} > 0.5).float()", f"{name}.mul_(100)"],
            [f"{name} = {source}.topk(2).values", f"{name}.clamp_(0.1, 0.2)"],
            [f"{name} = {source}.round()", f"{name}.sub_(1.0)"],
            [f"{name} = {source}.max(-1).values", f"{name}.neg_()"],
            [f"{name} = {source}", f"{name}.round_()"] if source != out else [f"print({name!r})"],
            [f"{name} = {source}[:, 0]", write_name(draw, name)],
        )
    )
    objective = draw.pick(
        (f"{out}.pow(2).mean()", f"{out}.mean()", f"-({out}.abs() + 0.1).log().mean()", f"{out}.std()")
    )
    body = [*forward, f"{cost} = {objective}", *around(draw, metric, [f"{cost}.backward()"])]
    return Sketch(body, setup)


def normalised_for_logging(draw: Draw) -> Sketch:
    """An image or a spectrogram scaled in NumPy for a summary writer."""
    model, x, out, cost = draw.name("model"), draw.name("input"), draw.name("out"), draw.name("loss")
    setup, forward = _classifier(draw, model, x, out)
    name, helper = draw.name("alias"), draw.name("function")
    lines = [
        f"{name} = {array(draw, 'tensor')}",
        write_array(draw, name),
        *draw.pick(([], [f"{name} *= 1.3"])),
    ]
    definition = "\n".join(
        [f"def {helper}(tensor):", *(f"    {line}" for line in lines), f"    return {name}"]
    )
    call = [f"{helper}({out})"] if draw.chance(0.6) else [f"summary = [{helper}(item) for item in ({out},)]"]
    cut = draw.pick((call, [f"{helper}({out}.detach().clone())"], call))
    body = [*forward, f"{cost} = {out}.pow(2).mean()", *around(draw, cut, [f"{cost}.backward()"])]
    return Sketch(body, setup, [definition])


def arrays_as_inputs(draw: Draw) -> Sketch:
    """Batches that share memory with an array which is filled again for the next one."""
    data, x, weight, cost = "data", draw.name("input"), draw.name("leaf"), draw.name("loss")
    share = draw.pick(
        ("torch.from_numpy({d})", "torch.as_tensor({d})", "torch.tensor({d})", "torch.from_numpy({d}.copy())")
    ).format(d=data)
    product = draw.pick(("({x} @ {w})", "({x} * {w})", "({x} + {w})", "torch.exp({x} * {w})")).format(
        x=x, w=weight
    )
    refill = draw.pick((write_array(draw, data), write_name(draw, x), f"{data} = {data} * 2.0"))
    body = [
        f"{x} = {share}",
        f"{cost} = {product}.mean()",
        *around(draw, [refill], [f"{cost}.backward()"]),
    ]
    setup = [
        f"{weight} = torch.rand(3, requires_grad=True)",
        f"{data} = np.linspace(0.1, 1.0, 12, dtype=np.float32).reshape(4, 3)",
    ]
    return Sketch(body, setup)


def visualised_attention(draw: Draw) -> Sketch:
    """Attention weights masked, and shown."""
    scores, weights, cost, mask = draw.name("hidden"), draw.name("out"), draw.name("loss"), "mask"
    name = draw.name("alias")
    before_softmax = draw.chance(0.4)
    masking = draw.pick(
        (
            "{t}.masked_fill_({m}, {v})",
            "{t}[{m}] = {v}",
            "{t}.data.masked_fill_({m}, {v})",
            "{t} = {t}.masked_fill({m}, {v})",
            "{t}.detach()[{m}] = {v}",
        )
    ).format(t=scores if before_softmax else weights, m=mask, v="-1e4" if before_softmax else "0.0")
    softmax = f"{weights} = {scores}.softmax(-1)"
    show = draw.pick(
        (
            [],
            [f"{name} = {weights}.detach()", read(draw, name)],
            [f"{name} = {weights}.data", f"{name} *= 255"],
        )
    )
    first = f"{scores} = query @ key.t() / 2.0"
    body = [
        *([first, masking, softmax] if before_softmax else [first, softmax, masking]),
        f"{cost} = ({weights} @ value).{draw.pick(('sum()', 'pow(2).mean()'))}",
        *around(draw, show, [f"{cost}.backward()"]),
    ]
    setup = [
        "query = torch.randn(3, 4, requires_grad=True)",
        f"key = torch.randn(3, 4{', requires_grad=True' if draw.chance(0.5) else ''})",
        f"value = torch.randn(3, 2{', requires_grad=True' if draw.chance(0.5) else ''})",
        f"{mask} = torch.triu(torch.ones(3, 3), 1).bool()",
    ]
    return Sketch(body, setup)


def labels_smoothed_in_place(draw: Draw) -> Sketch:
    """Targets and weights of a loss that are edited after the loss was computed, or before."""
    model, x, cost, target = draw.name("model"), draw.name("input"), draw.name("loss"), draw.name("target")
    kind = draw.pick(
        (
            "F.mse_loss",
            "F.binary_cross_entropy_with_logits",
            "F.l1_loss",
            "F.smooth_l1_loss",
            "F.cross_entropy",
        )
    )
    edit = draw.pick(
        (
            f"{target}.mul_(0.9).add_(0.05)",
            f"{target}.data.mul_(0.9)",
            f"{target} = {target} * 0.9",
            f"{target} *= 0.9",
            f"{target}.detach().clone().zero_()",
            f"{target}[0] = 0.5",
        )
    )
    body = [f"{cost} = {kind}({activation(draw, f'{model}({x})')}, {target})", f"{cost}.backward()"]
    body.insert(draw.whole(0, 2), edit)
    setup = [f"{model} = nn.Linear(3, 2)", f"{x} = torch.randn(4, 3)", f"{target} = torch.rand(4, 2)"]
    return Sketch(body, setup)


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    metric_in_place,
    normalised_for_logging,
    arrays_as_inputs,
    visualised_attention,
    labels_smoothed_in_place,
)
