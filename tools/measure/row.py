"""One group of calls that agree → one row of the generated file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .merge import conflicts, items_of, present
from .named import Named
from .second_text import second_of
from .words import Word, spell

Row = dict[str, Any]


def row(
    group: Sequence[Named],
    words: Sequence[Word],
    when: dict[str, list[Any]],
    readers: Sequence[Named] | None = None,
) -> Row:
    """The facts of a group of calls of one form. Of `readers`, some of them, it holds what their gradients read."""
    names = [w.name for w in words]
    grads = [p for p in names if any(p in n.differentiable for n in group)]
    returns, of = _returns(group)
    listed = _listed(group, words, of)
    tensors = returns not in ("none", "value")
    result: Row = {"call": spell(words)}
    if when:
        result["when"] = when
    if saves := _saves(group, names, grads, listed, readers):
        result["saves"] = saves
    if grads != (names[:1] if tensors else []):
        result["grads"] = " ".join(grads)
    if _most([n.seen.freed for n in group if n.differentiable and n.seen.freed is not None], False):
        result["freed"] = True
    for what in ("writes", "untracked_writes"):
        written = [p for p in names if _most([p in getattr(n, what) for n in group if p in n.tensors], False)]
        if written:
            result[what] = " ".join(written)
    if returns != "new":
        result["returns"] = returns if of is None else f"{returns} {of}"
    if tensors:
        count = -1 if listed else max(n.seen.results for n in group)
        if count != 1:
            result["results"] = count
        differentiable = sorted({i for n in group for i in n.seen.differentiable_results})
        if grads and not listed and differentiable != list(range(max(count, 1))):
            result["grad_results"] = differentiable
    if group[0].seen.multi_view:
        result["multi_view"] = True
    if grads and (second := second_of(readers or group, names, grads)) != {}:
        result["second"] = second
    if doubts := conflicts(group):
        result["doubts"] = dict(doubts)
    return result


def _listed(group: Sequence[Named], words: Sequence[Word], of: str | None) -> bool:
    """Does the call decide how many tensors it returns?"""
    numbers = {n.seen.results for n in group}
    if (
        any(n.seen.multi_view or n.seen.listed for n in group)
        or len({n.seen.results for n in group if n.differentiable}) > 1
    ):
        return True
    # One result for each element of an argument.
    return max(numbers) > 1 and any(w.name == of and (w.variadic or "L" in w.letters) for w in words)


def _saves(
    group: Sequence[Named],
    names: Sequence[str],
    grads: list[str],
    listed: bool,
    readers: Sequence[Named] | None,
) -> list[str]:
    """What is kept, in the file's notation."""
    items = items_of(group)
    arguments = [p for p in names if p in items]
    results = sorted(item for item in items if item not in names)
    recorded = [n for n in group if n.differentiable]
    saves = []
    for item in arguments if listed else [*arguments, *results]:
        holders = [n for n in recorded if present(n, item)]
        keepers = [n for n in holders if item in n.saved]
        sakes = [
            p for p in grads if _most([p in n.saved[item] for n in keepers if p in n.differentiable], False)
        ]
        own = "!" if _most([item in n.own for n in keepers], False) else ""
        doubt = "?" if len(keepers) < len(holders) else ""
        relation = next((n.elements[item] for n in keepers if item in n.elements), "all")
        elements = "" if relation == "all" else f"[{relation}]"
        saves.append(
            item
            + own
            + doubt
            + elements
            + _for(sakes, grads)
            + _read(group, readers or group, item, sakes or grads)
        )
    if listed and results:
        doubt = "" if all(any(r in n.saved for r in results) for n in recorded) else "?"
        sakes = [p for p in grads if any(p in items[r] for r in results)]
        saves.append(f"results{doubt}{_for(sakes, grads)}")
    return saves


def _read(group: Sequence[Named], readers: Sequence[Named], item: str, sakes: list[str]) -> str:
    """Of the arguments for whose sake `item` is kept: those whose gradient never reads it, those that read it only where that
    is recorded, and those that read no more of it than its signs, its sizes, or where it is NaN. What holds for all of `group`
    holds for `readers`."""
    left, found = list(sakes), {}
    for kind in MORE:
        found[kind] = [p for p in left if any(_no_more(kind, calls, item, p) for calls in (group, readers))]
        left = [p for p in left if p not in found[kind]]
    return "".join(f" {kind} {' '.join(found[kind])}" for kind in reversed(MORE) if found[kind])


MORE = {
    "unread": ("read", "partly", "signs", "sizes", "nans", "recorded"),
    "recorded": ("read", "partly", "signs", "sizes", "nans"),
    "nans": ("read", "partly", "signs", "sizes"),
    "sizes": ("read", "partly", "signs", "nans"),
    "signs": ("read", "sizes"),
}
"""What must not have been seen of any call."""


def _no_more(kind: str, calls: Sequence[Named], item: str, p: str) -> bool:
    def seen(what: str) -> bool:
        return any(p in getattr(n, what).get(item, ()) for n in calls)

    return seen(kind) and not any(map(seen, MORE[kind]))


def _for(sakes: list[str], grads: list[str]) -> str:
    return "" if sakes == grads or not sakes else " for " + " ".join(sakes)


def _returns(group: Sequence[Named]) -> tuple[str, str | None]:
    kinds = Counter((n.seen.returns, n.of) for n in group)
    if len(kinds) == 1:
        return next(iter(kinds))
    shared = [(k, of) for k, of in kinds if k in ("view", "same", "view?", "same?", "input")]
    if shared:
        of = shared[0][1]
        return ("same?" if any(k in ("input", "same", "same?") for k, _ in shared) else "view?"), of
    return group[0].seen.returns, group[0].of


def _most(votes: Sequence[bool | None], default: bool) -> bool:
    """The majority, the first when there is a tie."""
    if not votes:
        return default
    yes = sum(bool(v) for v in votes)
    return bool(votes[0]) if 2 * yes == len(votes) else 2 * yes > len(votes)
