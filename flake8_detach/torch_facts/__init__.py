"""What PyTorch's operations save, alias, write and free: measured facts and their reader."""

from __future__ import annotations

from .facts import Change, Effects, Kind, OpFacts, OptimizerFacts, ResultKind, Saved
from .modules import ModuleFacts
from .operation import Operation
from .reader import (
    attribute,
    effects,
    function,
    is_pointwise,
    method,
    module,
    operator,
    optimizer,
    torch_version,
)

__all__ = [
    "Change",
    "Effects",
    "Kind",
    "ModuleFacts",
    "OpFacts",
    "Operation",
    "OptimizerFacts",
    "ResultKind",
    "Saved",
    "attribute",
    "effects",
    "function",
    "is_pointwise",
    "method",
    "module",
    "operator",
    "optimizer",
    "torch_version",
]
