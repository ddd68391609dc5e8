"""Choice points: what was evaluated before one is the same, number for number, in every world that it leads to."""

from __future__ import annotations

from collections.abc import Callable

from flake8_detach.interpret.choices import ChoicePoints, Outcome
from flake8_detach.values import Const, Items, Value, World


def choose(points: ChoicePoints) -> Value:
    """Pass a choice point with two outcomes: 1 and 2."""

    def both() -> list[Outcome]:
        return [(points.world, Const(1), None), (points.world.fork(), Const(2), None)]

    return points.choose(both)


def lists_after(action: Callable[[ChoicePoints], Value]) -> list[list[object]]:
    """What the lists hold that an action gives in the worlds it ends in."""
    points = ChoicePoints()
    ends = points.outcomes(World(), lambda: action(points)).normal
    lists = [world.get(world.outcome) for world in ends]
    return sorted([i.value for i in held.items] for held in lists if isinstance(held, Items))  # type: ignore[union-attr]


def test_what_is_made_between_two_choices_is_known_behind_them() -> None:
    def action(points: ChoicePoints) -> Value:
        first = choose(points)
        made = points.world.add(Items("list", [first]))
        second = choose(points)
        points.world.own(made.id, Items).items.append(second)
        return made

    assert lists_after(action) == [[1, 1], [1, 2], [2, 1], [2, 2]]


def test_what_ends_in_several_worlds_of_its_own_has_the_same_numbers_in_a_replay() -> None:
    def aside(points: ChoicePoints) -> Value:
        made = points.world.add(Items("list", [choose(points)]))
        choose(points)
        return made

    def action(points: ChoicePoints) -> Value:
        points.world = points.outcomes(points.world, lambda: aside(points)).normal[0]
        made = points.world.add(Items("list", []))
        for _ in range(2):
            chosen = choose(points)
            points.world.own(made.id, Items).items.append(chosen)
        return made

    assert lists_after(action) == [[1, 1], [1, 2], [2, 1], [2, 2]]
