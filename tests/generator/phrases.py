"""What training code is made of: activations, losses, aliases, writes. All of them text."""

from __future__ import annotations

import re

from .draw import Draw

_KEEP_RESULT = (
    "torch.sigmoid({x})",
    "{x}.sigmoid()",
    "{x}.tanh()",
    "torch.tanh({x})",
    "{x}.exp()",
    "{x}.softmax(-1)",
    "F.softmax({x}, dim=-1)",
    "F.log_softmax({x}, dim=-1)",
    "torch.relu({x})",
    "F.relu({x})",
    "torch.sqrt({x}.abs() + 0.1)",
    "{x}.expm1()",
)

_KEEP_INPUT = (
    "F.gelu({x})",
    "F.silu({x})",
    "F.elu({x})",
    "F.softplus({x})",
    "F.leaky_relu({x}, 0.2)",
    "F.layer_norm({x}, {x}.shape[-1:])",
    "F.normalize({x}, dim=-1)",
    "{x}.abs()",
    "{x}.square()",
    "{x}.pow(3)",
    "{x} ** 2",
    "{x} * {x}",
    "{x}.sin()",
    "{x}.clamp(-0.8, 0.8)",
    "({x}.abs() + 0.5).log()",
    "torch.where({x} > 0, {x}, 0.1 * {x})",
    "{x}.logsumexp(-1, keepdim=True) - {x}",
)

_KEEP_NOTHING = (
    "{x} * 2.0",
    "{x} + 1.0",
    "-{x}",
    "{x} / 3",
    "F.dropout({x}, 0.25)",
    "{x} * torch.tensor(1.5)",
    "{x}.cumsum(-1)",
    "{x}.clone()",
)

_LOSSES = (
    "{x}.sum()",
    "{x}.mean()",
    "{x}.pow(2).mean()",
    "({x} ** 2).sum()",
    "{x}.abs().mean()",
    "{x}.norm()",
    "{x}.std()",
    "{x}.logsumexp(-1).sum()",
    "F.mse_loss({x}, torch.zeros_like({x}))",
    "F.smooth_l1_loss({x}, torch.full_like({x}, 3.0))",
    "(2.0 * {x}).sum() / 4",
    "({x} - 0.3).pow(2).sum()",
)

#: How an alias of a tensor is made, with a weight. Some of them copy: those make near-misses.
_ALIASES = (
    (16, "{x}.data"),
    (14, "{x}.detach()"),
    (2, "{x}.data.view(-1)"),
    (2, "{x}.detach().reshape(-1)"),
    (2, "{x}.detach()[0]"),
    (1, "{x}.data[..., :1]"),
    (1, "{x}.detach().t()"),
    (1, "{x}.detach().float()"),
    (1, "{x}.detach().cpu()"),
    (1, "{x}.data.squeeze()"),
    (1, "{x}.detach().contiguous()"),
    (1, "{x}.detach().to(torch.float32)"),
    (1, "torch.as_tensor({x}.detach())"),
    (3, "{x}.detach().clone()"),
    (2, "{x}.clone().detach()"),
    (2, "{x}.data.clone()"),
    (1, "{x}.detach() * 1.0"),
    (1, "{x}.detach().double()"),
    (1, "{x}.detach().abs()"),
    (1, "{x}.detach()[[0]]"),
    (1, "torch.stack([{x}.detach(), {x}.detach()])"),
    (1, "torch.zeros_like({x})"),
    (1, "torch.tensor({x}.tolist())"),
)

_ARRAYS = (
    (4, "{x}.detach().numpy()"),
    (2, "{x}.data.numpy()"),
    (2, "{x}.detach().cpu().numpy()"),
    (1, "np.asarray({x}.detach())"),
    (2, "{x}.detach().numpy().copy()"),
    (1, "np.array({x}.detach())"),
    (1, "{x}.detach().numpy() / 2"),
    (1, "{x}.detach().clone().numpy()"),
)

_WRITES = (
    (3, "{v}.zero_()"),
    (3, "{v}.mul_({n})"),
    (2, "{v}.add_({n})"),
    (2, "{v}.fill_({n})"),
    (1, "{v}.neg_()"),
    (1, "{v}.normal_()"),
    (1, "{v}.div_(4)"),
    (1, "{v}.sub_({v}.mean())"),
    (1, "{v}.copy_(torch.full_like({v}, {n}))"),
    (1, "{v}.clamp_(min=5.0)"),
    (1, "{v}.uniform_(2.0, 3.0)"),
    (1, "{v}.mul_({n}).add_(0.4)"),
    (1, "{v}.masked_fill_({v} < 50, {n})"),
    (1, "{v}.lerp_(torch.ones_like({v}), 0.9)"),
    (2, "{v}[0] = {n}"),
    (1, "{v}[...] = {n}"),
    (1, "{v}[{v} > -50] = {n}"),
    (1, "torch.neg_({v})"),
    (1, "torch.add({v}, 1.0, out={v})"),
    (1, "nn.init.constant_({v}, {n})"),
    (1, "F.threshold_({v}, 50.0, {n})"),
    (1, "F.hardtanh({v}, 0.0, 0.01, inplace=True)"),
    (1, "torch._foreach_add_([{v}], 0.6)"),
)

