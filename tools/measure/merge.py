"""Many observed calls of one operation → few rows, each a call form with its facts.

Calls of one form that disagree are told apart by the first argument that explains it: its kind, its presence, or
its value where that is a bool, a string or None. What no argument explains stays in one row, marked `?`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flake8_detach.torch_facts.calls import Form, Parameter

from .declared import Word
from .probe import Seen

Feature = tuple[str, Any]


@dataclass
class Named:
    """An observation with arguments by parameter name."""

    seen: Seen
    words: Sequence[Word]
    where: dict[int | str, int]

    def __post_init__(self) -> None:
        def name(key: int | str) -> str:
            return self.words[self.where[key]].name

        s = self.seen
        self.kinds: dict[str, str] = {}
        for key, kind in s.kinds.items():
            self.kinds[name(key)] = (
                kind if name(key) not in self.kinds else _several(self.kinds[name(key)], kind)
            )
        self.values = {name(key): value for key, value in s.values.items()}
        self.floats = {name(key) for key in s.tensors}
        self.tensors = {name(key) for key in s.all_tensors}
        self.differentiable = {name(key) for key in s.differentiable}
        self.saved: dict[str, set[str]] = {}
        for item, sakes in s.saved.items():
            label = f"result{item[1]}" if isinstance(item, tuple) else name(item)
            self.saved.setdefault(label, set()).update(name(k) for k in sakes)
        self.own = {name(key) for key in s.own}
        self.elements = {
            (name(item)): relation for item, relation in s.elements.items() if not isinstance(item, tuple)
        }
        self.writes = {name(key) for key in s.writes}
        self.untracked_writes = {name(key) for key in s.untracked_writes}
        self.of = None if s.of is None else name(s.of)
        self.variadic_elements(name)

    def variadic_elements(self, name: Callable[[int | str], str]) -> None:
        """Tensors given one by one to a variadic parameter: which are kept when one requires grad."""
        groups: dict[str, list[int | str]] = {}
        for key in self.seen.tensors:
            groups.setdefault(name(key), []).append(key)
        for label, keys in groups.items():
            if len(keys) < 2 or label not in self.saved or label not in self.saved[label]:
                continue
            own = any(k in self.seen.saved.get(k, ()) for k in keys)
            others = any(k in self.seen.saved.get(j, ()) for k in keys for j in keys if j != k)
            self.elements[label] = "own" if not others else "others" if not own else "all"

    def feature(self, word: Word) -> Any:
        """What may explain a difference: kind, presence, or a telling value."""
        kind = self.kinds.get(word.name, "absent")
        if kind == "absent":
            return ("value", word.default) if isinstance(word.default, (bool, str)) else ("absent",)
        value = self.values.get(word.name)
        if kind in ("bool", "str"):
            return ("value", value)
        if word.name.lstrip(".") == "output_size" and value in (1, (1,), (1, 1), (1, 1, 1)):
            return ("value", value)  # pooling everything into one is a mean, which saves nothing
        if kind == "none":
            return ("absent",)
        return ("kind", "number" if kind in ("int", "number") else kind)


def _several(one: str, other: str) -> str:
    if "tensor" in (one, other):
        return "tensors"
    return "list"


def conflicts(group: Sequence[Named]) -> Counter[str]:
    """On what the calls of a group disagree."""
    found: Counter[str] = Counter()
    if len(group) < 2:
        return found
    for what, of in (
        ("returns", lambda n: (n.seen.returns, n.of)),
        ("freed", lambda n: n.seen.freed),
        ("results", lambda n: None if n.seen.multi_view or n.seen.listed else n.seen.results),
        ("multi", lambda n: n.seen.multi_view),
    ):
        values = Counter(of(n) for n in group if of(n) is not None)
        if len(values) > 1 and not (
            what == "returns" and set(k for k, _ in values) <= {"same", "same?", "view", "view?"}
        ):
            found[what] += sum(values.values()) - max(values.values())
    for p in {p for n in group for p in n.tensors}:
        holders = [n for n in group if p in n.tensors]
        for what in ("writes", "untracked_writes"):
            yes = sum(p in getattr(n, what) for n in holders)
            found[f"{what} {p}"] += min(yes, len(holders) - yes)
    for item, sakes in _items(group).items():
        holders = [n for n in group if _present(n, item)]
        if item not in ("results",):
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


def _items(group: Sequence[Named]) -> dict[str, set[str]]:
    items: dict[str, set[str]] = {}
    for n in group:
        for item, sakes in n.saved.items():
            items.setdefault(item, set()).update(sakes)
    return items


def _present(n: Named, item: str) -> bool:
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
    for rank, word in enumerate(words):
        if word.name in taken or word.name == "out":
            continue
        parts: dict[Any, list[Named]] = {}
        for n in group:
            parts.setdefault(n.feature(word), []).append(n)
        if len(parts) < 2 or len(parts) > 10:
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


LETTER = {
    "tensor": "t", "tensors": "L", "number": "n", "int": "n", "bool": "b", "none": "0", "list": "I", "str": "s",
    "slice": "x", "ellipsis": "e", "other": "o",
}  # fmt: skip


def narrowed(
    words: Sequence[Word], features: dict[str, Any], group: Sequence[Named]
) -> tuple[list[Word], dict[str, list[Any]]]:
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


def row(group: Sequence[Named], words: Sequence[Word], when: dict[str, list[Any]]) -> dict[str, Any]:
    """One line's worth of facts of a group of calls."""
    doubts = conflicts(group)
    recorded = [n for n in group if n.differentiable]
    names = [w.name for w in words]
    result: dict[str, Any] = {"call": spell(words)}
    if when:
        result["when"] = when
    grads = [p for p in names if any(p in n.differentiable for n in group)]
    first = group[0]
    returns, of = _returns(group)
    saves = []
    items = _items(group)
    numbers = max((n.seen.results for n in group), default=0)
    listed = len({n.seen.results for n in recorded}) > 1 or any(
        n.seen.multi_view or n.seen.listed for n in group
    )
    ordered = [p for p in names if p in items] + sorted(i for i in items if i not in names)
    if listed and any(i not in names for i in ordered):
        some = [i for i in ordered if i not in names]
        items["results"] = set().union(*(items[i] for i in some))
        ordered = [i for i in ordered if i in names] + ["results"]
    for item in ordered:
        holders = [n for n in recorded if _present(n, item if item != "results" else "result0")]
        keepers = [
            n
            for n in holders
            if item in n.saved or (item == "results" and any(i.startswith("result") for i in n.saved))
        ]
        sakes = [
            p for p in grads
            if _most([p in n.saved[item] for n in keepers if p in n.differentiable and item in n.saved], item == "results" and p in items[item])
        ]  # fmt: skip
        text = item
        if _most([item in n.own for n in keepers], False):
            text += "!"
        if len(keepers) < len(holders):
            text += "?"
        relations = [n.elements[item] for n in keepers if item in n.elements]
        if relations and relations[0] != "all":
            text += f"[{relations[0]}]"
        if sakes and sakes != grads:
            text += " for " + " ".join(sakes)
        saves.append(text)
    if saves:
        result["saves"] = saves
    if grads != ([] if returns in ("none", "value") else names[:1]):
        result["grads"] = " ".join(grads)
    freed = [n.seen.freed for n in recorded if n.seen.freed is not None]
    if _most(freed, False):
        result["freed"] = True
    for what in ("writes", "untracked_writes"):
        written = [p for p in names if _most([p in getattr(n, what) for n in group if p in n.tensors], False)]
        if written:
            result[what] = " ".join(written)
    if returns != "new":
        result["returns"] = returns if of is None else f"{returns} {of}"
    if returns not in ("none", "value"):
        count = -1 if listed else numbers
        if count != 1:
            result["results"] = count
        differentiable = sorted(set().union(*(n.seen.differentiable_results for n in group)))
        if grads and not listed and differentiable != list(range(max(count, 1))):
            result["grad_results"] = differentiable
    if first.seen.multi_view:
        result["multi_view"] = True
    if doubts:
        result["doubts"] = dict(doubts)
    return result


