"""What PyTorch's operations save, alias, write and free: measured facts and their reader."""

from __future__ import annotations

from .facts import Change, Effects, Elements, Kind, OpFacts, OptimizerFacts, ResultKind, Saved
from .modules import ModuleFacts
from .operation import Operation
from .reader import (
    attribute,
    effects,
    function,
    gives_one_number,
    gives_places,
    gives_truths,
    is_pointwise,
    known_names,
    method,
    module,
    names_in,
    operator,
    optimizer,
    torch_version,
)
from .second import HANDED, LINEAR, RESULT, Lead, Second, SecondOrder

__all__ = [
    "HANDED",
    "LINEAR",
    "RESULT",
    "Change",
    "Effects",
    "Elements",
    "Kind",
    "Lead",
    "ModuleFacts",
    "OpFacts",
    "Operation",
    "OptimizerFacts",
    "ResultKind",
    "Saved",
    "Second",
    "SecondOrder",
    "attribute",
    "effects",
    "function",
    "gives_one_number",
    "gives_places",
    "gives_truths",
    "is_pointwise",
    "known_names",
    "method",
    "module",
    "names_in",
    "operator",
    "optimizer",
    "torch_version",
]
