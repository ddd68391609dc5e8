"""Several worlds: forks joined, pruned, and recognised as alike."""

from __future__ import annotations

import time

import pytest

from flake8_detach.autograd import AutogradError, Grad, Hazard, Link, Machine, TensorId

from .forms import ADD, ADD_, MUL, SELECT, SHIFT, SIGMOID, SUM, ZERO_


def chain(m: Machine, *sites: str) -> tuple[TensorId, TensorId]:
    """``a`` and ``y = a.sigmoid()``, with a write through ``.data`` at each of `sites`."""
    a = m.tensor("a", "a", Grad.YES)
    (y,) = m.apply("y", "sigmoid", SIGMOID, {0: [a]})
    for site in sites:
        m.write(site, "write", m.share("alias", "y.data", y, Link.DATA))
    return a, y


def hazards(m: Machine) -> list[tuple[object, int]]:
    """The writes reported, with their unknown links."""
    return [(r.write.site, r.unknown) for r in m.reports if isinstance(r, Hazard)]


# -- join


def test_a_write_in_one_arm_is_one_unknown_link() -> None:
    m = Machine()
    _, y = chain(m)
    other = m.fork()
    other.write("w", "write", other.share("alias", "y.data", y, Link.DATA))
    m.join(other).backward("b", "backward", [y])
    assert hazards(m) == [("w", 1)]


def test_a_write_before_the_fork_stays_certain() -> None:
    m = Machine()
    _, y = chain(m, "w")
    m.join(m.fork()).backward("b", "backward", [y])
    assert hazards(m) == [("w", 0)]


def test_what_was_made_in_either_arm_is_there() -> None:
    m = Machine()
    _, y = chain(m)
    other = m.fork()
    (one,) = m.apply("l", "add", SHIFT, {0: [y]})
    (two,) = other.apply("r", "add", SHIFT, {0: [y]})
    assert one != two
    m.join(other)
    assert {one, two} <= m.tensors.keys()
    m.backward("b", "backward", [two])


def test_what_one_arm_saved_the_other_arm_did_not_write() -> None:
    m = Machine()
    w, x = m.tensor("w", "w", Grad.YES), m.tensor("x", "x", Grad.YES)
    other = m.fork()
    (one,) = m.apply("l", "mul", MUL, {0: [w], 1: [x]})
    other.write("w", "write", other.share("alias", "w.data", w, Link.DATA))
    (two,) = other.apply("r", "mul", MUL, {0: [w], 1: [x]})
    m.join(other)
    m.backward("b", "backward", [one, two])
    assert hazards(m) == []


def test_what_one_arm_saved_and_wrote_stays_a_hazard() -> None:
    m = Machine()
    w, x = m.tensor("w", "w", Grad.YES), m.tensor("x", "x", Grad.YES)
    other = m.fork()
    (one,) = m.apply("l", "mul", MUL, {0: [w], 1: [x]})
    m.write("own", "write", m.share("alias", "w.data", w, Link.DATA))
    other.write("foreign", "write", other.share("alias", "w.data", w, Link.DATA))
    m.join(other).backward("b", "backward", [one])
    assert ("own", 1) in hazards(m)


def test_flags_that_differ_are_unknown() -> None:
    m = Machine()
    t = m.tensor("t", "t")
    other = m.fork()
    other.require_grad(t)
    m.join(other)
    assert m.requires_grad(t) is Grad.MAYBE


def test_histories_that_differ_lead_both_ways_with_doubt() -> None:
    m = Machine()
    a, b, t = m.tensor("a", "a", Grad.YES), m.tensor("b", "b", Grad.YES), m.tensor("t", "t")
    other = m.fork()
    m.apply("l", "add_", ADD_, {0: [t], 1: [a]})
    other.apply("r", "add_", ADD_, {0: [t], 1: [b]})
    m.join(other)
    assert set(m.backward("x", "backward", [t]).leaves) == {a, b}


def test_a_graph_freed_in_one_arm_is_freed_perhaps() -> None:
    m = Machine()
    _, y = chain(m)
    other = m.fork()
    other.backward("b", "backward", [y])
    m.join(other)
    m.backward("c", "backward", [y])
    with pytest.raises(AutogradError, match="a second time"):
        m.backward("d", "backward", [y])


def test_reports_are_united_once() -> None:
    m = Machine()
    _, y = chain(m, "w")
    m.backward("b", "backward", [y], retain_graph=True)
    other = m.fork()
    m.join(other)
    assert hazards(m) == [("w", 0)]


# -- key


def test_the_same_steps_have_the_same_key() -> None:
    one, other = Machine(), Machine()
    for _ in range(3):
        other.fresh()
    keys = [m.key([chain(m, "w")[1]]) for m in (one, other)]
    assert keys[0] == keys[1]
    assert hash(keys[0]) == hash(keys[1])


def test_a_write_that_backward_will_see_makes_a_difference() -> None:
    keys = []
    for sites in ((), ("w",), ("v",)):
        m = Machine()
        keys.append(m.key([chain(m, *sites)[1]]))
    assert len(set(keys)) == 3


def test_a_write_to_what_nobody_keeps_makes_none() -> None:
    one, other = Machine(), Machine()
    keys = []
    for m in (one, other):
        a = m.tensor("a", "a", Grad.YES)
        c = m.tensor("c", "c")
        if m is other:
            m.apply("w", "zero_", ZERO_, {0: [c]})
        (y,) = m.apply("y", "mul", MUL, {0: [a], 1: [c]})
        keys.append(m.key([a, c, y]))
    assert keys[0] == keys[1]


def test_dead_tensors_make_no_difference() -> None:
    one, other = Machine(), Machine()
    _, y = chain(one)
    _, z = chain(other)
    chain(other, "w")
    assert one.key([y]) == other.key([z])


def test_freed_and_not_freed_differ() -> None:
    one, other = Machine(), Machine()
    _, y = chain(one)
    _, z = chain(other)
    other.backward("b", "backward", [z])
    assert one.key([y]) != other.key([z])


# -- prune


def test_pruned_worlds_behave_as_before() -> None:
    m = Machine()
    a, y = chain(m, "w")
    (kept,) = m.apply("s", "sum", SUM, {0: [y]})
    chain(m, "v")
    before = m.key([a, kept])
    m.prune([a, kept])
    assert m.key([a, kept]) == before
    assert len(m.tensors) == 3
    m.backward("b", "backward", [kept])
    assert hazards(m) == [("w", 0)]


def test_a_view_keeps_its_base() -> None:
    m = Machine()
    z = m.tensor("z", "z")
    (row,) = m.apply("v", "z[0]", SELECT, {0: [z]})
    m.prune([row])
    assert z in m.tensors


def test_hundreds_of_tensors_are_quick() -> None:
    m = Machine()
    live = [m.tensor(n, "leaf", Grad.YES) for n in range(10)]
    started = time.perf_counter()
    for n in range(1000):
        x, y = live[-1 - n * 7 % 10], live[-1 - n * 3 % 10]
        (made,) = m.apply(n, "mul", (MUL, ADD)[n % 2], {0: [x], 1: [y]})
        live.append(made)
        if n % 5 == 0:
            m.write(n, "write", m.share(n, "data", x, Link.DATA))
        if n % 10 == 0:
            m.fork()
    m.key(live[-20:])
    m.backward("b", "backward", [live[-1]], retain_graph=True)
    m.prune(live[-20:])
    assert time.perf_counter() - started < 3
