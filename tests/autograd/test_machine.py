"""The verbs on small programs: the table of the opening page, unknown links, skipped gradients, what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest

from flake8_detach.autograd import AutogradError, Grad, GradMode, Link, Machine, Meta, Refused
from flake8_detach.autograd.regions import WHOLE, meet

from .forms import ADD, ADD_, CHUNK, MUL, RESHAPE, SCALE, SELECT, SHIFT, SIGMOID, SQUARE, SUM, ZERO_
from .play import Play, T, outcome


def written_through(link: Link) -> Play:
    """``out = a.sigmoid(); c = out.<link>; c.zero_(); out.sum().backward()``."""
    p = Play()
    out = p.call("Tensor.sigmoid", p.leaf())
    p.call("Tensor.zero_", p.share(out, link))
    with suppress(AutogradError):
        p.backward(out)
    return p


@pytest.mark.parametrize(
    ("link", "silent"),
    [
        (Link.DETACH, False),
        (Link.PARAMETER, False),
        (Link.DATA, True),
        (Link.FOREIGN, True),
        (Link.SHALLOW_COPY, True),
    ],
)
def test_the_counter_decides_between_an_error_and_silence(link: Link, silent: bool) -> None:
    (hazard,) = written_through(link).hazards
    assert (hazard.silent, hazard.unknown) == (silent, 0)
    assert hazard.saved.name == "result"
    assert hazard.write.hops[-1].link is link


def test_nothing_saved_is_a_skipped_gradient_at_most() -> None:
    p = Play()
    out = p.call("Tensor.sum", p.call("Tensor.sigmoid", p.leaf()))
    p.call("Tensor.zero_", p.data(out))
    p.m.backward(p.next(), "backward", [out.id])
    assert not p.hazards
    (skipped,) = p.skipped
    assert not skipped.read_later


def test_a_recorded_write_skips_no_gradient() -> None:
    p = Play()
    out = p.call("operator.+", p.leaf(), 1.0)
    p.call("Tensor.zero_", out)
    p.backward(out)
    assert not p.m.reports


def test_a_later_reader_of_an_unrecorded_write_is_told() -> None:
    p = Play()
    out = p.call("operator.+", p.leaf(), 1.0)
    p.call("Tensor.round_", p.data(out))
    p.backward(p.call("operator.+", out, 1.0))
    assert [s.read_later for s in p.skipped] == [True]


# -- unknown links


def test_what_only_may_require_grad_is_one_unknown_link() -> None:
    def program(p: Play) -> None:
        x, w = p.leaf(Grad.MAYBE), p.leaf()
        y = p.call("operator.*", x, w)
        p.call("Tensor.zero_", p.data(w))
        p.backward(y)

    assert outcome(program) == "maybe silent"


def test_what_is_told_to_require_grad_may_still_have_a_history() -> None:
    p = Play()
    x = p.call("Tensor.sigmoid", p.leaf(Grad.MAYBE))
    p.m.require_grad(x.id)
    p.backward(p.call("operator.*", x, p.constant()))
    p.backward(p.call("operator.*", x, p.constant()))  # of a sigmoid that was freed nothing is said
    p.call("Tensor.zero_", x)  # nor of a leaf that is written
    assert not p.m.reports


def test_the_only_candidate_is_certain_once_backward_runs() -> None:
    def program(p: Play) -> None:
        x, c = p.leaf(Grad.MAYBE), p.constant()
        y = p.call("operator.*", x, c)
        p.call("Tensor.zero_", p.data(c))
        p.backward(y)

    assert outcome(program) == "silent"


def test_a_call_we_cannot_see_into_may_have_kept_its_arguments() -> None:
    p = Play()
    a = p.leaf()
    h = p.call("operator.+", a, 1.0)
    y = T(p.m.apply_unknown(p.next(), "f", [h.id]))
    p.call("Tensor.zero_", p.data(h))
    p.backward(y)
    assert [(h.silent, h.unknown) for h in p.hazards] == [(True, 1)]


def test_two_calls_we_cannot_see_into_make_no_claim() -> None:
    p = Play()
    h = p.call("Tensor.sigmoid", p.leaf())
    y = T(p.m.apply_unknown(p.next(), "f", [T(p.m.apply_unknown(p.next(), "g", [h.id])).id]))
    p.call("Tensor.zero_", p.data(h))
    p.backward(y)
    assert min(hazard.unknown for hazard in p.hazards) >= 1
    assert [hazard.unknown for hazard in p.hazards if hazard.node.op == "Tensor.sigmoid"] == [2]


def test_an_alias_that_may_be_a_copy_is_one_unknown_link() -> None:
    def program(p: Play) -> None:
        h = p.call("Tensor.sigmoid", p.leaf())
        p.call("Tensor.zero_", p.call("Tensor.reshape", p.data(h), [-1]))
        p.backward(h)

    assert outcome(program) == "maybe silent"


def test_the_same_alias_on_both_ends_is_no_doubt() -> None:
    def program(p: Play) -> None:
        h = p.call("Tensor.reshape", p.call("operator.*", p.leaf(), 2.0), [-1])
        y = p.call("Tensor.square", h)
        p.call("Tensor.zero_", p.data(h))
        p.backward(y)

    assert outcome(program) == "silent"


def test_unknown_grad_mode_is_proved_by_the_backward_that_runs() -> None:
    def program(p: Play) -> None:
        p.m.set_mode(GradMode.UNKNOWN)
        y = p.call("Tensor.sigmoid", p.leaf())
        p.call("Tensor.zero_", p.data(y))
        p.backward(y)

    assert outcome(program) == "silent"


def test_unknown_grad_mode_refuses_nothing() -> None:
    p = Play()
    p.m.set_mode(GradMode.UNKNOWN)
    p.call("Tensor.zero_", p.leaf())


def test_retain_graph_unknown_frees_perhaps() -> None:
    p = Play()
    y = p.call("Tensor.sigmoid", p.leaf())
    p.backward(y, retain_graph=None)
    p.backward(y)
    with pytest.raises(AutogradError, match="a second time"):
        p.backward(y)


def test_a_write_that_may_happen_is_one_unknown_link() -> None:
    p = Play()
    y = p.call("Tensor.sigmoid", p.leaf())
    p.m.write(p.next(), "f", p.detach(y).id, unknown=1)
    p.backward(y)
    assert [(h.silent, h.unknown) for h in p.hazards] == [(False, 1)]


# -- regions


@pytest.mark.parametrize(
    ("one", "other", "links"),
    [
        ((), (("index", 0, 0),), 0),
        ((("index", 0, 0),), (("index", 0, 1),), None),
        ((("index", 0, 0),), (("index", 0, 0), None), 0),
        ((None,), (None,), 1),
        ((None,), (("index", 0, 0),), 1),
        (((WHOLE, 7, 0),), (None,), 0),
        (((WHOLE, 7, 0), ("index", 0, 0)), (("index", 0, 1),), 1),
        ((("part", 3, 0),), (("part", 3, 1),), None),
        ((("part", 3, 0),), (("part", 4, 1),), 1),
    ],
)
def test_regions_meet(one: tuple[object, ...], other: tuple[object, ...], links: int | None) -> None:
    assert meet(one, other) == meet(other, one) == links  # type: ignore[arg-type]


def test_a_write_beside_what_was_saved_is_harmless() -> None:
    def program(p: Play) -> None:
        h = p.call("operator.*", p.leaf(), 2.0)
        first = p.call("operator.[]", h, 0, part=("index", 0, 0))
        second = p.call("operator.[]", p.data(h), 1, part=("index", 0, 1))
        y = p.call("Tensor.square", first)
        p.call("Tensor.zero_", second)
        p.backward(y)

    assert outcome(program) == "harmless"


# -- what the tensors know of themselves


def test_integers_have_no_history() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (y,) = m.apply(2, "long", SHIFT, {0: [a]}, forms=[Meta(dtype="int64")])
    assert m.requires_grad(y) is Grad.NO
    (z,) = m.apply(3, "mul", SCALE, {0: [a]})
    m.describe(z, Meta(dtype="bool"))
    assert m.requires_grad(z) is Grad.NO


def test_a_tensor_remembers_why_it_needs_no_grad() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    d = m.share(2, "a.detach()", a, Link.DETACH)
    (s,) = m.apply(3, "sum", SUM, {0: [d]})
    with pytest.raises(AutogradError, match="does not require grad"):
        m.backward(4, "backward", [s])
    (refused,) = m.reports
    assert isinstance(refused, Refused)
    assert [(loss.how, loss.site) for loss in m.tensors[s].losses] == [("detach", 2)]
    assert refused.causes == m.tensors[s].losses


def test_no_grad_is_a_reason_too() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    m.set_mode(GradMode.OFF)
    (s,) = m.apply(2, "mul", SCALE, {0: [a]})
    assert [loss.how for loss in m.tensors[s].losses] == ["no_grad"]


def test_unused_inputs_are_refused_when_all_is_known() -> None:
    m = Machine()
    a, b = m.tensor(1, "a", Grad.YES), m.tensor(2, "b", Grad.YES)
    (y,) = m.apply(3, "square", SQUARE, {0: [a]})
    m.backward(4, "grad", [y], inputs=[b], accumulate=False, allow_unused=True, retain_graph=True)
    with pytest.raises(AutogradError, match="not have been used"):
        m.backward(5, "grad", [y], inputs=[b], accumulate=False, retain_graph=True)
    z = m.apply_unknown(6, "f", [y])
    m.backward(7, "grad", [z], inputs=[b], accumulate=False)


def test_a_result_beside_the_one_asked_for_is_not_it() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (h,) = m.apply(2, "add", SHIFT, {0: [a]})
    one, other = m.apply(3, "chunk", CHUNK, {0: [h]}, results=2)
    with pytest.raises(AutogradError, match="not have been used"):
        m.backward(4, "grad", [one], inputs=[other], accumulate=False)


def test_every_root_must_have_a_history() -> None:
    m = Machine()
    a, c = m.tensor(1, "a", Grad.YES), m.tensor(2, "c")
    with pytest.raises(AutogradError, match="does not require grad"):
        m.backward(3, "backward", [a, c])


def test_base_and_views_follow_each_other() -> None:
    m = Machine()
    w, z = m.tensor(1, "w", Grad.YES), m.tensor(2, "z")
    (row,) = m.apply(3, "z[0]", SELECT, {0: [z]})
    (other,) = m.apply(4, "z[1]", SELECT, {0: [z]})
    assert m.requires_grad(other) is Grad.NO
    m.apply(5, "add_", ADD_, {0: [row], 1: [w]})
    assert m.requires_grad(z) is m.requires_grad(other) is Grad.YES
    assert m.backward(6, "backward", [other]).leaves == (w,)


def test_maybe_views_are_of_no_base() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (flat,) = m.apply(2, "reshape", RESHAPE, {0: [a]})
    m.detach_(3, "detach_", flat)
    assert m.requires_grad(flat) is Grad.NO


def test_leaves_are_refused_and_may_be_written_under_no_grad() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    with pytest.raises(AutogradError, match="leaf Variable"):
        m.apply(2, "zero_", ZERO_, {0: [a]})
    m.set_mode(GradMode.OFF)
    m.apply(3, "zero_", ZERO_, {0: [a]})


def test_gradients_are_tensors_that_backward_writes() -> None:
    m = Machine()
    a, b = m.tensor(1, "a", Grad.YES), m.tensor(2, "b")
    assert m.grad(3, a) is None
    (y,) = m.apply(4, "mul", MUL, {0: [a], 1: [b]})
    m.backward(5, "backward", [y], retain_graph=True)
    grad = m.grad(6, a)
    assert grad is not None
    (kept,) = m.apply(7, "mul", MUL, {0: [a], 1: [grad]})
    m.backward(8, "backward", [y])
    with pytest.raises(AutogradError, match="modified by an inplace"):
        m.backward(9, "backward", [kept])


def test_forks_are_independent() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (y,) = m.apply(2, "sigmoid", SIGMOID, {0: [a]})
    other = m.fork()
    m.write(3, "write", m.share(3, "y.data", y, Link.DATA))
    other.backward(4, "backward", [y])
    assert not other.reports
    m.backward(5, "backward", [y])
    assert len(m.reports) == 1


def test_sums_keep_both_sides() -> None:
    m = Machine()
    a, b = m.tensor(1, "a", Grad.YES), m.tensor(2, "b", Grad.YES)
    (y,) = m.apply(3, "add", ADD, {0: [a], 1: [b]})
    assert set(m.backward(4, "backward", [y]).leaves) == {a, b}


def test_a_library_may_give_a_tensor_other_memory() -> None:
    p = Play()
    a, w = p.leaf(), p.leaf()
    y = p.call("operator.*", a, w)
    p.m.rebind(p.next(), "vector_to_parameters", w.id, None, library=True)
    p.backward(y)
    assert [(h.silent, h.write.library, h.write.rebinds) for h in p.hazards] == [(True, True, True)]
