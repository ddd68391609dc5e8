"""What PyTorch's operations save, alias, write and free: measured facts and their reader."""

from __future__ import annotations

from .facts import Kind, OpFacts, ResultKind, Saved
from .operation import Operation
from .reader import attribute, function, method, operator, torch_version

__all__ = [
    "Kind",
    "OpFacts",
    "Operation",
    "ResultKind",
    "Saved",
    "attribute",
    "function",
    "method",
    "operator",
    "torch_version",
]
