"""Truth values that are not known, of which it is known what they say: that a tensor requires grad, or that grad mode is on.

Where a program branches on one (``if not y.requires_grad``), that holds in the one arm and its contrary in the other.
"""

from __future__ import annotations

from ..autograd import TensorId
from ..frozen import dataclass
from .heap import Instance, Opaque
from .kinds import Const, Ref, Value
from .world import World

ASKS = "<asks>"
"""The hidden attribute that holds what a value says."""
GRAD_FN = "a grad_fn"
"""The label of a ``grad_fn``: it is there, unless the value is asked (`ASKS`)."""
FLAG = "builtins.number"


@dataclass(frozen=True, slots=True)
class Asked:
    """That `tensor` requires grad, or of no tensor that grad mode is on; or, where not `holds`, that it is not so."""

    tensor: TensorId | None
    holds: bool = True

    def contrary(self) -> Asked:
        """What ``not`` makes of it."""
        return Asked(self.tensor, not self.holds)


def flag(world: World, asked: Asked) -> Ref:
    """A truth value that says so."""
    return world.add(Instance(FLAG, {ASKS: Const(asked)}))


def grad_fn(world: World, asked: Asked | None = None) -> Ref:
    """A ``grad_fn``; of one that is `asked`, it is not known whether it is there."""
    return world.add(Opaque(GRAD_FN, {} if asked is None else {ASKS: Const(asked)}))


def asked_by(world: World, value: Value) -> Asked | None:
    """What a value says that is true or false, or there or not."""
    thing = world.get(value)
    if not isinstance(thing, Instance | Opaque) or ASKS not in thing.attributes:
        return None
    held = thing.attributes[ASKS]
    return held.value if isinstance(held, Const) else None


def is_grad_fn(world: World, value: Value) -> bool:
    """Is it a ``grad_fn`` that is there for certain?"""
    thing = world.get(value)
    return isinstance(thing, Opaque) and thing.label == GRAD_FN and ASKS not in thing.attributes
