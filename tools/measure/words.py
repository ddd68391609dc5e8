"""The parameters of call forms, as they are declared, and the notation of the generated file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flake8_detach.torch_facts.calls import Form, Parameter, parse_form


@dataclass(frozen=True)
class Word:
    """One parameter of a call form; the letters are those of the generated file."""

    name: str
    letters: str
    optional: bool = False
    default: object = None
    keyword_only: bool = False
    variadic: bool = False


LETTER = {
    "tensor": "t", "tensors": "L", "number": "n", "int": "n", "bool": "b", "none": "0", "list": "I", "str": "s",
    "slice": "x", "ellipsis": "e", "other": "o",
}  # fmt: skip
"""The letter of each kind of argument."""


def words_from_text(text: str) -> list[Word]:
    """A form in the file's notation, as declared words."""
    return [
        Word(p.name, p.letters, p.optional, None, p.keyword_only, p.variadic)
        for p in parse_form(text).parameters
    ]


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
