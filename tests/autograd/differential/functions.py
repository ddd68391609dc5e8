"""The custom Functions of the sequences."""

from __future__ import annotations

from typing import Any

import torch


class Square(torch.autograd.Function):
    """Saves its input."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        x: torch.Tensor = ctx.saved_tensors[0]
        return 2 * x * gradient


class Exp(torch.autograd.Function):
    """Saves its result."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        result = x.exp()
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = ctx.saved_tensors[0]
        return result * gradient


class Inplace(torch.autograd.Function):
    """Writes its input and returns it."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.mark_dirty(x)
        return x.mul_(0.9)

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        return gradient * 0.9


class Same(torch.autograd.Function):
    """Returns its input as it is, and saves it."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        x: torch.Tensor = ctx.saved_tensors[0]
        return gradient * x


class Pair(torch.autograd.Function):
    """Two results, of which the second carries no gradient; it saves both."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        first, second = x.exp(), x.round()
        ctx.mark_non_differentiable(second)
        ctx.save_for_backward(first, second)
        return first, second

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor, _: torch.Tensor) -> torch.Tensor:
        first, second = ctx.saved_tensors
        result: torch.Tensor = gradient * first + second
        return result


FUNCTIONS: dict[str, Any] = {
    "square_function": Square,
    "exp_function": Exp,
    "inplace_function": Inplace,
    "same_function": Same,
    "pair_function": Pair,
}
