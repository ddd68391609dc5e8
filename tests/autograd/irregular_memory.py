"""Irregular cases of memory and counters: ``x.data = y``, views, what is written how."""

from __future__ import annotations

from typing import Any

from flake8_detach.autograd import Grad, Link, Meta

from .cases import case
from .play import Play

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


# -- several results, of which one reads what was kept


@case("h = a * 1.0\n_, y = torch.var_mean(h)\nh.data.mul_(2)  # write\ny.backward()", "harmless")
def mean_beside_a_variance(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    _, y = p.call("torch.var_mean", h)
    p.call("Tensor.mul_", p.data(h), 2)
    p.backward(y)


@case("h = a * 1.0\ny, _ = torch.std_mean(h)\nh.data.mul_(h)  # write\ny.backward()", "silent")
def deviation_beside_a_mean(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    y, _ = p.call("torch.std_mean", h)
    p.call("Tensor.mul_", p.data(h), p.constant())
    p.backward(y)


# -- what is kept, and read by some


@case("h = a * 1.0\ny = torch.kron(h, b)\nh.detach().zero_()  # write\ny.sum().backward()", "silent")
def operand_of_kron_written_by_the_counter(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    y = p.call("torch.kron", h, p.leaf())
    p.call("Tensor.zero_", p.detach(h))
    p.backward(y)


@case("h = a * 1.0\ny = h.round() * b.detach()\nb.data.zero_()  # write\ny.sum().backward()", "harmless")
def factor_of_what_was_rounded(p: Play) -> None:
    h, b = p.call("operator.*", p.leaf(), 1.0), p.constant()
    y = p.call("operator.*", p.call("Tensor.round", h), b)
    p.call("Tensor.zero_", p.data(b))
    p.backward(y)


@case("h = a * 1.0\ny = h.angle()\nh.data.zero_()  # write\ny.sum().backward()", "harmless")
def angle_of_a_real_number(p: Play) -> None:
    h = p.call("operator.*", p.leaf(), 1.0)
    p.m.describe(h.id, Meta("float32"))
    y = p.call("torch.angle", h)
    p.call("Tensor.zero_", p.data(h))
    p.backward(y)


@case(
    "h = torch.complex(a, b)\ny = h.angle()\nh.data.mul_(1j).add_(1)  # write\ny.sum().backward()", "silent"
)
def angle_of_a_complex_number(p: Play) -> None:
    h = p.call("torch.complex", p.leaf(), p.leaf())
    p.m.describe(h.id, Meta("complex64"))
    y = p.call("torch.angle", h)
    p.call("Tensor.zero_", p.data(h))
    p.backward(y)


@case("u, s, v = torch.linalg.svd(a)\ns.data.zero_()  # write\ns.sum().backward()", "harmless")
def singular_values_alone(p: Play) -> None:
    _, s, _ = p.call("torch.linalg.svd", p.leaf())
    p.call("Tensor.zero_", p.data(s))
    p.backward(s)


@case(
    "u, s, v = torch.linalg.svd(a)\ns.data.add_(1)  # write\n(u.abs().sum() + s.sum()).backward()", "silent"
)
def singular_values_beside_their_vectors(p: Play) -> None:
    u, s, _ = p.call("torch.linalg.svd", p.leaf())
    p.call("Tensor.zero_", p.data(s))
    p.backward(p.call("operator.+", u, s))


@case("y = a.exp()\ny.logical_not_()  # write\ny.sum().backward()", "MODIFIED")
def logical_operation_is_not_recorded(p: Play) -> None:
    y = p.call("Tensor.exp", p.leaf())
    p.call("Tensor.logical_not_", y)
    p.backward(y)


@case("a.logical_not_()  # write\n(a * 2.0).sum().backward()", "harmless")
def logical_operation_on_a_leaf(p: Play) -> None:
    a = p.leaf()
    p.call("Tensor.logical_not_", a)
    p.backward(p.call("operator.*", a, 2.0))
