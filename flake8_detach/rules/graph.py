"""DET301 to DET308: backward finds no graph, half a graph, or a freed one; and writes that PyTorch refuses."""

from __future__ import annotations

from typing import Final

from flake8_detach.rules.model import Program, Rule

RULES: Final = (
    Rule(
        code="DET301",
        name="backward-on-detached",
        summary="`backward()` or `autograd.grad` on a tensor, or for inputs, without gradient: raises",
        severity="error",
        harm="backward raises",
        help="differentiate the tensor from before the `.detach()` (or `.data`, or `no_grad` block)",
        fix_safety="""\
There is no automatic repair: which of the tensors should have a gradient has to be decided by who wrote it.""",
        explanation="""\
`backward()` needs a tensor that was computed from something which requires grad, with recording switched on. After
`.detach()`, `.data`, `.item()`, `torch.tensor(value)`, under `torch.no_grad()`, or behind an operation with an integer or
bool result (`argmax`, `>`), there is no graph, and PyTorch raises "element 0 of tensors does not require grad and does
not have a grad_fn".

`torch.autograd.grad(y, x)` raises as well if `x` does not require grad, or if `y` was not computed from `x`
(unless `allow_unused=True`).""",
        bad=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
c = a.sigmoid().detach()
c.sum().backward()
""",
            "raises",
            "does not require grad and does not have a grad_fn",
        ),
        good=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.detach()
print(c)
out.sum().backward()
""",
            "fine",
            "tensor([0.7311, 0.8808, 0.9526])",
        ),
    ),
    Rule(
        code="DET302",
        name="detach-inplace-on-view",
        summary="`detach_()` on a view: raises",
        severity="error",
        harm="raises at once",
        help="use `x = x.detach()`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: `x.detach_()`, which raises, becomes `x = x.detach()`. Other names for the same tensor keep their history.""",
        explanation="""\
`detach_()` takes a tensor out of the graph in place. A view cannot be taken out, because its base would stay in: PyTorch
raises "Can't detach views in-place. Use detach() instead". Views are what slices, `view`, `reshape` (mostly), `flatten`,
`t`, `unsqueeze`, `expand`, `chunk` and iteration over a tensor give, whether or not they require grad.

Use `x = x.detach()`.""",
        bad=Program(
            """\
import torch

hidden = torch.zeros(2, 3, requires_grad=True) + 1.0
last = hidden[-1]
last.detach_()
""",
            "raises",
            "Can't detach views in-place",
        ),
        good=Program(
            """\
import torch

hidden = torch.zeros(2, 3, requires_grad=True) + 1.0
last = hidden[-1]
last = last.detach()
print(last)
""",
            "fine",
            "tensor([1., 1., 1.])",
        ),
    ),
    Rule(
        code="DET303",
        name="detach-inplace-cuts-graph",
        summary="`detach_()` takes the tensor itself out of the graph, and a later backward needs that path",
        severity="warning",
        harm="backward raises, or what lies behind the tensor gets no gradient",
        help="use `.detach()`, which leaves the tensor itself in the graph",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: `x.detach_()` becomes `x = x.detach()`, so other names for the same tensor keep their history. It is
left out where the backward would still fail.""",
        explanation="""\
`c = out.detach()` leaves `out` alone. `out.detach_()` cuts *`out` itself* out of the graph: every later use of the name
has no history. If the loss is computed from it afterwards, `backward()` raises, or, where another path leads to the
loss, runs without a word while everything behind `out` gets no gradient.

Use `out.detach()` for the branch that wants no gradient.""",
        bad=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
out.detach_()
out.sum().backward()
""",
            "raises",
            "does not require grad and does not have a grad_fn",
        ),
        good=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
constant = out.detach()
out.sum().backward()
print(a.grad)
""",
            "fine",
            "tensor([0.1966, 0.1050, 0.0452])",
        ),
    ),
    Rule(
        code="DET304",
        name="detached-branch-expected-grad",
        summary="a detached alias is made to require grad and differentiated, and the source's `.grad` is then read",
        severity="warning",
        harm="the source's gradient is `None` or lacks this term",
        help="differentiate a function of the source itself, or read the alias's own `.grad`",
        fix_safety="""\
There is no automatic repair: either the cut or the expectation is a mistake, and the program does not say which.""",
        explanation="""\
A tensor from `.detach()` or `.data` which is given `requires_grad` starts a graph of its own. It shares memory with its
source, but no gradient: `backward()` fills the `.grad` of the alias and never reaches the source, whose `.grad` stays
`None`.

