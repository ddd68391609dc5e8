"""Functions that make a tensor of something: does it share the memory, and does it require grad?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import torch

from .row import Row
from .rows import REFUSALS

FORMS: dict[str, tuple[str, str]] = {
    "torch.tensor": ("data", "* dtype:o? device:os? requires_grad:b? pin_memory:b?"),
    "torch.as_tensor": ("data", "dtype:o? device:os?"),
    "torch.asarray": ("obj", "* dtype:o? device:os? copy:b0? requires_grad:b?"),
    "torch.from_numpy": ("ndarray", ""),
    "torch.from_dlpack": ("ext_tensor", "* device:os? copy:b0?"),
    "torch.frombuffer": ("buffer", "* dtype:o count:i? offset:i? requires_grad:b?"),
    "torch.Tensor": ("data", "* device:os?"),
    "torch.FloatTensor": ("data", "* device:os?"),
    "torch.LongTensor": ("data", "* device:os?"),
    "torch.autograd.Variable": ("data", "requires_grad:b?"),
    "torch.nn.Parameter": ("data", "requires_grad:b?"),
    "torch.nn.Buffer": ("data", "* persistent:b?"),
    "torch.nn.parameter.Parameter": ("data", "requires_grad:b?"),
}
"""The first parameter and the rest of the form, in the notation of the generated file."""


def _array(dtype: str) -> Any:
    return numpy.linspace(0.2, 0.9, 6, dtype=dtype).reshape(2, 3)


def entries() -> dict[str, list[Row]]:
    """Rows by name: for tensors, NumPy arrays and anything else (lists, numbers)."""
    found: dict[str, list[Row]] = {}
    for name, (parameter, rest) in FORMS.items():
        function: Any = torch
        for part in name.split(".")[1:]:
            function = getattr(function, part)
        rows: list[Row] = []
        for letter, sources in (
            ("t", [torch.ones(2, 3), torch.ones(2, 3, dtype=torch.float64)]),
            ("A", [_array("float32"), _array("float64")]),
            ("a", [[1.0, 2.0], 2, bytearray(8)]),
        ):
            outcomes = [o for o in (_outcome(function, source) for source in sources) if o is not None]
            if outcomes:
                form = f"{parameter}:{letter} {rest}".strip()
                rows.append(_row(form, parameter, outcomes))
        found[name] = rows
    return found


def _outcome(function: Callable[..., Any], source: Any) -> tuple[str, bool, bool] | None:
    """How the result shares memory, whether it is recorded, whether it is a leaf that requires grad."""
    options = (
        {"dtype": torch.float32} if isinstance(source, bytearray) and function is torch.frombuffer else {}
    )
    try:
        plain = function(source, **options)
    except REFUSALS:
        return None
    sharing = _sharing(plain, source)
    recorded = False
    if isinstance(source, torch.Tensor):
        needing = source.clone().requires_grad_().clone()
        try:
            recorded = function(needing).grad_fn is not None
        except REFUSALS:
            recorded = False
    return sharing, recorded, bool(plain.requires_grad)


def _sharing(result: torch.Tensor, source: Any) -> str:
    if result is source:
        return "same"
    if isinstance(source, torch.Tensor):
        if result.untyped_storage().data_ptr() != source.untyped_storage().data_ptr():
            return "new"
        before = source._version
        torch.autograd.graph.increment_version(result)
        return "view" if source._version != before else "untracked"
    if isinstance(source, (numpy.ndarray, bytearray)):
        address = numpy.asarray(source).__array_interface__["data"][0]
        return "untracked" if result.data_ptr() == address else "new"
    return "new"


def _row(form: str, parameter: str, outcomes: list[tuple[str, bool, bool]]) -> Row:
    """Sharing that holds for one dtype only is conditional."""
    row: Row = {"call": form}
    kinds = [sharing for sharing, _, _ in outcomes]
    if not any(recorded for _, recorded, _ in outcomes):
        row["grads"] = ""
    shared = next((kind for kind in kinds if kind != "new"), None)
    if shared is not None:
        always = "new" not in kinds and " dtype" not in form and "device" not in form
        row["returns"] = f"{shared}{'' if always else '?'} {parameter}"
    if any(leaf for _, _, leaf in outcomes):
        row["leaf"] = True
    return row
