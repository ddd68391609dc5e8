"""Modules: features kept, buffers updated, weights rewritten, norms, ties and hooks."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent, indent

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, around, write, write_name, write_unrecorded


def _module(name: str, init: list[str], forward: list[str]) -> str:
    start = "super().__init__()"
    return "\n".join(
        [
            f"class {name}(nn.Module):",
            "    def __init__(self):",
            indent("\n".join([start, *init]), "        "),
            "",
            "    def forward(self, x):",
            indent("\n".join(forward), "        "),
        ]
    )


def feature_attribute(draw: Draw) -> Sketch:
    """A module keeps one of its features in an attribute, which somebody writes."""
    cls, model, x, cost = draw.name("module"), draw.name("model"), draw.name("input"), draw.name("loss")
    kept = draw.pick(("h", "h.detach()", "h.data", "h.detach().clone()", "h.clone()"))
    inside = draw.chance(0.45)
    after = [write(draw, "self.feature")] if inside else []
    if inside and kept == "h":
        after = [write(draw, "self.feature.data")]
    forward = [
        f"h = {activation(draw, 'self.inner(x)')}",
        f"self.feature = {kept}",
        *around(draw, after, [], before=1.0),
        f"return {draw.pick(('self.outer(h)', 'h * 2.0', 'self.outer(h).tanh()'))}",
    ]
    definition = _module(
        cls, ["self.inner = nn.Linear(3, 4)", "self.outer = nn.Linear(4, 2)", "self.feature = None"], forward
    )
    middle = [] if inside else write_unrecorded(draw, f"{model}.feature")
    body = [f"{cost} = {model}({x}).pow(2).mean()", *around(draw, middle, [f"{cost}.backward()"])]
    return Sketch(body, [f"{model} = {cls}()", f"{x} = torch.randn(5, 3)"], [definition])


def custom_layer(draw: Draw) -> Sketch:
    """A layer of one's own which edits its weight, its input or its output in its forward."""
    cls, model, x, cost = draw.name("module"), draw.name("model"), draw.name("input"), draw.name("loss")
    victim = draw.pick(("self.weight", "out", "x"))
    edit = write_unrecorded(draw, victim)
    use = [
        f"out = {draw.pick(('x @ self.weight', 'F.linear(x, self.weight)', 'torch.tanh(x @ self.weight)', 'x * self.weight[0]'))}"
    ]
    lines = [*use, *edit] if victim == "out" else around(draw, edit, use, before=0.5)
    forward = [*lines, f"return {activation(draw, 'out')}"]
    definition = _module(cls, ["self.weight = nn.Parameter(torch.randn(3, 3))"], forward)
    needs = draw.chance(0.6)
    calls = f"{model}({x})" if draw.chance(0.6) else f"{model}({x}) + {model}({x})"
    body = [f"{cost} = ({calls}).mean()", f"{cost}.backward()"]
    return Sketch(
        body,
        [f"{model} = {cls}()", f"{x} = torch.randn(3, 3{', requires_grad=True' if needs else ''})"],
        [definition],
    )


def buffer_statistics(draw: Draw) -> Sketch:
    """A running statistic in a buffer, updated before or after it is used."""
    cls, model, x, cost = draw.name("module"), draw.name("model"), draw.name("input"), draw.name("loss")
    update = draw.pick(
        (
            ["self.running.mul_(0.9).add_(x.detach().abs().mean(0), alpha=0.1)"],
            ["with torch.no_grad():", "    self.running.copy_(0.9 * self.running + 0.1 * x.abs().mean(0))"],
            ["self.running = 0.9 * self.running + 0.1 * x.detach().abs().mean(0)"],
            ["self.running.data.mul_(0.9).add_(x.detach().abs().mean(0), alpha=0.1)"],
            ["self.running.data = 0.9 * self.running + 0.1 * x.detach().abs().mean(0)"],
            ["self.running.lerp_(x.detach().abs().mean(0), 0.1)"],
        )
    )
    use = [
        f"out = {draw.pick(('x * self.running', 'x / self.running', 'x - self.running', '(x * self.running).tanh()'))}"
    ]
    guard = ["if self.training:", *(f"    {line}" for line in update)] if draw.chance(0.4) else update
    definition = _module(
        cls,
        ['self.register_buffer("running", torch.ones(3))'],
        [*around(draw, guard, use, before=0.5), "return out"],
    )
    times = draw.whole(1, 2)
    body = [f"{cost} = sum({model}({x}).pow(2).mean() for _ in range({times}))", f"{cost}.backward()"]
    return Sketch(body, [f"{model} = {cls}()", f"{x} = torch.rand(4, 3, requires_grad=True)"], [definition])


