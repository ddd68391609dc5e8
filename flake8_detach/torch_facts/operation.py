"""An operation: its forms, and which of them a call means."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from ..frozen import dataclass, replace
from . import einsum
from .calls import Form, parse_form
from .facts import Elements, Kind, OpFacts, ResultKind, Saved
from .second import decode as decode_second

Bound: TypeAlias = tuple[OpFacts, Mapping[int | str, int]]
"""The facts of the form that a call means, and the parameter of each argument."""
MOST_CALLS = 256
"""Calls of one operation whose meaning is remembered."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of an operation with its facts; ``when`` are argument values that must hold."""

    form: Form
    facts: OpFacts
    when: tuple[tuple[str, object, object], ...]  # parameter, value, the parameter's default


@dataclass(frozen=True)
class Operation:
    """All forms of one operation, the most common first."""

    name: str
    variants: tuple[Variant, ...]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the first form's parameters; the first of a method is ``self``."""
        return self.variants[0].facts.parameters

    @property
    def facts(self) -> OpFacts:
        """The facts of the first, the most common form."""
        return self.variants[0].facts

    def bind(
        self,
        kinds: Sequence[Kind],
        keywords: Mapping[str, Kind] | None = None,
        values: Mapping[int | str, Hashable] | None = None,
    ) -> Bound | None:
        """The form a call means, with the parameter of each argument (by position or keyword name).

        `kinds` are the positional arguments' kinds, the receiver of a method first. `values` holds constants
        that are known (``inplace=True``, ``dim=1``, …), by position or keyword; what is not there counts as not known, or,
        when the argument is not given, as the parameter's default. The form that fits the known kinds best is
        taken; of several that fit equally, the first, which is the most common. None when no form takes that
        many arguments or such keywords.
        """
        keywords = {} if keywords is None else keywords
        values = {} if values is None else values
        call = (tuple(kinds), tuple(keywords.items()), tuple((k, type(v), v) for k, v in values.items()))
        if call not in self._bound:
            if len(self._bound) >= MOST_CALLS:
                self._bound.clear()
            self._bound[call] = self._bind(kinds, keywords, values)
        return self._bound[call]

    @cached_property
    def _bound(self) -> dict[object, Bound | None]:
        """What calls mean, by their arguments' kinds and constants: a program calls an operation alike many times."""
        return {}

    def _bind(
        self, kinds: Sequence[Kind], keywords: Mapping[str, Kind], values: Mapping[int | str, Hashable]
    ) -> Bound | None:
        found = self._best(kinds, keywords, values, strict=True)
        if found is None:  # a value nobody measured, such as a new `mode`
            found = self._best(kinds, keywords, values, strict=False)
        if found is None:
            return None
        facts, where = found
        if self.name == "torch.einsum":
            facts = _by_equation(facts, kinds, values)
        if "out" in keywords and "out" in facts.parameters and keywords["out"] != "none":
            facts = _with_out(facts, facts.parameters.index("out"))
        return facts, where

    def _best(
        self,
        kinds: Sequence[Kind],
        keywords: Mapping[str, Kind],
        values: Mapping[int | str, Hashable],
        *,
        strict: bool,
    ) -> Bound | None:
        best_score: int | None = None
        best: Bound | None = None
        for variant in self.variants:
            where = variant.form.place(len(kinds), tuple(keywords))
            if where is None or (strict and not _holds(variant, values, where)):
                continue
            score = _score(variant, kinds, keywords, values, where)
            if best_score is None or score > best_score:
                best_score, best = score, (variant.facts, where)
        return best


def _holds(variant: Variant, values: Mapping[int | str, Hashable], where: Mapping[int | str, int]) -> bool:
    """False when a known value contradicts the form."""
    arguments = _by_name(variant, where)
    for name, wanted, default in variant.when:
        argument = arguments.get(name)
        value = default if argument is None else values.get(argument, wanted)
        if (list(value) if isinstance(value, tuple) else value) != wanted:
            return False
    return True


def _by_name(variant: Variant, where: Mapping[int | str, int]) -> dict[str, int | str]:
    return {variant.form.parameters[index].name: argument for argument, index in where.items()}


def _score(
    variant: Variant,
    kinds: Sequence[Kind],
    keywords: Mapping[str, Kind],
    values: Mapping[int | str, Hashable],
    where: Mapping[int | str, int],
) -> int:
    """How well a call fits; a condition of the form counts for it where it is known to hold, else against it."""
    score = 0
    for argument, index in where.items():
        kind = kinds[argument] if isinstance(argument, int) else keywords[argument]
        score += variant.form.parameters[index].fit(kind)
    arguments = _by_name(variant, where)
    for name, _, _ in variant.when:
        score += 1 if name not in arguments or arguments[name] in values else -1
    return score


