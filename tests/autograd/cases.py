"""How an irregular case is told: a program that PyTorch runs, what it comes to, and the same on the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .play import Play

START = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint
torch.manual_seed(0)
a = torch.rand(3, 3).requires_grad_()
b = torch.rand(3, 3).requires_grad_()
"""


@dataclass(frozen=True)
class Case:
    """A program, what it comes to, and the same on the machine."""

    name: str
    program: str
    outcome: str
    verbs: Callable[[Play], object]


CASES: list[Case] = []


def case(program: str, outcome: str) -> Callable[[Callable[[Play], object]], Callable[[Play], object]]:
    """Register the decorated verbs as the machine's side of `program`."""

    def add(verbs: Callable[[Play], object]) -> Callable[[Play], object]:
        CASES.append(Case(verbs.__name__, program, outcome, verbs))
        return verbs

    return add
