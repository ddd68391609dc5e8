"""When a result shares memory with an argument: always, or under conditions?

A call which shared memory is repeated on inputs in another memory order and of another dtype; where sharing comes
and goes with those, it is conditional. (Samples are contiguous and of the default dtype, so that what shares at
all does so at first.)
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from .probe import Call, Inputs, Seen, paths, storage, tensors_in


def _other_order(t: torch.Tensor) -> torch.Tensor:
    return t.mT.contiguous().mT if t.ndim >= 2 and min(t.shape[-2:]) > 1 else t


def _doubled(t: torch.Tensor) -> torch.Tensor:
    return t.double() if t.dtype is torch.float32 else t


def _first_shared(
    call: Call, change: Callable[[torch.Tensor], torch.Tensor]
) -> tuple[str, int | str | None] | None:
    inputs = Inputs(call, frozenset(), change)
    try:
        torch.manual_seed(0)
        result = call.function(*inputs.args, **inputs.kwargs)
    except (RuntimeError, TypeError, ValueError):
        return None
    first = next(tensors_in(result), None)
    if first is None:
        return None
    for path, t in inputs.tensors.items():
        if first is t:
            return "same", path[0]
    at = storage(first)
    for path, t in inputs.tensors.items():
        if at is not None and storage(t) == at:
            return "view", path[0]
    return "new", None


def see_sharing(call: Call, seen: Seen) -> None:
    """Correct `seen.returns` where the same call shares memory only sometimes."""
    if seen.returns not in ("view", "input") or seen.writes or not paths(call):
        return
    outcomes = [
        o
        for o in (_first_shared(call, change) for change in (lambda t: t, _other_order, _doubled))
        if o is not None
    ]
    kinds = {kind for kind, _ in outcomes}
    shared = next(((kind, of) for kind, of in outcomes if kind != "new"), None)
    if shared is None:
        return
    if kinds == {"same"}:
        seen.returns, seen.of = "same", shared[1]
    elif "new" in kinds:
        seen.returns, seen.of = ("same?" if "same" in kinds else "view?"), shared[1]
