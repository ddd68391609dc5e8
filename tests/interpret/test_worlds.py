"""Worlds: where they fork, what keeps them apart, what they remember, and what bounds them."""

from __future__ import annotations

import pytest

from flake8_detach.candidates import plan
from flake8_detach.checker import check_source
from flake8_detach.interpret.flow import MOST_WORLDS, Flow, OutOfSteps, merged, merged_raised
from flake8_detach.interpret.roots import analyse
from flake8_detach.settings import Settings
from flake8_detach.source.units import SourceFile
from flake8_detach.values import Const, Frame, Items, TensorRef, World, options

from .running import EFFECTS, constants, effects, run, variable


def orders(program: str) -> list[object]:
    """The orders of effects in the worlds that a program ends in."""
    return sorted((effects(world) for world in run(EFFECTS + program).worlds), key=str)


# -- choices inside one statement


def test_what_a_statement_makes_between_choices_is_there_in_each_of_its_worlds() -> None:
    program = (
        "kept = [torch.zeros(e(1)) if unknown(k) else torch.ones(2) for k in things]\n"
        "both = kept[0], kept[-1]\n"
    )
    worlds = run(EFFECTS + program).worlds
    assert len(worlds) > 1
    for world in worlds:
        made = world.get(variable(world, "both"))
        assert isinstance(made, Items)
        for value in made.items:
            known = [option for option in options(value) if isinstance(option, TensorRef)]
            assert known and all(option.id in world.machine.tensors for option in known)


# -- forking and merging


def test_arms_without_events_are_blurred_into_one_world() -> None:
    worlds = run("x = 1\nif unknown: x = 2\n").worlds
    assert len(worlds) == 1
    assert set(constants(worlds[0], "x")) == {1, 2}


def test_arms_with_events_stay_apart() -> None:
    assert orders("if unknown: e(1)\nelse: e(2)\ne(3)\n") == [(1, 3), (2, 3)]


def test_more_alternatives_than_a_handful_are_unknown() -> None:
    arms = "".join(f"elif c{k}: x = {k}\n" for k in range(8))
    worlds = run(f"if c: x = 9\n{arms}else: x = 10\n").worlds
    assert ... in constants(worlds[0], "x")
    assert len(constants(worlds[0], "x")) < 4


def test_over_the_cap_worlds_are_joined_and_doubted_but_not_lost() -> None:
    program = EFFECTS + "".join(f"if c{k}: e({k})\n" for k in range(7))
    worlds = run(program).worlds
    assert len(worlds) == MOST_WORLDS
    assert any(world.doubt for world in worlds)
    assert not all(world.doubt for world in worlds)


def test_worlds_that_leave_a_generator_in_different_ways_are_kept_apart() -> None:
    one = World()
    one.frames = (one.add(Frame(None, None)).id,)
    other = one.fork()
    other.leaving = ((1, "broke"),)
    assert merged([one, other]) == [one, other]


def test_exceptions_of_different_classes_are_kept_apart() -> None:
    one = World()
    one.frames = (one.add(Frame(None, None)).id,)
    other, third = one.fork(), one.fork()
    kept = merged_raised([(one, ("A",)), (other, ("B",)), (third, ("A",))])
    assert [names for _, names in kept] == [("A",), ("B",)]


def test_a_flow_knows_all_its_worlds() -> None:
    worlds = [World() for _ in range(5)]
    flow = Flow([worlds[0]], [worlds[1]], [worlds[2]], [worlds[3]], [(worlds[4], ())])
    assert flow.worlds() == worlds


# -- conditions


def test_a_condition_keeps_its_answer() -> None:
    assert orders("if c: e(1)\nif not c: e(2)\nif c: e(3)\n") == [(1, 3), (2,)]


def test_a_condition_is_forgotten_when_its_names_change() -> None:
    assert len(orders("if c: e(1)\nc = other\nif c: e(2)\n")) == 4
    assert len(orders("if o.c: e(1)\no.c = other\nif o.c: e(2)\n")) == 4
    assert len(orders("if o['c']: e(1)\no['c'] = other\nif o['c']: e(2)\n")) == 4


