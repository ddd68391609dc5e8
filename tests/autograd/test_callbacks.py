"""What backward calls back: hooks and the backward bodies of custom Functions; and recorded backwards."""

from __future__ import annotations

import pytest

from flake8_detach.autograd import AutogradError, Grad, GradMode, Hazard, Link, Machine

from .forms import MUL, SCALE, SIGMOID, SIGMOID_, SQUARE, SUM, ZERO_


def tokens(m: Machine, *roots: int) -> list[object]:
    """What a backward from `roots` called."""
    return [call.token for call in m.backward("b", "backward", roots).calls]


def test_hooks_run_from_the_root_down() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (h,) = m.apply(2, "mul", SCALE, {0: [a]})
    (y,) = m.apply(3, "sum", SUM, {0: [h]})
    for name, t in (("leaf", a), ("middle", h), ("root", y), ("root again", y)):
        m.register_hook(name, "hook", t, name)
    m.register_hook("after", "hook", a, "after", after=True)
    assert tokens(m, y) == ["root", "root again", "middle", "leaf", "after"]


def test_a_hook_gets_a_buffer_and_a_hook_after_gets_the_leaf() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (y,) = m.apply(2, "mul", SCALE, {0: [a]})
    m.register_hook(3, "hook", y, "hook")
    m.register_hook(4, "hook", a, "after", after=True)
    hook, after = m.backward(5, "backward", [y]).calls
    assert hook.gradients[0] not in (a, y)
    assert after.gradients == (a,)


def test_hooks_stay_where_they_were_put() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (h,) = m.apply(2, "mul", SCALE, {0: [a]})
    m.register_hook(3, "hook", h, "before the write")
    m.apply(4, "sigmoid_", SIGMOID_, {0: [h]})
    m.register_hook(5, "hook", h, "behind it")
    assert tokens(m, h) == ["behind it", "before the write"]


def test_hooks_off_the_path_stay_silent() -> None:
    m = Machine()
    a, b = m.tensor(1, "a", Grad.YES), m.tensor(2, "b", Grad.YES)
    (x,) = m.apply(3, "mul", SCALE, {0: [a]})
    (y,) = m.apply(4, "mul", SCALE, {0: [b]})
    m.register_hook(5, "hook", x, "x")
    assert tokens(m, y) == []


def test_a_tensor_without_gradient_refuses_hooks() -> None:
    m = Machine()
    with pytest.raises(AutogradError, match="cannot register a hook"):
        m.register_hook(2, "hook", m.tensor(1, "c"), "hook")


def test_the_body_of_a_function_runs_in_its_place() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    m.set_mode(GradMode.OFF)
    made = m.tensor(2, "made")
    m.set_mode(GradMode.ON)
    (y,) = m.apply_custom(3, "F", [a], [made], saved=[a], body="F.backward")
    (z,) = m.apply(4, "sum", SUM, {0: [y]})
    m.register_hook(5, "hook", z, "z")
    result = m.backward(6, "backward", [z])
    assert [call.token for call in result.calls] == ["z", "F.backward"]
    assert result.calls[1].saved == (a,)
    assert len(result.calls[1].gradients) == 1
    assert result.leaves == (a,)


def test_a_function_on_what_needs_no_grad_is_not_recorded() -> None:
    m = Machine()
    c = m.tensor(1, "c")
    (y,) = m.apply_custom(2, "F", [c], [m.tensor(2, "made")], saved=[c], body="F.backward")
    assert m.requires_grad(y) is Grad.NO


def test_results_marked_so_are_not_differentiable() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    one, two = m.tensor(2, "one"), m.tensor(2, "two")
    out = m.apply_custom(3, "F", [a], [one, two], body="F.backward", non_differentiable=[two])
    assert [m.requires_grad(t) for t in out] == [Grad.YES, Grad.NO]


def test_an_input_handed_back_is_a_view_that_refuses_writes() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (h,) = m.apply(2, "mul", SCALE, {0: [a]})
    (y,) = m.apply_custom(3, "F", [h], [h], body="F.backward")
    assert y != h
    with pytest.raises(AutogradError, match="custom Function"):
        m.apply(4, "zero_", ZERO_, {0: [y]})


def test_what_a_function_writes_and_marks_dirty_skips_no_gradient() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (h,) = m.apply(2, "mul", SCALE, {0: [a]})
    since = m.moment()
    m.set_mode(GradMode.OFF)
    m.apply(3, "zero_", ZERO_, {0: [h]})
    m.set_mode(GradMode.ON)
    assert m.apply_custom(4, "F", [h], [h], body="F.backward", dirty=[h], since=since) == (h,)
    m.backward(5, "backward", [h])
    assert not m.reports


# -- create_graph


def test_a_gradient_has_a_history_when_asked_for() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (y,) = m.apply(2, "square", SQUARE, {0: [a]})
    (plain,) = m.backward(3, "grad", [y], inputs=[a], accumulate=False, retain_graph=True).gradients
    (recorded,) = m.backward(4, "grad", [y], inputs=[a], accumulate=False, create_graph=True).gradients
    assert m.requires_grad(plain) is Grad.NO
    assert m.requires_grad(recorded) is Grad.MAYBE
    assert a in m.backward(5, "backward", [recorded]).leaves


def test_the_gradient_of_a_sum_has_none() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (y,) = m.apply(2, "sum", SUM, {0: [a]})
    (gradient,) = m.backward(3, "grad", [y], inputs=[a], accumulate=False, create_graph=True).gradients
    assert m.requires_grad(gradient) is Grad.NO


def test_a_write_between_the_two_backwards_is_possible_harm() -> None:
    m = Machine()
    a, w = m.tensor(1, "a", Grad.YES), m.tensor(2, "w", Grad.YES)
    (h,) = m.apply(3, "mul", MUL, {0: [a], 1: [w]})
    (y,) = m.apply(4, "sigmoid", SIGMOID, {0: [h]})
    (g,) = m.backward(5, "grad", [y], inputs=[a], accumulate=False, create_graph=True).gradients
    (penalty,) = m.apply(6, "square", SQUARE, {0: [g]})
    m.write(7, "write", m.share(7, "w.data", w, Link.DATA))
    m.backward(8, "backward", [penalty])
    found = [r for r in m.reports if isinstance(r, Hazard)]
    assert found
    assert all(h.silent and h.unknown for h in found)
    assert min(h.unknown for h in found) == 1


def test_a_recorded_gradient_is_added_out_of_place() -> None:
    m = Machine()
    a = m.tensor(1, "a", Grad.YES)
    (y,) = m.apply(2, "square", SQUARE, {0: [a]})
    m.backward(3, "backward", [y], create_graph=True)
    first = m.grad(4, a)
    m.backward(5, "backward", [y], create_graph=True)
    second = m.grad(6, a)
    assert first != second
    assert second is not None
    assert m.requires_grad(second) is Grad.MAYBE
