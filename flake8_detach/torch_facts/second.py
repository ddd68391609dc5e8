"""The second order: what the recorded backward of an operation leads to and keeps, for one argument's gradient.

In the generated file a line for each argument (see ``tools/measure/second_text.py``), read when it is first asked for::

    grad other | grad!; other! for grad | freed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from ..frozen import dataclass, replace
from .facts import Elements, OpFacts, Saved

HANDED = -2
"""As a parameter: the gradient that was handed down."""

RESULT = -3
"""As a parameter: the operation itself, through one of its results or something it made on the way."""

Gives: TypeAlias = Literal["new", "same", "view", "inner", "perhaps"]
"""The gradient given has memory of its own; it is the very tensor that was handed down; it is a view of that; it is a view of
a tensor that nobody else has; it has memory of its own in some calls, and is what was handed down, or a view of it, in others."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One place that a recorded backward leads to: a parameter, HANDED or RESULT.

    ``flat``: nothing but zeros flow there, so that nothing computed there matters; what it kept is unpacked all the same.
    ``always`` is False where only some calls lead there, or to a part of the operation only.
    """

    item: int
    flat: bool = False
    always: bool = True
    elements: Elements = "all"


@dataclass(frozen=True, slots=True)
class Second:
    """The recorded backward for one argument. Items of `saves` are parameters, ``"result0"``, ``"grad"`` (what was
    handed down), or ``"grad1"`` (to the result of that number); sakes are those of its leads."""

    leads: tuple[Lead, ...]
    saves: tuple[Saved, ...] = ()
    freed: bool = False
    gives: Gives = "new"


LINEAR = Second((Lead(HANDED),))
"""Nothing is kept, and only the gradient handed down matters."""


@dataclass(frozen=True, slots=True)
class SecondOrder:
    """The second order of one form of an operation: its parameters, and the lines that some of them have."""

    parameters: tuple[str, ...]
    lines: tuple[tuple[str, str], ...] = ()

    def of(self, parameter: int) -> Second | None:
        """The recorded backward for `parameter`; None where it is not known."""
        name = self.parameters[parameter]
        for names, line in self.lines:
            if name in names.split():
                return _read(line, self.parameters)
        return LINEAR


def decode(entry: Mapping[str, str] | None, parameters: tuple[str, ...]) -> SecondOrder | None:
    """The second order of a form from its entry in the file; None where none of it is known."""
    return None if entry is None else SecondOrder(parameters, tuple(entry.items()))


def hands_on(facts: OpFacts) -> OpFacts:
    """The facts of a call that changes nothing of its argument's form: its backward gives the very gradient it is handed.

    ``squeeze()`` is one where no dimension has size one (unsqueeze_to in torch/csrc/autograd/FunctionsManual.cpp).
    """
    return replace(facts, second=SecondOrder(facts.parameters, ((" ".join(facts.parameters), "same: grad"),)))


SQUARE = "grad self | grad!; self! for self unread self | freed"


def squared(facts: OpFacts) -> OpFacts:
    """The facts of a power that is a square: its second derivative is constant, so that what the recorded backward keeps for it
    is kept as that of another power is, and not read (pow_backward in FunctionsManual.cpp)."""
    if facts.parameters[:1] != ("self",) or facts.second is None:
        return facts
    return replace(facts, second=SecondOrder(facts.parameters, (("self", SQUARE),)))


@cache
def _read(line: str, parameters: tuple[str, ...]) -> Second | None:
    if line == "?":
        return None
    if line == "constant":
        return Second(())
    index = {name: number for number, name in enumerate(parameters)} | {"grad": HANDED, "result": RESULT}
    gives: Gives = "new"
    for word in ("same", "view", "inner", "perhaps"):
        if line.startswith(f"{word}: "):
            gives, line = word, line.removeprefix(f"{word}: ")
    leads, _, rest = line.partition(" |")
    kept, _, freed = rest.partition(" |")
    places = tuple(_lead(word, index) for word in leads.split())
    saves = tuple(_saved(text.strip(), index, places) for text in kept.split(";") if text.strip())
    return Second(places, saves, bool(freed), gives)


def _lead(word: str, index: Mapping[str, int]) -> Lead:
    name, elements = _elements(word.rstrip("~?"))
    return Lead(index[name], word.endswith("~"), "?" not in word, elements)


def _saved(text: str, index: Mapping[str, int], leads: Sequence[Lead]) -> Saved:
    text, _, never = text.partition(" unread ")
    item, _, sake = text.partition(" for ")
    item, elements = _elements(item)
    bare = item.rstrip("?!~")
    whose = dict.fromkeys(index[_elements(name)[0]] for name in sake.split()) if sake else {}
    if not whose:
        skipped = HANDED if bare.startswith("grad") else None
        whose = dict.fromkeys(lead.item for lead in leads if lead.item != skipped)
    return Saved(
        item=index[bare] if bare in index and index[bare] >= 0 else bare,
        sake=tuple(whose),
        own=None if "!~" in item else "!" in item,
        always="?" not in item,
        elements=elements,
        unread=tuple(index[_elements(name)[0]] for name in never.split()),
    )


def _elements(word: str) -> tuple[str, Elements]:
    for which in ("own", "others"):
        if word.endswith(f"[{which}]"):
            return word.removesuffix(f"[{which}]"), which
    return word, "all"
