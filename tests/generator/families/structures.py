"""Programs built like real ones: callbacks, inheritance, context managers, generators, records, dispatch."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, alias, around, array, loss, write, write_array, write_name


def _edit(draw: Draw, x: str, name: str = "seen") -> list[str]:
    """Two lines: an alias or an array of ``x``, and a write to it."""
    if draw.chance(0.2):
        return [f"{name} = {array(draw, x)}", write_array(draw, name)]
    return [f"{name} = {alias(draw, x)}", write_name(draw, name)]


def _block(text: str, **parts: list[str]) -> str:
    """A dedented text in which a line ``$name`` is replaced by the lines of that part, at its depth."""
    lines: list[str] = []
    for line in dedent(text).strip("\n").splitlines():
        stripped = line.strip()
        if stripped.startswith("$"):
            depth = line[: len(line) - len(line.lstrip())]
            lines += [depth + part for part in parts[stripped[1:]]]
        else:
            lines.append(line)
    return "\n".join(lines)


def callbacks(draw: Draw) -> Sketch:
    """A trainer calls what was registered with it, before or after its backward."""
    trainer = _block(
        f"""
        class Loop:
            def __init__(self, callbacks):
                self.callbacks = callbacks

            def fire(self, event, **values):
                for callback in self.callbacks:
                    handler = getattr(callback, event, None)
                    if handler is not None:
                        handler(**values)

            def run(self, weight):
                out = {activation(draw, "weight")}
                cost = {loss(draw, "out")}
                self.fire("before_backward", out=out, cost=cost)
                cost.backward()
                self.fire("after_backward", out=out, cost=cost)
        """
    )
    event = draw.pick(("before_backward", "before_backward", "after_backward"))
    callback = _block(
        f"""
        class Monitor:
            def {event}(self, out, cost):
                $edit
        """,
        edit=_edit(draw, "out"),
    )
    return Sketch(
        ["loop = Loop([Monitor()])", "loop.run(weight)"],
        ["weight = torch.randn(2, 3, requires_grad=True)"],
        [trainer, callback],
    )


def direct_callbacks(draw: Draw) -> Sketch:
    """Functions in a list or a dict, called by name."""
    lines = _block("def observe(out):\n    $edit", edit=_edit(draw, "out"))
    register, call = draw.pick(
        (
            ("observers = [observe]", ["for observer in observers:", "    observer(out)"]),
            ('observers = {"report": observe}', ['observers["report"](out)']),
            (
                'observers = {"report": observe}',
                ["for name, observer in observers.items():", "    observer(out)"],
            ),
            ("observers = (observe,)", ["observers[0](out)"]),
            ("observers = []", ["for observer in observers:", "    observer(out)"]),
        )
    )
    body = [
        register,
        f"out = {activation(draw, 'weight')}",
        f"cost = {loss(draw, 'out')}",
        *around(draw, call, ["cost.backward()"]),
    ]
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], [lines])


def inherited_trainers(draw: Draw) -> Sketch:
    """A base class runs the step; a subclass overrides one of its parts."""
    base = _block(
        f"""
        class BaseTrainer:
            def __init__(self, weight):
                self.weight = weight

            def forward(self):
                return {activation(draw, "self.weight")}

            def inspect(self, out):
                return out.mean().item()

            def step(self):
                out = self.forward()
                cost = {loss(draw, "out")}
                self.inspect(out)
                cost.backward()
        """
    )
    override = draw.pick(
        (
            ["def inspect(self, out):", "    $edit"],
            ["def inspect(self, out):", "    value = super().inspect(out)", "    $edit", "    return value"],
            ["def forward(self):", "    out = super().forward()", "    $edit", "    return out"],
            ["def report(self, out):", "    $edit"],
        )
    )
    sub = _block(
        "class LoggingTrainer(BaseTrainer):\n    " + "\n    ".join(override), edit=_edit(draw, "out")
    )
    return Sketch(
        ["trainer = LoggingTrainer(weight)", "trainer.step()"],
        ["weight = torch.randn(2, 3, requires_grad=True)"],
        [base, sub],
    )


def context_managers(draw: Draw) -> Sketch:
    """Weights are swapped inside a with block; the backward stands inside or after it."""
    if draw.chance(0.5):
        manager = _block(
            f"""
            @contextlib.contextmanager
            def swapped(weight):
                kept = weight.detach().clone()
                weight.data.mul_({draw.number()})
                try:
                    yield weight
                finally:
                    $restore
            """,
            restore=draw.pick(
                (
                    ["weight.data.copy_(kept)"],
                    ["with torch.no_grad():", "    weight.copy_(kept)"],
                    ["weight.data = kept"],
                    ["pass"],
                )
            ),
        )
    else:
        manager = _block(
            """
            class swapped:
                def __init__(self, weight):
                    self.weight = weight

                def __enter__(self):
                    self.kept = self.weight.detach().clone()
                    return self.weight

                def __exit__(self, *exception):
                    $restore
            """,
            restore=draw.pick(
                (
                    ["self.weight.data.copy_(self.kept * 2)"],
                    ["with torch.no_grad():", "    self.weight.copy_(self.kept)"],
                    ["self.kept.zero_()"],
                )
            ),
        )
    inside = draw.chance(0.45)
    body = [
        "with swapped(weight) as current:",
        f"    out = {activation(draw, 'current')}",
        f"    cost = {loss(draw, 'out')}",
    ]
    body.append("    cost.backward()" if inside else "cost.backward()")
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], [manager])


def generators(draw: Draw) -> Sketch:
    """Batches, parameters or aliases come out of a generator."""
    source = _block(
        f"""
        def walk(tensors):
            for tensor in tensors:
                yield {draw.pick((alias(draw, "tensor"), "tensor", "tensor.data", "tensor.detach()"))}
        """
    )
    inner = draw.pick(
        (
            "item.detach().mul_(0.5)",
            "item.data.add_(1.0)",
            "item.sum().item()",
            "item.detach().clone().zero_()",
        )
    )
    body = [
        f"outs = [{activation(draw, 'weight')}, {activation(draw, 'weight')}]",
        "cost = sum(out.pow(2).sum() for out in outs)"
        if draw.chance(0.3)
        else "cost = sum(out.sum() for out in outs)",
        *around(draw, ["for item in walk(outs):", f"    {inner}"], ["cost.backward()"]),
    ]
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], [source])


def decorators(draw: Draw) -> Sketch:
    """A decorated helper: no_grad, a wrapper, a cache."""
    decorator = draw.pick(
        ("@torch.no_grad()", "@torch.inference_mode()", "@logged", "@staticmethod", "@torch.enable_grad()")
    )
    target = draw.pick(("t", "t", "t.detach()", "t.data", "t.clone()"))
    edit = draw.pick(
        (f"{target}.mul_({draw.number()})", f"{target}.add_(1.0)", f"{target}.zero_()", f"{target}.sum()")
    )
    definitions = []
    if decorator == "@logged":
        definitions.append(
            _block(
                """
                def logged(function):
                    def wrapper(*args, **kwargs):
                        print(function.__name__)
                        return function(*args, **kwargs)

                    return wrapper
                """
            )
        )
    if decorator == "@staticmethod":
        definitions.append(
            _block("class Tools:\n    @staticmethod\n    def shrink(t):\n        $edit", edit=[edit])
        )
        call = "Tools.shrink(out)"
    else:
        definitions.append(_block(f"{decorator}\ndef shrink(t):\n    $edit\n    return t", edit=[edit]))
        call = "shrink(out)"
    body = [
        f"out = {activation(draw, 'weight')}",
        f"cost = {loss(draw, 'out')}",
        *around(draw, [call], ["cost.backward()"]),
    ]
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], definitions)


def records(draw: Draw) -> Sketch:
    """Outputs travel in a dataclass; a consumer edits a field."""
    record = _block(
        """
        @dataclass
        class Output:
            value: torch.Tensor
            extra: torch.Tensor

            def numbers(self):
                return self.extra
        """
    )
    extra = draw.pick(("out.detach()", "out.data", "out.detach().clone()", "out", "out.detach() * 2"))
    edit = draw.pick(
        (
            ["result.extra.data.mul_(3.0)"],
            ["result.numbers().detach().add_(0.4)"],
            ["result.value.detach().neg_()"],
            ["result.extra = result.extra.clone()", "result.extra.detach().zero_()"],
            ["value, extra = result.value, result.numbers()", "extra.data[0] = 9.0"],
        )
    )
    produce = _block(
        f"""
        def produce(weight):
            out = {activation(draw, "weight")}
            return Output(value={draw.pick(("out", "out * 1.0", "out + 1.0"))}, extra={extra})
        """
    )
    body = [
        "result = produce(weight)",
        f"cost = {loss(draw, 'result.value')}",
        *around(draw, edit, ["cost.backward()"]),
    ]
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], [record, produce])


def configured(draw: Draw) -> Sketch:
    """What is done hangs on a configuration."""
    config = draw.pick(
        (
            '{"mode": "clip", "inplace": True}',
            '{"mode": "none", "inplace": True}',
            '{"mode": "clip", "inplace": False}',
        )
    )
    function = _block(
        f"""
        def regularise(out, config):
            if config["mode"] == "none":
                return out
            values = {draw.pick(("out.detach()", "out.data"))} if config["inplace"] else out.detach().clone()
            {draw.pick(("values.clamp_(min=4.0)", "values.mul_(0.3)", "values[0] = 0.0"))}
            return out
        """
    )
    body = [
        f"config = {config}",
        f"out = {activation(draw, 'weight')}",
        *around(draw, ["out = regularise(out, config)"], [f"cost = {loss(draw, 'out')}"], before=0.5),
        "cost.backward()",
    ]
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], [function])


def phases(draw: Draw) -> Sketch:
    """Three methods share their state in attributes: forward, edit, backward, called in some order."""
    cls = _block(
        f"""
        class Phases:
            def __init__(self, weight):
                self.weight = weight
                self.out = None
                self.cost = None

            def forward(self):
                self.out = {activation(draw, "self.weight")}
                self.cost = {loss(draw, "self.out")}

            def edit(self):
                $edit

            def backward(self):
                self.cost.backward()
        """,
        edit=_edit(draw, draw.pick(("self.out", "self.out", "self.weight"))),
    )
    order: tuple[str, ...] = draw.pick(
        (("forward", "edit", "backward"), ("forward", "edit", "backward"), ("forward", "backward", "edit"))
    )
    if draw.chance(0.3):
        order = ("forward", "edit", "forward", "backward")
    return Sketch(
        ["phases = Phases(weight)", *(f"phases.{name}()" for name in order)],
        ["weight = torch.randn(2, 3, requires_grad=True)"],
        [cls],
    )


def training_classes(draw: Draw) -> Sketch:
    """A model and a trainer as people write them, with an edit in one of several places."""
    place = draw.pick(("forward", "loss", "after_loss", "after_backward", "after_step"))
    edit = _edit(
        draw, "h" if place == "forward" else draw.pick(("out", "self.model.hidden", "self.model.out.weight"))
    )
    parts = {
        name: edit if name == place else ["pass"]
        for name in ("forward", "loss", "after_loss", "after_backward", "after_step")
    }
    model = _block(
        f"""
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.inner = nn.Linear(3, 4)
                self.out = nn.Linear(4, 2)
                self.hidden = None

            def forward(self, x):
                h = {draw.pick(("torch.tanh(self.inner(x))", "F.gelu(self.inner(x))", "self.inner(x).sigmoid()", "self.inner(x)"))}
                $forward
                self.hidden = h
                return self.out(h)
        """,
        **parts,
    )
    trainer = _block(
        f"""
        class Trainer:
            def __init__(self, model):
                self.model = model
                self.optimizer = {draw.pick(("torch.optim.SGD(model.parameters(), lr=0.1)", "torch.optim.Adam(model.parameters())"))}

            def compute_loss(self, x, y):
                out = self.model(x)
                $loss
                return out, F.mse_loss(out, y)

            def step(self, x, y):
                out, cost = self.compute_loss(x, y)
                $after_loss
                self.optimizer.zero_grad()
                cost.backward()
                $after_backward
                self.optimizer.step()
                $after_step
                return cost.item()
        """,
        **parts,
    )
    text = [definition.replace("        pass\n", "") for definition in (model, trainer)]
    body = [
        "trainer = Trainer(Model())",
        f"for _ in range({draw.whole(1, 2)}):",
        "    trainer.step(torch.randn(5, 3), torch.randn(5, 2))",
    ]
    return Sketch(body, [], text)


def recursion(draw: Draw) -> Sketch:
    """A helper walks a nested structure and edits its tensors."""
    walker = _block(
        f"""
        def visit(item):
            if isinstance(item, torch.Tensor):
                {write(draw, draw.pick(("item.data", "item.detach()", "item.detach().clone()")))}
            elif isinstance(item, dict):
                for value in item.values():
                    visit(value)
            elif isinstance(item, (list, tuple)):
                for value in item:
                    visit(value)
        """
    )
    structure = draw.pick(
        ("[out]", '{"out": out}', '{"outs": [out, out]}', "(out.clone(),)", "[1, 2]", '[{"n": 3}, out]')
    )
    body = [
        f"out = {activation(draw, 'weight')}",
        f"cost = {loss(draw, 'out')}",
        *around(draw, [f"visit({structure})"], ["cost.backward()"]),
    ]
    return Sketch(body, ["weight = torch.randn(2, 3, requires_grad=True)"], [walker])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    callbacks,
    direct_callbacks,
    inherited_trainers,
    context_managers,
    generators,
    decorators,
    records,
    configured,
    phases,
    training_classes,
    recursion,
)