def batch_norm(draw: Draw) -> Sketch:
    """The parameters and statistics of a norm, edited between forward and backward."""
    norm, x, out, cost = "norm", draw.name("input"), draw.name("out"), draw.name("loss")
    victim = draw.pick(("weight", "bias", "running_mean", "running_var"))
    edit = draw.pick(
        (
            [f"{norm}.{victim}.data.fill_({draw.number()})"],
            ["with torch.no_grad():", f"    {norm}.{victim}.mul_(0.5)"],
            [f"{norm}.reset_running_stats()"],
            [f"nn.init.constant_({norm}.{victim}, 0.3)"],
            [f"print({norm}.{victim}.mean().item())"],
            [f"{norm}.momentum = 0.2"],
        )
    )
    mode = draw.pick((f"{norm}.train()", f"{norm}.eval()"))
    body = [
        mode,
        f"{out} = {norm}({x})",
        f"{cost} = {out}.pow(3).mean()",
        *around(draw, edit, [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{norm} = nn.BatchNorm1d(3)", f"{x} = torch.randn(6, 3, requires_grad=True)"])


def weights_rewritten(draw: Draw) -> Sketch:
    """All parameters of a model are scaled, clamped or pruned."""
    model, x, cost, parameter = (
        draw.name("model"),
        draw.name("input"),
        draw.name("loss"),
        draw.pick(("p", "param")),
    )
    edit = draw.pick(
        (
            f"{parameter}.data.mul_(0.9)",
            f"{parameter}.data.clamp_(-0.01, 0.01)",
            f"{parameter}.data = {parameter}.data.sign()",
            f"{parameter}.detach().mul_(0.9)",
            f"{parameter}.data *= 0.5",
            f"{parameter}.detach().clone().zero_()",
            f"nn.init.normal_({parameter})",
            f"{parameter}.grad = None",
        )
    )
    loop = draw.pick(
        (
            [f"for {parameter} in {model}.parameters():"],
            [
                f"for name, {parameter} in {model}.named_parameters():",
                '    if "weight" not in name:',
                "        continue",
            ],
            [f"for {parameter} in list({model}.parameters())[{draw.pick(('-2:', ':1', '1:2', '-1:'))}]:"],
            [f"for {parameter} in (layer.weight for layer in {model} if isinstance(layer, nn.Linear)):"],
        )
    )
    layers = draw.pick(
        (
            "nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)",
            "nn.Linear(3, 4), nn.Linear(4, 4), nn.Sigmoid()",
            "nn.Linear(3, 2)",
        )
    )
    body = [
        f"{cost} = {model}({x}).pow(2).mean()",
        *around(draw, [*loop, f"    {edit}"], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{model} = nn.Sequential({layers})", f"{x} = torch.randn(5, 3)"])


def tied_weights(draw: Draw) -> Sketch:
    """One weight used twice, and edited."""
    weight, x, hidden, cost = draw.name("leaf"), draw.name("input"), draw.name("hidden"), draw.name("loss")
    body = [
        f"{hidden} = {activation(draw, f'F.linear({x}, {weight})')}",
        f"reconstruction = {hidden} @ {weight}"
        if draw.chance(0.6)
        else f"reconstruction = F.linear({hidden}, {weight}.t())",
        f"{cost} = F.mse_loss(reconstruction, {x})",
        *around(draw, write_unrecorded(draw, weight), [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{weight} = nn.Parameter(torch.randn(2, 4))", f"{x} = torch.randn(3, 4)"])


def inplace_modules(draw: Draw) -> Sketch:
    """Activations with inplace=True behind layers that keep their results, and behind others."""
    model, x, cost = draw.name("model"), draw.name("input"), draw.name("loss")
    first = draw.pick(
        (
            "nn.Sigmoid()",
            "nn.Tanh()",
            "nn.GELU()",
            "nn.LayerNorm(4)",
            "nn.Linear(4, 4)",
            "nn.Softmax(-1)",
            "nn.ELU()",
        )
    )
    second = draw.pick(
        (
            "nn.ReLU(inplace=True)",
            "nn.LeakyReLU(0.1, inplace=True)",
            "nn.Dropout(0.5, inplace=True)",
            "nn.Hardtanh(0.2, 0.3, inplace=True)",
            "nn.ReLU()",
        )
    )
    forward = draw.pick(
        (
            ["h = self.inner(x)", "h = self.first(h)", "h = self.second(h)", "return h"],
            ["h = self.first(self.inner(x))", "out = self.second(h)", "out += x", "return out"],
            ["h = self.second(self.first(self.inner(x)))", "return h * 2.0 + x"],
            ["h = self.first(self.inner(x))", "return self.second(h) + h"],
        )
    )
    cls = draw.name("module")
    definition = _module(
        cls, ["self.inner = nn.Linear(4, 4)", f"self.first = {first}", f"self.second = {second}"], forward
    )
    body = [f"{cost} = {model}({x}).mean()", f"{cost}.backward()"]
    return Sketch(body, [f"{model} = {cls}()", f"{x} = torch.randn(3, 4)"], [definition])


def forward_hooks(draw: Draw) -> Sketch:
    """A forward hook keeps or edits what passes."""
    model, x, cost, hook = draw.name("model"), draw.name("input"), draw.name("loss"), draw.name("function")
    kept = draw.pick(("output", "output.detach()", "output.data", "output.detach().clone()"))
    lines = draw.pick(
        (
            [f'kept["feature"] = {kept}'],
            [f'kept["feature"] = {kept}'],
            [f'kept["feature"] = {kept}'],
            [write(draw, "output.data"), 'kept["feature"] = output.detach().clone()'],
            [
                f"alias = {kept if kept != 'output' else 'output.detach()'}",
                write_name(draw, "alias"),
                'kept["feature"] = alias',
            ],
        )
    )
    definition = "\n".join(
        ["kept = {}", "", "", f"def {hook}(module, inputs, output):", *(f"    {line}" for line in lines)]
    )
    layer = draw.pick(("nn.Sigmoid()", "nn.Tanh()", "nn.ReLU()", "nn.GELU()", "nn.Identity()"))
    edit = (
        [write(draw, f'kept["feature"].{draw.pick(("data", "detach()"))}')]
        if draw.chance(0.7)
        else ['print(kept["feature"].shape)']
    )
    body = [
        f"{model}[1].register_forward_hook({hook})",
        f"{cost} = {model}({x}).pow(2).mean()",
        *around(draw, edit, [f"{cost}.backward()"]),
    ]
    setup = [
        f"{model} = nn.Sequential(nn.Linear(3, 4), {layer}, nn.Linear(4, 1))",
        f"{x} = torch.randn(5, 3)",
    ]
    return Sketch(body, setup, [definition])


def custom_function(draw: Draw) -> Sketch:
    """An autograd.Function which saves what is written later, or does not."""
    leaf, hidden, out, cost = draw.name("leaf"), draw.name("hidden"), draw.name("out"), draw.name("loss")
    name, save, formula = draw.pick(
        (
            ("Square", ["ctx.save_for_backward(x)", "return x * x"], "2 * grad * ctx.saved_tensors[0]"),
            (
                "Logistic",
                ["y = x.sigmoid()", "ctx.save_for_backward(y)", "return y"],
                "grad * ctx.saved_tensors[0]",
            ),
            ("Rounded", ["return x.round()"], "grad.clone()"),
            ("Clipped", ["ctx.mask = x.abs() < 0.5", "return x.clamp(-0.5, 0.5)"], "grad * ctx.mask"),
            ("Scaled", ["ctx.factor = 2.0", "return x * 2.0"], "grad * ctx.factor"),
        )
    )
    saved = "\n".join(f"                {line}" for line in save).strip()
    definition = dedent(
        f"""\
        class {name}(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                {saved}

            @staticmethod
            def backward(ctx, grad):
                return {formula}"""
    )
    body = [
        f"{hidden} = {activation(draw, leaf)}",
        f"{out} = {name}.apply({hidden})",
        f"{cost} = {loss_of(draw, out)}",
        *around(draw, write_unrecorded(draw, draw.pick((hidden, out))), [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"], [definition])


def loss_of(draw: Draw, x: str) -> str:
    """A loss which reads values, so that a corrupted one shows."""
    return draw.pick(
        (f"{x}.sum()", f"{x}.mean()", f"{x}.pow(2).sum()", f"({x} * {x}.detach().clone()).sum()")
    )


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    feature_attribute,
    custom_layer,
    buffer_statistics,
    batch_norm,
    weights_rewritten,
    tied_weights,
    inplace_modules,
    forward_hooks,
    custom_function,
)
