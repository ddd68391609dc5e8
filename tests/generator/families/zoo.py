"""One of very many operations, modules, views or writes: what PyTorch's own tables must get right."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around, write_name, write_unrecorded

#: Expressions over ``x`` (2 by 4, between 0.2 and 0.8, in the graph) and ``y`` (the same shape, maybe a leaf).
_OPERATIONS = """
x.acos() | x.asin() | x.atan() | x.acosh().nan_to_num() | x.asinh() | x.atanh() | x.cos() | x.cosh() | x.sinh() | x.tan()
x.erf() | x.erfc() | x.erfinv() | x.exp2() | x.log2() | x.log10() | x.log1p() | x.logit() | x.lgamma() | x.digamma()
x.sinc() | x.i0() | x.reciprocal() | x.rsqrt() | x.frac() | x.trunc() + x | x.sgn() * x | x.neg() | x.positive() + 1
torch.special.expit(x) | torch.special.entr(x) | torch.special.xlogy(x, y) | torch.special.ndtr(x) | x.deg2rad() | x.nan_to_num()
x.atan2(y) | x.hypot(y) | x.fmod(y) | x.remainder(y) | x.maximum(y) | x.minimum(y) | x.fmax(y) | x.pow(y) | x.float_power(2)
x.copysign(y) | x.xlogy(y) | x.logaddexp(y) | torch.logaddexp2(x, y) | x.lerp(y, 0.3) | x.lerp(y, y) | x.addcdiv(x, y) | x.addcmul(y, y)
x.rsub(1.0) | x.true_divide(y) | x.div(y) | x.mul(y) | x.sub(y, alpha=2) | x.add(y, alpha=0.5) | x.dist(y) | x.floor_divide(0.3) + x
x.amax(1) | x.amin(0) | x.max() | x.min(1).values | x.median() | x.median(1).values | x.mode(1).values | x.kthvalue(2).values | x.quantile(0.4)
x.prod() | x.prod(1) | x.cumprod(1) | x.cumsum(0) | x.logcumsumexp(1) | x.cummax(1).values | x.cummin(0).values | x.logsumexp(1) | x.var() | x.std(1)
torch.var_mean(x)[0] | torch.std_mean(x, 1)[0] | x.norm() | x.norm(p=1) | x.norm(3) | x.norm(dim=1) | torch.linalg.vector_norm(x, 3) | x.renorm(2, 0, 0.5)
x.nansum() | x.nanmean() | x.count_nonzero() * x | x.trace() | x.diff() | x.softmax(0) | x.log_softmax(1) | F.softmin(x, 1) | F.gumbel_softmax(x)
x @ y.t() | x.mm(y.t()) | x.matmul(y.t()) | torch.mv(x, y[0]) | torch.dot(x[0], y[1]) | torch.outer(x[0], y[0]) | x[0].ger(y[0]) | torch.kron(x, y)
torch.bmm(x[None], y.t()[None]) | torch.baddbmm(x[None] @ x.t()[None], x[None], y.t()[None]) | torch.addmm(y @ y.t(), x, y.t())
torch.addmv(y[:, 0], x, y[0]) | torch.addr(x @ y.t(), x[:, 0], y[:, 0]) | torch.chain_matmul(x, y.t(), x) | torch.linalg.multi_dot([x, y.t(), y])
torch.einsum('ij,ij->i', x, y) | torch.tensordot(x, y, dims=([1], [1])) | torch.cdist(x, y) | torch.cross(x[:, :3], y[:, :3], dim=1)
torch.linalg.det(x @ y.t()) | torch.linalg.inv(x @ x.t() + torch.eye(2)) | torch.linalg.solve(x @ x.t() + torch.eye(2), y) | torch.linalg.slogdet(x @ x.t() + torch.eye(2))[1]
torch.linalg.cholesky(x @ x.t() + torch.eye(2)) | torch.linalg.svdvals(x) | torch.linalg.eigvalsh(x @ x.t()) | torch.linalg.pinv(x) | torch.matrix_exp(x @ y.t())
x.gather(1, index) | x.index_select(1, index[0]) | x.take(index) | x.take_along_dim(index, 1) | x.scatter(1, index, y) | x.scatter_add(1, index, y)
x.index_add(1, index[0], y[:, :2]) | x.index_copy(1, index[0], y[:, :2]) | x.index_fill(1, index[0], 0.5) | x.masked_select(y > 0.5) | x.masked_fill(y > 0.5, 0.0)
x.masked_scatter(y > 0.5, y) | x.where(y > 0.5, y) | torch.where(y > 0.4, x, y) | x.put(index, y[:, :2]) | x[index[0]] | x[:, index[1]] | x[y > 0.4] | x[0, 1:] | x[..., None]
torch.cat([x, y]) | torch.stack([x, y]) | torch.hstack([x, y]) | torch.block_diag(x, y) | torch.cartesian_prod(x[0], y[0]) | torch.meshgrid(x[0], y[0], indexing='ij')[0]
x.repeat(2, 1) | x.tile(2) | x.repeat_interleave(2) | x.expand(3, 2, 4) | x.flip(1) | x.roll(1) | x.rot90() | x.tril() | x.triu() | x.diag_embed()
x.diagonal() | x.unfold(1, 2, 1) | x.sort(1).values | x.topk(2).values | x.argsort(1) * x | x.msort() | x.reshape(4, 2) | x.t()
F.relu6(x * 9) | F.celu(x) | F.selu(x) | F.mish(x) | F.hardswish(x) | F.hardsigmoid(x) | F.hardshrink(x, 0.4) | F.softshrink(x, 0.4) | F.softsign(x) | F.logsigmoid(x)
F.tanhshrink(x) | F.threshold(x, 0.5, 0.1) | F.glu(x) | F.rrelu(x - 0.5, training=True) | F.prelu(x - 0.5, y[0, :1]) | F.gelu(x, approximate='tanh') | F.hardtanh(x, 0.3, 0.6)
F.layer_norm(x, (4,), y[0], y[1]) | F.group_norm(x[..., None], 2) | F.instance_norm(x[None]) | F.rms_norm(x, (4,)) | F.batch_norm(x, None, None, training=True)
F.normalize(x, dim=1) | F.cosine_similarity(x, y) | F.pairwise_distance(x, y) | F.pdist(x) | F.linear(x, y) | F.bilinear(x, y, torch.ones(1, 4, 4)) | F.embedding(index, x)
F.conv1d(x[None], y[:, :2].reshape(1, 2, 2)) | F.conv_transpose1d(x[None], y[:, :2].reshape(2, 1, 2)) | F.max_pool1d(x[None], 2) | F.avg_pool1d(x[None], 2) | F.lp_pool1d(x[None], 2, 2)
F.adaptive_avg_pool1d(x[None], 2) | F.adaptive_max_pool1d(x[None], 2) | F.interpolate(x[None], scale_factor=2) | F.interpolate(x[None], size=6, mode='linear') | F.pad(x, (1, 1))
F.unfold(x[None, None], (2, 2)) | F.pixel_shuffle(x.reshape(1, 4, 1, 2), 2) | F.grid_sample(x[None, None], torch.zeros(1, 1, 1, 2)) | F.dropout(x, 0.3) | F.alpha_dropout(x, 0.2, True)
F.scaled_dot_product_attention(x[None], y[None], y[None]) | F.one_hot(index, 4).float() @ x[0] | torch.fft.rfft(x).abs() | torch.polar(x, y).real | torch.complex(x, y).abs()
"""

_LOSSES = """
F.mse_loss(x, y) | F.l1_loss(x, y) | F.smooth_l1_loss(x, y) | F.huber_loss(x, y, delta=0.1) | F.binary_cross_entropy(x, y)
F.binary_cross_entropy_with_logits(x, y) | F.binary_cross_entropy_with_logits(x, y, pos_weight=y[0]) | F.cross_entropy(x, index[0]) | F.cross_entropy(x, y)
F.cross_entropy(x, index[0], weight=y[0]) | F.nll_loss(x.log_softmax(1), index[0]) | F.kl_div(x.log(), y) | F.kl_div(x.log_softmax(1), y.softmax(1))
F.poisson_nll_loss(x, y) | F.gaussian_nll_loss(x, y, y) | F.soft_margin_loss(x, y) | F.hinge_embedding_loss(x, y.sign()) | F.margin_ranking_loss(x, y, y.sign())
F.cosine_embedding_loss(x, y, torch.tensor([1.0, -1.0])) | F.triplet_margin_loss(x, y, x * 2) | F.multi_margin_loss(x, index[0]) | F.multilabel_soft_margin_loss(x, y)
nn.MSELoss()(x, y) | nn.L1Loss()(x, y) | nn.SmoothL1Loss()(x, y) | nn.BCELoss()(x, y) | nn.BCEWithLogitsLoss()(x, y) | nn.CrossEntropyLoss()(x, index[0]) | nn.KLDivLoss()(x, y)
"""

#: Layers with an input that they take.
_LAYERS = (
    ("nn.Linear(4, 3)", "(2, 4)"),
    ("nn.Bilinear(4, 4, 2)", "(2, 4)"),
    ("nn.Conv1d(2, 3, 2)", "(1, 2, 4)"),
    ("nn.Conv2d(1, 2, 2)", "(1, 1, 4, 4)"),
    ("nn.ConvTranspose1d(2, 2, 2)", "(1, 2, 4)"),
    ("nn.BatchNorm1d(4)", "(3, 4)"),
    ("nn.BatchNorm2d(2)", "(2, 2, 3, 3)"),
    ("nn.LayerNorm(4)", "(2, 4)"),
    ("nn.GroupNorm(2, 4)", "(2, 4, 3)"),
    ("nn.InstanceNorm1d(2, affine=True)", "(1, 2, 4)"),
    ("nn.RMSNorm(4)", "(2, 4)"),
    ("nn.PReLU()", "(2, 4)"),
    ("nn.GRU(4, 3)", "(2, 1, 4)"),
    ("nn.LSTM(4, 3)", "(2, 1, 4)"),
    ("nn.RNN(4, 3)", "(2, 1, 4)"),
    ("nn.MultiheadAttention(4, 2)", "(3, 1, 4)"),
    ("nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0)", "(3, 1, 4)"),
    ("nn.Upsample(scale_factor=2)", "(1, 2, 4)"),
    ("nn.AvgPool1d(2)", "(1, 2, 4)"),
    ("nn.MaxPool1d(2)", "(1, 2, 4)"),
    ("nn.Softplus()", "(2, 4)"),
    ("nn.CELU()", "(2, 4)"),
    ("nn.Hardswish()", "(2, 4)"),
    ("nn.Softmax(dim=-1)", "(2, 4)"),
    ("nn.LogSoftmax(dim=-1)", "(2, 4)"),
    ("nn.Flatten()", "(2, 2, 2)"),
    ("nn.Unflatten(1, (2, 2))", "(2, 4)"),
    ("nn.CosineSimilarity()", "(2, 4)"),
    ("nn.Identity()", "(2, 4)"),
    ("nn.ZeroPad2d(1)", "(1, 1, 2, 2)"),
)

#: Where a layer is not called with one input for one result.
_CALLS = {
    "nn.Bilinear(4, 4, 2)": "layer(h, h)",
    "nn.CosineSimilarity()": "layer(h, y)",
    "nn.MultiheadAttention(4, 2)": "layer(h, h, h)[0]",
    "nn.GRU(4, 3)": "layer(h)[0]",
    "nn.LSTM(4, 3)": "layer(h)[0]",
    "nn.RNN(4, 3)": "layer(h)[0]",
}

_VIEWS = """
{x}.T | {x}.mT | {x}.view(8) | {x}.view(-1, 2) | {x}.view_as(torch.ones(4, 2)) | {x}.reshape(8) | {x}.ravel() | {x}.flatten() | {x}.unflatten(1, (2, 2))
{x}.squeeze() | {x}.unsqueeze(0) | {x}[None] | {x}.transpose(0, 1) | {x}.swapaxes(0, 1) | {x}.permute(1, 0) | {x}.movedim(0, 1) | {x}.adjoint()
{x}.select(0, 1) | {x}.narrow(1, 1, 2) | {x}[:, ::2] | {x}[1] | {x}[..., 0] | {x}.diagonal() | {x}.unfold(1, 2, 2) | {x}.as_strided((2, 2), (1, 1))
{x}.chunk(2)[0] | {x}.split(1)[1] | {x}.tensor_split(2, 1)[0] | {x}.hsplit(2)[1] | {x}.unbind(0)[0] | {x}.real | {x}.detach() | {x}.data | {x}.contiguous()
{x}.float() | {x}.to(torch.float32) | {x}.type(torch.float32) | {x}.type_as(torch.ones(1)) | {x}.to('cpu') | {x}.cpu() | torch.asarray({x}) | torch.as_tensor({x})
torch.squeeze({x}) | torch.atleast_1d({x}) | torch.flatten({x}) | torch.transpose({x}, 0, 1) | {x}.expand(2, 4) | {x}.expand_as({x}) | {x}.requires_grad_(False) | copy.copy({x})
{x}.clone() | {x}[[0, 1]] | {x}.repeat(1, 1) | {x}.flip(0) | {x}.double() | {x}.half() | {x}.t().reshape(8) | {x}.t().contiguous() | {x}.index_select(0, torch.tensor([0]))
{x}.to(torch.float32, copy=True) | copy.deepcopy({x}) | {x}.roll(1) | {x}.tril() | torch.cat([{x}]) | {x} + 0 | {x}.abs() | {x}.expand(2, 4).clone() | torch.tensor({x}.tolist())
"""

_WRITES = """
{v}.abs_().neg_() | {v}.add_(1, alpha=2) | {v}.addcmul_({v}, {v}, value=0.3) | {v}.addcdiv_(torch.ones(()), torch.tensor(3.0)) | {v}.atan_() | {v}.bernoulli_(0.5)
{v}.ceil_().add_(1) | {v}.clip_(min=2.0) | {v}.cos_() | {v}.cumsum_(-1) | {v}.cumprod_(-1) | {v}.div_(3) | {v}.erf_() | {v}.exp_() | {v}.exponential_() | {v}.fill_(0.9)
{v}.floor_().sub_(1) | {v}.fmod_(0.1) | {v}.frac_().add_(2) | {v}.geometric_(0.5) | {v}.hypot_(torch.ones(())) | {v}.index_fill_(0, torch.tensor([0]), 3.0)
{v}.lerp_(torch.full((), 5.0), 0.5) | {v}.log_normal_() | {v}.logit_(0.1) | {v}.masked_fill_({v} > 0, 3.0) | {v}.nan_to_num_().neg_() | {v}.normal_(2.0, 0.1) | {v}.pow_(3)
{v}.random_(2, 9) | {v}.reciprocal_() | {v}.remainder_(0.07) | {v}.round_().add_(1) | {v}.rsqrt_() | {v}.sigmoid_() | {v}.sign_().mul_(5) | {v}.sin_() | {v}.sqrt_() | {v}.square_()
{v}.sub_(0.4) | {v}.tan_() | {v}.tanh_() | {v}.trunc_().sub_(1) | {v}.uniform_(3, 4) | {v}.xlogy_(torch.tensor(3.0)) | {v}.zero_() | {v}.copy_(torch.rand(())) | {v}.swapaxes(0, -1).fill_(2)
torch.exp_({v}) | torch.clamp_({v}, 2.0, 3.0) | torch.sigmoid_({v}) | torch.square_({v}) | F.relu_({v}.neg_()) | F.elu_({v}.sub_(1)) | F.leaky_relu_({v}.sub_(1), 0.3) | nn.init.uniform_({v}, 4, 5)
nn.init.trunc_normal_({v}, 3.0) | torch.neg({v}, out={v}) | torch.mul({v}, 3, out={v}) | torch._foreach_exp_([{v}]) | torch._foreach_zero_([{v}]) | {v}.requires_grad_(False) | {v}.detach_()
{v}.data.zero_() | {v}[...] = 0.7 | {v}.numpy()[...] = 0.1 | {v}.__iadd__(1.0) | {v}.mean() | {v}.clamp(max=0.1) | {v}.untyped_storage().fill_(0) | torch.zeros_like({v}, out=None)
"""


def _entries(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for line in text.strip().splitlines() for entry in line.split(" | "))


OPERATIONS, LOSSES, VIEWS, WRITES = map(_entries, (_OPERATIONS, _LOSSES, _VIEWS, _WRITES))


def _operands(draw: Draw) -> list[str]:
    second = draw.pick(("torch.rand(2, 4) * 0.6 + 0.2", "(torch.rand(2, 4) * 0.6 + 0.2).requires_grad_()"))
    return [
        "leaf = (torch.rand(2, 4) * 0.6 + 0.2).requires_grad_()",
        f"y = {second}",
        "index = torch.tensor([[0, 1], [2, 1]])",
    ]


def operation_zoo(draw: Draw) -> Sketch:
    """Any operation; one of its operands or its result is written afterwards."""
    operation = draw.pick(OPERATIONS)
    victims = ["x", "out", *(["y"] if "y" in operation else []), *(["index"] if "index" in operation else [])]
    victim = draw.pick(victims)
    edit = (
        write_unrecorded(draw, victim)
        if victim != "index"
        else [draw.pick(("index.zero_()", "index.data.fill_(1)", "index.clone().zero_()"))]
    )
    body = [
        "x = leaf * 1.0",
        f"out = {operation}",
        f"cost = {draw.pick(('out.sum()', 'out.mean()', '(out * 1.5).sum()', 'out.abs().sum()', 'out.pow(2).sum()'))}",
        *around(draw, edit, ["cost.backward()"], before=0.95),
    ]
    return Sketch(body, _operands(draw))


def loss_zoo(draw: Draw) -> Sketch:
    """Any loss function; its input, target or weight is edited afterwards."""
    function = draw.pick(LOSSES)
    victim = draw.pick(("x", "x", "y") if "y" in function else ("x",))
    body = [
        f"x = {draw.pick(('leaf * 1.0', 'leaf.sigmoid()', 'leaf.clone()', 'leaf.clamp(0.3, 0.7)'))}",
        f"cost = {function}",
        *around(draw, write_unrecorded(draw, victim), ["cost.backward()"], before=0.95),
    ]
    setup = _operands(draw)
    setup[2] = "index = torch.tensor([[0, 1]])"
    return Sketch(body, setup)


def module_zoo(draw: Draw) -> Sketch:
    """Any layer; its input, output, or one of its parameters is edited afterwards."""
    layer, shape = draw.pick(_LAYERS)
    call = _CALLS.get(layer, "layer(h)")
    victim = draw.pick(("h", "out", "h", "out", "picked", "picked", "x"))
    edit = write_unrecorded(draw, victim)
    if victim == "picked":
        edit.insert(0, "picked = [h, *layer.parameters()][-1]")
    body = [
        f"h = {draw.pick(('x * 1.0', 'x.tanh()', 'x.clone()', 'x.exp()'))}",
        f"out = {call}",
        "cost = out.pow(2).mean()" if draw.chance(0.4) else "cost = out.sum()",
        *around(draw, edit, ["cost.backward()"], before=0.95),
    ]
    needs = draw.pick(("True", "True", "False"))
    return Sketch(
        body, [f"layer = {layer}", f"x = torch.rand{shape}.requires_grad_({needs})", "y = torch.rand(2, 4)"]
    )


def view_zoo(draw: Draw) -> Sketch:
    """An alias is taken through one or two views, or copies, and written."""
    source = draw.pick(("{x}.data", "{x}.detach()", "{x}.detach()"))
    first = draw.pick(VIEWS).format(x=source.format(x="out"))
    name = draw.name("alias")
    body = [
        f"out = {draw.pick(('leaf.sigmoid()', 'leaf.exp()', 'leaf.tanh()', 'leaf.softmax(1)'))}",
        f"{name} = {first}",
        "cost = (out * torch.arange(8.0).view(2, 4)).sum()"
        if draw.chance(0.5)
        else "cost = out.pow(2).sum()",
        *around(draw, [write_name(draw, name)], ["cost.backward()"], before=0.95),
    ]
    return Sketch(body, ["leaf = torch.randn(2, 4, requires_grad=True)"])


def write_zoo(draw: Draw) -> Sketch:
    """A saved result is written, or only read, in any of very many ways."""
    victim = draw.pick(("out.data", "out.data", "out.detach()", "out.detach()", "out.detach().clone()"))
    text = draw.pick(WRITES)
    lines = [text.format(v=victim)]
    if text.count("{v}") > 1 or text.startswith("{v}[...]"):
        name = draw.name("alias")
        lines = [f"{name} = {victim}", text.format(v=name)]
    body = [
        f"out = {draw.pick(('leaf.sigmoid()', 'leaf.exp()', 'leaf.tanh()', 'leaf.softmax(1)'))}",
        "cost = (out * torch.arange(8.0).view(2, 4)).sum()",
        *around(draw, lines, ["cost.backward()"], before=0.95),
    ]
    return Sketch(body, ["leaf = torch.randn(2, 4, requires_grad=True)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (operation_zoo, loss_zoo, module_zoo, view_zoo, write_zoo)
