"""Plays a step on PyTorch."""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any

import torch

from .functions import FUNCTIONS
from .steps import Step, operation, pick
from .vocabulary import FORMS, Form, Slot

OPERATORS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "@": operator.matmul,
    "+=": operator.iadd,
    "*=": operator.imul,
    "[]": operator.getitem,
    "[]=": lambda x, value, index: operator.setitem(x, index, value),
}

NEVER_OF_ZEROS = frozenset({"Tensor.prod"})
"""Operations whose backward is another one where there are zeros; nobody knows the values."""


class SkipError(Exception):
    """The step does not fit what there is (shapes, dtypes); it is left out on both sides."""


@cache
def callable_of(name: str) -> Callable[..., Any]:
    """What a form calls."""
    if name.startswith("operator."):
        return OPERATORS[name.removeprefix("operator.")]
    found = reduce(getattr, name.removeprefix("torch.").split("."), torch)
    assert callable(found)
    return found


def memory(t: torch.Tensor) -> int:
    """Where a tensor's storage begins. Its Python object is not asked: that may be gone ("invalid python storage")."""
    return t.data_ptr() - t.storage_offset() * t.element_size()


def overlaps(t: torch.Tensor) -> bool:
    """Whether several elements share one place, as ``expand()`` makes them."""
    return any(stride == 0 and size > 1 for stride, size in zip(t.stride(), t.size(), strict=True))


def leaf(t: torch.Tensor) -> bool:
    """Whether `t` is a leaf and no view. A view must not be asked: that would make its history anew."""
    return not t._is_view() and t.grad_fn is None


