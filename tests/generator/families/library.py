"""PyTorch's own calls which write: optimizers, out=, set_data, initialisers."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, around, loss, write_unrecorded


def step_between(draw: Draw) -> Sketch:
    """A step of an optimizer between two backwards, with and without retained graph and saved weights."""
    optimizer = draw.pick(
        (
            "torch.optim.SGD({p}, lr=0.1)",
            "torch.optim.Adam({p})",
            "torch.optim.SGD({p}, lr=0.1, momentum=0.9)",
            "torch.optim.Adam({p}, fused=True)",
            "torch.optim.SGD({p}, lr=0.1, fused=True)",
            "torch.optim.Adagrad({p})",
        )
    )
    owner = draw.pick(("first", "second"))
    shared = draw.pick(("h", "h.detach()"))
    rest = draw.pick(
        (["optimizer.step()"], ["optimizer.step()"], ["optimizer.zero_grad()"], ["print(loss_a.item())"])
    )
    second = (
        ["loss_b = (second(h) * 2.0).mean()", "loss_b.backward()"]
        if draw.chance(0.3)
        else ["loss_b.backward()"]
    )
    body = [
        f"h = {draw.pick(('first(x).tanh()', 'first(x)', 'torch.relu(first(x))'))}",
        f"loss_a = second({shared}).pow(2).mean()",
        *(
            []
            if len(second) == 2
            else [f"loss_b = {draw.pick(('second(h).mean()', 'h.pow(2).mean()', 'h.sum()'))}"]
        ),
        f"loss_a.backward({'retain_graph=True' if draw.chance(0.8) else ''})",
        *rest,
        *second,
    ]
    setup = [
        "first = nn.Linear(3, 4)",
        "second = nn.Linear(4, 2)",
        f"optimizer = {optimizer.format(p=f'{owner}.parameters()')}",
        f"x = torch.randn(5, 3{', requires_grad=True' if draw.chance(0.4) else ''})",
    ]
    return Sketch(body, setup)


def out_arguments(draw: Draw) -> Sketch:
    """out= into memory that is saved, or into memory that is not."""
    leaf, h, out, cost, buffer = (draw.name(role) for role in ("leaf", "hidden", "out", "loss", "buffer"))
    target = draw.pick(
        (
            buffer,
            f"{out}.data",
            f"{out}.detach()",
            f"{buffer}.view(-1)",
            f"{h}.data",
            f"{out}.detach().clone()",
        )
    )
    value = "torch.ones(6)" if "view" in target else "torch.ones(2, 3)"
    call = draw.pick(
        (
            "torch.add({v}, 1.0, out={t})",
            "torch.mul({v}, 2.5, out={t})",
            "torch.exp({v}, out={t})",
            "torch.sub({v}, 3, out={t})",
        )
    ).format(v=value, t=target)
    body = [
        f"{buffer} = torch.full((2, 3), 0.5)",
        f"{h} = {activation(draw, leaf)}",
        f"{out} = {h} * {buffer}" if draw.chance(0.6) else f"{out} = {activation(draw, h)}",
        f"{cost} = {loss(draw, out)}",
        *around(draw, [call], [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def replaced_data(draw: Draw) -> Sketch:
    """x.data = y on leaves, inputs, results and weights of several layers."""
    layer, x = draw.pick(
        (
            ("nn.Linear(3, 3)", "torch.randn(2, 3)"),
            ("nn.Conv1d(3, 3, 1)", "torch.randn(2, 3, 3)"),
            ("nn.PReLU(3)", "torch.randn(2, 3)"),
        )
    )
    victim = draw.pick(("layer.weight", "x", "h", "out", "scale"))
    new = draw.pick(
        ("torch.zeros_like({v})", "{v}.data * 0.5", "{v}.detach().clone().neg_()", "torch.rand_like({v})")
    ).format(v=victim)
    form = draw.pick(
        (
            "{v}.data = {n}",
            "{v}.data = {n}",
            "{v}.data.copy_({n})",
            "{v}.data.set_({n})",
            "{v}.data = {v}.data",
        )
    ).format(v=victim, n=new)
    body = [
        "h = layer(x)",
        f"out = {draw.pick(('h * scale', 'torch.sigmoid(h) * scale', 'h + scale', 'h / scale', 'torch.tanh(h * scale)'))}",
        f"cost = {loss(draw, 'out')}",
        *around(draw, [form], ["cost.backward()"], before=0.75),
    ]
    setup = [
        f"layer = {layer}",
        f"x = {x}.requires_grad_({draw.pick(('True', 'False'))})",
        "scale = torch.full((1,), 0.7, requires_grad=True)",
    ]
    return Sketch(body, setup)


def initialised_again(draw: Draw) -> Sketch:
    """Initialisers, load_state_dict and resets at various moments."""
    call = draw.pick(
        (
            "nn.init.xavier_uniform_(net[{i}].weight)",
            "nn.init.zeros_(net[{i}].bias)",
            "nn.init.normal_(net[{i}].weight.data)",
            "nn.init.ones_(net[{i}].weight.detach().clone())",
            "net[{i}].reset_parameters()",
            "net.load_state_dict(other.state_dict())",
            "other.load_state_dict(net.state_dict())",
            "net.apply(lambda m: None)",
            "net[{i}].weight.requires_grad_(False)",
            "net.eval()",
            "net.zero_grad()",
        )
    ).format(i=draw.pick((0, 2)))
    body = [
        "out = net(x)",
        f"cost = {loss(draw, 'out')}",
        *around(draw, [call], ["cost.backward()"], before=0.75),
    ]
    setup = [
        f"net = nn.Sequential(nn.Linear(3, 4), {draw.pick(('nn.Tanh()', 'nn.ReLU()', 'nn.GELU()'))}, nn.Linear(4, 2))",
        "other = copy.deepcopy(net)",
        "x = torch.randn(4, 3)",
    ]
    return Sketch(body, setup)


def parameters_wrapped(draw: Draw) -> Sketch:
    """nn.Parameter of an alias, of a tensor or of a copy; then the one or the other is written."""
    leaf, out, cost = draw.name("leaf"), draw.name("out"), draw.name("loss")
    base = draw.pick((f"{out}.data", f"{out}.detach()", f"{out}.detach().clone()", "plain", "plain.clone()"))
    victim = draw.pick(("start", "plain", out))
    body = [
        "plain = torch.rand(2, 3)",
        f"{out} = {activation(draw, leaf)} * plain",
        f"start = nn.Parameter({base})",
        f"{cost} = {loss(draw, out)}" if draw.chance(0.6) else f"{cost} = ({out} * start).sum()",
        *around(draw, write_unrecorded(draw, victim), [f"{cost}.backward()"]),
    ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (
    step_between,
    out_arguments,
    replaced_data,
    initialised_again,
    parameters_wrapped,
)
