"""What turns out not to have been recorded, since the program branched on it: ``if not y.requires_grad``."""

from __future__ import annotations

from ..frozen import replace
from .records import Grad, TensorId
from .state import State


def unrecord(state: State, target: TensorId | None) -> None:
    """`target` does not require grad, nor does what was computed from nothing else; of None, nothing was recorded at all."""
    gone: set[TensorId] = set() if target is None else {target}
    for number in sorted(state.tensors):
        of = state.tensors[number]
        if number not in gone:
            edges = state.nodes[of.node].edges if of.node is not None else ()
            if not edges or (target is not None and not all(edge.tensor in gone for edge in edges)):
                continue
            gone.add(number)
        state.tensors[number] = replace(
            of, requires_grad=Grad.NO, node=None, output=0, base=None, guessed=False
        )
