"""Plain chains of operations with one write somewhere in them."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, alias, around, loss, write_name, write_unrecorded


def chain(draw: Draw) -> Sketch:
    """leaf -> two operations -> loss, and a write to one of the four."""
    leaf, hidden, out, cost = draw.name("leaf"), draw.name("hidden"), draw.name("out"), draw.name("loss")
    victim = draw.weighted(((1, leaf), (3, hidden), (4, out), (1, cost)))
    if victim == cost:
        middle = [f"{cost}.detach().clone().mul_({draw.number()})", f"print({cost}.item())"]
    else:
        middle = write_unrecorded(draw, victim)
    body = [
        f"{hidden} = {activation(draw, leaf)}",
        f"{out} = {activation(draw, hidden)}",
        f"{cost} = {loss(draw, out)}",
        *around(draw, middle, [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn({draw.whole(2, 4)}, {draw.whole(2, 3)}, requires_grad=True)"])


def write_between_operations(draw: Draw) -> Sketch:
    """A write after one operation and before the next: the next keeps the new values."""
    leaf, hidden, out, cost = draw.name("leaf"), draw.name("hidden"), draw.name("out"), draw.name("loss")
    first, second = f"{hidden} = {activation(draw, leaf)}", f"{out} = {activation(draw, hidden)}"
    recorded = write_name(draw, hidden).replace(f"out={hidden}", "out=torch.empty(0)")
    middle = [recorded] if draw.chance(0.4) else write_unrecorded(draw, hidden)
    body = [
        first,
        *around(draw, middle, [second], before=0.5),
        f"{cost} = {loss(draw, out)}",
        f"{cost}.backward()",
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def binary_operands(draw: Draw) -> Sketch:
    """Two operands, of which the one is kept only if the other needs a gradient."""
    left, right, out, cost = draw.name("leaf"), draw.name("leaf"), draw.name("out"), draw.name("loss")
    operation = draw.pick(
        (
            "{a} * {b}",
            "{a} / {b}",
            "{a} + {b}",
            "{a} - {b}",
            "{a} @ {b}.t()",
            "torch.mm({a}, {b}.t())",
            "F.linear({a}, {b})",
            "torch.einsum('ij,kj->ik', {a}, {b})",
            "torch.maximum({a}, {b})",
            "torch.lerp({a}, {b}, 0.3)",
            "torch.addcmul({a}, {a}, {b})",
            "F.mse_loss({a}, {b})",
            "F.smooth_l1_loss({a}, {b})",
            "F.cosine_similarity({a}, {b})",
            "torch.where({b} > 0, {a}, {b})",
            "torch.cat([{a}, {b}])",
            "{b}.abs() ** {a}",
            "torch.hypot({a}, {b})",
            "torch.cdist({a}, {b})",
        )
    ).format(a=left, b=right)
    grads = draw.weighted(((3, (True, True)), (3, (True, False)), (2, (False, True))))
    setup = [
        f"{name} = torch.rand(2, 3{', requires_grad=True' if needs else ''})"
        for name, needs in zip((left, right), grads, strict=True)
    ]
    victim = draw.pick((left, right, out))
    body = [f"{out} = {operation}", f"{cost} = {loss(draw, out)}"]
    return Sketch([*body, *around(draw, write_unrecorded(draw, victim), [f"{cost}.backward()"])], setup)


def views_of_one_tensor(draw: Draw) -> Sketch:
    """One view is used, another one written."""
    leaf, base, cost = draw.name("leaf"), draw.name("hidden"), draw.name("loss")
    used, written = draw.name("out"), draw.name("alias")
    views = (
        "{x}[0]",
        "{x}[1:]",
        "{x}.view(-1)",
        "{x}.t()",
        "{x}.reshape(3, 2)",
        "{x}[:, 1]",
        "{x}.narrow(1, 0, 2)",
    )
    copies = ("{x}[[0]]", "{x}.t().reshape(-1)", "{x}.flip(0)", "{x}.clone()[0]", "{x}[{x} > 0]")
    source = draw.pick((f"{base}.data", f"{base}.detach()", f"{base}.detach()", f"{base}.data.clone()"))
    body = [
        f"{base} = {activation(draw, leaf)}",
        f"{used} = {draw.pick(views + copies[:2]).format(x=base)}",
        f"{cost} = {loss(draw, activation(draw, used))}",
        f"{written} = {draw.pick(views * 2 + copies).format(x=source)}",
        *around(draw, [write_name(draw, written)], [f"{cost}.backward()"], before=0.75),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def rebound_names(draw: Draw) -> Sketch:
    """A name means one tensor when the alias is taken and another one when it is written."""
    leaf, out, name, cost = draw.name("leaf"), draw.name("out"), draw.name("alias"), draw.name("loss")
    rebind = draw.pick(
        (
            f"{name} = {name}.clone()",
            f"{name} = {name} * 2.0",
            f"{name} = torch.ones(3)",
            f"{out}, {name} = {out}, {name}",
            f"{name} = {name}.view(3, 1)",
            f"kept = {name}",
            f"{name}, kept = {name}.clone(), {name}",
            f"del {name}\n{name} = torch.zeros(3)",
        )
    )
    victim = "kept" if "kept" in rebind and draw.chance(0.6) else name
    body = [
        f"{out} = {activation(draw, leaf)}",
        f"{name} = {out}.{draw.pick(('data', 'detach()'))}",
        *rebind.split("\n"),
        write_name(draw, victim),
        f"{cost} = {loss(draw, out)}",
        f"{cost}.backward()",
    ]
    return Sketch(body, [f"{leaf} = torch.randn(3, requires_grad=True)"])


def several_backwards(draw: Draw) -> Sketch:
    """Two losses of one trunk; the write stands before both, between them or after."""
    leaf, trunk, out = draw.name("leaf"), draw.name("hidden"), draw.name("out")
    first, second = draw.name("loss"), draw.name("loss")
    retain = "retain_graph=True" if draw.chance(0.85) else ""
    middle = write_unrecorded(draw, draw.pick((trunk, out, leaf)))
    steps = [[f"{first}.backward({retain})"], [f"{second}.backward()"]]
    steps.insert(draw.whole(0, 2), middle)
    body = [
        f"{trunk} = {activation(draw, leaf)}",
        f"{out} = {activation(draw, trunk)}",
        f"{first} = {loss(draw, trunk)}",
        f"{second} = {loss(draw, out)}",
        *(line for step in steps for line in step),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(4, 2, requires_grad=True)"])


def backward_in_the_middle(draw: Draw) -> Sketch:
    """Detached tensors, frozen leaves and a graph that may not be there at all."""
    leaf, hidden, cost = draw.name("leaf"), draw.name("hidden"), draw.name("loss")
    cut = draw.pick(
        (
            f"{hidden} = {hidden}.detach()",
            f"{hidden}.detach_()",
            f"{hidden} = {hidden}.data",
            f"print({hidden}.detach())",
            f"{hidden} = {hidden} + {hidden}.detach()",
            f"{hidden} = {hidden}.view(-1)",
            f"{hidden}.view(-1).detach()",
            f"{hidden} = {hidden}.detach().requires_grad_()",
            f"frozen = {hidden}.detach()",
            f"{hidden} = {hidden}.clone()",
        )
    )
    body = [
        f"{hidden} = {activation(draw, leaf)}",
        cut,
        f"{cost} = {loss(draw, hidden)}",
        *around(draw, [f"{alias(draw, hidden)}.numel()"], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(3, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    chain,
    write_between_operations,
    binary_operands,
    views_of_one_tensor,
    rebound_names,
    several_backwards,
    backward_in_the_middle,
)
