"""Fork and join of worlds, for each kind of thing that a heap holds."""

from __future__ import annotations

import pytest

from flake8_detach.values import (
    NONE,
    ClassObject,
    Code,
    Const,
    Frame,
    Function,
    Instance,
    Items,
    OneOf,
    Opaque,
    Ref,
    Table,
    Value,
    World,
    either,
    options,
)

ONE, TWO, THREE = Const(1), Const(2), Const(3)
CODE = Code("f", lambda: (None, None))


def both(one: Value, other: Value) -> Value:
    found = either(one, other)
    assert found is not None
    return found


def two_worlds(thing: Frame | Items | Table | Instance | ClassObject | Opaque) -> tuple[World, World, Ref]:
    """A world that holds `thing`, and its fork."""
    world = World()
    ref = world.add(thing)
    return world, world.fork(), ref


# -- fork


def test_a_fork_is_independent_in_both_directions() -> None:
    one, other, ref = two_worlds(Items("list", [ONE]))
    one.own(ref.id, Items).items.append(TWO)
    other.own(ref.id, Items).items.append(THREE)
    assert one.heap[ref.id] == Items("list", [ONE, TWO])
    assert other.heap[ref.id] == Items("list", [ONE, THREE])


@pytest.mark.parametrize(
    "thing",
    [
        Frame(None, CODE, {"x": ONE}, True, frozenset("g"), frozenset("n"), True),
        Items("set", [ONE], TWO),
        Table({ONE: TWO}, THREE),
        Instance("types.SimpleNamespace", {"x": ONE}, True),
        ClassObject(CODE, 1, (NONE,), {"x": ONE}, True),
        Opaque("x", {"a": ONE}, {ONE: TWO}, THREE, None, True, True),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_a_copy_is_equal_and_shares_nothing_that_changes(
    thing: Frame | Items | Table | Instance | ClassObject | Opaque,
) -> None:
    copy = thing.copy()
    assert copy == thing
    for name in type(thing).__slots__:
        value = getattr(thing, name)
        if isinstance(value, dict | list):
            assert getattr(copy, name) is not value


def test_only_the_kind_that_is_there_can_be_changed() -> None:
    world, _, ref = two_worlds(Items("list"))
    with pytest.raises(TypeError, match="not a Table"):
        world.own(ref.id, Table)


# -- join


def test_variables_that_differ_have_both_values() -> None:
    one, other, ref = two_worlds(Frame(None, None, {"x": ONE, "y": ONE}))
    other.own(ref.id, Frame).variables.update(x=TWO, z=THREE)
    one.join(other)
    joined = one.heap[ref.id]
    assert isinstance(joined, Frame)
    assert joined.variables == {"x": both(ONE, TWO), "y": ONE, "z": THREE}


def test_attributes_that_differ_have_both_values() -> None:
    one, other, ref = two_worlds(Instance("C", {"x": ONE}))
    own = other.own(ref.id, Instance)
    own.attributes["x"], own.open = TWO, True
    one.join(other)
    assert one.heap[ref.id] == Instance("C", {"x": both(ONE, TWO)}, True)


def test_lists_join_element_by_element_and_what_is_longer_is_further_elements() -> None:
    one, other, ref = two_worlds(Items("list", [ONE]))
    own = other.own(ref.id, Items)
    own.items = [TWO, THREE]
    one.join(other)
    assert one.heap[ref.id] == Items("list", [both(ONE, TWO)], THREE)


def test_tables_join_entry_by_entry() -> None:
    one, other, ref = two_worlds(Table({ONE: ONE}))
    own = other.own(ref.id, Table)
    own.items[ONE], own.items[TWO], own.rest = TWO, THREE, ONE
    one.join(other)
    assert one.heap[ref.id] == Table({ONE: both(ONE, TWO), TWO: THREE}, ONE)


def test_a_class_that_ran_in_one_world_has_run() -> None:
    one, other, ref = two_worlds(ClassObject(CODE, None))
    own = other.own(ref.id, ClassObject)
    own.ready, own.attributes = True, {"x": ONE}
    one.join(other)
    assert one.heap[ref.id] == ClassObject(CODE, None, (), {"x": ONE}, True)


def test_class_attributes_that_differ_have_both_values() -> None:
    one, other, ref = two_worlds(ClassObject(CODE, None, (), {"x": ONE}, True))
    other.own(ref.id, ClassObject).attributes["x"] = TWO
    one.join(other)
    assert one.heap[ref.id] == ClassObject(CODE, None, (), {"x": both(ONE, TWO)}, True)


def test_what_was_seen_of_something_unknown_in_one_world_is_kept() -> None:
    one, other, ref = two_worlds(Opaque("x", {"a": ONE}))
    own = other.own(ref.id, Opaque)
    own.attributes["b"], own.items[ONE], own.element, own.shown, own.layer = TWO, THREE, ONE, True, True
    one.join(other)
    assert one.heap[ref.id] == Opaque("x", {"a": ONE, "b": TWO}, {ONE: THREE}, ONE, None, True, True)


def test_what_only_one_world_made_is_there() -> None:
    one = World()
    other = one.fork()
    made = other.add(Items("list", [ONE]))
    one.join(other)
    assert one.get(made) == Items("list", [ONE])


def test_after_a_join_the_joined_worlds_objects_are_not_shared() -> None:
    one, other, ref = two_worlds(Items("list", [ONE]))
    other.own(ref.id, Items).items.append(TWO)
    kept = other.fork()
    one.join(other)
    one.own(ref.id, Items).items.append(THREE)
    assert kept.heap[ref.id] == Items("list", [ONE, TWO])


def test_conditions_hold_where_both_worlds_say_the_same() -> None:
    one = World()
    other = one.fork()
    one.conditions = {(1, "a"): True, (1, "b"): True, (1, "c"): True}
    other.conditions = {(1, "a"): True, (1, "b"): False}
    one.join(other)
    assert one.conditions == {(1, "a"): True}


def test_the_greater_doubt_and_both_outcomes_stay() -> None:
    one = World()
    other = one.fork()
    one.outcome, other.outcome, other.doubt = ONE, TWO, 2
    one.join(other)
    assert options(one.outcome) == (ONE, TWO)
    assert one.doubt == 2


# -- alternatives


def test_alternatives_are_flat_and_each_there_once() -> None:
    assert either(ONE, OneOf((ONE, TWO)), TWO) == OneOf((ONE, TWO))
    assert either(ONE, ONE) == ONE
    assert either(*(Const(n) for n in range(5))) is None


def test_functions_are_the_same_by_their_code_and_scope() -> None:
    assert Function(CODE, 1) == Function(CODE, 1)
    assert Function(CODE, 1) != Function(CODE, 2)
    assert Function(CODE, 1) != Function(Code("f", lambda: (None, None)), 1)
