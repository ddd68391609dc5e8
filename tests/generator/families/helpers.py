"""Writes that happen in another function than the forward."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, alias, around, loss, read, write, write_name


def writing_helper(draw: Draw) -> Sketch:
    """A function writes its argument; it is called with a tensor, an alias or a copy."""
    leaf, out, cost, helper = draw.name("leaf"), draw.name("out"), draw.name("loss"), draw.name("function")
    lines = draw.pick(
        (
            ["{w}", "return t"],
            ["{w}"],
            ["t = t * 1.0", "{w}", "return t"],
            ["t = t.view(-1)", "{w}"],
            ["if t.numel() > 2:", "    {w}", "return t"],
            ["u = t.detach()", "u.mul_(0.5)", "return u"],
            ["return t.mean()"],
        )
    )
    definition = "\n".join(
        [f"def {helper}(t):", *("    " + line.format(w=write_name(draw, "t")) for line in lines)]
    )
    argument = alias(draw, out) if draw.chance(0.85) else f"{out}.detach()"
    body = [
        f"{out} = {activation(draw, leaf)}",
        f"{cost} = {loss(draw, out)}",
        *around(draw, [f"{helper}({argument})"], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"], [definition])


def returned_alias(draw: Draw) -> Sketch:
    """A function gives an alias or a copy back, which the caller writes."""
    leaf, out, cost, helper = draw.name("leaf"), draw.name("out"), draw.name("loss"), draw.name("function")
    name = draw.name("alias")
    definition = (
        f"def {helper}(t, flat=False):\n    t = {alias(draw, 't')}\n    return t.reshape(-1) if flat else t"
    )
    call = f"{name} = {helper}({out}{', flat=True' if draw.chance(0.4) else ''})"
    body = [
        f"{out} = {activation(draw, leaf)}",
        call,
        f"{cost} = {loss(draw, out)}",
        *around(draw, [write_name(draw, name)], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"], [definition])


def lambdas_and_partials(draw: Draw) -> Sketch:
    """Callables made on the spot."""
    leaf, out, cost, helper = draw.name("leaf"), draw.name("out"), draw.name("loss"), draw.name("function")
    make = draw.pick(
        (
            f"{helper} = lambda t: t.mul_({draw.number()})",
            f"{helper} = lambda t: t.mul({draw.number()})",
            f"{helper} = partial(torch.clamp_, max=-3.0)",
            f"{helper} = partial(torch.clamp, max=-3.0)",
            f"{helper} = lambda t, action=torch.neg_: action(t)",
            f"{helper} = torch.Tensor.zero_",
            f"{helper} = {{'reset': torch.zero_}}['reset']",
        )
    )
    argument = draw.pick(
        (f"{out}.data", f"{out}.detach()", f"{out}.detach().clone()", f"{out}.data.view(-1)")
    )
    call = draw.pick(
        (
            f"{helper}({argument})",
            f"[{helper}(t) for t in ({argument},)]",
            f"list(map({helper}, [{argument}]))",
        )
    )
    body = [
        f"{out} = {activation(draw, leaf)}",
        make,
        f"{cost} = {loss(draw, out)}",
        *around(draw, [call], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def closures(draw: Draw) -> Sketch:
    """A nested function writes what it closes over."""
    leaf, out, cost = draw.name("leaf"), draw.name("out"), draw.name("loss")
    captured = alias(draw, "tensor")
    definition = "\n".join(
        [
            "def watch(tensor):",
            f"    kept = {captured}",
            "",
            "    def reset():",
            f"        {write(draw, draw.pick(('kept', 'kept', 'kept.view(-1)', 'kept.clone()')))}",
            "",
            "    return reset",
        ]
    )
    body = [
        f"{out} = {activation(draw, leaf)}",
        f"reset = watch({out})",
        f"{cost} = {loss(draw, out)}",
        *around(draw, ["reset()"], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"], [definition])


def pipelines(draw: Draw) -> Sketch:
    """A chain of methods of one class: forward, report, backward."""
    report = [
        f"view = {alias(draw, 'self.out')}",
        draw.pick((write_name(draw, "view"), write_name(draw, "view"), read(draw, "view"))),
    ]
    definition = "\n".join(
        [
            "class Pipeline:",
            "    def __init__(self, weight):",
            "        self.weight = weight",
            "        self.out = None",
            "",
            "    def forward(self):",
            f"        self.out = {activation(draw, 'self.weight')}",
            f"        return {loss(draw, 'self.out')}",
            "",
            "    def report(self):",
            *(f"        {line}" for line in report),
            "",
            "    def backward(self, cost):",
            *(["        self.report()"] if draw.chance(0.4) else []),
            "        cost.backward()",
        ]
    )
    steps = around(draw, ["pipeline.report()"], ["pipeline.backward(cost)"], before=0.6)
    return Sketch(
        ["cost = pipeline.forward()", *steps],
        ["pipeline = Pipeline(torch.randn(2, 3, requires_grad=True))"],
        [definition],
    )


def containers(draw: Draw) -> Sketch:
    """Outputs in lists, dicts, tuples and objects; one of them is written."""
    leaf, cost = draw.name("leaf"), draw.name("loss")
    first, second = activation(draw, leaf), activation(draw, leaf)
    make, one, all_of = draw.pick(
        (
            (f"outs = [{first}, {second}]", "outs[{i}]", "outs"),
            (f'outs = {{"a": {first}, "b": {second}}}', "outs['{k}']", "outs.values()"),
            (f"outs = ({first}, {second})", "outs[{i}]", "outs"),
            (f"outs = SimpleNamespace(a={first}, b={second})", "outs.{k}", "(outs.a, outs.b)"),
            (f"outs = dict(a={first}, b={second})", "outs['{k}']", "list(outs.values())"),
        )
    )
    used, written = draw.pick(((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)))
    name = draw.name("alias")
    element = one.format(i=written, k="ab"[written])
    total = f"sum(t.sum() for t in {all_of})" if used == 2 else loss(draw, one.format(i=used, k="ab"[used]))
    edit = draw.pick(
        (
            [f"{name} = {alias(draw, element)}", write_name(draw, name)],
            [write(draw, f"{element}.{draw.pick(('data', 'detach()'))}")],
            [
                f"for {name} in {all_of}:",
                "    " + write(draw, f"{name}.{draw.pick(('data', 'detach()', 'detach().clone()'))}"),
            ],
        )
    )
    body = [make, f"{cost} = {total}", *around(draw, edit, [f"{cost}.backward()"])]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    writing_helper,
    returned_alias,
    lambdas_and_partials,
    closures,
    pipelines,
    containers,
)
