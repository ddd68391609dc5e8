"""What a run is told to look for: plain frozen data that every face makes and the checker reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flake8_detach.rules import RULES

UnknownData = Literal["report", "ignore"]
UNKNOWN_DATA: tuple[UnknownData, ...] = ("report", "ignore")

DEFAULT_STEP_BUDGET = 72_000
"""How many evaluation steps one analysed definition may take, before DET902."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a project says of its own names, which the text alone does not tell.

    ``tensors`` and ``not_tensors`` are patterns (``*`` and ``?``) of what a ``.data`` is read from: ``self.queue``,
    ``*.codes``, ``batch``. ``writing`` and ``views`` are functions by their dotted name or the end of it, that write their
    argument in place, or give a view of it: ``mylib.ops.fill``, or ``mylib.ops.blend:1`` where it is the second argument.
    """

    tensors: tuple[str, ...] = ()
    not_tensors: tuple[str, ...] = ()
    writing: tuple[str, ...] = ()
    views: tuple[str, ...] = ()

    def short_names(self) -> frozenset[str]:
        """The names that a call of a function declared here ends with."""
        return frozenset(
            function.partition(":")[0].rpartition(".")[2] for function in (*self.writing, *self.views)
        )


NOTHING_DECLARED = Declared()


@dataclass(frozen=True, slots=True)
class Settings:
    """What to report, and how hard to look.

    ``select`` and ``ignore`` hold codes or beginnings of codes, as flake8 reads them; an empty ``select`` means every
    rule that is on by default. ``enable`` adds to either; it is how a rule that is off by default is turned on.
    ``unknown_data`` says what to do with a ``.data`` whose owner may or may not be a tensor. ``step_budget`` ends an
    analysis which grows beyond it. ``declared`` is what the project says of its own names.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    unknown_data: UnknownData = "report"
    step_budget: int = DEFAULT_STEP_BUDGET
    declared: Declared = NOTHING_DECLARED

    def wants(self, code: str) -> bool:
        """Whether findings of ``code`` are reported.

        The longest beginning that fits wins, and ``ignore`` wins a tie, as in flake8. Two things are different from
        a plain list of codes: a rule that is off by default is turned on by its whole code only (so ``select = DET``
        does not), and what the run says about itself (DET900, DET901) is hidden by its whole code only.
        """
        rule = RULES[code]
        ignored = _longest(code, self.ignore)
        if rule.always:
            return ignored < len(code)
        selected = _longest(code, self.select + self.enable)
        if not rule.on:
            return selected == len(code) and ignored < len(code)
        if selected < 0:
            return not self.select and ignored < 0
        return selected > ignored


def _longest(code: str, prefixes: tuple[str, ...]) -> int:
    """The length of the longest of ``prefixes`` that ``code`` begins with, -1 if there is none."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)
