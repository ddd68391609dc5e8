"""Watches what PyTorch saved: which step changed it, whether a counter moved, and whether a backward read it.

Hooks switch PyTorch's own version check off, so the hooks here do it again, in the same order and words; that the
sequence then raises where it raises without hooks is itself checked. Two things they cannot do, and the judge is blind then: a
leaf that was saved and then cut by ``detach_()``, or told to require grad, comes out of hooks as it was when saved, which a
recorded backward passes on; and where a recorded backward unpacks two tensors that see the same memory and keeps one, nothing tells which.

Given steps to `undo`, what those steps had changed is unpacked as it was when it was saved: if gradients come out differently,
the steps were silent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import torch

from .on_torch import Torch
from .steps import Use


class RefusedError(RuntimeError):
    """The check that PyTorch would have made."""


def range_of(t: torch.Tensor) -> tuple[int, int]:
    """First and last byte of the memory a tensor sees."""
    if t.numel() == 0:
        return 0, 0
    reach = sum((n - 1) * s for n, s in zip(t.size(), t.stride(), strict=True)) + 1
    start = t.data_ptr()
    return start, start + reach * t.element_size()


@dataclass(eq=False)
class Pack:
    """One saved tensor."""

    tensor: torch.Tensor
    needed_grad: bool
    had_history: bool
    custom: bool  # kept by a custom Function, which never refuses what detach_() cut
    version: int
    clone: torch.Tensor
    now: bytes
    seen: int
    content: set[int] = field(default_factory=set)  # steps which changed it unseen
    bumps: set[int] = field(default_factory=set)  # steps which moved its counter
    same: set[int] = field(default_factory=set)  # steps which wrote to it what was there already


def contents(t: torch.Tensor) -> bytes:
    """The elements of a tensor."""
    with torch.no_grad():
        return bytes(t.detach().clone().numpy().tobytes())


class Judge:
    """Saved-tensor hooks which keep account."""

    def __init__(self, undo: frozenset[int] = frozenset()) -> None:
        self.undo = undo
        self.packs: list[Pack] = []
        self.uses: dict[int, Use] = {}
        self.step = self.start = 0
        self.world = Torch()
        self.busy = False
        self.blind = False  # with hooks, PyTorch did something else than without
        self.unpacked: list[tuple[Pack, torch.Tensor]] = []  # by this step's backward, and what it was handed
        self.custom = False  # the step is a custom Function's

    def pack(self, t: torch.Tensor) -> Any:
        """Called when an operation saves `t`."""
        if self.busy:
            return t
        self.busy = True
        try:
            again = self.again(t)
            if again is not None:
                return again
            history = t.grad_fn if t.requires_grad else None
            result = history is not None and self.makes(t, history._sequence_nr())
            with torch.no_grad():
                kept = t.detach() if result else t
                clone = t.detach().clone()
            pack = Pack(
                kept,
                t.requires_grad,
                history is not None and not result,
                self.custom,
                t._version,
                clone,
                contents(t),
                t._version,
            )
            self.packs.append(pack)
            return pack
        finally:
            self.busy = False

    def again(self, t: torch.Tensor) -> Pack | None:
        """A recorded backward keeps what it just unpacked: hooks handed it another name of that."""
        if any(t is slot for slot in self.world.slots):
            return None  # the gradient that it was given
        version = t._version
        form = (t.data_ptr(), t.shape, t.stride(), version)
        alike = [
            p for p, h in self.unpacked if (h.data_ptr(), h.shape, h.stride(), p.tensor._version) == form
        ]
        if not alike:
            return None
        self.blind |= any(p.tensor is not alike[0].tensor for p in alike)  # which of them, nothing tells
        new = replace(
            alike[0],
            custom=self.custom,
            version=version,
            clone=t.detach().clone(),
            now=contents(t),
            seen=version,
        )
        new.content, new.bumps, new.same = set(), set(), set()
        self.packs.append(new)
        return new

    def makes(self, t: torch.Tensor, sequence: int) -> bool:
        """Whether `t`, with this number of its node, is a result of the operation that is running."""
        if not any(t is slot for slot in self.world.slots):
            # Of what was made on the way, only a view (a vector as a matrix of one row) is asked again for its history.
            return self.custom or not t._is_view()
        return sequence >= self.start and any(t is target for target in self.world.written)

    def begin(self, step: int, *, custom: bool) -> None:
        """A step begins."""
        self.step, self.custom = step, custom
        self.unpacked = []
        self.start = torch._C._autograd._get_sequence_nr()

    def unpack(self, pack: Pack | torch.Tensor) -> torch.Tensor:
        """Called when a backward reads it. Raises RefusedError as PyTorch would have."""
        if isinstance(pack, torch.Tensor):
            return pack
        use = self.uses.setdefault(self.step, Use())
        history = pack.tensor.grad_fn  # raises where a view must not be rewritten
        if pack.had_history and not pack.custom and history is None:
            raise RefusedError("Trying to use a saved tensor that has been detached in-place")
        if pack.tensor._version != pack.version:
            use.first = set(pack.bumps)
            raise RefusedError("one of the variables needed has been modified by an inplace operation")
        other = history is None and pack.needed_grad != pack.tensor.requires_grad
        self.blind |= torch.is_grad_enabled() and other
        use.corrupt |= pack.content
        use.same |= pack.same
        if pack.content & self.undo:
            self.unpacked.append((pack, pack.tensor))
            return pack.clone.clone()
        with torch.no_grad():
            handed = pack.tensor.detach()
        self.unpacked.append((pack, handed))
        return handed

    def look(self, written: list[torch.Tensor], rebound: torch.Tensor | None) -> None:
        """After a step: what has changed; `rebound` got other memory."""
        ranges = [range_of(t) for t in written]
        for pack in self.packs:
            t = pack.tensor
            now = contents(t)
            if t._version != pack.seen:
                pack.bumps.add(self.step)
                pack.seen = t._version
            elif now != pack.now:
                pack.content.add(self.step)
            elif t is rebound:
                pack.same.add(self.step)
            elif ranges:
                start, end = range_of(t)
                if any(a < end and start < b for a, b in ranges):
                    pack.same.add(self.step)
            pack.now = now