def test_a_condition_with_a_call_is_not_remembered() -> None:
    assert len(orders("if c(): e(1)\nif c(): e(2)\n")) == 4


def test_a_condition_of_another_scope_is_another_condition() -> None:
    assert len(orders("def f(c):\n    if c: e(1)\nif c: e(2)\nf(other)\n")) == 4


def test_names_split_by_a_condition_are_taken_apart_by_the_same_condition() -> None:
    assert orders("x = 1\nif c: x = 2\nif c: e(x)\n") == [(), (2,)]


def test_a_test_narrows_the_name_it_speaks_of() -> None:
    program = "x = None\nif c: x = 5\nif x is not None: e(x)\nelse: e(0)\n"
    assert orders(program) == [(0,), (5,)]


# -- choice points


def test_two_outcomes_inside_one_expression() -> None:
    program = "def f(c):\n    if c: return e(1)\n    return e(2)\nx = e(0) + f(unknown) * e(9)\n"
    ran = run(EFFECTS + program)
    assert sorted((effects(w), constants(w, "x")[0]) for w in ran.worlds) == [
        ((0, 1, 9), 9),
        ((0, 2, 9), 18),
    ]


def test_two_calls_with_several_outcomes_in_one_statement() -> None:
    program = "def f(c, n):\n    if c: return e(n)\n    return e(n + 1)\nf(a, 10) + f(b, 20)\n"
    assert orders(program) == [(10, 20), (10, 21), (11, 20), (11, 21)]


def test_a_call_that_may_raise_inside_an_expression() -> None:
    program = (
        "def f(c):\n    if c: raise ValueError\n    return e(1)\ntry: f(c) + e(2)\nexcept ValueError: e(3)\n"
    )
    assert orders(program) == [(1, 2), (3,)]


def test_a_call_that_never_returns_ends_its_world() -> None:
    assert orders("def f():\n    while True: pass\ne(1)\nf()\ne(2)\n") == []


def test_short_circuits_with_effects_are_followed_both_ways() -> None:
    assert orders("c and e(1)\n") == [(), (1,)]
    assert orders("e(1) if c else e(2)\n") == [(1,), (2,)]


def test_a_name_that_one_arm_binds_has_no_value_where_the_other_ran() -> None:
    (world,) = run("if args['fast']: x = 1\nif args['fast']: y = x\nelse: y = x\n").worlds
    assert set(constants(world, "y")) == {1, ...}


def test_what_is_none_in_one_arm_is_none_behind_it() -> None:
    (world,) = run("def f(x):\n    if x is not None: x = 1\n    return x\ny = f(unknown)\n").worlds
    assert set(constants(world, "y")) == {1, None}


def test_a_number_has_no_method_of_tensors() -> None:
    assert not run("x = 0\nx.clamp(0, 1)\n").flow.normal


# -- loops


def test_a_small_known_loop_is_run_exactly() -> None:
    assert orders("for i in range(5): e(i)\n") == [(0, 1, 2, 3, 4)]


def test_a_small_known_while_is_run_exactly_though_it_may_be_left() -> None:
    program = "n = 0\nwhile n < 3:\n    n += 1\n    if c(): break\n    e(n)\n"
    assert orders(program) == [(), (1, 2), (1, 2, 3), (1,)]


def test_a_condition_holds_in_the_next_pass_as_in_this_one() -> None:
    program = "for _ in range(3):\n    if args['fast']: e(1)\n    else: e(2)\n"
    assert orders(program) == [(1, 1, 1), (2, 2, 2)]


@pytest.mark.parametrize(
    "changes", ["args.update(other)", "advance(args)", "args['fast'] = other", "args = other"]
)
def test_a_condition_is_asked_anew_where_what_it_reads_may_have_changed(changes: str) -> None:
    program = f"for _ in range(2):\n    if args['fast']: e(1)\n    else: e(2)\n    {changes}\n"
    assert orders(program) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_a_long_or_unknown_loop_is_run_twice() -> None:
    assert orders("for i in range(1000): e(i)\n") == [(0, 1)]
    assert orders("for i in unknown: e(1)\n") == [(1, 1)]
    assert orders("while unknown: e(1)\n") == [(1, 1), (1,)]


