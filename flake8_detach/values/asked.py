"""Truth values that are not known, of which it is known what they say: that a tensor requires grad, or that grad mode is on.

Where a program branches on one (``if not y.requires_grad``), that holds in the one arm and its contrary in the other. Of several
that are put together (``x.requires_grad and update``), one of the two may say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..autograd import TensorId
from ..frozen import dataclass
from .heap import Instance, Opaque
from .kinds import FALSE, TRUE, Const, Default, Ref, Value
from .world import World

ASKS = "<asks>"
"""The hidden attribute that holds what a value says."""
GRAD_FN = "a grad_fn"
"""The label of a ``grad_fn``: it is there, unless the value is asked (`ASKS`)."""
FLAG = "builtins.number"


@dataclass(frozen=True, slots=True)
class Fact:
    """That `tensor` requires grad, or of no tensor that grad mode is on; or, where not `holds`, that it is not so."""

    tensor: TensorId | None
    holds: bool


Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is so where a value is true, and what is so where it is false."""

    when_true: Facts = ()
    when_false: Facts = ()

    def contrary(self) -> Asked:
        """What ``not`` makes of it."""
        return Asked(self.when_false, self.when_true)


NOTHING = Asked()


def question(tensor: TensorId | None) -> Asked:
    """Does `tensor` require grad? Of no tensor: is grad mode on?"""
    return Asked((Fact(tensor, True),), (Fact(tensor, False),))


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


# -- put together


def all_of(said: Sequence[Asked]) -> Asked:
    """What ``a and b`` says."""
    when_true = dict.fromkeys(fact for asked in said for fact in asked.when_true)
    one_is_false = dict.fromkeys(fact for asked in said for fact in asked.when_false)
    when_false = [fact for fact in one_is_false if all(_follows(fact, asked.when_false) for asked in said)]
    return Asked(tuple(when_true), tuple(when_false))


def _follows(fact: Fact, facts: Facts) -> bool:
    """Where nothing is recorded, no result requires grad."""
    return fact in facts or (not fact.holds and Fact(None, False) in facts)


def any_of(said: Sequence[Asked]) -> Asked:
    """What ``a or b`` says."""
    return all_of([asked.contrary() for asked in said]).contrary()


def together(world: World, values: Sequence[Value], how: Callable[[Sequence[Asked]], Asked]) -> Value | None:
    """`all_of` or `any_of` truth values that are not known; None where none says anything, or one may be something else."""
    said = [asked_by(world, value) for value in values]
    if not any(said) or not all(asked or _is_plain(world, v) for asked, v in zip(said, values)):
        return None
    return flag(world, how([asked or NOTHING for asked in said]))


def _is_plain(world: World, value: Value) -> bool:
    """Is it something of which no more than its truth can be asked, as far as we know?"""
    thing = world.get(value)
    if thing is None:
        return isinstance(value, Default)
    if isinstance(thing, Opaque):
        return thing.tensor is None and not thing.attributes
    return isinstance(thing, Instance) and thing.cls == FLAG


def answered(world: World, test: Value, holds: Value | None, fails: Value | None) -> Value | None:
    """What is `holds` where a test holds, else `fails`; None where the test is no question, or that not the answer to it."""
    if (
        Default in (type(holds), type(fails))
        or {holds, fails} != {TRUE, FALSE}
        or (asked := asked_by(world, test)) is None
    ):
        return None
    return flag(world, asked if holds == TRUE else asked.contrary())
