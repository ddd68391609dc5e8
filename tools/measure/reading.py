"""Which gradients read what was kept, and which read no more of it than its sign.

Some operations keep all that they were given as soon as one argument requires grad: a convolution keeps its input also
where only the input requires grad, whose gradient does not depend on it. Found by handing backward other contents, one
kept thing at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import torch

from .probe import Call, Item, Kept, Key, Path, Seen, floating, keep, plain

Change: TypeAlias = Callable[[torch.Tensor], torch.Tensor]

CHANGES: Sequence[Change] = (
    lambda t: t * 0.7 + 0.1,
    torch.neg,
    torch.zeros_like,
    lambda t: t.mul(3).flatten().flip(0).view(t.shape),
    lambda t: torch.full_like(t, torch.nan),
)
"""Other contents. One that changes nothing proves nothing: ``relu`` asks only for the sign of what it kept."""

FAR: Sequence[Change] = (lambda t: t * 100, lambda t: t * -100)
"""Beyond any bound."""

FLIPPED: Sequence[tuple[Change, Change]] = tuple(
    (
        lambda t, size=size: t * size,
        lambda t, size=size, sign=sign: t * size * sign(t),
    )
    for size in (1, 0.1, 7)
    for sign in (
        lambda t: -1,
        lambda t: (1 - 2 * (torch.arange(t.numel(), dtype=t.dtype) % 2)).view(t.shape),
    )
)
"""The same sizes with other signs."""

KEEPING_SIGNS: Sequence[Change] = (
    lambda t: t * 0.01,
    lambda t: t * 100,
    lambda t: t.sign() * 10.0 ** torch.linspace(-3, 3, t.numel(), dtype=t.dtype).view(t.shape),
)
"""Other contents with the same signs: what reads more than these sees a difference in one of them."""

Changes: TypeAlias = dict[int, Change]
Kinds: TypeAlias = dict[Key | tuple[str, int], frozenset[Key]]
Reads: TypeAlias = Literal["all", "some", "sign", "size", "nan", "recorded", "nothing"]
Gradients: TypeAlias = list[torch.Tensor]
REFUSALS = (RuntimeError, NotImplementedError, IndexError, ValueError)


def see_reading(call: Call, seen: Seen) -> None:
    """Note for each argument which of what is kept for it its gradient reads. Where what was kept is an index or a mask,
    nothing is noted."""
    found: dict[Reads, dict[Key | tuple[str, int], set[Key]]] = {reads: {} for reads in get_args(Reads)}
    for path in seen.paths:
        for item, reads in _asked(call, path).items():
            found[reads].setdefault(plain(item), set()).add(path[0])
    seen.read = _less(found["all"])
    seen.sizes = _less(found["size"], seen.read)
    seen.signs = _less(found["sign"], seen.read, seen.sizes)
    seen.partly = _less(found["some"], seen.read, seen.sizes, seen.signs)
    noticed = (seen.read, seen.sizes, seen.signs, seen.partly)
    seen.nans = _less(found["nan"], *noticed)
    seen.recorded = _less(found["recorded"], *noticed, seen.nans)
    seen.unread = _less(found["nothing"], *noticed, seen.nans, seen.recorded)


def _less(
    found: Mapping[Key | tuple[str, int], set[Key]], *others: Mapping[Key | tuple[str, int], Iterable[Key]]
) -> Kinds:
    """What was found, without what one of `others` says of the same thing."""
    left = {item: keys.difference(*(o.get(item, ()) for o in others)) for item, keys in found.items()}
    return {item: frozenset(keys) for item, keys in left.items() if keys}


def _asked(call: Call, path: Path) -> dict[Item, Reads]:
    """For each kept thing: what of its contents does the gradient of the argument at `path` depend on?"""
    changed: Changes = {}

    def unpack(number: int, t: torch.Tensor) -> torch.Tensor:
        return changed[number](t.detach()) if number in changed else t

    try:
        kept = keep(call, frozenset([path]), unpack)
        plainly = _gradients(kept, path)
    except REFUSALS:
        return {}
    if any(g.layout is not torch.strided for g in plainly):
        return {}
    found: dict[Item, Reads] = {}
    for item in sorted(kept.items, key=str):
        numbers = [n for n, (_, of) in enumerate(kept.packed) if of == item]
        if not all(floating(kept.packed[n][0]) for n in numbers):
            continue

        def differ(one: Change, other: Change, recorded: bool, numbers: Sequence[int] = numbers) -> bool:
            pair = (dict.fromkeys(numbers, one), dict.fromkeys(numbers, other))
            return _differ(kept, path, changed, pair, recorded=recorded)

        if any(bool(g.count_nonzero()) for g in plainly):
            found[item] = _verdict(differ, [kept.packed[n][0] for n in numbers])
        else:
            elsewhere = any(differ(_same_as_it_was, c, r) for c in (*CHANGES, *FAR) for r in (False, True))
            found[item] = "some" if elsewhere else "nothing"
    return found


def _verdict(differ: Callable[[Change, Change, bool], bool], contents: Sequence[torch.Tensor]) -> Reads:
    """Contents of one sign, and zeros, cannot show that no more than the sign is read."""

    def matters(changes: Iterable[Change], *, recorded: bool) -> bool:
        return any(differ(_same_as_it_was, change, recorded) for change in changes)

    def ever(changes: Iterable[Change]) -> bool:
        return any(matters(changes, recorded=recorded) for recorded in (False, True))

    if not matters(CHANGES, recorded=False):
        return "recorded" if matters(CHANGES, recorded=True) else "nothing"
    if any(t.is_complex() for t in contents):
        return "all"
    if not ever((*CHANGES[:-1], *FAR)):
        return "nan"
    if ever(KEEPING_SIGNS):
        turned = any(differ(one, other, recorded) for one, other in FLIPPED for recorded in (False, True))
        return "all" if turned else "size"
    return "sign" if all(bool((t > 0).any() and (t <= 0).any()) for t in contents) else "some"


def _same_as_it_was(t: torch.Tensor) -> torch.Tensor:
    return t


def _differ(
    kept: Kept, path: Path, changed: Changes, pair: tuple[Changes, Changes], *, recorded: bool
) -> bool:
    """Is the gradient another one with these contents than with those? One that is itself recorded may be computed in another
    way."""
    found: list[Gradients] = []
    try:
        for these in pair:
            changed.update(these)
            found.append(_gradients(kept, path, recorded=recorded))
        return not _same(*found)
    except REFUSALS:
        return not recorded  # not all can be recorded
    finally:
        changed.clear()


def _gradients(kept: Kept, path: Path, *, recorded: bool = False) -> Gradients:
    generator = torch.Generator().manual_seed(0)
    outputs = [t for t in kept.outputs if t.requires_grad]
    given = [_whole(torch.rand(t.shape, generator=generator).to(t.dtype)) for t in outputs]
    found = torch.autograd.grad(
        outputs, [kept.inputs.sources[path]], given, retain_graph=True, create_graph=recorded
    )
    return [g.detach() for g in found]


def _whole(t: torch.Tensor) -> torch.Tensor:
    """A complex gradient has an imaginary part as well; without one, that of an imaginary part would be zero."""
    return torch.complex(t.real, t.real.flatten().flip(0).view(t.shape)) if t.is_complex() else t


def _same(one: Gradients, other: Gradients) -> bool:
    """A NaN is like a NaN, and like nothing else: what was divided by zero has become one."""
    return all(
        torch.equal(a.isnan(), b.isnan()) and torch.equal(torch.nan_to_num(a), torch.nan_to_num(b))
        for a, b in zip(one, other, strict=True)
    )
