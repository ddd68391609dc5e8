"""The tensors autograd saved, watched from the moment they are saved until a backward uses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import torch
from torch.utils._python_dispatch import _disable_current_modes

from .memory import element_bytes, overlap, span_bytes

if TYPE_CHECKING:
    from .clock import LineClock
    from .verdict import ErrorKind


@dataclass(eq=False)
class SavedTensor:
    """One saved tensor: what it was, and the lines that did something to it since."""

    tensor: torch.Tensor
    clean: torch.Tensor  # a copy of the saved contents
    version: int  # when saved
    contents: bytes  # when saved
    cuttable: bool  # saved as an input with a history: detach_() on it makes backward refuse
    seen_version: int
    seen_span: bytes
    seen_contents: bytes
    bumped_by: dict[int, None] = field(default_factory=dict)
    changed_by: dict[int, None] = field(default_factory=dict)  # without a bump
    touched_by: dict[int, None] = field(default_factory=dict)  # by any in-place operation, changed or not
    cut_by: int | None = None

    @property
    def is_modified(self) -> bool:
        return self.tensor._version != self.version

    @property
    def is_changed(self) -> bool:
        return self.seen_contents != self.contents


@dataclass(slots=True)
class BackwardCall:
    """One entry into the engine and what it found in the tensors it unpacked."""

    line: int
    error: ErrorKind | None = None
    gradients: list[object] | None = None  # arrays, or None where there is no gradient
    refuses: ErrorKind | None = None  # the first unpacked tensor that plain PyTorch would refuse
    cut_by: set[int] = field(default_factory=set)
    bumped_by: set[int] = field(default_factory=set)
    changed_before_error: set[int] = field(default_factory=set)
    changed_by: set[int] = field(default_factory=set)
    touched_by: set[int] = field(default_factory=set)


class SavedTensors:
    """The pack and unpack hooks, and the comparison between lines.

    ``restore`` names lines whose unnoticed changes are undone before backward sees them.
    """

    def __init__(self, clock: LineClock, restore: frozenset[int]) -> None:
        self._clock = clock
        self._restore = restore
        self._live: WeakValueDictionary[int, SavedTensor] = WeakValueDictionary()
        self._count = 0
        self.current: BackwardCall | None = None

    def pack(self, tensor: torch.Tensor) -> SavedTensor:
        with self._clock.quiet(), _disable_current_modes(), torch.no_grad():
            is_result = _is_result_of_running_operation(tensor)
            # A result is kept without its history, or it would keep its own operation alive for ever.
            watched = tensor.detach() if is_result else tensor
            span = span_bytes(tensor)
            contents = element_bytes(tensor, span)
            saved = SavedTensor(
                tensor=watched,
                clean=tensor.detach().clone(),
                version=tensor._version,
                contents=contents,
                cuttable=tensor.requires_grad and not tensor.is_leaf and not is_result,
                seen_version=tensor._version,
                seen_span=span,
                seen_contents=contents,
            )
            self._live[self._count] = saved
            self._count += 1
            return saved

    def unpack(self, saved: SavedTensor) -> torch.Tensor:
        with self._clock.quiet(), _disable_current_modes(), torch.no_grad():
            self.compare()
            if self.current is not None:
                _charge(self.current, saved)
            if saved.is_changed and not saved.is_modified and self._restore & set(saved.changed_by):
                return saved.clean.clone()
            return saved.tensor.detach()

    def compare(self) -> None:
        """Charge the running line with what happened to the live saved tensors since the last look."""
        if not self._clock.stack:
            return
        for saved in list(self._live.values()):
            tensor = saved.tensor
            if saved.cuttable and saved.cut_by is None and not tensor.requires_grad:
                saved.cut_by = self._clock.charge()
            bumped = tensor._version != saved.seen_version
            span = span_bytes(tensor)
            if not bumped and span == saved.seen_span:
                continue
            contents = element_bytes(tensor, span)
            changed = contents != saved.seen_contents
            if bumped:
                saved.bumped_by[self._clock.charge()] = None
            elif changed:
                saved.changed_by[self._clock.charge()] = None
            saved.seen_version = tensor._version
            saved.seen_span = span
            saved.seen_contents = contents

    def touch(self, written: torch.Tensor) -> None:
        """An in-place operation of the running line is about to write this tensor."""
        line = self._clock.here()
        if not line:
            return
        for saved in list(self._live.values()):
            if overlap(saved.tensor, written):
                saved.touched_by[line] = None

    def touch_object(self, written: torch.Tensor) -> None:
        """The running line gives this very tensor object other memory."""
        for saved in list(self._live.values()):
            if saved.tensor is written:
                saved.touched_by[self._clock.here()] = None


def _is_result_of_running_operation(tensor: torch.Tensor) -> bool:
    """Whether a tensor that is being saved is a result of the operation which saves it."""
    if tensor.is_leaf or tensor.grad_fn is None:
        return False
    next_number = torch._C._autograd._get_sequence_nr()
    return tensor.grad_fn._sequence_nr() == next_number - 1


def _charge(call: BackwardCall, saved: SavedTensor) -> None:
    if saved.cut_by is not None:  # PyTorch looks at this before it looks at the version
        call.cut_by.add(saved.cut_by)
        call.refuses = call.refuses or "detached-inplace"
    elif saved.is_modified:
        call.refuses = call.refuses or "inplace-modified"
        call.bumped_by.update(saved.bumped_by)
        call.changed_before_error.update(saved.changed_by)
    elif saved.is_changed:
        call.changed_by.update(saved.changed_by)
    call.touched_by.update(set(saved.touched_by) - set(saved.changed_by) - set(saved.bumped_by))
