"""Which gradients read what was kept.

Some operations keep all that they were given as soon as one argument requires grad: a convolution keeps its input also
where only the input requires grad, whose gradient does not depend on it. Found by handing backward other contents, one
kept thing at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import torch

from .probe import Call, Item, Kept, Key, Path, Seen, floating, keep, plain

CHANGES: Sequence[Callable[[torch.Tensor], torch.Tensor]] = (
    lambda t: t * 0.7 + 0.1,
    torch.neg,
    torch.zeros_like,
    lambda t: t.mul(3).flatten().flip(0).view(t.shape),
    lambda t: torch.full_like(t, torch.nan),
)
"""Other contents. One that changes nothing proves nothing: ``relu`` asks only for the sign of what it kept."""

Changes: TypeAlias = dict[int, Callable[[torch.Tensor], torch.Tensor]]
Gradients: TypeAlias = list[torch.Tensor]
REFUSALS = (RuntimeError, NotImplementedError, IndexError, ValueError)


def see_reading(call: Call, seen: Seen) -> None:
    """Note for each argument which of what is kept for it its gradient reads. Where the gradient is zero, or what was kept
    is an index or a mask, nothing is noted."""
    read: dict[Key | tuple[str, int], set[Key]] = {}
    unread: dict[Key | tuple[str, int], set[Key]] = {}
    for path in seen.paths:
        for item, matters in _asked(call, path).items():
            (read if matters else unread).setdefault(plain(item), set()).add(path[0])
    seen.read = {item: frozenset(keys) for item, keys in read.items()}
    seen.unread = {
        item: frozenset(keys - seen.read.get(item, frozenset()))
        for item, keys in unread.items()
        if keys - seen.read.get(item, frozenset())
    }


def _asked(call: Call, path: Path) -> dict[Item, bool]:
    """For each kept thing: does the gradient of the argument at `path` depend on its contents?"""
    changed: Changes = {}

    def unpack(number: int, t: torch.Tensor) -> torch.Tensor:
        return changed[number](t.detach()) if number in changed else t

    try:
        kept = keep(call, frozenset([path]), unpack)
        plainly = _gradients(kept, path)
    except REFUSALS:
        return {}
    if any(g.layout is not torch.strided for g in plainly) or not any(
        bool(g.count_nonzero()) for g in plainly
    ):
        return {}
    found: dict[Item, bool] = {}
    for item in sorted(kept.items, key=str):
        numbers = [n for n, (_, of) in enumerate(kept.packed) if of == item]
        if not all(floating(kept.packed[n][0]) for n in numbers):
            continue
        found[item] = any(
            _matters(kept, path, changed, dict.fromkeys(numbers, change), recorded=recorded)
            for recorded in (False, True)
            for change in CHANGES
        )
    return found


def _matters(kept: Kept, path: Path, changed: Changes, these: Changes, *, recorded: bool) -> bool:
    """Is the gradient another one with `these` contents? One that is itself recorded may be computed in another way."""
    try:
        plainly = _gradients(kept, path, recorded=recorded)
        changed.update(these)
        return not _same(plainly, _gradients(kept, path, recorded=recorded))
    except REFUSALS:
        return not recorded  # not all can be recorded
    finally:
        changed.clear()


def _gradients(kept: Kept, path: Path, *, recorded: bool = False) -> Gradients:
    generator = torch.Generator().manual_seed(0)
    outputs = [t for t in kept.outputs if t.requires_grad]
    given = [torch.rand(t.shape, generator=generator).to(t.dtype) for t in outputs]
    found = torch.autograd.grad(
        outputs, [kept.inputs.sources[path]], given, retain_graph=True, create_graph=recorded
    )
    return [g.detach() for g in found]


def _same(one: Gradients, other: Gradients) -> bool:
    return all(torch.equal(torch.nan_to_num(a), torch.nan_to_num(b)) for a, b in zip(one, other, strict=True))
