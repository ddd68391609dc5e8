"""From families and forms, or from whole programs that are edited, to programs."""

from __future__ import annotations

from dataclasses import dataclass

from . import edits
from .draw import Draw
from .families import FAMILIES
from .forms import render


@dataclass(frozen=True, slots=True)
class Program:
    """One generated program. ``key`` names the seed and the number it was made of."""

    key: str
    family: str
    source: str


EDITED = "edited_"
"""Begins the names of the families that are edits of one program."""


def families() -> tuple[str, ...]:
    """The names of all families."""
    return (*FAMILIES, *(f"{EDITED}{name}" for name in edits.programs()))


def generate(seed: int, count: int, only: tuple[str, ...] = ()) -> list[Program]:
    """``count`` programs, the families in turn; the same for the same seed, whatever the count."""
    names = [name for name in families() if not only or name in only]
    programs = []
    for number in range(count):
        family = names[number % len(names)]
        draw = Draw(f"{seed}/{family}/{number}")
        if family.startswith(EDITED):
            source = edits.edited(draw, family.removeprefix(EDITED))
        else:
            source = render(draw, FAMILIES[family](draw))
        programs.append(Program(f"{family}-{seed}-{number}", family, source))
    return programs
