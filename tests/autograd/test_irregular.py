"""The irregular cases: each a program that PyTorch runs, and the same on the machine.

A program's line marked ``# write`` is what it is about. It is *silent* when gradients come out differently without that
line and nothing raises, *harmless* when they come out alike; otherwise its outcome is what it raises.
"""

from __future__ import annotations

import runpy
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flake8_detach.autograd import Grad, GradMode, Link, Meta

from .play import Play, outcome

START = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint
torch.manual_seed(0)
a = torch.rand(3, 3).requires_grad_()
b = torch.rand(3, 3).requires_grad_()
"""


@dataclass(frozen=True)
class Case:
    """A program, what it comes to, and the same on the machine."""

    name: str
    program: str
    outcome: str
    verbs: Callable[[Play], object]


CASES: list[Case] = []


def case(program: str, outcome: str) -> Callable[[Callable[[Play], object]], Callable[[Play], object]]:
    """Register the decorated verbs as the machine's side of `program`."""

    def add(verbs: Callable[[Play], object]) -> Callable[[Play], object]:
        CASES.append(Case(verbs.__name__, program, outcome, verbs))
        return verbs

    return add


# -- x.data = y


@case("y = a * b\nb.data = torch.rand(3, 3)  # write\ny.sum().backward()", "silent")
def set_data_on_a_saved_input(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.m.rebind(p.next(), "b.data =", b.id, None)
    p.backward(y)


@case("y = a.sigmoid()\ny.data = torch.rand(3, 3)  # write\ny.sum().backward()", "harmless")
def set_data_on_a_saved_result(p: Play) -> None:
    y = p.call("Tensor.sigmoid", p.leaf())
    p.m.rebind(p.next(), "y.data =", y.id, None)
    p.backward(y)


@case("y = F.linear(a, b)\nb.data = torch.rand(3, 3)  # write\ny.sum().backward()", "harmless")
def set_data_on_a_weight_that_was_transposed(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("torch.nn.functional.linear", a, b)
    p.m.rebind(p.next(), "b.data =", b.id, None)
    p.backward(y)


@case("y = F.linear(a, b)\nb.data.copy_(torch.rand(3, 3))  # write\ny.sum().backward()", "silent")
def data_written_of_a_weight_that_was_transposed(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("torch.nn.functional.linear", a, b)
    p.call("Tensor.copy_", p.data(b), p.constant())
    p.backward(y)


@case("y = a * b\nb.data = b.detach()  # write\ny.sum().backward()", "harmless")
def set_data_to_its_own_memory(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.m.rebind(p.next(), "b.data =", b.id, p.detach(b).id)
    p.backward(y)


@case("y = a * b\nb.data.set_(torch.rand(3, 3))  # write\ny.sum().backward()", "harmless")
def set_on_data_changes_the_alias_only(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.call("Tensor.set_", p.data(b), p.constant())
    p.backward(y)


@case("y = a * b\nb.detach().set_(torch.rand(3, 3))  # write\ny.sum().backward()", "MODIFIED")
def set_on_detach_moves_the_counter(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    p.call("Tensor.set_", p.detach(b), p.constant())
    p.backward(y)


@case("h = a * 1.0\ny = h * h\nh.data.t_()  # write\ny.sum().backward()", "harmless")
def form_changed_through_data(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    y = p.call("operator.*", h, h)
    p.call("Tensor.t_", p.data(h))
    p.backward(y)


@case("h = a * 1.0\ny = h * h\nh.detach().t_()  # write\ny.sum().backward()", "MODIFIED")
def form_changed_through_detach(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    y = p.call("operator.*", h, h)
    p.call("Tensor.t_", p.detach(h))
    p.backward(y)


# -- views


@case(
    "h = a * 1.0\np, q, r = h.unbind()\nh.detach().zero_()  # write\n(p + 1).sum().backward()", "VIEW_CHANGED"
)
def part_used_after_its_base_was_written(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    part, _, _ = p.call("Tensor.unbind", h, results=3)
    p.call("Tensor.zero_", p.detach(h))
    p.call("operator.+", part, 1.0)


@case("h = a * 1.0\np, q, r = h.unbind()\nh.data.zero_()  # write\n(p + 1).sum().backward()", "harmless")
def part_used_after_data_of_its_base_was_written(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    part, _, _ = p.call("Tensor.unbind", h, results=3)
    p.call("Tensor.zero_", p.data(h))
    p.backward(p.call("operator.+", part, 1.0))


@case("h = a * 1.0\np, q, r = h.unbind()\np.zero_()  # write\nh.sum().backward()", "PART_WRITE")
def part_written(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    part, _, _ = p.call("Tensor.unbind", h, results=3)
    p.call("Tensor.zero_", part)


@case("h = a * 1.0\nv = h[0]\nh.detach().zero_()  # write\n(v + 1).sum().backward()", "harmless")
def single_view_under_a_detached_write(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    v = p.call("operator.[]", h, 0)
    p.call("Tensor.zero_", p.detach(h))
    p.backward(p.call("operator.+", v, 1.0))


@case("v = a.view(-1)\nv.zero_()  # write", "LEAF_VIEW_WRITE")
def view_of_a_leaf_written(p: Play) -> None:
    p.call("Tensor.zero_", p.call("Tensor.view", p.leaf(), [-1]))


@case("a[0] = 1.0  # write", "LEAF_VIEW_WRITE")
def item_of_a_leaf_assigned(p: Play) -> None:
    p.call("operator.[]=", p.leaf(), 1.0, 0)


@case("a[a > 0.5] = 1.0  # write", "LEAF_WRITE")
def masked_item_of_a_leaf_assigned(p: Play) -> None:
    p.call("operator.[]=", p.leaf(), 1.0, p.constant())


@case("h = a * 1.0\nwith torch.no_grad():\n    v = h[0]\nv.zero_()  # write", "NO_GRAD_VIEW_WRITE")
def view_made_under_no_grad_written(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    p.no_grad()
    v = p.call("operator.[]", h, 0)
    p.grad()
    p.call("Tensor.zero_", v)


@case("with torch.no_grad():\n    v = a.view(-1)\nv.sum().backward()  # write", "harmless")
def view_made_under_no_grad_passes_no_gradient(p: Play) -> None:
    a = p.leaf()
    p.no_grad()
    v = p.call("Tensor.view", a, [-1])
    p.grad()
    assert p.m.requires_grad(v.id) is Grad.YES
    assert not p.backward(v).leaves


@case(
    "z = torch.zeros(3, 3)\nrow = z[0]\nrow.copy_(a[0])\nz.sum().backward()\nz.sum().backward()  # write",
    "FREED",
)
def writing_a_view_rewrites_its_base(p: Play) -> None:
    a, z = p.leaf(), p.constant()
    row = p.call("operator.[]", z, 0)
    p.call("Tensor.copy_", row, p.call("operator.[]", a, 0))
    assert p.backward(z).leaves == (a.id,)
    p.backward(z)


@case(
    "h = a.sigmoid()\nv = h.view(3, 3)\nv.t_()\nh.sum().backward()\nv.sum().backward()  # write", "MODIFIED"
)
def form_of_a_view_changed_leaves_its_base_alone(p: Play) -> None:
    h = p.call("Tensor.sigmoid", p.leaf())
    v = p.call("Tensor.view", h, [3, 3])
    p.call("Tensor.t_", v)
    p.backward(h)


@case("torch.rand(3).expand(2, 3).mul_(2)  # write", "OVERLAP")
def memory_that_overlaps_itself(p: Play) -> None:
    p.call("Tensor.mul_", widened(p), 2)


@case("torch.rand(3).expand(2, 3).zero_()  # write", "harmless")
def memory_that_overlaps_itself_takes_one_value(p: Play) -> None:
    p.call("Tensor.zero_", widened(p))


def widened(p: Play) -> Any:
    """``torch.rand(3).expand(2, 3)``."""
    wide = p.call("Tensor.expand", p.constant(), [2, 3])
    p.m.describe(wide.id, Meta(overlapping=True))
    return wide


# -- counters


@case(
    "w = nn.Parameter(torch.rand(3, 3))\nt = w.detach()\nq = nn.Parameter(t)\ny = a * q\nt.zero_()  # write\ny.sum().backward()",
    "MODIFIED",
)
def parameter_shares_the_counter(p: Play) -> None:
    a, t = p.leaf(), p.constant()
    q = p.share(t, Link.PARAMETER)
    p.m.require_grad(q.id)
    y = p.call("operator.*", a, q)
    p.call("Tensor.zero_", t)
    p.backward(y)


@case("c = torch.tensor(2.0)\ny = a * c\nc.add_(1)  # write\ny.sum().backward()", "MODIFIED")
def constant_of_no_dimensions_is_saved(p: Play) -> None:
    a, c = p.leaf(), p.constant()
    y = p.call("operator.*", a, c)
    p.call("Tensor.add_", c, 1)
    p.backward(y)


@case("h = a * 1.0\nh.mul_(h)  # write\nh.sum().backward()", "MODIFIED")
def multiplied_by_itself_in_place(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    p.call("Tensor.mul_", h, h)
    p.backward(h)


@case("h = a * 1.0\nh.mul_(b)\nh.data.zero_()  # write\nh.sum().backward()", "harmless")
def inplace_operation_keeps_a_copy_of_what_it_overwrites(p: Play) -> None:
    a, b = p.leaf(), p.leaf()
    h = p.call("operator.*", a, 1.0)
    p.call("Tensor.mul_", h, b)
    p.call("Tensor.zero_", p.data(h))
    p.backward(h)


@case(
    "y = F.linear(a, b, torch.zeros(3))\nc = torch.ones(3).requires_grad_()\ny = F.linear(a, b, c)\nc.data.zero_()  # write\ny.sum().backward()",
    "harmless",
)
def bias_is_never_saved(p: Play) -> None:
    a, b, c = p.leaf(), p.leaf(), p.leaf()
    y = p.call("torch.nn.functional.linear", a, b, c)
    p.call("Tensor.zero_", p.data(c))
    p.backward(y)


@case("nn.init.ones_(a)  # write", "harmless")
def init_writes_a_leaf(p: Play) -> None:
    p.call("torch.nn.init.ones_", p.leaf())


@case("torch.add(a, b, out=torch.zeros(3, 3))  # write", "OUT_REQUIRES_GRAD")
def out_refuses_gradients(p: Play) -> None:
    p.call("torch.add", p.leaf(), p.leaf(), out=p.constant())


@case(
    "i = torch.tensor([0, 1])\ny = b * b\nF.embedding(i, b, max_norm=0.1)  # write\ny.sum().backward()",
    "MODIFIED",
)
def embedding_with_a_norm_writes_its_weight(p: Play) -> None:
    b, i = p.leaf(), p.constant()
    y = p.call("operator.*", b, b)
    p.call("torch.nn.functional.embedding", i, b, max_norm=0.1)
    p.backward(y)


# -- batch norm

BATCH_NORM = """
m, v = torch.zeros(3), torch.ones(3)
y = (F.batch_norm(a, m, v, training={training}) * b).sum()
{write}  # write
y.backward()
"""


def batch_norm(p: Play, *, training: bool, link: Link | None, which: int) -> None:
    """Write one of the statistics between forward and backward."""
    a, b, m, v = p.leaf(), p.leaf(), p.constant(), p.constant()
    y = p.call("torch.nn.functional.batch_norm", a, m, v, training=training)
    target = (m, v)[which]
    p.call("Tensor.zero_", target if link is None else p.share(target, link))
    p.backward(p.call("operator.*", y, b))


@case(BATCH_NORM.format(training=True, write="m.zero_()"), "MODIFIED")
def statistics_written_in_training(p: Play) -> None:
    batch_norm(p, training=True, link=None, which=0)


@case(BATCH_NORM.format(training=True, write="m.data.zero_()"), "harmless")
def data_of_statistics_written_in_training(p: Play) -> None:
    batch_norm(p, training=True, link=Link.DATA, which=0)


@case(BATCH_NORM.format(training=False, write="v.data.add_(1)"), "silent")
def data_of_statistics_written_in_evaluation(p: Play) -> None:
    batch_norm(p, training=False, link=Link.DATA, which=1)


@case(BATCH_NORM.format(training=True, write="F.batch_norm(a, m, v, training=True)"), "harmless")
def second_forward_moves_no_counter(p: Play) -> None:
    a, b, m, v = p.leaf(), p.leaf(), p.constant(), p.constant()
    y = p.call("torch.nn.functional.batch_norm", a, m, v, training=True)
    p.call("torch.nn.functional.batch_norm", a, m, v, training=True)
    p.backward(p.call("operator.*", y, b))


@case(BATCH_NORM.format(training=False, write="F.batch_norm(a, m, v, training=True)"), "silent")
def training_forward_changes_what_an_evaluation_saved(p: Play) -> None:
    a, b, m, v = p.leaf(), p.leaf(), p.constant(), p.constant()
    y = p.call("torch.nn.functional.batch_norm", a, m, v, training=False)
    p.call("torch.nn.functional.batch_norm", a, m, v, training=True)
    p.backward(p.call("operator.*", y, b))


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
    from flake8_detach.autograd import AutogradError

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
    (y,) = p.m.apply_custom(p.next(), "Square", [a.id], [made.id], saved=saved, kept=kept)
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


def test_old_memory_is_not_read_after_set_data() -> None:
    p = Play()
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    old = p.call("Tensor.view", b, [-1])
    p.m.rebind(p.next(), "b.data =", b.id, None)
    p.call("Tensor.zero_", p.data(old))
    p.backward(y)
    assert [(h.write.label, h.silent) for h in p.hazards] == [("b.data =", True)]


@pytest.mark.parametrize("one", CASES, ids=lambda c: c.name)
def test_the_machine_says_so(one: Case) -> None:
    assert outcome(one.verbs) == one.outcome


@pytest.mark.oracle
@pytest.mark.parametrize("one", CASES, ids=lambda c: c.name)
def test_pytorch_does_so(one: Case, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from .differential.compare import VIEW_WRITES

    assert run(one.program, tmp_path / "program.py") == VIEW_WRITES.get(one.outcome, one.outcome)


def run(program: str, path: Path) -> str:
    """What PyTorch makes of a program, written to `path`."""
    from .differential.compare import class_of

    without = "\n".join(
        f"{line[: len(line) - len(line.lstrip())]}pass" if line.endswith("# write") else line
        for line in program.splitlines()
    )
    results: list[Any] = []
    for text in (program, without):
        path.write_text(START + text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                variables = runpy.run_path(str(path))
            except RuntimeError as error:
                return class_of(str(error))
        results.append([variables[name].grad for name in "ab"])
    with_write, reference = results
    same = all(x is None or y is None or x.allclose(y) for x, y in zip(with_write, reference, strict=True))
    return "harmless" if same else "silent"
