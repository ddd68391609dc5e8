"""Whatever the shape of a program, its effects come in CPython's order."""

from __future__ import annotations

import textwrap

import pytest

from flake8_detach.interpret.flow import MOST_WORLDS, OutOfSteps

from .features import FEATURES
from .running import EFFECTS, effects, run
from .shapes import Shape, draw, orders_it_may_have, orders_it_must_have

QUICK = 12
"""Shapes of each kind in a usual run; each takes some 70 ms."""
BATCHES = 20
"""Batches of 50 shapes of each kind in a long run."""


def check(shape: Shape) -> bool:
    """Each order of effects that CPython shows is met in some world; and a world of which nothing is in doubt shows
    one that CPython may show. False where the steps ran out: handlers in nested loops double the worlds each time."""
    try:
        ran = run(shape.text)
    except OutOfSteps:
        return False
    found = {effects(world) for world in ran.worlds}
    # An endless loop with a way out that is not known is watched for two passes, whatever else would end it later.
    watched = not (shape.unknown and "while True:" in shape.text)
    if len(ran.worlds) < MOST_WORLDS and watched:
        must = orders_it_must_have(shape) - {None}
        assert must <= found, f"no world for {sorted(map(str, must - found))}\n{shape.text}"
    may = orders_it_may_have(shape)
    if may is not None and None not in may:
        sure = {effects(world) for world in ran.worlds if world.doubt == 0}
        assert sure <= may, f"Python never does {sorted(map(str, sure - may))}\n{shape.text}"
    return True


@pytest.mark.parametrize("unknown", [False, True], ids=["known", "unknown"])
def test_shapes(unknown: bool) -> None:
    for seed in range(QUICK):
        assert check(draw(seed, unknown, size=4))


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("unknown", [False, True], ids=["known", "unknown"])
def test_many_shapes(unknown: bool, batch: int) -> None:
    seeds = range(1_000 + 50 * batch, 1_050 + 50 * batch)
    ended_early = [seed for seed in seeds if not check(draw(seed, unknown, size=3 + seed % 5))]
    assert len(ended_early) <= 1


@pytest.mark.parametrize("name", sorted(FEATURES))
def test_feature(name: str) -> None:
    program = f"def main():\n{textwrap.indent(FEATURES[name], '    ')}\nmain()\n"
    expected: list[object] = []

    def e(value: object) -> object:
        expected.append(value)
        return value

    exec(program, {"e": e, "__name__": "__main__"})  # noqa: S102
    found = [effects(world) for world in run(EFFECTS + program).worlds if world.doubt == 0]
    assert found == [tuple(expected)]
