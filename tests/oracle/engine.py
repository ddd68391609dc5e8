"""Entries into autograd's engine: which line, how it ended, and the gradients that came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.utils._python_dispatch import _disable_current_modes

from .saved import BackwardCall, SavedTensors
from .verdict import ErrorKind, error_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .clock import LineClock

_REFUSALS: dict[ErrorKind, str] = {
    "inplace-modified": "one of the variables needed for gradient computation has been modified by an inplace"
    " operation: (oracle)",
    "detached-inplace": "Trying to use a saved tensor that has been detached in-place (oracle)",
}


class Engine:
    """Stands before ``torch.autograd``'s one entry to the engine and keeps a `BackwardCall` for each entry.

    Saved-tensor hooks switch PyTorch's own version check off, so the check is done here, after the fact, with
    PyTorch's message.
    """

    def __init__(self, clock: LineClock, saved: SavedTensors) -> None:
        self.calls: list[BackwardCall] = []
        self._clock = clock
        self._saved = saved
        self._depths: list[int] = []

    def is_running(self) -> bool:
        """Whether the engine runs and no line of the program, called back by it, does."""
        return bool(self._depths) and len(self._clock.stack) <= self._depths[-1]

    def install(self) -> None:
        autograd: Any = torch.autograd
        original = autograd._engine_run_backward

        def run_backward(roots: Any, *args: Any, **kwargs: Any) -> Any:
            with self._clock.quiet(), _disable_current_modes():
                leaves = _leaves(roots)
            call = BackwardCall(self._clock.innermost_line())
            self.calls.append(call)
            outer, self._saved.current = self._saved.current, call
            self._depths.append(len(self._clock.stack))
            try:
                result = original(roots, *args, **kwargs)
            except RuntimeError as error:
                call.error = error_kind(str(error))
                raise
            finally:
                self._depths.pop()
                self._saved.current = outer
            if call.refuses is not None:
                call.error = call.refuses
                raise RuntimeError(_REFUSALS[call.refuses])
            with self._clock.quiet(), _disable_current_modes(), torch.no_grad():
                found = [leaf.grad for leaf in leaves] if kwargs.get("accumulate_grad") else list(result)
                call.gradients = [_array(gradient) for gradient in found]
            return result

        autograd._engine_run_backward = run_backward


def _array(gradient: torch.Tensor | None) -> object:
    if gradient is None:
        return None
    gradient = gradient.detach()
    if gradient.layout != torch.strided:
        gradient = gradient.to_dense()
    return gradient.to(torch.complex128 if gradient.is_complex() else torch.float64).numpy().copy()


def _leaves(roots: Iterable[Any]) -> list[torch.Tensor]:
    """The leaves a backward from these roots can reach, each once, in a stable order."""
    leaves: dict[int, torch.Tensor] = {}
    seen: set[Any] = set()
    pending: list[Any] = []
    for root in roots:
        if isinstance(root, torch.Tensor) and root.requires_grad:
            if root.is_leaf:
                leaves.setdefault(id(root), root)
            else:
                pending.append(root.grad_fn)
    while pending:
        node = pending.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        leaf = getattr(node, "variable", None)
        if isinstance(leaf, torch.Tensor):
            leaves.setdefault(id(leaf), leaf)
        pending.extend(next_node for next_node, _ in node.next_functions)
    return list(leaves.values())
