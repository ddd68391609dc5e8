"""DET101 to DET107: something that backward needs is overwritten before backward has used it."""

from __future__ import annotations

from typing import Final

from flake8_detach.rules.model import Program, Rule

MODIFIED: Final = "has been modified by an inplace operation"

RULES: Final = (
    Rule(
        code="DET101",
        name="data-write-corrupts-backward",
        summary="a write through `.data` overwrites a value saved for a later backward: gradients are silently wrong",
        severity="error",
        harm="silently wrong gradients",
        help="write to a copy (`.detach().clone()`), or move the write behind `backward()`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: it changes what the program computes, on purpose. Where the memory was computed in the same function
and given a name there, the alias becomes a copy (`.detach().clone()`); a statement that has nothing to do with what
stands between it and the backward moves behind it; else a write through `.data` is counted from then on, so that backward raises instead of being
wrong. Look at the result: what was
meant to be written may have to be written elsewhere.""",
        explanation="""\
Many operations keep an input or their result, because the formula of their gradient needs it: `sigmoid` keeps its
result, `x * y` keeps `y` when `x` requires grad, a convolution keeps its input and its weight. PyTorch notices when
such a tensor is written before `backward()` has used it: every tensor has a version counter, each in-place write adds
one, and backward compares.

`x.data` is a tensor over the *same memory* with a *counter of its own*. A write through it changes what was saved, and
the comparison still finds the old number. Nothing is raised. The gradient is computed from the new contents, and is
wrong.

If you only want to work on the numbers, take a copy: `x.detach().clone()`. If the write is meant for the tensor itself
(a weight, a buffer), do it after `backward()`, under `torch.no_grad()`. Replacing `.data` by `.detach()` alone does not
make the program right, but it turns the silence into an error (DET102), which is worth a lot.""",
        bad=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.data
c.zero_()
out.sum().backward()
print(a.grad)
""",
            "silent",
            "tensor([0., 0., 0.])",
        ),
        good=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.detach().clone()
c.zero_()
out.sum().backward()
print(a.grad)
""",
            "fine",
            "tensor([0.1966, 0.1050, 0.0452])",
        ),
    ),
    Rule(
        code="DET102",
        name="detach-write-breaks-backward",
        summary="a write through `.detach()` overwrites a value saved for a later backward: backward raises",
        severity="error",
        harm="backward raises",
        help="write to a copy (`.detach().clone()`), or move the write behind `backward()`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: it changes what the program computes, on purpose. Where the memory was computed in the same function
and given a name there, the alias becomes a copy (`.detach().clone()`); a statement that has nothing to do with what
stands between it and the backward moves behind it; otherwise there is no repair. Look at the result: what was
meant to be written may have to be written elsewhere.""",
        explanation="""\
`x.detach()` is a new tensor over the *same memory*, and it *shares the version counter* of `x`. Writing to it in place
therefore overwrites whatever was saved of `x` for backward, and PyTorch knows: `backward()` raises "one of the variables
needed for gradient computation has been modified by an inplace operation".

The error names neither the write nor its line, and it comes at `backward()`, which may be in another file and hours of
training later. This rule names the write.

Take a copy before you write: `x.detach().clone()`. Or do the writing after `backward()`.""",
        bad=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.detach()
c.zero_()
out.sum().backward()
""",
            "raises",
            MODIFIED,
        ),
        good=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.detach().clone()
c.zero_()
out.sum().backward()
print(a.grad)
""",
            "fine",
            "tensor([0.1966, 0.1050, 0.0452])",
        ),
    ),
    Rule(
        code="DET103",
        name="untracked-memory-write",
        summary="the same through memory autograd cannot see (`.numpy()`, `from_numpy`, DLPack, `x.data = y`): silent",
        severity="error",
        harm="silently wrong gradients",
        help="write to a copy: `.detach().cpu().numpy().copy()` or `.clone()`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: it changes what the program computes, on purpose. Where the memory was computed in the same function
and given a name there, the alias becomes a copy (`.detach().clone()`); a statement that has nothing to do with what
stands between it and the backward moves behind it; else `x.data = y` becomes `x.copy_(y)`, which is counted. Look at the result: what was
meant to be written may have to be written elsewhere.""",
        explanation="""\
A NumPy array made by `x.detach().numpy()` is the tensor's own memory, and so is a tensor made by `torch.from_numpy`,
`torch.asarray`, DLPack or `memoryview`. NumPy has no version counter. A write through such an array to something that
was saved for backward is invisible to autograd: no error, wrong gradients.

`x.data = y` belongs here too. It swaps the memory under the one tensor object `x`, without counting. If `x` itself was
saved (`a * x`, the weight of a convolution), backward reads `y` in its place.

Give NumPy a copy (`x.detach().numpy().copy()`, `np.array(x.detach())`), or write after `backward()`. To put new values
into a tensor, use `x.copy_(y)` under `torch.no_grad()`, after `backward()`.""",
        bad=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
probabilities = a.sigmoid()
shown = probabilities.detach().numpy()
shown[shown < 0.9] = 0.0
probabilities.sum().backward()
print(a.grad)
""",
            "silent",
            "tensor([0.0000, 0.0000, 0.0452])",
        ),
        good=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
