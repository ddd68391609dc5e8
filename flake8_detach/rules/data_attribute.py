"""DET201 to DET205: the remaining uses of ``.data`` and ``detach_()``, and what to write in their place."""

from __future__ import annotations

from typing import Final

from flake8_detach.rules.model import Program, Rule

RULES: Final = (
    Rule(
        code="DET201",
        name="data-read",
        summary="a tensor's `.data` is read: use `.detach()`, which autograd can check",
        severity="advice",
        harm="none yet: a later in-place write would be silent",
        help="use `.detach()`, or drop `.data` where no graph is kept anyway",
        repair="safe or unsafe",
        fix_safety="""\
`x.data` becomes `x.detach()`; where only a shape, a number or a new tensor is taken from it, in comparisons, and for operands
under `torch.no_grad()`, `.data` goes away; `Variable(x.data)` becomes `x.detach()` (an import that nothing needs any more
stays). That is safe, bit for bit, as long as nothing is written through the alias, in the same function or wherever the file's
functions hand it on: by what they give back, arguments, attributes, containers and global names.

The repair is unsafe where something is written through it and the analysis cannot show that no graph which may still be
differentiated had saved the memory: then a write that was silent would make backward raise, even if a value is only changed
and restored. It is unsafe too where only its name, or what its `.data` holds, says that the receiver is a tensor, and for
`loss.data[0]` of a scalar, which raises today and becomes `loss.item()`. A read of `._version` has no repair.""",
        explanation="""\
`x.data` and `x.detach()` both give a tensor over the same memory that is not part of the graph. The one difference:
`.detach()` shares the version counter of `x` and `.data` has one of its own. So a later in-place write through
`.detach()` to something backward needs is an error, and through `.data` it is a wrong gradient and no word (DET101).

`.data` is undocumented, kept for old code, and not faster. Read-only uses may become `.detach()` without any change of
behaviour, or go away altogether: under `torch.no_grad()`, on labels, in `x.data.norm().item()`.""",
        bad=Program(
            """\
import torch

weight = torch.tensor([3.0, 4.0], requires_grad=True)
print(weight.data.norm())
""",
            "fine",
            "tensor(5.)",
        ),
        good=Program(
            """\
import torch

weight = torch.tensor([3.0, 4.0], requires_grad=True)
print(weight.detach().norm())
""",
            "fine",
            "tensor(5.)",
        ),
    ),
    Rule(
        code="DET202",
        name="data-write",
        summary="a tensor is written in place through `.data`: use `torch.no_grad()`, whose writes are counted",
        severity="advice",
        harm="none yet: no saved value was seen to be overwritten",
        help="write to the tensor itself under `with torch.no_grad():`",
        repair="safe or unsafe",
        fix_safety="""\
The write becomes one to the tensor itself under `with torch.no_grad():`, and so do the reads of `.data` in it. Statements next
to each other share a block, whatever their rule; loops (over what is no generator) and conditions of nothing but writes get it
around themselves; a function
that does nothing else gets the decorator `@torch.no_grad()` if its repairs are unsafe anyway; and `import torch` is added if it
is missing. Where no block can stand, and where a value is computed which somebody may differentiate, the write goes through
`.detach()`; `torch.nn.init` gets the tensor itself.

The repair is safe only where no graph that may still be differentiated can have saved the memory: where the analysis followed
the tensor from where it was made through everything that uses it, and at each write no live graph held it; where a module was
made in the same function, with parameters of its own, and has not been used yet; in `__init__`, for what it was not given, and on
parameters in `reset_parameters` and functions with `init` for a word of their name, which by PyTorch's conventions give them
their first values; and on gradients, in files without
`create_graph`. Everywhere else it is unsafe: whoever passed the tensor in may hold a graph, and a value that is changed and
restored through `.data` is right today and raises once the writes are counted.""",
        explanation="""\
`p.data.add_(...)`, `p.data += v` and `p.data[i] = v` are the old way of updating a weight without recording the update.
The write is not counted, so if it ever comes to stand between a forward and its backward, the gradients are wrong
without an error.

Under `torch.no_grad()` the tensor itself may be written, leaf or not; nothing is recorded, and the write is counted.""",
        bad=Program(
            """\
import torch

weight = torch.tensor([3.0, 4.0], requires_grad=True)
weight.sum().backward()
weight.data.add_(weight.grad, alpha=-1.0)
print(weight)
""",
            "fine",
            "tensor([2., 3.], requires_grad=True)",
        ),
        good=Program(
            """\
import torch

weight = torch.tensor([3.0, 4.0], requires_grad=True)
weight.sum().backward()
with torch.no_grad():
    weight.add_(weight.grad, alpha=-1.0)
print(weight)
""",
            "fine",
            "tensor([2., 3.], requires_grad=True)",
        ),
    ),
    Rule(
        code="DET203",
        name="data-rebind",
        summary="`x.data = y` swaps the memory under `x` behind autograd's back",
        severity="warning",
        harm="aliases and saved tensors go on with the old memory, or silently with the new one",
        help="use `x.copy_(y)` under `with torch.no_grad():`, or make a new parameter",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: `x.data = y` becomes `x.copy_(y)` under `with torch.no_grad():`. Values are then copied to where `x` is,
so `x` and `y` do not share memory afterwards, `x` stays on its device and keeps its dtype, views and aliases of `x` see the new
values, the write is counted, and another shape raises. Moves to another device or type (`.cuda()`, `.half()`), memory of its
own for the same values (`x.data = x.data.clone()`), several targets and `x, y.data = ...` have no repair.""",
        explanation="""\
`x.data = y` does not copy: it lets `x` point to the memory of `y`. From then on `x` and `y` are the same numbers, views and
detached aliases that were taken of `x` before still point to the old memory, and no version is counted. A saved tensor
may see the new values or the old ones, according to what exactly the operation kept.

`x.copy_(y)` under `torch.no_grad()` puts the values where everybody sees them. If shape or dtype are to change, make a
new `nn.Parameter`, or use `torch.utils.swap_tensors`.""",
        bad=Program(
            """\
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
average = torch.tensor([5.0, 6.0])
weight.data = average
average.zero_()
print(weight)
""",
            "silent",
            "tensor([0., 0.], requires_grad=True)",
        ),
        good=Program(
            """\
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
average = torch.tensor([5.0, 6.0])
with torch.no_grad():
    weight.copy_(average)
average.zero_()
print(weight)
""",
            "fine",
            "tensor([5., 6.], requires_grad=True)",
        ),
    ),
    Rule(
        code="DET204",
        name="data-metadata-lost",
        summary="`x.data.resize_()`, `set_()`, `squeeze_()`, `t_()`, ... change a temporary alias only: `x` stays as it was",
        severity="warning",
        harm="the statement has no effect",
        help="apply the operation to the tensor itself under `with torch.no_grad():`, or assign the result",
        repair="unsafe",
        fix_safety="""\
The repair is unsafe: for a local name, `x.data.t_()` becomes `x = x.t()`, so the name is a view with history from then on, where
it was unchanged before. There is none for attributes, which may be parameters, nor for `resize_()` and `set_()`: what was
meant to be in the new memory has to be said.""",
        explanation="""\
`x.data` and `x.detach()` are new tensor objects each time. Operations that change shape, strides or the memory a tensor
points to (`resize_`, `set_`, `squeeze_`, `unsqueeze_`, `t_`, `transpose_`) change that new object, and it is thrown away
at the end of the statement. `x` keeps its shape. Very old versions of PyTorch changed `x`, which is why such lines exist.

Call the method on `x` itself under `torch.no_grad()`, or give the result a name. `resize_` and its like are refused on a tensor that
requires grad, under `no_grad` as well: make a new tensor or Parameter there.""",
        bad=Program(
            """\
import torch

buffer = torch.zeros(2, 3)
buffer.data.t_()
print(buffer.shape)
""",
            "silent",
            "torch.Size([2, 3])",
        ),
        good=Program(
            """\
import torch

buffer = torch.zeros(2, 3)
buffer = buffer.t()
print(buffer.shape)
""",
            "fine",
            "torch.Size([3, 2])",
        ),
    ),
    Rule(
        code="DET205",
        name="detach-inplace",
        summary="`detach_()` changes the tensor for everybody who holds it: use `x = x.detach()`",
        severity="advice",
        harm="none yet: no backward was seen to need what it cuts",
        help="use `x = x.detach()`; for a parameter, `requires_grad_(False)`; for gradients, `zero_grad()`",
        repair="safe or unsafe",
        fix_safety="""\
In a loop over `parameters()`, `p.detach_()` becomes `p.requires_grad_(False)`, which is the same for leaves, and safe.
Elsewhere `x.detach_()` becomes `x = x.detach()`. That is unsafe: other names for the same tensor keep their history.""",
        explanation="""\
`x.detach_()` takes the tensor object itself out of its graph: every name, list and attribute that holds it loses the
history with it, and on a view it raises. `x = x.detach()` gives this one name a new tensor over the same memory and leaves
all others as they are.

What `detach_()` was once written for has a name of its own today: `p.requires_grad_(False)` freezes a parameter, and
`optimizer.zero_grad()` clears gradients. Where a backward does need what is cut, the finding is DET303, on a view DET302.""",
        bad=Program(
            """\
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
hidden = weight * 3
kept = [hidden]
hidden.detach_()
print(kept[0].requires_grad)
""",
            "fine",
            "False",
        ),
        good=Program(
            """\
import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
hidden = weight * 3
kept = [hidden]
hidden = hidden.detach()
print(kept[0].requires_grad)
""",
            "fine",
            "True",
        ),
    ),
)
