"""Many observed calls of one form, told apart where they disagree.

Calls of one form that disagree are told apart by the first argument that explains it: its kind, its presence, or
its value where that is a bool, a string or None. What no argument explains stays together, and is marked `?`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .named import Named, chooses
from .words import LETTER, Word

MOST = {Named.feature: 10, Named.number: 16}
"""Ways to tell calls apart by an argument, and the most groups they may make."""

SHARING = {"same", "same?", "view", "view?"}
"""Ways to share memory which one row can state together, as conditional."""


def conflicts(group: Sequence[Named]) -> Counter[str]:
    """On what the calls of a group disagree."""
    found: Counter[str] = Counter()
    if len(group) < 2:
        return found
    for what, said in (
        ("returns", [(n.seen.returns, n.of) for n in group]),
        ("freed", [n.seen.freed for n in group]),
        ("results", [None if n.seen.multi_view or n.seen.listed else n.seen.results for n in group]),
        ("multi", [n.seen.multi_view for n in group]),
    ):
        values = Counter(v for v in said if v is not None)
        if len(values) > 1 and not (all(isinstance(v, tuple) and v[0] in SHARING for v in values)):
            found[what] += sum(values.values()) - max(values.values())
    for p in {p for n in group for p in n.tensors}:
        holders = [n for n in group if p in n.tensors]
        for what in ("writes", "untracked_writes"):
            yes = sum(p in getattr(n, what) for n in holders)
            found[f"{what} {p}"] += min(yes, len(holders) - yes)
    for item, sakes in items_of(group).items():
        holders = [n for n in group if present(n, item)]
        kept = sum(item in n.saved for n in holders)
        found[f"saved {item}"] += min(kept, len(holders) - kept)
        keepers = [n for n in holders if item in n.saved]
        for sake in sakes:
            asked = [n for n in keepers if sake in n.differentiable]
            yes = sum(sake in n.saved[item] for n in asked)
            found[f"sake {item} {sake}"] += min(yes, len(asked) - yes)
        owning = sum(item in n.own for n in keepers)
        found[f"own {item}"] += min(owning, len(keepers) - owning)
    floats = {p for n in group for p in n.floats}
    for p in floats:
        holders = [n for n in group if p in n.floats]
        yes = sum(p in n.differentiable for n in holders)
        found[f"grads {p}"] += min(yes, len(holders) - yes)
    return +found


def items_of(group: Sequence[Named]) -> dict[str, set[str]]:
    items: dict[str, set[str]] = {}
    for n in group:
        for item, sakes in n.saved.items():
            items.setdefault(item, set()).update(sakes)
    return items


def present(n: Named, item: str) -> bool:
    """Was there anything to keep?"""
    if not n.differentiable:
        return False
    if item.startswith("result") and item not in n.kinds:
        return int(item.removeprefix("result")) < max(n.seen.results, len(n.seen.differentiable_results))
    return item in n.tensors


def split(
    group: list[Named], words: Sequence[Word], taken: tuple[str, ...] = ()
) -> list[tuple[list[Named], dict[str, Any]]]:
    """Groups that agree, with the features that tell them apart; the group of the first call comes first."""
    here = sum(conflicts(group).values())
    if not here:
        return [(group, {})]
    best: tuple[tuple[int, bool, int], str, dict[Any, list[Named]]] | None = None
    ways = [(rank, word, way, most) for way, most in MOST.items() for rank, word in enumerate(words)]
    for rank, word, way, most in ways:
        if word.name in taken or word.name == "out" or (way is Named.number and not chooses(word)):
            continue
        parts: dict[Any, list[Named]] = {}
        for n in group:
            parts.setdefault(way(n, word), []).append(n)
        if len(parts) < 2 or len(parts) > most:
            continue
        left = sum(sum(conflicts(part).values()) for part in parts.values())
        order = (left, not all(isinstance(f[-1], (bool, str)) for f in parts), rank)
        if left < here and (best is None or order < best[0]):
            best = (order, word.name, parts)
    if best is None:
        return [(group, {})]
    _, name, parts = best
    return [
        (leaf, {name: feature, **features})
        for feature, part in parts.items()
        for leaf, features in split(part, words, (*taken, name))
    ]


def narrowed(words: Sequence[Word], features: dict[str, Any]) -> tuple[list[Word], dict[str, list[Any]]]:
    """The form of one group, and the values that must hold."""
    out: list[Word] = []
    when: dict[str, list[Any]] = {}
    for word in words:
        feature = features.get(word.name)
        if feature is None:
            out.append(word)
        elif feature[0] == "absent":
            if word.optional:
                out.append(replace(word, letters="0"))
            else:
                out.append(word)
        elif feature[0] == "kind":
            out.append(replace(word, letters=LETTER[feature[1]], optional=False))
        else:
            out.append(word)
            when[word.name] = [feature[1], word.default]
    return out, when
