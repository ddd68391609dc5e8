"""Choice points: what was evaluated before one is the same, number for number, in every world that it leads to."""

from __future__ import annotations

from flake8_detach.interpret.choices import ChoicePoints, Outcome
from flake8_detach.values import Const, Items, Value, World


def test_what_is_made_between_two_choices_is_known_behind_them() -> None:
    points = ChoicePoints()

    def both() -> list[Outcome]:
        return [(points.world, Const(1), None), (points.world.fork(), Const(2), None)]

    def action() -> Value:
        first = points.choose(both)
        made = points.world.add(Items("list", [first]))
        second = points.choose(both)
        points.world.own(made.id, Items).items.append(second)
        return made

    ends = points.outcomes(World(), action).normal
    lists = [world.get(world.outcome) for world in ends]
    found = sorted([i.value for i in held.items] for held in lists if isinstance(held, Items))  # type: ignore[union-attr]
    assert found == [[1, 1], [1, 2], [2, 1], [2, 2]]


def test_what_ends_in_several_worlds_of_its_own_has_the_same_numbers_in_a_replay() -> None:
    points = ChoicePoints()

    def both() -> list[Outcome]:
        return [(points.world, Const(1), None), (points.world.fork(), Const(2), None)]

    def aside() -> Value:
        first = points.choose(both)
        made = points.world.add(Items("list", [first]))
        points.choose(both)
        return made

    def action() -> Value:
        inner = points.outcomes(points.world, aside).normal
        points.world = inner[0]
        made = points.world.add(Items("list", []))
        first = points.choose(both)
        points.world.own(made.id, Items).items.append(first)
        second = points.choose(both)
        points.world.own(made.id, Items).items.append(second)
        return made

    ends = points.outcomes(World(), action).normal
    lists = [world.get(world.outcome) for world in ends]
    found = sorted([i.value for i in held.items] for held in lists if isinstance(held, Items))  # type: ignore[union-attr]
    assert found == [[1, 1], [1, 2], [2, 1], [2, 2]]
