"""The operations that the sequences are made of: how PyTorch is called, and under which name the facts know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flake8_detach.torch_facts import Kind, OpFacts
from flake8_detach.torch_facts.reader import function


class Slot:
    """A place in a call that a tensor fills: `X` the first, `Y` the second."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __repr__(self) -> str:
        return "xy"[self.number]


X, Y = Slot(0), Slot(1)


@dataclass(frozen=True)
class Form:
    """One call: ``Tensor.`` a method, ``torch.`` a function, ``operator.`` an operator."""

    name: str
    args: tuple[Any, ...] = (X,)
    keywords: dict[str, Any] = field(default_factory=dict)
    select: tuple[Any, ...] = (None,)  # which part of its base each view sees
    dims: int = 0  # the fewest dimensions the first tensor must have
    integer: bool = False  # the result is of integers: not used any further
    product: bool = False  # what is kept hangs on the layout of the operands

    def __str__(self) -> str:
        given = [repr(a) for a in self.args] + [f"{k}={v!r}" for k, v in self.keywords.items()]
        return f"{self.name}({', '.join(given)})"


def kind_of(value: Any) -> Kind:
    """The kind of an argument, as the facts' reader asks for it."""
    match value:
        case Slot():
            return "tensor"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "number"
        case str():
            return "str"
        case None:
            return "none"
        case slice():
            return "slice"
        case [Slot(), *_]:
            return "tensors"
        case list() | tuple():
            return "list"
        case _:
            return "other"


@cache
def _bound(number: int) -> tuple[OpFacts, Mapping[int | str, int]]:
    form = FORMS[number]
    operation = function(form.name)
    assert operation is not None, form
    names: list[int | str] = [*range(len(form.args)), *form.keywords]
    given = zip(names, (*form.args, *form.keywords.values()), strict=True)
    values = {k: v for k, v in given if not isinstance(v, (Slot, list, slice))}
    bound = operation.bind(
        [kind_of(a) for a in form.args], {k: kind_of(v) for k, v in form.keywords.items()}, values
    )
    assert bound is not None, form
    return bound


def facts_of(number: int) -> tuple[OpFacts, dict[int, tuple[int, ...]]]:
    """The facts of a form, and for each tensor parameter the slots that fill it."""
    facts, where = _bound(number)
    form = FORMS[number]
    slots: dict[int, tuple[int, ...]] = {}
    for argument, index in where.items():
        value = form.args[argument] if isinstance(argument, int) else form.keywords[argument]
        items = value if isinstance(value, list) else [value]
        tensors = tuple(item.number for item in items if isinstance(item, Slot))
        if tensors:
            slots[index] = (*slots.get(index, ()), *tensors)
    return facts, slots


def _methods(*names: str) -> list[Form]:
    return [Form(f"Tensor.{name}") for name in names]


OPERATIONS = [
    *_methods("sigmoid", "tanh", "exp", "relu", "abs", "neg", "sin", "cos", "square", "clone", "sum", "mean"),
    *_methods("sqrt", "rsqrt", "reciprocal", "log", "atan", "expm1", "sinh", "erf", "tan", "norm"),
    Form("Tensor.std", (X,), dims=1),  # of a single number it is nan, whose gradient has no graph
    Form("Tensor.var", (X,), dims=1),
    *_methods("max", "min", "amax", "prod", "log1p", "exp2", "sign", "round"),
    Form("Tensor.pow", (X, 2)),
    Form("Tensor.pow", (X, Y)),
    Form("Tensor.clamp", (X, 0.2, 0.8)),
    Form("Tensor.cumsum", (X, 0), dims=1),
    Form("Tensor.cumprod", (X, 0), dims=1),
    Form("Tensor.softmax", (X, -1), dims=1),
    Form("Tensor.log_softmax", (X, -1), dims=1),
    Form("Tensor.logsumexp", (X, -1), dims=1),
    Form("Tensor.max", (X, -1), dims=1),
    Form("Tensor.sort", (X,), dims=1),
    Form("Tensor.flip", (X, [0]), dims=1),
    Form("Tensor.roll", (X, 1), dims=1),
    Form("operator.+", (X, Y)),
    Form("operator.-", (X, Y)),
    Form("operator.*", (X, Y)),
    Form("operator./", (X, Y)),
    Form("operator.@", (X, Y), dims=1, product=True),
    Form("operator.*", (X, 2.0)),
    Form("operator.+", (X, 1.0)),
    Form("operator.-", (1.0, X)),
    Form("operator./", (X, 2.0)),
    Form("operator./", (2.0, X)),
    Form("torch.pow", (2.0, X)),
    Form("operator.**", (X, 3)),
    Form("Tensor.lerp", (X, Y, 0.3)),
    Form("torch.maximum", (X, Y)),
    Form("torch.addcmul", (X, X, Y)),
    Form("torch.stack", ([X, Y],)),
    Form("torch.nn.functional.gelu", (X,)),
    Form("torch.nn.functional.silu", (X,)),
    Form("torch.nn.functional.leaky_relu", (X,)),
    Form("torch.nn.functional.elu", (X,)),
    Form("torch.nn.functional.softplus", (X,)),
    Form("torch.nn.functional.hardtanh", (X,)),
    Form("torch.nn.functional.linear", (X, Y), dims=2, product=True),
    Form("torch.nn.functional.mse_loss", (X, Y)),
    Form("torch.nn.functional.smooth_l1_loss", (X, Y)),
    Form("torch.nn.functional.normalize", (X,), dims=2),
    Form("torch.nn.functional.layer_norm", (X, [4]), dims=1),
    Form("torch.where", (X, X, Y)),
]

