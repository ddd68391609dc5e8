"""Irregular cases of history: ``detach_()``, leaves, what is kept for whom, the program's own code in the graph."""

from __future__ import annotations

import pytest

from flake8_detach.autograd import AutogradError, Grad, GradMode, Link, Meta

from .cases import case
from .play import Play

# -- detach_


@case("h = a * 1.0\ny = h * h\nh.detach_()  # write\ny.sum().backward()", "CUT")
def detached_in_place_after_being_saved_as_input(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    y = p.call("operator.*", h, h)
    p.m.detach_(p.next(), "detach_", h.id)
    p.backward(y)


@case("h = a.sigmoid()\ny = h + 1\nh.detach_()  # write\ny.sum().backward()", "harmless")
def detached_in_place_after_being_saved_as_result(p: Play) -> None:
    h = p.call("Tensor.sigmoid", p.leaf())
    y = p.call("operator.+", h, 1.0)
    p.m.detach_(p.next(), "detach_", h.id)
    p.backward(y)


@case("h = a.sigmoid()\nh.detach_()\nh.sum().backward()  # write", "NO_GRAPH")
def detached_in_place_itself(p: Play) -> None:
    h = p.call("Tensor.sigmoid", p.leaf())
    p.m.detach_(p.next(), "detach_", h.id)
    p.backward(h)


@case("a.detach()[0].detach_()  # write", "DETACH_VIEW")
def view_of_a_detached_tensor_detached_in_place(p: Play) -> None:
    v = p.call("operator.[]", p.detach(p.leaf()), 0)
    p.m.detach_(p.next(), "detach_", v.id)


@case("with torch.inference_mode():\n    a.detach_()\na.sum().backward()  # write", "harmless")
def detached_in_place_in_inference_mode(p: Play) -> None:
    a = p.leaf()
    p.m.set_mode(GradMode.INFERENCE)
    p.m.detach_(p.next(), "detach_", a.id)
    p.m.set_mode(GradMode.ON)
    p.backward(a)


@case("with torch.inference_mode():\n    c = torch.ones(3, 3)\na * c  # write", "INFERENCE_SAVED")
def inference_tensor_saved(p: Play) -> None:
    a = p.leaf()
    p.m.set_mode(GradMode.INFERENCE)
    c = p.constant()
    p.m.set_mode(GradMode.ON)
    p.call("operator.*", a, c)


# -- leaves


@case("y = a * b\nb.requires_grad_(False)\nb.mul_(a)\ny.sum().backward()  # write", "MODIFIED")
def leaf_written_after_its_flag_was_cleared(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.m.require_grad(b.id, Grad.NO)
    p.call("Tensor.mul_", b, a)
    p.backward(y)


@case("y = b + 1\nb.requires_grad_(False)\nb.mul_(a)\ny.sum().backward()  # write", "LEAF_MOVED")
def leaf_moved_into_the_graph(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.+", b, 1.0)
    p.m.require_grad(b.id, Grad.NO)
    p.call("Tensor.mul_", b, a)
    p.backward(y)


@case("h = a * 1.0\nh.requires_grad_(False)  # write", "NOT_LEAF")
def flag_of_a_result_cleared(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    p.m.require_grad(h.id, Grad.NO, site=p.next())


@case("h = a * 1.0\nh.requires_grad = True  # write", "NOT_LEAF")
def flag_of_a_result_assigned(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    p.m.require_grad(h.id, Grad.YES, site=p.next(), assigned=True)


@case("a.numpy()  # write", "NUMPY")
def numpy_of_a_leaf(p: Play) -> None:
    p.share(p.leaf(), Link.NUMPY)


@case(
    "p = (a * b).sum()\np.backward(retain_graph=True)\ny = a * a.grad\np.backward()  # write\ny.sum().backward()",
    "MODIFIED",
)
def second_backward_writes_the_gradient(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    total = p.call("operator.*", a, b)
    p.backward(total, retain_graph=True)
    grad = p.m.grad(p.next(), a.id)
    assert grad is not None
    y = p.call("operator.*", a, type(a)(grad))
    p.backward(total)
    p.backward(y)


@case(
    "s = a.sigmoid()\ne = s.exp()\ns.detach().mul_(2)\ntry:\n    e.sum().backward()\nexcept RuntimeError:\n    pass\ne.sum().backward()  # write",
    "FREED",
)
def failed_backward_has_freed_what_ran(p: Play) -> None:
    s = p.call("Tensor.sigmoid", p.leaf())
    e = p.call("Tensor.exp", s)
    p.call("Tensor.mul_", p.detach(s), 2.0)
    with pytest.raises(AutogradError):
        p.backward(e)
    p.backward(e)


# -- whose sake


@case(
    "y = a * b\nb.data.zero_()  # write\nb_grad, = torch.autograd.grad(y.sum(), b)\na.grad = b_grad",
    "harmless",
)
def kept_for_another_input(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.call("Tensor.zero_", p.data(b))
    p.gradient(y, [b])


@case(
    "y = a * b\nb.detach().zero_()  # write\nb_grad, = torch.autograd.grad(y.sum(), b)\na.grad = b_grad",
    "MODIFIED",
)
def kept_for_another_input_and_yet_compared(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.call("Tensor.zero_", p.detach(b))
    p.gradient(y, [b])


# -- the program's own code


FUNCTION = """
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        {keep}
        return x * x

    @staticmethod
    def backward(ctx, gradient):
        x = {take}
        return 2 * x * gradient

y = Square.apply(a)
with torch.no_grad():
    a.add_(1)  # write
y.sum().backward()
"""


def square(p: Play, *, checked: bool) -> None:
    """Apply a Function which keeps its input, write that, and run backward."""
    a = p.leaf()
    p.no_grad()
    made = p.call("operator.*", a, a)
    p.grad()
    saved, kept = ([a.id], []) if checked else ([], [a.id])
    (y,) = p.m.apply_custom(
        p.next(), "Square", [a.id], [made.id], saved=saved, kept=kept, body="Square.backward"
    )
    p.no_grad()
    p.call("Tensor.add_", a, 1)
    p.grad()
    p.backward(type(a)(y))


@case(FUNCTION.format(keep="ctx.save_for_backward(x)", take="ctx.saved_tensors[0]"), "MODIFIED")
def saved_for_backward(p: Play) -> None:
    square(p, checked=True)


@case(FUNCTION.format(keep="ctx.x = x", take="ctx.x"), "silent")
def kept_as_an_attribute(p: Play) -> None:
    square(p, checked=False)


CHECKPOINT = """
h = a * 1.0
y = checkpoint(lambda x: (x * b).sigmoid(), h, use_reentrant={reentrant})
with torch.no_grad():
    {write}.add_(1)  # write
y.sum().backward()
"""


def checkpointed(p: Play, *, reentrant: bool, written: str) -> None:
    """Write what a checkpoint was given, or what else it reads."""
    a, b = p.leaf(), p.leaf()
    h = p.call("operator.*", a, 1.0)
    since = p.m.moment()
    y = p.call("Tensor.sigmoid", p.call("operator.*", h, b))
    p.m.checkpoint(p.next(), "checkpoint", since=since, inputs=[h.id], results=[y.id], reentrant=reentrant)
    p.no_grad()
    p.call("Tensor.add_", {"h": h, "b": b}[written], 1)
    p.grad()
    p.backward(y)


@case(CHECKPOINT.format(reentrant=True, write="h"), "MODIFIED")
def input_of_a_reentrant_checkpoint(p: Play) -> None:
    checkpointed(p, reentrant=True, written="h")


@case(CHECKPOINT.format(reentrant=True, write="b"), "silent")
def read_again_by_a_reentrant_checkpoint(p: Play) -> None:
    checkpointed(p, reentrant=True, written="b")


@case(CHECKPOINT.format(reentrant=False, write="h"), "MODIFIED")
def input_of_a_checkpoint(p: Play) -> None:
    checkpointed(p, reentrant=False, written="h")


@case(CHECKPOINT.format(reentrant=False, write="b"), "silent")
def read_again_by_a_checkpoint(p: Play) -> None:
    checkpointed(p, reentrant=False, written="b")


# -- gradients of gradients


@case(
    "s = a.sum()\n(g,) = torch.autograd.grad(s.prod(), s, create_graph=True)\ng.backward()  # write",
    "NO_GRAPH",
)
def gradient_of_the_product_of_a_scalar(p: Play) -> None:
    s = p.call("Tensor.sum", p.leaf())
    p.m.describe(s.id, Meta("float32", shape=()))
    (g,) = p.gradient(p.call("Tensor.prod", s), [s], create_graph=True)
    p.m.backward(p.next(), "backward", [g.id])
