from __future__ import annotations

from typing import Annotated, Optional

import torch
from torch import Tensor


def moved(batch: torch.Tensor, weights: "Tensor", dtype: torch.dtype) -> Tensor:
    batch.to(dtype)  # expect: DET124
    weights.double()  # expect: DET124
    return batch * weights


def squashed(scores: Annotated[Tensor, "batch"], others: Tensor) -> Tensor:
    scores.sigmoid()  # expect: DET124
    others.add(1.0)  # expect: DET124
    others[[0, 1]].clamp_(max=0.5)  # expect: DET122
    others = others.add(1.0)
    return scores + others


def quiet(seen: set, module: torch.nn.Module, maybe: Optional[Tensor], either: Tensor | int, number: Tensor = None) -> None:
    seen.add(1)
    module.to("cpu")
    module.double()
    maybe.to("cpu")
    either.to("cpu")
    number.to("cpu")


a, b = torch.randn(3, requires_grad=True), torch.randn(3)
(moved(a, b, torch.float64) + squashed(a, b)).sum().backward()
quiet(set(), torch.nn.Linear(1, 1), b, b, b)