def _returns(group: Sequence[Named]) -> tuple[str, str | None]:
    kinds = Counter((n.seen.returns, n.of) for n in group)
    if len(kinds) == 1:
        return next(iter(kinds))
    shared = [(k, of) for k, of in kinds if k in ("view", "same", "view?", "same?", "input")]
    if shared:
        kind, of = shared[0]
        return ("same?" if any(k in ("input", "same", "same?") for k, _ in shared) else "view?"), of
    return group[0].seen.returns, group[0].of


def _most(votes: Sequence[bool | None], default: bool) -> bool:
    """The majority, the first when there is a tie."""
    if not votes:
        return default
    yes = sum(bool(v) for v in votes)
    return bool(votes[0]) if 2 * yes == len(votes) else 2 * yes > len(votes)


def spell(words: Sequence[Word]) -> str:
    """A form in the file's one-line notation."""
    parts: list[str] = []
    keyword_only = False
    for word in words:
        if word.keyword_only and not keyword_only:
            parts.append("*")
            keyword_only = True
        star = "*" if word.variadic else ""
        parts.append(f"{star}{word.name}:{word.letters}{'?' if word.optional else ''}")
    return " ".join(parts)


def form_of(words: Sequence[Word]) -> Form:
    """The reader's own idea of a form, so that calls are placed when measuring as they will be when reading."""
    return Form(tuple(Parameter(w.name, w.letters, w.optional, w.keyword_only, w.variadic) for w in words))
