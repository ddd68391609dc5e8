"""An observed call with its arguments under the names of the parameters they went to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from .probe import Key, Seen
from .words import Word

CHOOSING = frozenset("p ord norm_type exponent beta".split())
"""Parameters whose value, a number, chooses between formulas."""


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
        self.saved = self._by_item(s.saved, name)
        self.read = self._by_item(s.read, name)
        self.unread = self._by_item(s.unread, name)
        self.signs = self._by_item(s.signs, name)
        self.partly = self._by_item(s.partly, name)
        self.sizes = self._by_item(s.sizes, name)
        self.nans = self._by_item(s.nans, name)
        self.recorded = self._by_item(s.recorded, name)
        self.own = {name(key) for key in s.own}
        self.elements = {
            (name(item)): relation for item, relation in s.elements.items() if not isinstance(item, tuple)
        }
        self.writes = {name(key) for key in s.writes}
        self.untracked_writes = {name(key) for key in s.untracked_writes}
        self.of = None if s.of is None else name(s.of)
        self.variadic_elements(name)

    @staticmethod
    def _by_item(
        said: Mapping[Key | tuple[str, int], frozenset[Key]], name: Callable[[Key], str]
    ) -> dict[str, set[str]]:
        """What is said of kept things and of arguments, by the names of both."""
        found: dict[str, set[str]] = {}
        for item, keys in said.items():
            label = f"result{item[1]}" if isinstance(item, tuple) else name(item)
            found.setdefault(label, set()).update(name(key) for key in keys)
        return found

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

    def number(self, word: Word) -> Any:
        """The same with the number itself where it chooses the formula: the `p` of a norm, an exponent."""
        value = self.values.get(word.name, word.default)
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
        return ("value", value) if number and chooses(word) else self.feature(word)

    def telling(self, word: Word) -> bool | str | int | float | None:
        """The value that may choose between formulas of the gradient: a flag, a word, such a number."""
        feature = self.number(word)
        return feature[1] if feature[0] == "value" else None


def chooses(word: Word) -> bool:
    """May a number given for this parameter choose between formulas? `n` does where it is the power of a matrix."""
    return word.name in CHOOSING or (word.name == "n" and not word.optional)


def _several(one: str, other: str) -> str:
    if "tensor" in (one, other):
        return "tensors"
    return "list"
