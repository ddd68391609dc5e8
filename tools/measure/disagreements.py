"""Where PyTorch's tables and its behaviour say different things of what an operation keeps, and why.

For each form with formulas in derivatives.yaml that was also measured, compare item by item what is kept, and for
whose sake. Every difference must be one of those explained in `WHY`; another is a defect of the measuring, or news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flake8_detach.torch_facts.operation import Variant, decode

from .declared import DeclaredForm, DeclaredOperation
from .names import public

WHY = {
    "result": "results are kept whoever requires grad: the generated code guards arguments only",
    "shared": "an argument that several formulas mention is kept whoever requires grad: the guard is only made for one formula",
    "in place": "an in-place operation keeps a private copy of what it overwrites, or its result instead",
    "composite": "on the CPU the operation is made of others; its own formula is for other backends",
    "not asked": "the argument is optional, and no measured call of this form had it",
    "copy": "kept is a private copy (of another dtype, expanded or made contiguous), not the argument's memory",
}


@dataclass(frozen=True)
class Disagreement:
    """One item of one form."""

    name: str
    item: str
    declared: tuple[str, ...] | None
    measured: tuple[str, ...] | None
    why: str | None

    def __str__(self) -> str:
        def said(sakes: tuple[str, ...] | None) -> str:
            return "not kept" if sakes is None else "kept for " + ", ".join(sakes)

        return f"{self.name}: {self.item} is declared {said(self.declared)}, measured {said(self.measured)} ({self.why})"


def compare(
    operations: Mapping[str, DeclaredOperation], entries: Mapping[str, Any]
) -> tuple[int, list[Disagreement]]:
    """How many forms could be compared, and what they disagree on."""
    compared = 0
    found: list[Disagreement] = []
    for operation in operations.values():
        names = sorted((p for n in operation.names for p in public(n)), key=lambda n: n.startswith("Tensor."))
        if not names or not isinstance(entries.get(names[0]), list):
            continue
        variants = decode(names[0], entries[names[0]]).variants
        for form in operation.forms:
            mine = [v for v in variants if form.has_derivative and _is_of(v, form)]
            if not mine:
                continue
            compared += 1
            declared, measured = _declared(form), _measured(mine)
            for item in sorted(declared.keys() | measured.keys()):
                if declared.get(item) != measured.get(item):
                    said, seen = declared.get(item), measured.get(item)
                    found.append(Disagreement(names[0], item, said, seen, _why(form, item, said, seen)))
    return compared, found


def _is_of(variant: Variant, form: DeclaredForm) -> bool:
    """Does a measured row belong to this declared form?"""
    parameters = variant.form.parameters
    return (
        [p.name for p in parameters] == [w.name for w in form.words]
        and not variant.facts.declared
        and bool(variant.facts.differentiable)
        and all(
            w.optional or w.letters[0] in p.letters or p.letters in w.letters
            for p, w in zip(parameters, form.words)
        )
        and all(
            w.letters[0] in p.letters
            for p, w in zip(parameters, form.words)
            if w.optional and p.letters != "0"
        )
    )


def _declared(form: DeclaredForm) -> dict[str, tuple[str, ...]]:
    names = [w.name for w in form.words]
    return {
        "results" if form.results == -1 and item == "result0" else item: tuple(n for n in names if n in sakes)
        for item, sakes in form.saves.items()
        if item in names or item.startswith("result")
    }


def _measured(variants: list[Variant]) -> dict[str, tuple[str, ...]]:
    """What the rows of one form say together."""
    found: dict[str, set[int]] = {}
    names = variants[0].facts.parameters
    for variant in variants:
        for saved in variant.facts.saves:
            item = saved.item if isinstance(saved.item, str) else names[saved.item]
            found.setdefault(item, set()).update(saved.sake)
    return {item: tuple(n for i, n in enumerate(names) if i in sakes) for item, sakes in found.items()}


def _why(
    form: DeclaredForm, item: str, declared: tuple[str, ...] | None, measured: tuple[str, ...] | None
) -> str | None:
    if form.in_place:
        return "in place"
    if form.composite:
        return "composite"
    if declared is not None and measured is not None and set(declared) < set(measured):
        return "result" if item.startswith("result") else "shared" if len(declared) > 1 else None
    if measured is None and any(w.name == item and w.optional for w in form.words):
        return "not asked"
    return None
