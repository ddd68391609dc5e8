"""From calls to rows: try the samples, place each call in a declared form, merge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from flake8_detach.torch_facts import Kind

from .declared import DeclaredForm
from .merge import narrowed, split
from .named import Named
from .probe import Call, Seen, observe
from .reading import see_reading
from .row import Row, row
from .samples import Arguments
from .sharing import see_sharing
from .words import LETTER, Word, form_of, spell

REFUSALS = (
    RuntimeError,
    TypeError,
    ValueError,
    IndexError,
    NotImplementedError,
    AttributeError,
    AssertionError,
    KeyError,
    BufferError,
)
"""What a call raises when a sample does not suit it."""


def observed(function: Callable[..., Any], tries: Iterable[Arguments], most: int | None = None) -> list[Seen]:
    """The calls that succeed, observed."""
    found: list[Seen] = []
    for args, kwargs in tries:
        call = Call(function, args, kwargs)
        try:
            seen = observe(call)
        except REFUSALS:
            continue
        see_sharing(call, seen)
        see_reading(call, seen)
        found.append(seen)
        if most is not None and len(found) >= most:
            break
    return found


def place(seen: Seen, forms: Sequence[Sequence[Word]]) -> tuple[int, Named] | None:
    """The declared form a call belongs to: that which the reader would choose."""
    best: tuple[int, int, Named] | None = None
    for number, words in enumerate(forms):
        form = form_of(words)
        positional = sum(isinstance(k, int) for k in seen.kinds)
        where = form.place(positional, tuple(k for k in seen.kinds if isinstance(k, str)))
        if where is None:
            continue
        score = sum(form.parameters[where[key]].fit(cast("Kind", kind)) for key, kind in seen.kinds.items())
        if best is None or score > best[0]:
            best = (score, number, Named(seen, words, where))
    return None if best is None else best[1:]


def rows_of(
    forms: Sequence[Sequence[Word]],
    calls: Sequence[Seen],
    indifferent: tuple[str, ...] = (),
    lists: Collection[int] = (),
) -> dict[int, list[Row]]:
    """The rows of each form that was measured, in the order in which the calls met the forms.

    Parameters in `indifferent` are never used to tell forms apart. The forms at `lists` return as many tensors
    as the call decides.
    """
    by_form: dict[int, list[Named]] = {}
    for seen in calls:
        placed = place(seen, forms)
        if placed is not None:
            seen.listed = seen.listed or placed[0] in lists
            by_form.setdefault(placed[0], []).append(placed[1])
    found: dict[int, list[Row]] = {}
    for number, group in by_form.items():
        words = [widened(word, group) for word in forms[number]]
        found[number] = []
        special: list[Row] = []
        for leaf, features in split(group, words, indifferent):
            form, when = narrowed(words, features)
            general = row(leaf, form, when)
            found[number].append(general)
            special += by_value(leaf, form, when, general)
        found[number] = [*general_first(found[number]), *special]
    return found


def by_value(leaf: Sequence[Named], form: Sequence[Word], when: Mapping[str, Any], general: Row) -> list[Row]:
    """Rows for the values of one parameter with which the gradients read less: a sum does not ask for what a product asks."""
    best: list[Row] = []
    for word in form:
        parts: dict[Any, list[Named]] = {}
        for n in leaf:
            parts.setdefault(n.telling(word), []).append(n)
        if word.name in when or word.name == "out" or len(parts) < 2:
            continue
        rows = [
            row(leaf, form, {**when, word.name: [value, word.default]}, part)
            for value, part in parts.items()
            if value is not None
        ]
        rows = [r for r in rows if r.get("saves") != general.get("saves")]
        if len(rows) > len(best):
            best = rows
    return best


def general_first(rows: list[Row]) -> list[Row]:
    """The first row loses its conditions: it holds wherever no other row does. Those that say the same are dropped."""
    general = {k: v for k, v in rows[0].items() if k != "when"}
    return [general, *(r for r in rows[1:] if {k: v for k, v in r.items() if k != "when"} != general)]


def widened(word: Word, group: Sequence[Named]) -> Word:
    """A parameter also takes what it was seen to take."""
    letters = word.letters
    if "a" in letters or word.variadic:
        return word
    for n in group:
        letter = LETTER.get(n.kinds.get(word.name, ""), "")
        if letter not in letters and not (letter == "n" and ("i" in letters or "I" in letters)):
            letters += letter
    return replace(word, letters=letters or "a")


def declared_row(form: DeclaredForm) -> Row:
    """The facts of a form no sample of which ran."""
    names = [w.name for w in form.words]
    tensors = form.returns not in ("none", "value")
    result: Row = {"call": spell(form.words), "declared": True}
    grads = [p for p in names if p in form.differentiable]
    saves = []
    for item, sakes in form.saves.items():
        if item in names or item.startswith("result"):
            mine = [p for p in grads if p in sakes]
            saves.append(
                item + ("!" if item in names else "") + ("" if mine == grads else " for " + " ".join(mine))
            )
    if not tensors:
        result["returns"] = form.returns
    elif form.view_of is not None:
        result["returns"] = f"{form.returns} {form.view_of}"
    if form.results != int(tensors):
        result["results"] = form.results
    if form.writes:
        result["writes"] = " ".join(p for p in names if p in form.writes)
    if grads != (names[:1] if tensors else []):
        result["grads"] = " ".join(grads)
    if saves:
        result["saves"] = saves
        result["freed"] = True
    if has_gradient(result):
        result["second"] = None
    return result


def has_gradient(row: Row) -> bool:
    """Does a gradient flow to an argument? `grads` is left out where it is the first."""
    return bool(row.get("grads", row.get("returns") not in ("none", "value")))