VIEWS = [
    Form("Tensor.view_as", (X, X)),
    Form("Tensor.t", (X,), dims=1),
    Form("Tensor.transpose", (X, 0, -1), dims=1),
    Form("operator.[]", (X, 0), select=(("index", 0, 0),), dims=1),
    Form("operator.[]", (X, 1), select=(("index", 0, 1),), dims=1),
    Form("operator.[]", (X, slice(0, 2)), dims=1),
    Form("Tensor.unbind", (X,), select=tuple(("index", 0, k) for k in range(4)), dims=1),
    Form("Tensor.split", (X, 2), select=(("part", 0, 0), ("part", 0, 1)), dims=1),
    Form("Tensor.chunk", (X, 1), select=(("part", 1, 0),), dims=1),
    Form("Tensor.diagonal", (X,), dims=2),
    Form("Tensor.reshape", (X, [-1])),
    Form("Tensor.contiguous", (X,)),
    Form("Tensor.float", (X,)),
    Form("Tensor.squeeze", (X,)),
    Form("Tensor.unsqueeze", (X, 0)),
]

WRITES = [
    *_methods(
        "zero_", "neg_", "sigmoid_", "tanh_", "relu_", "exp_", "sqrt_", "square_", "sin_", "reciprocal_"
    ),
    *_methods("t_", "squeeze_"),
    Form("Tensor.add_", (X, 0.25)),
    Form("Tensor.mul_", (X, 0.9)),
    Form("Tensor.fill_", (X, 0.5)),
    Form("Tensor.clamp_", (X, 0.3, 0.7)),
    Form("Tensor.pow_", (X, 2)),
    Form("Tensor.add_", (X, Y)),
    Form("Tensor.mul_", (X, Y)),
    Form("Tensor.div_", (X, Y)),
    Form("Tensor.copy_", (X, Y)),
    Form("Tensor.lerp_", (X, Y, 0.3)),
    Form("Tensor.addcmul_", (X, X, Y)),
    Form("operator.+=", (X, 0.1)),
    Form("operator.*=", (X, Y)),
    Form("operator.[]=", (X, 0.75, 0), select=(("index", 0, 0),), dims=1),
    Form("operator.[]=", (X, Y, 1), select=(("index", 0, 1),), dims=1),
    Form("torch._foreach_mul_", ([X, Y], 0.9)),
    Form("torch.add", (X, 0.5), {"out": Y}),
    Form("torch.mul", (X, X), {"out": Y}),
    Form("torch.relu_", (X,)),
    Form("torch.nn.functional.relu", (X,), {"inplace": True}),
    Form("torch.nn.init.constant_", (X, 0.4)),
]

FORMS = [*OPERATIONS, *VIEWS, *WRITES]
FIRST_VIEW = len(OPERATIONS)
FIRST_WRITE = FIRST_VIEW + len(VIEWS)