If the gradient of the source is wanted, do not detach. If the alias is a new leaf on purpose (an adversarial input, an
inner loop), read the alias's `.grad`.""",
        bad=Program(
            """\
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
trial = weight.detach().requires_grad_()
(trial * trial).sum().backward()
print(weight.grad)
""",
            "silent",
            "None",
        ),
        good=Program(
            """\
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
trial = weight.detach().requires_grad_()
(trial * trial).sum().backward()
print(trial.grad)
""",
            "fine",
            "tensor([2., 4.])",
        ),
    ),
    Rule(
        code="DET305",
        name="backward-through-freed-graph",
        summary="a backward reaches operations whose saved tensors an earlier backward has freed: raises",
        severity="error",
        harm="backward raises",
        help="detach what is carried from one backward to the next, or add the losses and call `backward()` once",
        fix_safety="""\
There is no automatic repair: a `.detach()` of what is carried, one backward for all losses and `retain_graph=True` train
different things.""",
        explanation="""\
`backward()` frees what the graph had saved, unless it is told `retain_graph=True`. A second backward which reaches the same
operations raises "Trying to backward through the graph a second time".

In a loop this is nearly always state that is carried from one iteration to the next (the hidden state of a recurrent
network, a running average) and still has the graph of the last iteration behind it. Detach it where it is carried over.
For two losses of one forward, add them up and go backward once.""",
        bad=Program(
            """\
import torch
from torch import nn

cell = nn.Linear(2, 2)
hidden = torch.zeros(1, 2)
for step in range(2):
    hidden = cell(hidden + 1.0).tanh()
    hidden.sum().backward()
""",
            "raises",
            "Trying to backward through the graph a second time",
        ),
        good=Program(
            """\
import torch
from torch import nn

cell = nn.Linear(2, 2)
hidden = torch.zeros(1, 2)
for step in range(2):
    hidden = cell(hidden.detach() + 1.0).tanh()
    hidden.sum().backward()
print("trained")
""",
            "fine",
            "trained",
        ),
    ),
    Rule(
        code="DET306",
        name="inplace-on-leaf",
        summary="an in-place operation, outside `no_grad`, on a leaf that requires grad or on a view of one: raises",
        severity="error",
        harm="raises at once",
        help="put the write under `with torch.no_grad():`",
        repair="unsafe",
        fix_safety="""\
Unsafe: the program, which raises today, runs. A statement that can be nothing but an update comes under `torch.no_grad()`:
one that only numbers go into, or the gradient. Where anything else is written there is no repair, since it may be meant to
be differentiated.""",
        explanation="""\
A leaf that requires grad (a parameter, a tensor made with `requires_grad=True`) cannot be written in place while recording is
on: PyTorch raises "a leaf Variable that requires grad is being used in an in-place operation". This error is the usual
reason why people reach for `.data`, which silences it, along with the check that would have caught a wrong gradient.

An update of a weight belongs under `with torch.no_grad():`. If the write is part of what is to be differentiated, write to a
`.clone()`.""",
        bad=Program(
            """\
import torch

weight = torch.ones(2, requires_grad=True)
weight.sum().backward()
weight -= 0.1 * weight.grad
""",
            "raises",
            "a leaf Variable that requires grad is being used in an in-place operation",
        ),
        good=Program(
            """\
import torch

weight = torch.ones(2, requires_grad=True)
weight.sum().backward()
with torch.no_grad():
    weight -= 0.1 * weight.grad
print(weight)
""",
            "fine",
            "tensor([0.9000, 0.9000], requires_grad=True)",
        ),
    ),
    Rule(
        code="DET307",
        name="inplace-refused",
        summary="a write PyTorch refuses at once: to a part of chunk/split/unbind, expanded memory, a view made under `no_grad`",
        severity="error",
        harm="raises at once",
        help="write to a `.clone()`, or to the tensor the view was taken from",
        fix_safety="""\
There is no automatic repair: whether the memory, or a copy of it, should change has to be decided by who wrote it.""",
        explanation="""\
Some tensors cannot be written in place whatever was saved: the parts that `chunk`, `split`, `unbind` or iteration give of a
tensor that requires grad (several views came out of one operation, and the graph cannot be rewritten for one of them),
memory in which several elements share one place (`expand`, `broadcast_to`), and views that were made under `no_grad` and
are written outside of it.

Take a `.clone()` first, or write to the tensor the view was taken from.""",
        bad=Program(
            """\
import torch

gates = torch.ones(4, requires_grad=True) * 2.0
left, right = gates.chunk(2)
left.mul_(0.5)
""",
            "raises",
            "This view is the output of a function that returns multiple views",
        ),
        good=Program(
            """\
import torch

gates = torch.ones(4, requires_grad=True) * 2.0
left, right = gates.chunk(2)
left = left * 0.5
print(left)
""",
            "fine",
            "tensor([1., 1.], grad_fn=<MulBackward0>)",
        ),
    ),
    Rule(
        code="DET308",
        name="loss-term-without-gradient",
        summary="an addend of the loss whose only source of gradient was cut as its last step (`.item()`, `.detach()`): it trains nothing",
        severity="warning",
        harm="the term changes the printed loss and no gradient",
        help="add the term itself, without `.item()`, `.detach()` or `torch.tensor(...)`",
        fix_safety="""\
There is no automatic repair: the term may be there for the log only.""",
        explanation="""\
A term of the loss ends in `.item()`, `.detach()`, `.data` or `torch.tensor([loss])`. What is added is a constant: the printed loss
contains the term, and the gradient does not. Nothing is raised, since the other terms still have a graph.

A detached factor or difference *inside* an expression that keeps another path to a gradient, as in
`z + (q - z).detach()`, is a well-known and useful thing, and not reported.""",
        bad=Program(
            """\
import torch

weight = torch.tensor([3.0, 4.0], requires_grad=True)
error = (weight - 1.0).sum()
penalty = weight.pow(2).sum()
loss = error + 0.5 * penalty.item()
loss.backward()
print(weight.grad)
""",
            "silent",
            "tensor([1., 1.])",
        ),
        good=Program(
            """\
import torch

weight = torch.tensor([3.0, 4.0], requires_grad=True)
error = (weight - 1.0).sum()
penalty = weight.pow(2).sum()
loss = error + 0.5 * penalty
loss.backward()
print(weight.grad)
""",
            "fine",
            "tensor([4., 5.])",
        ),
    ),
)
