"""The facts against the installed PyTorch: measured again, and asked call by call."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
F = torch.nn.functional

from flake8_detach.torch_facts import store, torch_version  # noqa: E402

from .replay import Owners, Replay, quiet, tensors_in  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
TOOL = ROOT / "tools" / "measure_torch.py"

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(
        torch.__version__.partition("+")[0] != torch_version(), reason="the facts are of another PyTorch"
    ),
]


def test_the_file_is_what_is_measured(tmp_path: Path) -> None:
    pytest.importorskip("expecttest", reason="PyTorch's sample inputs import it")
    again = tmp_path / "again.json"
    subprocess.run([sys.executable, str(TOOL), str(again)], check=True, capture_output=True)
    old, new = store.text().splitlines(), again.read_text(encoding="utf-8").splitlines()
    changed = [line[:300] for line in sorted(set(old) ^ set(new))]
    assert not changed, "run tools/measure_torch.py and look at the diff"


def test_declared_and_measured_differ_only_where_it_is_explained() -> None:
    pytest.importorskip("expecttest", reason="PyTorch's sample inputs import it")
    done = subprocess.run(
        [sys.executable, str(TOOL), "--compare"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


EVERYDAY = """
x.sigmoid() | x.tanh() | x.exp() | x.exp2() | x.expm1() | x.relu() | x.sqrt() | x.rsqrt() | x.reciprocal() | x.abs() | x.neg()
x.sin() | x.cos() | x.tan() | x.atan() | x.log() | x.log1p() | x.erf() | x.sinh() | x.sign() | x.round() | x.square() | x.frac()
x ** 2 | x ** 0.5 | x ** 1 | 2.0 ** x | x.pow(y) | x.pow(2) | torch.pow(2.0, x) | torch.pow(x, 2) | x.clamp(0, 1) | x.clamp(min=0.5)
x + y | x - y | x * y | x / y | y / x | x * 2 | 2 * x | 2 / x | x / 2 | x + 1 | 1 - x | x * torch.tensor(2.0) | -x | x @ y.t() | x % 2
x == y | x < 1 | abs(x) | x.addcmul(x, y) | torch.addcdiv(x, x, y) | torch.maximum(x, y) | torch.max(x, y) | torch.where(y > 0, x, y)
torch.where(y > 0, x, 0.0) | torch.atan2(x, y) | torch.hypot(x, y) | torch.mm(x, y.t()) | torch.einsum("ij,kj->ik", x, y)
torch.outer(x[0], y[0]) | torch.dot(x[0], y[0]) | torch.bmm(x[None], y.t()[None]) | torch.cdist(x, y) | torch.cross(x, y, dim=1)
F.linear(x, y) | F.linear(x, y, y[:, 0]) | F.cosine_similarity(x, y) | F.bilinear(x, y, torch.ones(2, 3, 3))
x.sum() | x.mean() | x.sum(1) | x.mean(dim=1, keepdim=True) | x.prod() | x.max() | x.min() | x.amax(1) | x.max(1) | x.max(dim=1).values
x.std() | x.var() | x.norm() | x.norm(p=1) | x.norm(dim=1) | x.logsumexp(1) | x.cumsum(1) | x.cumprod(1) | x.median() | x.sort(1) | x.topk(2)
x.softmax(1) | F.softmax(x, dim=1) | F.log_softmax(x, 1) | F.normalize(x, dim=1) | x.nanmean() | x.argmax() | x.kthvalue(1) | x.diff()
x.clone() | x.view(-1) | x.view(3, 2) | x.reshape(3, 2) | x.t() | x.T | x.mT | x.transpose(0, 1) | x.permute(1, 0) | x[0] | x[:, 1] | x[..., 0] | x[[0]]
x[x > 0] | x[torch.tensor([0])] | x[:, torch.tensor([0])] | x[None] | x.masked_fill(y > 0, 0.0) | x.masked_select(y > 0) | x.unsqueeze(0)
x.gather(1, torch.tensor([[0], [1]])) | x.index_select(0, torch.tensor([0])) | x.take(torch.tensor([0])) | x.flatten() | x.contiguous() | x.float()
torch.cat([x, y]) | torch.stack([x, y], dim=1) | x.expand(2, 2, 3) | x.repeat(2, 1) | x.flip(0) | x.roll(1) | x.tril() | x.diag() | x.squeeze()
x.double() | x.to(torch.float32) | x.to("cpu") | F.pad(x, (1, 1)) | x.unfold(1, 2, 1) | x.split(1) | x.chunk(2) | x.unbind(0) | x.detach() | x.data
F.relu(x) | F.relu(x, inplace=True) | F.leaky_relu(x, 0.1) | F.elu(x) | F.gelu(x) | F.silu(x) | F.mish(x) | F.softplus(x) | F.hardtanh(x)
F.relu6(x) | F.hardswish(x) | F.logsigmoid(x) | F.prelu(x, y[0, :1]) | F.glu(x[:, :2]) | F.rrelu(x, training=True) | F.threshold(x, 0, 0) | F.tanh(x)
F.mse_loss(x, y) | F.l1_loss(x, y) | F.smooth_l1_loss(x, y) | F.huber_loss(x, y) | F.binary_cross_entropy_with_logits(x, y) | F.kl_div(x, y)
F.cross_entropy(x, torch.tensor([0, 1])) | F.cross_entropy(x, y) | F.nll_loss(x, torch.tensor([0, 1])) | F.triplet_margin_loss(x, y, x * 2)
F.cosine_embedding_loss(x, y, torch.tensor([1.0, -1.0])) | F.margin_ranking_loss(x, y, y) | F.gaussian_nll_loss(x, y, y) | F.poisson_nll_loss(x, y)
F.dropout(x, 0.5, True) | F.dropout(x, 0.5, False) | F.dropout(x, 0.5, training=False) | F.layer_norm(x, (3,)) | F.layer_norm(x, (3,), y[0], y[0])
F.batch_norm(x, None, None, training=True) | F.group_norm(x[None].transpose(1, 2).contiguous(), 1) | F.rms_norm(x, (3,)) | F.instance_norm(x[None])
F.embedding(torch.tensor([0, 1]), x) | F.conv1d(x[None], torch.ones(1, 2, 1)) | F.max_pool1d(x[None], 2) | F.avg_pool1d(x[None], 2)
F.adaptive_avg_pool1d(x[None], 1) | F.interpolate(x[None], scale_factor=2) | F.grid_sample(x[None, None], torch.zeros(1, 1, 1, 2))
F.scaled_dot_product_attention(x[None, None], y[None, None], y[None, None]) | torch.linalg.vector_norm(x) | torch.linalg.inv(x @ x.t() + torch.eye(2))
torch.fft.rfft(x) | x.add_(1) | x.mul_(y) | x.sigmoid_() | x.clamp_(0, 1) | x.zero_() | x.copy_(y) | x.relu_() | torch.relu_(x) | x.div_(2) | x.exp_()
torch.addmm(y @ y.t(), x, y.t()) | x.lerp(y, 0.3) | torch.kron(x, y) | torch._foreach_mul([x], 2.0)[0] | x.requires_grad_() | x.numel() | x.item
"""


@pytest.mark.parametrize("other_requires_grad", [True, False])
def test_everyday_calls_keep_what_the_facts_say(other_requires_grad: bool) -> None:
    quiet()
    complaints: list[str] = []
    compared = 0
    for expression in (e.strip() for line in EVERYDAY.strip().splitlines() for e in line.split(" | ")):
        torch.manual_seed(0)
        x = (torch.rand(2, 3) + 0.2).requires_grad_().clone()
        y = (torch.rand(2, 3) + 0.2).requires_grad_(other_requires_grad).clone()
        replay = Replay()
        with replay:
            eval(expression, {"x": x, "y": y, "torch": torch, "F": F})  # noqa: S307
        compared += replay.compared
        complaints += [f"{expression}: {c}" for c in replay.complaints]
        complaints += [f"{expression}: {name} is not known" for name in replay.unknown]
    assert not complaints
    assert compared > 250


DEPENDS_ON_SHAPE_OR_VALUE = {
    "torch.Tensor.addbmm_": "a target that must be broadcast is exchanged for another",
    "torch.linalg.norm": "the norm's order, a number",
    "torch.Tensor.__rtruediv__": "Python never calls it with two tensors",
    "torch.cartesian_prod": "of one tensor: itself",
    "torch.einsum": "an operand of size one is folded away",
    "torch.linalg.matrix_norm": "the norm's order, a number",
    "torch.matmul": "broadcasting may fold or copy an operand",
    "torch.Tensor.matmul": "broadcasting may fold or copy an operand",
    "torch.Tensor.__rmatmul__": "broadcasting may fold or copy an operand",
    "torch.nn.functional.alpha_dropout": "p=0 hands the input back",
    "torch.nn.functional.dropout": "p=0 hands the input back",
    "torch.nn.functional.dropout2d": "p=0 hands the input back",
    "torch.nn.functional.dropout3d": "p=0 hands the input back",
    "torch.nn.functional.feature_alpha_dropout": "p=0 hands the input back",
    "torch.nn.functional.embedding_bag": "the mode and the weights of the bag",
    "torch.nn.functional.linear_cross_entropy": "options that are tuples",
    "torch.nn.functional.pdist": "few rows",
    "torch.nn.functional.scaled_dot_product_attention": "which kernel is chosen",
}
"""Operations some of whose samples keep other things than their form does, for reasons no argument kind shows."""


def _copies(value: Any, needs: bool) -> Any:
    if isinstance(value, torch.Tensor):
        copy = value.detach().clone()
        return copy.requires_grad_().clone() if needs and copy.is_floating_point() else copy
    if type(value) in (list, tuple):
        return type(value)(_copies(v, needs) for v in value)
    return value


def test_pytorchs_own_samples_keep_what_the_facts_say() -> None:
    """Far more calls than were measured: every other sample, as function, method and in place."""
    pytest.importorskip("expecttest")
    quiet()
    from torch.testing._internal.common_methods_invocations import op_db

    complaints: Counter[str] = Counter()
    examples: dict[str, str] = {}
    compared = 0
    for op in op_db:
        if torch.float32 not in op.dtypes:
            continue
        torch.manual_seed(0)
        inputs = op.sample_inputs("cpu", torch.float32, requires_grad=False)  # type: ignore[no-untyped-call]
        for sample in itertools.islice(inputs, 0, 40, 2):
            values = [sample.input, *sample.args, *sample.kwargs.values()]
            if any(t.numel() == 0 or t.layout is not torch.strided for t in tensors_in(values)):
                continue
            forms = [f for f in (op.op, op.inplace_variant, op.method_variant) if f is not None]
            for form, all_need in itertools.product(forms, (True, False)):
                args = [_copies(sample.input, True), *_copies(list(sample.args), all_need)]
                kwargs = {k: _copies(v, all_need) for k, v in sample.kwargs.items()}
                replay = Replay()
                try:
                    with replay:
                        form(*args, **kwargs)
                except (AssertionError, RuntimeError, TypeError, ValueError, NotImplementedError, IndexError):
                    continue
                compared += replay.compared
                for complaint in replay.complaints:
                    name = complaint.split("[", maxsplit=1)[0].split(":", maxsplit=1)[0]
                    complaints[name] += 1
                    examples.setdefault(name, complaint)
    assert compared > 20_000
    unexplained = {n: examples[n] for n in complaints if n not in DEPENDS_ON_SHAPE_OR_VALUE}
    assert not unexplained
    assert complaints.total() < compared / 200


@pytest.mark.parametrize(
    ("expression", "sees"),
    [
        ("x * w", True),
        ("x @ w", True),
        ("torch.addmm(torch.zeros(2, 2), x, w)", True),
        ("F.linear(x, w)", False),
        ("x @ w.t()", False),
        ("F.conv2d(x[None, None], w4)", True),
        ("torch.mul(x, w)", True),
        ("torch.einsum('ij,jk->ik', x, w)", False),
    ],
)
def test_whether_set_data_is_seen_by_backward_is_what_own_says(expression: str, sees: bool) -> None:
    """`w.data = y` after the forward: does backward read the new memory? The facts' `own` answers for the call that
    took `w` itself; where that was `w.t()`, it kept nothing."""
    x = torch.rand(2, 2).requires_grad_().clone()
    w = torch.rand(2, 2).requires_grad_()
    w4 = torch.rand(1, 1, 2, 2).requires_grad_()
    asked = Owners()
    with asked:
        out = eval(expression, {"x": x, "w": w, "w4": w4, "torch": torch, "F": F})  # noqa: S307
    assert asked.own([w, w4]) is sees
    w.data = torch.full((2, 2), float("nan"))
    w4.data = torch.full((1, 1, 2, 2), float("nan"))
    (gradient,) = torch.autograd.grad(out.sum(), x)
    assert bool(gradient.isnan().any()) is sees
