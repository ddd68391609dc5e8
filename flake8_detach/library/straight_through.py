"""Functions of ``torch.nn.functional`` that give hard values with the gradient of soft ones."""

from __future__ import annotations

from collections.abc import Callable

from ..torch_facts import function
from ..values import Arguments, Runtime, TensorRef, Value
from .operations import operate

NAME = "gumbel_softmax"


def _gumbel_softmax(rt: Runtime, arguments: Arguments) -> Value | None:
    """With ``hard=True`` the result is a sum, ``y_hard - y_soft.detach() + y_soft``: what is kept is not it."""
    operation = function(f"torch.nn.functional.{NAME}")
    soft = operate(rt, NAME, operation, arguments) if operation is not None else None
    hard = arguments.get(2, "hard")
    adding = function("torch.add")
    if hard is None or rt.truth(hard) is not True or not isinstance(soft, TensorRef) or adding is None:
        return soft
    chosen = TensorRef(rt.machine.tensor(rt.site, NAME, meta=rt.machine.tensors[soft.id].meta))
    return operate(rt, NAME, adding, Arguments((chosen, soft)))


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    f"torch.nn.functional.{NAME}": _gumbel_softmax
}
