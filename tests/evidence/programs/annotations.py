from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import torch
from torch import FloatTensor, Tensor
from torch.optim import Optimizer

TensorLike = Union[Tensor, float]


def plain(x: Tensor, y: torch.LongTensor, z: "Optional[torch.Tensor]", a: np.ndarray):
    x.data, y.data, z.data  # tensor annotation; tensor annotation; tensor annotation
    a.data  # not annotation


def nested(xs: List[Tensor], d: Dict[str, FloatTensor], t: Tuple[int, Tensor], u: TensorLike, v: Tensor | None):
    for x in xs:
        x.data  # tensor annotation
    d["a"].data  # tensor annotation
    n, w = t
    w.data  # tensor annotation
    u.data  # tensor annotation
    v.data  # tensor annotation


def closed(model: torch.nn.Linear, optimizer: Optimizer, table: Mapping[str, Any]):
    model.weight.data  # tensor flow
    table["x"].data  # unknown none


def comment(x, y):
    # type: (Tensor, Dict[str, Tensor]) -> Tensor
    x.data  # tensor annotation
    y["k"].data  # tensor annotation
    z = make()  # type: torch.Tensor
    z.data  # tensor annotation


def documented(x, a):
    """Adds.

    Args:
        x (torch.Tensor): the one
        a (np.ndarray): the other
    """
    x.data  # tensor docstring
    a.data  # not docstring


class Holder:
    weight: Tensor

    def use(self):
        return self.weight.data  # tensor annotation
