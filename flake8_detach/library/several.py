"""Calls with an argument that is one of several tensors: nobody knows which, so each is a call of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..values import Arguments, OneOf, Runtime, Value
from .kinds import doubtful_of


def one_by_one(
    rt: Runtime,
    label: str,
    arguments: Arguments,
    places: Sequence[int | str],
    run: Callable[[Arguments], Value | None],
) -> Value | None:
    """Call `run` for each of the tensors that one of the arguments at `places` may be.

    Where several arguments are in doubt, their choices would be multiplied: then it is called once, with all they may be.
    """
    several = [p for p in places if p in arguments and _is_several(rt, arguments.at(p))]
    if len(several) != 1:
        return run(arguments)

    def alone(choice: Value) -> Value:
        given = arguments.but(several[0], choice)
        return rt.native(lambda: run(given)) or rt.world.opaque(label)

    return rt.each(arguments.at(several[0]), alone)


def _is_several(rt: Runtime, value: Value) -> bool:
    return isinstance(value, OneOf) and bool(doubtful_of(rt, (value,)))