def test_an_endless_loop_that_leaves_at_a_number_out_of_sight_is_left() -> None:
    program = "n = 0\nwhile True:\n    n += 1\n    if n > 1000: break\nx = 1\n"
    assert constants(run(program).worlds[0], "x") == [1]


# -- exceptions


def test_a_handler_is_entered_from_the_start_when_nothing_is_seen_to_raise() -> None:
    ran = run(EFFECTS + "try: e(1)\nexcept ValueError: e(2)\n")
    assert sorted((effects(w), w.doubt) for w in ran.worlds) == [((1,), 0), ((2,), 1)]


def test_what_no_handler_catches_leaves_the_module() -> None:
    ran = run("try:\n    raise KeyError\nexcept ValueError: pass\n")
    assert [names[0] for _, names in ran.flow.raised] == ["builtins.KeyError"]


def test_an_unknown_exception_may_be_caught_and_may_not() -> None:
    assert orders("try:\n    raise unknown\nexcept ValueError: e(1)\n") == [(), (1,)]
    assert orders("try:\n    raise unknown\nexcept Exception: e(1)\n") == [(1,)]


# -- bounds


def test_recursion_stops() -> None:
    assert orders("def f(n):\n    e(1)\n    return f(n)\nf(unknown)\n") == [(1, 1, 1)]


def test_recursion_with_a_number_that_may_count_stops_later() -> None:
    assert orders("def f(n):\n    e(n)\n    return f(n + 1)\nf(0)\n") == [(0, 1, 2, 3, 4, 5, 6, 7)]


def test_the_budget_ends_a_run() -> None:
    with pytest.raises(OutOfSteps):
        run("for a in range(16):\n    for b in range(16):\n        x = a * b\n", budget=50)


def test_where_steps_run_short_fewer_worlds_are_kept_apart_and_are_doubted() -> None:
    program = EFFECTS + "".join(f"if c{k}: e({k})\n" for k in range(6))
    steps = run(program).interp.steps
    ran = run(program, budget=steps)
    assert len(run(program).worlds) > len(ran.worlds)
    assert any(world.doubt for world in ran.worlds)


def test_the_budget_ends_one_root_and_what_it_found_stays() -> None:
    text = (
        "import torch\n\n\ndef first(a):\n    out = torch.tensor([1.0], requires_grad=True).sigmoid()\n"
        "    out.data.zero_()\n    out.sum().backward()\n"
        "    for i in range(16):\n        for j in range(16):\n            a = a + 1\n"
        "\n\ndef second(a):\n    a.sum().backward()\n"
    )
    source = SourceFile(text, "program.py")
    analysis = analyse(source, plan(source), 200)
    assert [name for name, _ in analysis.truncated] == ["first"]
    assert set(analysis.steps) >= {"first", "second"}
    assert analysis.reports


def test_equal_numbers_of_different_types_are_different_constants() -> None:
    assert Const(3) != Const(3.0)
    assert Const(1) != Const(value=True)


def test_decorators_applied_in_two_worlds_that_meet() -> None:
    text = (
        "import torch\n\n\n@torch.fx.wrap\ndef embed(x):\n    return x.exp()\n\n\n"
        "def train(x, flag):\n    if flag:\n        a = embed(x)\n    else:\n        a = embed(x + 1)\n"
        "    b = embed(a)\n    b.sum().backward()\n"
    )
    analysis = analyse(SourceFile(text, "program.py"), plan(SourceFile(text, "program.py")), 2000)
    assert analysis.truncated == []
    assert set(analysis.steps) >= {"train"}


@pytest.mark.parametrize(("given", "code"), [("a", "DET102"), ("a if flag else b", "DET112")])
def test_what_an_unknown_layer_is_given_is_one_of_two_at_most(given: str, code: str) -> None:
    text = (
        "import torch\nfrom somewhere import Layer\n\nw = torch.ones(3, requires_grad=True)\n"
        f"flag, a, b = unknown, w.sigmoid(), w.exp()\ny = Layer()({given})\n"
        "a.detach().mul_(2)\ny.sum().backward()\n"
    )
    assert [finding.code for finding in check_source(text, "program.py", Settings())] == [code]
