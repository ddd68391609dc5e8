"""Questions about PyTorch, answered from what was measured.

>>> facts, where = method("sigmoid").bind(["tensor"])
>>> [saved.item for saved in facts.saves]
['result0']
"""

from __future__ import annotations

from functools import cache
from typing import cast

from . import store
from .facts import Change, Effects, OptimizerFacts
from .modules import ModuleFacts
from .operation import Operation, decode


def torch_version() -> str:
    """The PyTorch version whose facts these are."""
    return str(store.entry("torch"))


@cache
def function(qualified: str) -> Operation | None:
    """A function by its qualified name: ``torch.sigmoid``, ``torch.nn.functional.softmax``, ``torch._foreach_mul_``."""
    rows = store.entry(qualified)
    return decode(qualified, rows) if isinstance(rows, list) else None


def method(name: str) -> Operation | None:
    """A method of a tensor by name."""
    found = function(f"Tensor.{name}")
    return None if found is None or found.variants[0].facts.parameters == () else found


@cache
def attribute(name: str) -> Operation | None:
    """An attribute of a tensor that is not a method: ``T``, ``mT``, ``real``, ``shape``, ``data``, …"""
    rows = store.entry(f"Tensor.{name}")
    return decode(name, rows) if isinstance(rows, list) and rows[0].get("attribute") else None


OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "remainder", "**": "pow", "unary -": "neg", "unary +": "positive",
    "abs": "abs", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne", "&": "bitwise_and", "|": "bitwise_or",
    "^": "bitwise_xor", "unary ~": "bitwise_not",
}  # fmt: skip
"""The operations that Python's operators call."""


def is_pointwise(name: str) -> bool:
    """Does an operation treat every element alike, so that its result has the shape its arguments have together?"""
    return _is_tagged("pointwise", name)


def gives_truths(name: str) -> bool:
    """Does an operation give truth values, whatever it is given?"""
    return _is_tagged("truths", name)


def gives_places(name: str) -> bool:
    """Does an operation give places or counts, which are int64, whatever it is given?"""
    return _is_tagged("places", name)


def gives_one_number(name: str) -> bool:
    """Does an operation give one number for a whole tensor, where it is given nothing else?"""
    return _is_tagged("whole", name)


def _is_tagged(tag: str, name: str) -> bool:
    last = name.rpartition(".")[2]
    return OPERATORS.get(last, last) in _tagged(tag)


@cache
def _tagged(tag: str) -> frozenset[str]:
    return frozenset(store.entry(f"tag {tag}")["names"].split())


def operator(symbol: str) -> Operation | None:
    """A Python operator: ``+``, ``@``, ``unary -``, ``+=``, ``<``; a subscript is ``[]``, its assignment ``[]=``.

    The kinds for ``[]`` are the receiver's and one per index; for ``[]=`` the receiver's, the value's, and one per index.
    """
    return function(f"operator.{symbol}")


@cache
def module(name: str) -> ModuleFacts | None:
    """A module of torch.nn, by class name or qualified name."""
    qualified = f"torch.nn.{name.rsplit('.', 1)[-1]}"
    operation = function(qualified)
    if operation is None or ".training" not in operation.parameters:
        return None
    return ModuleFacts(qualified, operation)


@cache
def known_names() -> frozenset[str]:
    """The last parts of the names of all that was measured: ``softmax`` of ``torch.nn.functional.softmax``."""
    return frozenset(name.rpartition(".")[2] for name in store.names(""))


@cache
def names_in(module: str) -> tuple[str, ...]:
    """The public names among what was measured of a module of PyTorch: ``sigmoid`` of ``torch``."""
    names = [name.removeprefix(f"{module}.") for name in store.names(f"{module}.")]
    for name in store.names(f"effect {module}."):  # torch.optim.SGD.step
        owner, _, method = name.removeprefix(f"effect {module}.").partition(".")
        names += [owner] if method and "." not in method else []
    return tuple(sorted({n for n in names if "." not in n and not n.startswith("_")}))


@cache
def optimizer(name: str) -> OptimizerFacts | None:
    """An optimizer of torch.optim, by class name or qualified name."""
    qualified = f"torch.optim.{name.rsplit('.', 1)[-1]}"
    entry = store.entry(f"effect {qualified}.step")
    if entry is None:
        return None
    options = {option: _effects(text) for option, text in entry.items()}
    plain = options.pop("")
    return OptimizerFacts(qualified, plain, tuple(options.items()))


@cache
def effects(qualified: str, option: str = "") -> Effects | None:
    """What a call does to parameters and gradients: ``torch.nn.utils.clip_grad_norm_``, ``torch.nn.Module.half``,
    ``torch.nn.Module.load_state_dict`` (option ``assign``), ``torch.optim.Optimizer.zero_grad`` (option ``keep``:
    ``set_to_none=False``), ``torch.optim.SGD.step`` (option ``fused``, …)."""
    entry = store.entry(f"effect {qualified}")
    if entry is None:
        return None
    return _effects(entry.get(option, entry[""]))


def _effects(text: str) -> Effects:
    parameters, gradients = (cast("Change", "none" if word == "-" else word) for word in text.split())
    return Effects(parameters, gradients)
