"""DET111 to DET116: DET101 to DET106 where one step between the save and the backward cannot be seen."""

from __future__ import annotations

from typing import Final

from flake8_detach.rules.model import Program, Rule, Severity

MODIFIED: Final = "has been modified by an inplace operation"
WARNING: Final[Severity] = "warning"

ONE_STEP: Final = """\
This is {sure} with one step that cannot be seen from the file: {unseen}. If that step does what such steps usually do,
the rest follows. With two such steps nothing is claimed.
"""

RULES: Final = (
    Rule(
        code="DET111",
        name="data-write-may-corrupt-backward",
        summary="DET101 with one step unseen: a write through `.data` to something that may be saved for backward",
        severity=WARNING,
        harm="silently wrong gradients, if the unseen step keeps or passes on the tensor",
        help="write to a copy (`.detach().clone()`), or move the write behind `backward()`",
        sure=False,
        repair="unsafe",
        fix_safety="""\
The repair is unsafe, and the same as that of DET101.""",
        explanation=ONE_STEP.format(
            sure="DET101",
            unseen="an unknown function or module, or a tensor which is returned and differentiated by the caller",
        )
        + """
The common form is a `forward()` which edits an activation through `.data` and returns it. Whoever calls the module
runs `backward()` on what comes out, and gets gradients of values which were never computed.

Take a copy, or write the operation so that autograd sees it (`torch.where`, multiplication by a mask).""",
        bad=Program(
            """\
import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        gate = x.sigmoid()
        gate.data.clamp_(max=0.9)
        return gate
""",
            "silent",
            "tensor([0.1966, 0.1050, 0.0900])",
            elsewhere="""\
a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
Gate()(a).sum().backward()
print(a.grad)
""",
        ),
        good=Program(
            """\
import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        gate = x.sigmoid()
        return gate.clamp(max=0.9)
""",
            "fine",
            "tensor([0.1966, 0.1050, 0.0000])",
            elsewhere="""\
a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
Gate()(a).sum().backward()
print(a.grad)
""",
        ),
    ),
    Rule(
        code="DET112",
        name="detach-write-may-break-backward",
        summary="DET102 with one step unseen: a write through `.detach()` to something that may be saved for backward",
        severity=WARNING,
        harm="backward raises, if the unseen step keeps or passes on the tensor",
        help="write to a copy (`.detach().clone()`), or move the write behind `backward()`",
        sure=False,
        repair="unsafe",
        fix_safety="""\
The repair is unsafe, and the same as that of DET102.""",
        explanation=ONE_STEP.format(
            sure="DET102",
            unseen="an unknown function or module, or a tensor which is returned and differentiated by the caller",
        )
        + """
The write is counted, so the backward of the caller raises "modified by an inplace operation", far from this line.

Take a copy before you write.""",
        bad=Program(
            """\
import torch
from torch import nn


class Normalised(nn.Module):
    def forward(self, x):
        weights = x.softmax(dim=0)
        shown = weights.detach()
        shown /= shown.max()
        return weights
""",
            "raises",
            MODIFIED,
            elsewhere="""\
a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
Normalised()(a)[0].backward()
""",
        ),
        good=Program(
            """\
import torch
from torch import nn


class Normalised(nn.Module):
    def forward(self, x):
        weights = x.softmax(dim=0)
        shown = weights.detach() / weights.detach().max()
        return weights
""",
            "fine",
            "tensor([ 0.0819, -0.0220, -0.0599])",
            elsewhere="""\
a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
Normalised()(a)[0].backward()
print(a.grad)
""",
        ),
    ),
    Rule(
        code="DET113",
        name="untracked-memory-write-may-corrupt",
        summary="DET103 with one step unseen: memory shared with NumPy or swapped by `x.data = y` may be saved for backward",
        severity=WARNING,
        harm="silently wrong gradients, if the unseen step keeps or passes on the tensor",
        help="write to a copy: `.detach().cpu().numpy().copy()` or `.clone()`",
        sure=False,
        repair="unsafe",
        fix_safety="""\
The repair is unsafe, and the same as that of DET103.""",
        explanation=ONE_STEP.format(
            sure="DET103",
            unseen="an unknown function or module, or a tensor which is returned and differentiated elsewhere",
        )
        + """
NumPy writes are never counted, so if the memory was saved, nothing is raised and the gradients are wrong. `x.cpu()` is
such an unseen step too: it copies from a GPU and returns the very same tensor on a CPU.

Give NumPy a copy of its own.""",
        bad=Program(
            """\
import torch


def train_and_plot(x: torch.Tensor, activation) -> None:
    out = activation(x)
    numbers = out.detach().numpy()
    numbers *= 2
    out.sum().backward()
""",
            "silent",
            "tensor([ 1.0000, -1.3201])",
            elsewhere="""\
a = torch.tensor([0.0, 1.0], requires_grad=True)
train_and_plot(a, torch.tanh)
print(a.grad)
""",
        ),
        good=Program(
            """\
import torch


def train_and_plot(x: torch.Tensor, activation) -> None:
    out = activation(x)
    numbers = out.detach().numpy() * 2
    out.sum().backward()
""",
            "fine",
            "tensor([1.0000, 0.4200])",
            elsewhere="""\
a = torch.tensor([0.0, 1.0], requires_grad=True)
train_and_plot(a, torch.tanh)
print(a.grad)
""",
        ),
    ),
    Rule(
        code="DET114",
        name="inplace-write-may-break-backward",
        summary="DET104 with one step unseen: a tensor that may be saved for backward is written in place",
        severity=WARNING,
        harm="backward raises, if the unseen step keeps or passes on the tensor",
        help="use the out-of-place operation",
        sure=False,
        repair="unsafe",
        fix_safety="""\
The repair is unsafe, and the same as that of DET104.""",
        explanation=ONE_STEP.format(
            sure="DET104",
            unseen="an unknown function or module, or a tensor which is returned and differentiated by the caller",
        )
        + """
The write is counted, so the error comes at the caller's `backward()`.

Use the out-of-place form of the operation. It costs one allocation.""",
        bad=Program(
            """\
import torch
from torch import nn


class Attention(nn.Module):
    def forward(self, scores, mask):
        weights = scores.softmax(dim=-1)
        weights *= mask
        return weights
""",
            "raises",
            MODIFIED,
            elsewhere="""\
scores = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
mask = torch.tensor([1.0, 1.0, 0.0])
Attention()(scores, mask).sum().backward()
""",
        ),
        good=Program(
            """\
import torch
from torch import nn


class Attention(nn.Module):
    def forward(self, scores, mask):
        weights = scores.softmax(dim=-1)
        return weights * mask
""",
            "fine",
            "tensor([ 0.0599,  0.1628, -0.2227])",
            elsewhere="""\
scores = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
mask = torch.tensor([1.0, 1.0, 0.0])
Attention()(scores, mask).sum().backward()
print(scores.grad)
""",
        ),
    ),
    Rule(
        code="DET115",
        name="step-may-precede-backward",
        summary="DET105 with one step unseen: parameters that may be saved for a later backward are stepped or reloaded",
        severity=WARNING,
        harm="backward raises, if the unseen step uses those parameters",
        help="run every `backward()` through this graph before the first `step()`",
        fix_safety="""\
There is no automatic repair: whether the call may move behind the backward hangs on the step that cannot be seen.""",
        sure=False,
        explanation=ONE_STEP.format(
            sure="DET105",
            unseen="an unknown model, whose parameters the optimizer holds, or a wrapper around `backward`",
        )
        + """
`optimizer.step()` between a forward through such a model and a backward through the same forward makes that backward
raise, if any of the stepped weights was kept.

Run every backward first, then step.""",
        bad=Program(
            """\
import torch
from torch import nn


def adversarial_step(features: torch.Tensor, critic: nn.Module) -> None:
    train_critic = torch.optim.SGD(critic.parameters(), lr=0.1)
    score = critic(features)
    score.mean().backward(retain_graph=True)
    train_critic.step()
    (-score.mean()).backward()
""",
            "raises",
            MODIFIED,
            elsewhere="""\
features = torch.ones(4, 3, requires_grad=True)
critic = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
adversarial_step(features, critic)
""",
        ),
        good=Program(
            """\
import torch
from torch import nn


def adversarial_step(features: torch.Tensor, critic: nn.Module) -> None:
    train_critic = torch.optim.SGD(critic.parameters(), lr=0.1)
    critic(features.detach()).mean().backward()
    train_critic.step()
    (-critic(features).mean()).backward()
""",
            "fine",
            "no error",
            elsewhere="""\
features = torch.ones(4, 3, requires_grad=True)
critic = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
adversarial_step(features, critic)
print("no error")
""",
        ),
    ),
    Rule(
        code="DET116",
        name="untracked-library-write-may-corrupt",
        summary="DET106 with one step unseen: an uncounted library write to parameters that may be saved for backward",
        severity=WARNING,
        harm="silently wrong gradients, if the unseen step uses those parameters",
        help="run every `backward()` through this graph before the call",
        fix_safety="""\
There is no automatic repair: whether the call may move behind the backward hangs on the step that cannot be seen.""",
        sure=False,
        explanation=ONE_STEP.format(
            sure="DET106",
            unseen="an unknown model, whose parameters the optimizer holds, or a wrapper around `backward`",
        )
        + """
An optimizer with `fused=True` does not count its writes. A later backward through a forward from before the step then
silently mixes old activations with new weights.

Run every backward first, then step.""",
        bad=Program(
            """\
import torch
from torch import nn


def two_losses(x: torch.Tensor, model: nn.Module) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0, fused=True)
    y = model(x)
    y.sum().backward(retain_graph=True)
    optimizer.step()
    x.grad = None
    y.sum().backward()
    print(x.grad)
""",
            "silent",
            "tensor([[-1.]])",
            elsewhere="""\
model = nn.Linear(1, 1, bias=False)
nn.init.ones_(model.weight)
two_losses(torch.tensor([[2.0]], requires_grad=True), model)
""",
        ),
        good=Program(
            """\
import torch
from torch import nn


def two_losses(x: torch.Tensor, model: nn.Module) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0, fused=True)
    y = model(x)
    y.sum().backward(retain_graph=True)
    x.grad = None
    y.sum().backward()
    optimizer.step()
    print(x.grad)
""",
            "fine",
            "tensor([[1.]])",
            elsewhere="""\
model = nn.Linear(1, 1, bias=False)
nn.init.ones_(model.weight)
two_losses(torch.tensor([[2.0]], requires_grad=True), model)
""",
        ),
    ),
)
