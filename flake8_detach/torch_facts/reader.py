"""Questions about PyTorch, answered from what was measured.

>>> facts, where = method("sigmoid").bind(["tensor"])
>>> [saved.item for saved in facts.saves]
['result0']
"""

from __future__ import annotations

from functools import cache

from . import store
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


def operator(symbol: str) -> Operation | None:
    """A Python operator: ``+``, ``@``, ``unary -``, ``+=``, ``<``; a subscript is ``[]``, its assignment ``[]=``.

    The kinds for ``[]`` are the receiver's and one per index; for ``[]=`` the receiver's, the value's, and one per index.
    """
    return function(f"operator.{symbol}")
