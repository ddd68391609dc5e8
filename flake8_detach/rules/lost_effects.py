"""DET121 to DET124: a write or a result that does not do what the line says."""

from __future__ import annotations

from typing import Final

from flake8_detach.rules.model import Program, Rule

RULES: Final = (
    Rule(
        code="DET121",
        name="write-skips-gradient",
        summary="an unrecorded write between the forward and a backward to a tensor whose old value no gradient reads",
        severity="warning",
        harm="the gradient is that of the program without the write",
        help="write to a copy, or use a recorded operation if the write is meant to count",
        fix_safety="""\
There is no automatic repair: a straight-through estimator is written so on purpose, and only its author can tell it from a
mistake.""",
        explanation="""\
A tensor in the middle of the graph is written through `.detach()`, `.data` or under `torch.no_grad()`, after the forward
and before a backward through it. No operation had saved what is overwritten, or none whose gradient reads it (pooling keeps
its input for the shape), so the backward neither raises nor reads a wrong value: no gradient is corrupted. But the graph does not know of the write.

There are two cases, and the message says which one it is:

* *A later recorded operation reads the new values.* The gradient is that of the program without the write. This is a
  straight-through estimator, wanted or not. Written as `x + (new - x).detach()` it says so.
* *No later operation reads them.* All is right today. If somebody puts an operation in front that keeps its result
  (an `exp` in place of a sum), the same line becomes DET101 or DET102.""",
        bad=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
doubled = a * 2.0
doubled.data.clamp_(max=3.0)
doubled.sum().backward()
print(a.grad)
""",
            "silent",
            "tensor([2., 2., 2.])",
        ),
        good=Program(
            """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
doubled = (a * 2.0).clamp(max=3.0)
doubled.sum().backward()
print(a.grad)
""",
            "fine",
            "tensor([2., 0., 0.])",
        ),
    ),
    Rule(
        code="DET122",
        name="write-is-lost",
        summary="an in-place operation on a temporary copy (`x[mask].clamp_()`): nothing is changed",
        severity="warning",
        harm="the statement has no effect",
        help="assign to the subscript: `x[mask] = x[mask].clamp(...)`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: `x[mask].clamp_(0)` becomes `x[mask] = x[mask].clamp(0)`, which changes `x`, where nothing was changed
before. There is none where the copy is made by something else than a subscript.""",
        explanation="""\
Indexing with numbers and slices gives a view; indexing with a mask, a list or an index tensor gives a *copy*. So
`x[0].zero_()` writes to `x`, and `x[mask].zero_()` writes to a copy that is thrown away at the end of the line. The same
goes for `x[[0, 2]].data.zero_()` and `x[mask][0] = 1`.

Assign to the subscript (`x[mask] = 0`), or use `masked_fill_`, `index_fill_`, `index_copy_` or `index_add_`.""",
        bad=Program(
            """\
import torch

boxes = torch.tensor([-1.0, 0.5, 2.0])
boxes[boxes > 1].clamp_(max=1.0)
print(boxes)
""",
            "silent",
            "tensor([-1.0000,  0.5000,  2.0000])",
        ),
        good=Program(
            """\
import torch

boxes = torch.tensor([-1.0, 0.5, 2.0])
large = boxes > 1
boxes[large] = boxes[large].clamp(max=1.0)
print(boxes)
""",
            "fine",
            "tensor([-1.0000,  0.5000,  1.0000])",
        ),
    ),
    Rule(
        code="DET123",
        name="snapshot-alias",
        summary="`state_dict()`, `.detach()`, `.data` or `.numpy()` kept as the old value of something that is written later",
        severity="warning",
        harm="the snapshot changes along with its source",
        help="take a copy: `.detach().clone()`, or `copy.deepcopy(model.state_dict())`",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: what is kept becomes a copy, by `.detach().clone()` or `copy.deepcopy()` (with the import), and so keeps
the old value, where it followed its source before. The copy takes memory, and time in a loop.""",
        explanation="""\
`state_dict()`, `.detach()`, `.data` and `.numpy()` copy nothing: they share memory with what they are taken from. Kept as
"the weights before" or "the best so far", they silently follow every later step of the optimizer, and comparing or
restoring them does nothing at all.

A snapshot needs a copy: `p.detach().clone()`, `copy.deepcopy(model.state_dict())`, `x.detach().numpy().copy()`.""",
        bad=Program(
            """\
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
before = model.weight.detach()
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
print((model.weight - before).abs().sum().item())
""",
            "silent",
            "0.0",
        ),
        good=Program(
            """\
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
before = model.weight.detach().clone()
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
print(round((model.weight - before).abs().sum().item(), 4))
""",
            "fine",
            "0.2",
        ),
    ),
    Rule(
        code="DET124",
        name="result-dropped",
        summary="a statement that is only an out-of-place call whose result nobody takes (`x.masked_fill(m, 0)`, `x.detach()`)",
        severity="warning",
        harm="the statement has no effect",
        help="assign the result, or use the in-place form",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: for a local name, `x.masked_fill(m, 0)` becomes `x = x.masked_fill(m, 0)`, so what follows sees the new value,
where it saw the old one before. There is none for attributes.""",
        explanation="""\
Methods without a trailing underscore do not change their tensor; they return a new one. A line that only calls such a
method computes something and throws it away. `hidden.detach()` alone cuts nothing, and `scores.masked_fill(mask, 0)`
masks nothing. `batch.to(device)`, `x.double()` and `x.add(1)` are reported where `x` is known to be a tensor: a set has an `add`, and a
module is moved in place by `to`. An argument's annotation (`batch: torch.Tensor`) is enough for that.

Assign the result: `hidden = hidden.detach()`.""",
        bad=Program(
            """\
import torch

scores = torch.tensor([1.0, 2.0, 3.0])
scores.masked_fill(scores > 2, 0.0)
print(scores)
""",
            "silent",
            "tensor([1., 2., 3.])",
        ),
        good=Program(
            """\
import torch

scores = torch.tensor([1.0, 2.0, 3.0])
scores = scores.masked_fill(scores > 2, 0.0)
print(scores)
""",
            "fine",
            "tensor([1., 2., 0.])",
        ),
    ),
)