probabilities = a.sigmoid()
shown = probabilities.detach().numpy().copy()
shown[shown < 0.9] = 0.0
probabilities.sum().backward()
print(a.grad)
""",
            "fine",
            "tensor([0.1966, 0.1050, 0.0452])",
        ),
    ),
    Rule(
        code="DET104",
        name="inplace-write-breaks-backward",
        summary="the tensor itself or a view of it is written before a backward that needs its old value: backward raises",
        severity="error",
        harm="backward raises",
        help="use the out-of-place operation, or move the write behind `backward()`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: it changes what the program computes, on purpose. Where the memory was computed in the same function
and given a name there, the alias becomes a copy (`.detach().clone()`); a statement that has nothing to do with what
stands between it and the backward moves behind it; else an in-place operation on a local name becomes one that makes a new tensor, which other names for the
old one do not see. Look at the result: what was
meant to be written may have to be written elsewhere.""",
        explanation="""\
An in-place operation (`x.mul_(2)`, `x += 1`, `x[0] = 0`, `F.relu(x, inplace=True)`, `out=x`) writes to memory that an
earlier operation kept for its gradient. The write is counted, also under `torch.no_grad()` and through views, so
`backward()` raises "one of the variables needed for gradient computation has been modified by an inplace operation".

Whether an in-place operation is allowed depends on what the operations *before* it have kept. `exp`, `sigmoid`,
`tanh`, `relu` and `softmax` keep their result; `gelu`, `leaky_relu`, `log`, `sin` and `abs` keep their input; `+`, `-`,
`sum` and `view` keep nothing. An in-place ReLU after a linear layer is fine, after a sigmoid it is not.

Use the out-of-place form (`x = x * 2`), or write after `backward()`.""",
        bad=Program(
            """\
import torch

w = torch.tensor([0.5, -0.5, 1.0], requires_grad=True)
gate = (2 * w).sigmoid()
gate[0] = 1.0
gate.sum().backward()
""",
            "raises",
            MODIFIED,
        ),
        good=Program(
            """\
import torch

w = torch.tensor([0.5, -0.5, 1.0], requires_grad=True)
gate = (2 * w).sigmoid()
gate = torch.cat([torch.ones(1), gate[1:]])
gate.sum().backward()
print(w.grad)
""",
            "fine",
            "tensor([0.0000, 0.3932, 0.2100])",
        ),
    ),
    Rule(
        code="DET105",
        name="step-before-backward",
        summary="`optimizer.step()`, `load_state_dict()` or `nn.init` writes parameters before a backward needs them: backward raises",
        severity="error",
        harm="backward raises",
        help="run every `backward()` through this graph before the first `step()`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: the call moves behind the backward, if both are statements of one block and what stands between them has
nothing to do with it. A `step()` for which a backward has run before stays where it is: moved, it would take the gradients of the
later backward as well, and whether that, or a second forward, is wanted only its author knows.""",
        explanation="""\
`optimizer.step()` writes every parameter it holds, in place. A `backward()` through a graph that was recorded before the
step finds weights of a newer version and raises. The usual place is training with two losses and two optimizers (GANs,
actor and critic): the first optimizer steps, and the second loss was computed with the weights as they were.

`load_state_dict()`, `nn.init...._()` and `reset_running_stats()` between a forward and its backward do the same.

Move the step behind the last `backward()` that uses the old forward, or compute the second loss again after the step.
Weights that no operation kept (a bias, or the weight of a first layer whose input needs no gradient) may be written
safely, and are not reported.""",
        bad=Program(
            """\
import torch
from torch import nn

torch.manual_seed(0)
generator, critic = nn.Linear(4, 4), nn.Linear(4, 1)
train_generator = torch.optim.SGD(generator.parameters(), lr=0.1)
train_critic = torch.optim.SGD(critic.parameters(), lr=0.1)

score = critic(generator(torch.randn(8, 4)))
critic_loss, generator_loss = score.mean(), -score.mean()
critic_loss.backward(retain_graph=True)
train_critic.step()
generator_loss.backward()
train_generator.step()
""",
            "raises",
            MODIFIED,
        ),
        good=Program(
            """\
import torch
from torch import nn

torch.manual_seed(0)
generator, critic = nn.Linear(4, 4), nn.Linear(4, 1)
train_generator = torch.optim.SGD(generator.parameters(), lr=0.1)
train_critic = torch.optim.SGD(critic.parameters(), lr=0.1)

fake = generator(torch.randn(8, 4))
critic_loss = critic(fake.detach()).mean()
critic_loss.backward()
train_critic.step()
generator_loss = -critic(fake).mean()
generator_loss.backward()
train_generator.step()
print("both have learned")
""",
            "fine",
            "both have learned",
        ),
    ),
    Rule(
        code="DET106",
        name="untracked-library-write",
        summary="a library call that counts no version (`fused=True` optimizers, `vector_to_parameters`, ...) writes what backward needs: silent",
        severity="error",
        harm="silently wrong gradients",
        help="run every `backward()` through this graph before the call",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe, and the same as that of DET105: the call moves behind the backward, unless it is a `step()` for which a
backward has run before.""",
        explanation="""\
Most of PyTorch's own writes are counted, so that a backward through an older graph raises (DET105). Some are not:
optimizers with `fused=True`, `torch.nn.utils.vector_to_parameters` (which swaps the memory under the parameters), and a
second forward through a batch norm whose running statistics an earlier forward in eval mode had saved.

A backward through the graph from before the call then uses the new values for a gradient of the old ones. Nothing is
raised, and the gradients are wrong.

Do the call after the last `backward()` through that graph, or run the forward again after it.""",
        bad=Program(
            """\
import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
x = torch.tensor([3.0, 4.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0, fused=True)

product = w * x
product.sum().backward(retain_graph=True)
optimizer.step()
x.grad = None
product.sum().backward()
print(x.grad)
""",
            "silent",
            "tensor([-2., -2.])",
        ),
        good=Program(
            """\
import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
x = torch.tensor([3.0, 4.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0, fused=True)

product = w * x
product.sum().backward(retain_graph=True)
x.grad = None
product.sum().backward()
optimizer.step()
print(x.grad)
""",
            "fine",
            "tensor([1., 2.])",
        ),
    ),
    Rule(
        code="DET107",
        name="gradient-buffer-write",
        summary="a hook or a `Function.backward` edits the gradient it is given in place: gradients elsewhere are wrong",
        severity="warning",
        harm="silently wrong gradients",
        help="return a new tensor: `grad * 2` or `grad.clamp(-1, 1)` in place of the in-place form",
        fix_safety="""\
There is no automatic repair: whether the hook's result should take the gradient's place, or the edit was meant for all who see
the gradient, has to be decided by who wrote it.""",
        explanation="""\
The gradient which a hook, or the `backward` of a custom `torch.autograd.Function`, receives is not a private copy. When
an operation passes one gradient to several inputs (`a + b` does), all of them receive the *same tensor*. An in-place
edit in one place changes what the others get. Autograd does not check gradients for this; nothing is raised.

A hook may return a tensor, which then takes the place of the gradient. Return a new one.""",
        bad=Program(
            """\
import torch

a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
left, right = a * 1.0, b * 1.0
right.register_hook(lambda grad: grad.mul_(10))
((left + right) * 3.0).sum().backward()
print(a.grad, b.grad)
""",
            "silent",
            "tensor([30., 30.]) tensor([30., 30.])",
        ),
        good=Program(
            """\
import torch

a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
left, right = a * 1.0, b * 1.0
right.register_hook(lambda grad: grad * 10)
((left + right) * 3.0).sum().backward()
print(a.grad, b.grad)
""",
            "fine",
            "tensor([3., 3.]) tensor([30., 30.])",
        ),
    ),
)
