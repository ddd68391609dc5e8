"""Playing small programs on the machine, with the real facts: ``p.call("operator.*", a, b)``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flake8_detach.autograd import (
    AutogradError,
    BackwardResult,
    Grad,
    GradMode,
    Hazard,
    Link,
    Machine,
    SkippedGradient,
    TensorId,
)
from flake8_detach.torch_facts import Kind
from flake8_detach.torch_facts.reader import function


@dataclass(frozen=True)
class T:
    """A tensor of the machine."""

    id: TensorId


def kind_of(value: Any) -> Kind:
    """The kind of an argument, as the facts' reader asks for it."""
    match value:
        case T():
            return "tensor"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "number"
        case str():
            return "str"
        case None:
            return "none"
        case [T(), *_]:
            return "tensors"
        case list() | tuple():
            return "list"
        case _:
            return "other"


@dataclass
class Play:
    """A program being played; each verb is a line of it."""

    m: Machine = field(default_factory=Machine)
    line: int = 0

    def next(self) -> int:
        """The next line."""
        self.line += 1
        return self.line

    def leaf(self, requires_grad: Grad = Grad.YES) -> T:
        """``torch.rand(3, requires_grad=True)``."""
        return T(self.m.tensor(self.next(), "leaf", requires_grad))

    def constant(self) -> T:
        """``torch.rand(3)``."""
        return self.leaf(Grad.NO)

    def call(
        self, name: str, *args: Any, results: int | None = None, part: Any = None, **keywords: Any
    ) -> Any:
        """Call an operation by the name the facts have for it; gives its results."""
        operation = function(name)
        assert operation is not None, name
        names: list[int | str] = [*range(len(args)), *keywords]
        given = zip(names, (*args, *keywords.values()), strict=True)
        plain = {k: v for k, v in given if not isinstance(v, (T, list))}
        bound = operation.bind(
            [kind_of(a) for a in args], {k: kind_of(v) for k, v in keywords.items()}, plain
        )
        assert bound is not None, name
        facts, where = bound
        operands: dict[int, tuple[TensorId, ...]] = {}
        for argument, index in where.items():
            value = args[argument] if isinstance(argument, int) else keywords[argument]
            tensors = tuple(v.id for v in (value if isinstance(value, list) else [value]) if isinstance(v, T))
            if tensors:
                operands[index] = (*operands.get(index, ()), *tensors)
        made = self.m.apply(self.next(), name, facts, operands, select=(part,), results=results)
        wrapped = [T(t) for t in made]
        return wrapped[0] if len(wrapped) == 1 and results is None else tuple(wrapped)

    def share(self, of: T, link: Link) -> T:
        """``of.detach()``, ``of.data``, …"""
        return T(self.m.share(self.next(), link.value, of.id, link))

    def data(self, of: T) -> T:
        """``of.data``."""
        return self.share(of, Link.DATA)

    def detach(self, of: T) -> T:
        """``of.detach()``."""
        return self.share(of, Link.DETACH)

    def no_grad(self) -> None:
        """``with torch.no_grad():`` from here."""
        self.m.set_mode(GradMode.OFF)

    def grad(self) -> None:
        """The end of it."""
        self.m.set_mode(GradMode.ON)

    def backward(self, root: T, **options: Any) -> BackwardResult:
        """``root.sum().backward()``."""
        return self.m.backward(self.next(), "backward", [self.call("Tensor.sum", root).id], **options)

    def gradient(self, root: T, inputs: Sequence[T], **options: Any) -> list[T]:
        """``torch.autograd.grad(root.sum(), inputs)``."""
        total = self.call("Tensor.sum", root)
        result = self.m.backward(
            self.next(), "grad", [total.id], inputs=[t.id for t in inputs], accumulate=False, **options
        )
        return [T(t) for t in result.gradients]

    # -- what came out

    @property
    def hazards(self) -> list[Hazard]:
        """What backward said so far."""
        return [r for r in self.m.reports if isinstance(r, Hazard)]

    @property
    def skipped(self) -> list[SkippedGradient]:
        """The gradients that were skipped."""
        return [r for r in self.m.reports if isinstance(r, SkippedGradient)]


def outcome(program: Any) -> str:
    """What a program comes to: the refusal it ends with, or "silent", "maybe silent", "maybe error" or
    "harmless"."""
    play = Play()
    try:
        program(play)
    except AutogradError as error:
        return error.refusal.name
    best = "harmless"
    for hazard in play.hazards:
        if hazard.silent and not hazard.unknown:
            return "silent"
        if hazard.unknown == 1:
            best = "maybe silent" if hazard.silent else "maybe error"
    return best
