"""``torch.distributed``: which argument a collective writes, and whether a version counter sees it.

What is reduced or broadcast in place goes to the backend as raw memory (torch/csrc/distributed/c10d/Ops.cpp), what is gathered is copied into
the output. ``tests/library/test_collectives.py`` asks PyTorch about each.
"""

from __future__ import annotations

from collections.abc import Callable

from ..values import Arguments, Runtime, Value
from .kinds import tensors_of

UNSEEN = {
    "all_reduce": (0, "tensor"),
    "reduce": (0, "tensor"),
    "broadcast": (0, "tensor"),
    "scatter": (0, "tensor"),
    "all_to_all_single": (0, "output"),
}
"""By the place and name of the argument that is written without a counter."""
COUNTED = {
    "all_gather": (0, "tensor_list"),
    "all_gather_into_tensor": (0, "output_tensor"),
    "gather": (1, "gather_list"),
    "reduce_scatter": (0, "output"),
    "reduce_scatter_tensor": (0, "output"),
    "all_gather_single": (0, "output_tensor"),
    "reduce_scatter_single": (0, "output"),
    "all_to_all": (0, "output_tensor_list"),
}
"""By the argument whose counter is moved."""


def _writes(
    name: str, place: int, parameter: str, *, untracked: bool
) -> Callable[[Runtime, Arguments], Value]:
    def run(rt: Runtime, arguments: Arguments) -> Value:
        target = arguments.get(place, parameter)
        for tensor in tensors_of(rt, target) if target is not None else ():
            rt.machine.write(rt.site, name, tensor, library=True, untracked=untracked)
        return rt.world.opaque("a handle")

    return run


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    f"torch.distributed.{name}": _writes(name, *where, untracked=table is UNSEEN)
    for table in (UNSEEN, COUNTED)
    for name, where in table.items()
}