def _with_out(facts: OpFacts, out: int) -> OpFacts:
    """The facts of the same call with ``out=``: it writes there, returns it and records nothing."""
    return replace(
        facts,
        saves=(),
        differentiable=(),
        freed=False,
        writes=(*facts.writes, out),
        result="input",
        of=out,
        differentiable_results=(),
        multi_view=False,
        identity=False,
        refuses_grad=True,
    )


def _by_equation(facts: OpFacts, kinds: Sequence[Kind], values: Mapping[int | str, Hashable]) -> OpFacts:
    """What the equation of ``torch.einsum`` says beyond the form."""
    text = values.get(0)
    if not isinstance(text, str):
        return facts
    listed = len(kinds) == 2 and kinds[1] == "tensors"
    equation = einsum.read(text, text.count(",") + 1 if listed else len(kinds) - 1)
    if equation is None:
        return facts
    if equation.shares:
        return replace(facts, saves=(), freed=False, result="view", of=facts.differentiable[0])
    places = equation.kept()
    if places is None:
        return facts
    certain = len(equation.operands) == 2  # of more, opt_einsum may choose another order
    kept = tuple(replace(saved, always=certain, places=places) for saved in facts.saves if places)
    return replace(facts, saves=kept, freed=len(equation.operands) > 1)


RESULTS: dict[str, tuple[ResultKind, bool]] = {
    "view": ("view", False),
    "same": ("input", True),
    "view?": ("maybe_view", False),
    "same?": ("maybe_view", True),
    "untracked": ("untracked", False),
    "untracked?": ("maybe_untracked", False),
    "input": ("input", False),
}


def decode(name: str, rows: Sequence[Mapping[str, Any]]) -> Operation:
    """An operation from its entry in the file."""
    return Operation(name, tuple(_variant(name, row) for row in rows))


def _variant(name: str, row: Mapping[str, Any]) -> Variant:
    form = parse_form(row["call"])
    parameters = tuple(p.name for p in form.parameters)
    index = {p: i for i, p in enumerate(parameters)}
    grads = row.get("grads", "" if row.get("returns") in ("none", "value") else parameters[:1])
    names = grads.split() if isinstance(grads, str) else grads
    differentiable = tuple(index[n] for n in names)
    result, of, identity = _result(row.get("returns", "new"), index)
    results = row.get("results", 0 if result in ("none", "value") else 1)
    if "grad_results" in row:
        differentiable_results = tuple(row["grad_results"])
    else:
        differentiable_results = tuple(range(max(results, 1))) if differentiable else ()
    facts = OpFacts(
        name=name,
        parameters=parameters,
        saves=tuple(_saved(word, index, differentiable) for word in row.get("saves", ())),
        differentiable=differentiable,
        freed=row.get("freed", False),
        writes=tuple(index[n] for n in row.get("writes", "").split()),
        result=result,
        of=of,
        results=results,
        differentiable_results=differentiable_results,
        multi_view=row.get("multi_view", False),
        untracked_writes=tuple(index[n] for n in row.get("untracked_writes", "").split()),
        identity=identity,
        leaf=row.get("leaf", False),
        declared=row.get("declared", False),
        second=decode_second(row.get("second", {}), parameters),
    )
    when = tuple((n, value, default) for n, (value, default) in row.get("when", {}).items())
    return Variant(form, facts, when)


def _result(text: str, index: Mapping[str, int]) -> tuple[ResultKind, int | None, bool]:
    word, _, of = text.partition(" ")
    if word in RESULTS:
        kind, identity = RESULTS[word]
        return kind, index[of], identity
    return (
        ("none", None, False)
        if word == "none"
        else ("value", None, False)
        if word == "value"
        else ("new", None, False)
    )


def _saved(text: str, index: Mapping[str, int], differentiable: tuple[int, ...]) -> Saved:
    """Read ``other! for self weight signs weight unread self``; ``!`` the own object, ``?`` not always, ``[own]``/``[others]`` of a
    list."""
    reads: dict[str, tuple[int, ...]] = {}
    for kind in ("unread", "recorded", "nans", "sizes", "signs"):
        text, _, names = text.partition(f" {kind} ")
        reads[kind] = tuple(index[n] for n in names.split())
    item, _, sake = text.partition(" for ")
    elements: Elements = "all"
    if item.endswith("]"):
        item, _, which = item.removesuffix("]").partition("[")
        elements = "own" if which == "own" else "others"
    always = not item.endswith("?")
    item = item.removesuffix("?")
    own = item.endswith("!")
    item = item.removesuffix("!")
    return Saved(
        item=index.get(item, item),
        sake=tuple(index[n] for n in sake.split()) if sake else differentiable,
        own=own,
        always=always,
        elements=elements,
        **reads,
    )