#: Writes that need a name on the left.
_STATEMENTS = (
    "{v} += {n}",
    "{v} *= {n}",
    "{v} -= 0.9",
    "{v} /= 3",
    "{v} **= 2",
    "{v}[0] += {n}",
    "{v}[...] *= {n}",
)

_ARRAY_WRITES = (
    "{v}[...] = {n}",
    "{v}[0] = {n}",
    "{v} *= {n}",
    "{v} -= 0.4",
    "{v} /= 7.0",
    "{v}.fill({n})",
    "np.multiply({v}, {n}, out={v})",
    "np.clip({v}, 0.0, 0.01, out={v})",
    "np.copyto({v}, {n})",
)

#: Statements that use an alias and write nothing.
_READS = (
    "print({v}.shape)",
    "print(float({v}.mean()))",
    "checked = {v}.max() > 0",
    "assert {v}.size is not None",
    "record = [{v}.min()]",
)


def _operand(x: str) -> str:
    return x if re.fullmatch(r"[\w.]+(\(.*\)|\[[^\[\]]*\])?", x) else f"({x})"


def activation(draw: Draw, x: str) -> str:
    """An expression of the shape of ``x``."""
    keeps = draw.weighted(((5, _KEEP_RESULT), (4, _KEEP_INPUT), (1, _KEEP_NOTHING)))
    return draw.pick(keeps).format(x=_operand(x))


def loss(draw: Draw, x: str) -> str:
    """A number made of ``x``."""
    return draw.pick(_LOSSES).format(x=_operand(x))


def alias(draw: Draw, x: str) -> str:
    """A tensor without history made of ``x``: the same memory, or a copy of it."""
    return draw.weighted(_ALIASES).format(x=x)


def array(draw: Draw, x: str) -> str:
    """A NumPy array made of ``x``: the same memory, or a copy of it."""
    return draw.weighted(_ARRAYS).format(x=x)


def write(draw: Draw, v: str) -> str:
    """A statement which writes the tensor expression ``v`` in place."""
    return draw.weighted(_WRITES).format(v=v, n=draw.number())


def write_name(draw: Draw, v: str) -> str:
    """As `write`, for a name."""
    return draw.pick(_STATEMENTS).format(v=v, n=draw.number()) if draw.chance(0.35) else write(draw, v)


def write_array(draw: Draw, v: str) -> str:
    """A statement which writes a NumPy array in place."""
    return draw.pick(_ARRAY_WRITES).format(v=v, n=draw.number())


def read(draw: Draw, v: str) -> str:
    """A statement which only looks."""
    return draw.pick(_READS).format(v=v)


def write_unrecorded(draw: Draw, x: str) -> list[str]:
    """Lines that write ``x``, a tensor of the graph or a leaf, or a copy of it, without recording it."""
    way = draw.weighted(
        ((6, "named"), (4, "unnamed"), (3, "no_grad"), (2, "array"), (1, "set_data"), (1, "read"))
    )
    if way == "unnamed":
        return [
            write(
                draw,
                draw.pick(
                    (f"{x}.data", f"{x}.data", f"{x}.detach()", f"{x}.detach().clone()", f"{x}.data.view(-1)")
                ),
            )
        ]
    if way == "no_grad":
        return ["with torch.no_grad():", "    " + write_name(draw, x)]
    if way == "set_data":
        new = draw.pick((f"torch.zeros_like({x})", f"{x}.data * 0.5", f"{x}.detach() + 1.0"))
        return [f"{x}.data = {new}"] if draw.chance(0.6) else [f"{x}.data += {draw.number()}"]
    name = draw.name("alias")
    if way == "array":
        return [f"{name} = {array(draw, x)}", write_array(draw, name)]
    if way == "read":
        return [f"{name} = {alias(draw, x)}", read(draw, name)]
    return [f"{name} = {alias(draw, x)}", write_name(draw, name)]


def around(draw: Draw, lines: list[str], backward: list[str], *, before: float = 0.88) -> list[str]:
    """Lines before or after a backward."""
    return [*lines, *backward] if draw.chance(before) else [*backward, *lines]