@dataclass
class Torch:
    """The tensors of a sequence so far, and the grad mode."""

    seed: int = 0
    slots: list[torch.Tensor] = field(default_factory=list)
    modes: ExitStack = field(default_factory=ExitStack)
    written: list[torch.Tensor] = field(default_factory=list)
    gradients: list[torch.Tensor | None] = field(default_factory=list)
    optimized: list[int] = field(default_factory=list)
    summed: bool = False
    rebound: torch.Tensor | None = None
    handed: list[torch.Tensor] = field(default_factory=list)  # gradients as they are in the graph

    def fresh(self, *shape: int) -> torch.Tensor:
        """New values, none near zero or one."""
        self.seed += 1
        generator = torch.Generator().manual_seed(self.seed)
        return torch.rand(shape, generator=generator) * 0.5 + 0.3

    picks: tuple[int, int] = (0, 0)

    def choose(self, step: Step) -> None:
        """Settle which tensors a step is about."""
        slots = range(len(self.slots))
        wanted = [i for i in slots if self.slots[i].requires_grad]
        if slots:
            self.picks = (pick(step.x, slots, wanted), pick(step.y, slots, wanted))

    @property
    def x(self) -> torch.Tensor:
        """The first tensor of the step. Raises SkipError when there is none."""
        if not self.slots:
            raise SkipError
        return self.slots[self.picks[0]]

    @property
    def y(self) -> torch.Tensor:
        """The second tensor of the step. Raises SkipError when there is none."""
        if not self.slots:
            raise SkipError
        return self.slots[self.picks[1]]

    def close(self) -> None:
        """Leave all grad modes."""
        self.modes.close()

    def play(self, step: Step) -> list[torch.Tensor]:
        """Play a step; gives the new tensors. Raises SkipError, or what PyTorch raises."""
        self.written, self.gradients, self.optimized = [], [], []
        self.rebound = None
        self.choose(step)
        return list(getattr(self, f"_{step.verb}")(step))

    # -- creation and aliases

    def _nothing(self, step: Step) -> list[torch.Tensor]:
        raise SkipError

    def _leaf(self, step: Step) -> list[torch.Tensor]:
        if torch.is_inference_mode_enabled():
            raise SkipError
        return [self.fresh(4, 4).requires_grad_()]

    def _constant(self, step: Step) -> list[torch.Tensor]:
        return [self.fresh(*((4, 4), (4,), ())[step.k % 3])]

    def _detach(self, step: Step) -> list[torch.Tensor]:
        return [self.x.detach()]

    def _data(self, step: Step) -> list[torch.Tensor]:
        return [self.x.data]

    def _array(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        return [torch.from_numpy((x if step.k % 5 == 0 else x.detach()).numpy())]

    def _dlpack(self, step: Step) -> list[torch.Tensor]:
        return [torch.from_dlpack(self._plain(step).detach())]

    def _plain(self, step: Step) -> torch.Tensor:
        """A tensor of floats which knows nothing of inference mode."""
        if torch.is_inference_mode_enabled():
            raise SkipError
        x = self.x
        if x.dtype is not torch.float32 or x.is_inference():
            raise SkipError
        return x

    def _parameter(self, step: Step) -> list[torch.Tensor]:
        return [torch.nn.Parameter(self._plain(step))]

    def _copy(self, step: Step) -> list[torch.Tensor]:
        return [copy.copy(self._plain(step))]

    # -- operations

    def _call(self, form: Form, x: torch.Tensor, y: torch.Tensor) -> list[torch.Tensor]:
        if x.dim() < form.dims:
            raise SkipError

        def fill(value: Any) -> Any:
            if isinstance(value, Slot):
                return (x, y)[value.number]
            return [fill(v) for v in value] if isinstance(value, list) else value

        result = callable_of(form.name)(
            *[fill(a) for a in form.args], **{k: fill(v) for k, v in form.keywords.items()}
        )
        results = [result] if isinstance(result, torch.Tensor) else list(result or ())
        return [r for r in results if isinstance(r, torch.Tensor)]

    def _operate(self, step: Step) -> list[torch.Tensor]:
        form = FORMS[operation(step)]
        x, y = self.x, self.y
        self._fits(form, x, y)
        if form.name in NEVER_OF_ZEROS and bool((x == 0).any()):
            raise SkipError
        return self._call(form, x, y)

    _view = _operate

    def _fits(self, form: Form, x: torch.Tensor, y: torch.Tensor) -> None:
        """Leave out what PyTorch would refuse for its shapes."""
        try:
            with torch.no_grad():
                other = torch.ones_like(y)
                self._call(form, torch.ones_like(x), other)
        except (RuntimeError, IndexError, ValueError, TypeError):
            raise SkipError from None
        if other.shape != y.shape:
            raise SkipError  # out= would resize it

    # -- writes

    def _written(self, form: Form, x: torch.Tensor, y: torch.Tensor) -> None:
        if form.name == "torch._foreach_mul_" and x is y:
            raise SkipError
        self._fits(form, x, y)
        if x.dtype is not torch.float32:
            raise SkipError  # an index made wrong raises something else
        if overlaps(x) or (("foreach" in form.name or "out" in form.keywords) and overlaps(y)):
            raise SkipError  # refused for the memory they see
        if memory(x) == memory(y) and x is not y:
            raise SkipError  # refused or not by what memory they see
        self.written = [y] if "out" in form.keywords else [x, y] if "foreach" in form.name else [x]
        self._call(form, x, y)

    def _write(self, step: Step) -> list[torch.Tensor]:
        self._written(FORMS[operation(step)], self.x, self.y)
        return []

    def _write_detach(self, step: Step) -> list[torch.Tensor]:
        self._written(FORMS[operation(step)], self.x.detach(), self.fresh())
        return []

    def _write_data(self, step: Step) -> list[torch.Tensor]:
        self._written(FORMS[operation(step)], self.x.data, self.fresh())
        return []

    def _write_no_grad(self, step: Step) -> list[torch.Tensor]:
        with torch.no_grad():
            self._written(FORMS[operation(step)], self.x, self.fresh())
        return []

    def _write_numpy(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        array = (x if step.k % 5 == 0 else x.detach()).numpy()
        array *= 0.9
        array += 0.05
        self.written = [x]
        return []

    def _write_storage(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        whole = torch.empty(0).set_(x.untyped_storage())
        whole.mul_(0.8).add_(0.07)
        self.written = [whole]
        return []

    def _rebind(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        self._alone(x)
        x.data = self.fresh(*x.shape)
        self.rebound = x
        return []

    def _rebind_alias(self, step: Step) -> list[torch.Tensor]:
        x, y = self._plain(step), self.y
        self._alone(x)
        if x.shape != y.shape or y.is_inference() or y.dtype is not x.dtype or overlaps(y):
            raise SkipError
        x.data = y
        self.rebound = x
        return []

    def _set_(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        torch.Tensor.set_(x.detach(), self.fresh(*x.shape))  # type: ignore[call-overload]
        return []

    # -- history

    def _detach_(self, step: Step) -> list[torch.Tensor]:
        x = self.x
        if x.is_inference():
            raise SkipError
        self._alone(x)
        x.detach_()
        return []

    def _requires_grad_(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        x.requires_grad_()
        return []

    def _requires_no_grad_(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        if step.k % 2:
            x.requires_grad = False
        else:
            x.requires_grad_(False)
        return []

    def _no_grad(self, step: Step) -> list[torch.Tensor]:
        return self._mode(torch.no_grad())

    def _grad_on(self, step: Step) -> list[torch.Tensor]:
        self.modes.close()
        return []

    def _inference(self, step: Step) -> list[torch.Tensor]:
        return self._mode(torch.inference_mode())

    def _set_grad_enabled(self, step: Step) -> list[torch.Tensor]:
        if torch.is_inference_mode_enabled():
            raise SkipError
        self.modes.enter_context(torch.set_grad_enabled(bool(step.k % 2)))
        return []

    def _mode(self, mode: Any) -> list[torch.Tensor]:
        self.modes.close()
        self.modes.enter_context(mode)
        return []

    # -- backward

    def _root(self, step: Step) -> torch.Tensor:
        x = self._plain(step)
        self.summed = not (x.dim() == 0 and step.k % 2)
        return x.sum() if self.summed else x

    def _run(self, step: Step, **options: Any) -> list[torch.Tensor]:
        return self._from([self._root(step)], **options)

    def _from(self, roots: list[torch.Tensor], **options: Any) -> list[torch.Tensor]:
        try:
            torch.autograd.backward(roots, **options)
        finally:
            self.gradients = [t.grad for t in self.slots if leaf(t)]
        return []

    def _backward(self, step: Step) -> list[torch.Tensor]:
        return self._run(step)

    def _backward_retain(self, step: Step) -> list[torch.Tensor]:
        return self._run(step, retain_graph=True)

    def _backward_create(self, step: Step) -> list[torch.Tensor]:
        return self._run(step, create_graph=True)

    def _backward_inputs(self, step: Step) -> list[torch.Tensor]:
        return self._run(step, inputs=[self.y])

    def _backward_two(self, step: Step) -> list[torch.Tensor]:
        first, second = self._plain(step), self.y
        if second.dtype is not torch.float32 or second.is_inference():
            raise SkipError
        self.summed = True
        return self._from([first.sum(), second.sum()], retain_graph=bool(step.k % 2))

    def _grad(self, step: Step, *, create: bool = False) -> list[torch.Tensor]:
        found = torch.autograd.grad(
            self._root(step),
            self.y,
            create_graph=create,
            retain_graph=bool(step.k % 2) or create,
            allow_unused=step.k % 3 == 0,
        )
        self.gradients = list(found)
        if create:
            return self._handed_out(found)
        return [g.clone() if g is not None else torch.zeros(()) for g in found]

    def _handed_out(self, found: Sequence[torch.Tensor | None]) -> list[torch.Tensor]:
        gradients = [g if g is not None else torch.zeros(()) for g in found]
        self.handed += gradients
        return gradients

    def _grad_create(self, step: Step) -> list[torch.Tensor]:
        return self._grad(step, create=True)

    def _grad_given(self, step: Step) -> list[torch.Tensor]:
        """The gradient of x for some leaf, y being what is handed down."""
        x, y = self._plain(step), self._plain_y()
        leaves = [i for i, t in enumerate(self.slots) if leaf(t) and t.requires_grad]
        if x.shape != y.shape or not leaves:
            raise SkipError
        self.optimized = [leaves[step.k % len(leaves)]]
        found = torch.autograd.grad(
            x, [self.slots[self.optimized[0]]], y, create_graph=True, allow_unused=True
        )
        self.gradients = list(found)
        return self._handed_out(found)

    def _plain_y(self) -> torch.Tensor:
        if self.y.dtype is not torch.float32 or self.y.is_inference():
            raise SkipError
        return self.y

    def _alone(self, x: torch.Tensor) -> None:
        """The judge cannot follow what becomes of the very tensor that a recorded backward handed down."""
        if any(x is t for t in self.handed):
            raise SkipError

    def _optimizer(self, step: Step, *, fused: bool = False) -> list[torch.Tensor]:
        # Fused kernels write past the end of overlapping memory: a defect of PyTorch's own.
        chosen = {
            id(t): i
            for i, t in enumerate(self.slots)
            if leaf(t) and t.requires_grad and t.grad is not None and not overlaps(t)
        }
        if not chosen or torch.is_inference_mode_enabled():
            raise SkipError
        self.optimized = list(chosen.values())
        self.written = [self.slots[i] for i in self.optimized]
        with torch.enable_grad():
            torch.optim.SGD([self.slots[i] for i in self.optimized], lr=0.1, fused=fused).step()
        return []

    def _fused_optimizer(self, step: Step) -> list[torch.Tensor]:
        return self._optimizer(step, fused=True)

    def _zero_grad(self, step: Step) -> list[torch.Tensor]:
        x = self.x
        if not leaf(x) or x.grad is None:
            raise SkipError
        if step.k % 2:
            x.grad = None
        else:
            x.grad.detach_().zero_()
            self.written = [x.grad]
        return []

    def _use_grad(self, step: Step) -> list[torch.Tensor]:
        x = self.x
        if not leaf(x) or x.grad is None:
            raise SkipError
        return [x.grad]

    # -- custom Functions

    def _function(self, step: Step) -> list[torch.Tensor]:
        x = self._plain(step)
        if step.verb == "inplace_function":
            if overlaps(x):
                raise SkipError
            self.written = [x]
            FUNCTIONS[step.verb].apply(x)
            return []
        found = FUNCTIONS[step.verb].apply(x)
        return list(found) if isinstance(found, tuple) else [found]

    _square_function = _exp_function = _inplace_function = _same_function = _pair_function = _function
