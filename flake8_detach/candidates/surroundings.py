"""What a file says of what its functions call: which names it gives a meaning, and where it binds attributes.

A call of a name to which the file gives no meaning (an import, an attribute that a base class elsewhere sets) is one
whose inside nobody here can see: where no backward is in sight, no claim rests on what it did with the memory of its
result.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import cached_property

from ..source.writes import told_in_place
from ..torch_facts import known_names

SWITCHES = frozenset({"no_grad", "inference_mode", "set_grad_enabled", "enable_grad", "_no_grad"})
"""What switches recording off and on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the text a value begins that is bound to an attribute, and whether this is one of ``self``."""

    at: int
    of_self: bool


_AS = re.compile(r" as[ \t]+(\w+)")
_FOR = re.compile(r"for[ \t]+([^\n:]+?)[ \t]+in\b")
_OF_TORCH = re.compile(r"(?m)^[ \t]*from[ \t]+torch[\w.]*[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)")
_BY_TEXT = ("setattr", "add_module", "register_module", "__dict__")
_MADE = re.compile(r"(?<!class )\b(\w+)[ \t]*\(")
_ADDED = re.compile(
    r"\.(\w+)(?:\.append[ \t]*\((?:\s*([\w.]+)[ \t]*(?=\())?|\.(?:extend|insert)[ \t]*\(|[ \t]*\+=)"
)
_NONE = re.compile(r"[ \t]*\(?None(?:,[ \t]*None)*\)?[ \t]*(?:\n|\Z)")
_WORD = re.compile(r"\w+")
_OF_SELF = re.compile(r"[ \t]*self\.")
_ATTRIBUTE = re.compile(r"\.(\w+)[ \t]*(?::.*)?\Z")


@dataclass(frozen=True)
class Surroundings:
    """A file's masked text (see ``masking``) and the names of its definitions, read when first asked."""

    text: str = field(repr=False)
    definitions: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()  # those of the definitions that are the only ones of their name

    @cached_property
    def _targets(self) -> tuple[tuple[str, int], ...]:
        """What stands before each ``=``, on its line and within its brackets, and where the ``=`` stands.

        Comparisons and keyword arguments are among them: whoever asks takes a name too many for one too few.
        """
        found: list[tuple[str, int]] = []
        text = self.text
        at = text.find("=")
        while at >= 0:
            line = text.rfind("\n", 0, at) + 1
            found.append((text[max(line, text.rfind("(", line, at) + 1) : at], at))
            at = text.find("=", at + 1)
        return tuple(found)

    @cached_property
    def named(self) -> frozenset[str]:
        """All names the file binds in some way, or takes from PyTorch; attributes and parameters with a default are
        among them. What is bound to None alone gets its meaning elsewhere."""
        bound = {
            word
            for target, at in self._targets
            if _NONE.match(self.text, at + 1) is None
            for word in _WORD.findall(target)
        }
        looped = {word for target in _FOR.findall(self.text) for word in _WORD.findall(target)}
        return self.definitions.union(bound, looped, _AS.findall(self.text), self._of_torch)

    @cached_property
    def _of_torch(self) -> frozenset[str]:
        return frozenset(word for names in _OF_TORCH.findall(self.text) for word in _WORD.findall(names))

    @cached_property
    def _has_star(self) -> bool:
        return any("*" in names for names in _OF_TORCH.findall(self.text))

    @cached_property
    def attributes(self) -> dict[str, tuple[Place, ...]]:
        """The attributes the file binds by an assignment of their own, and where what is bound to them begins."""
        found: dict[str, list[Place]] = {}
        together = set[str]()
        for target, at in self._targets:
            if "." not in target or self.text.startswith("==", at):
                continue
            in_call = self.text[at - len(target) - 1 : at - len(target)] == "(" and ")" not in target
            if "," in target and not in_call:
                together.update(_WORD.findall(target))
            for attribute in _ATTRIBUTE.findall(target):
                found.setdefault(attribute, []).append(Place(at + 1, _OF_SELF.match(target) is not None))
        return {name: tuple(at) for name, at in found.items() if name not in together}

    @cached_property
    def switches(self) -> bool:
        """Is recording switched anywhere?"""
        return any(word in self.text for word in SWITCHES)

    @cached_property
    def has_rows(self) -> bool:
        """Is there any row of layers?"""
        return "ModuleList" in self.text or "Sequential" in self.text

    @cached_property
    def has_in_place(self) -> bool:
        """Is any layer or function told to write its input?"""
        return told_in_place(self.text)

    def binds_by_text(self, spans: tuple[tuple[int, int], ...] = ()) -> bool:
        """Are attributes bound there whose names are not written down? Without `spans`: anywhere."""
        return any(self.text.find(word, *span) >= 0 for span in spans or ((0,),) for word in _BY_TEXT)

    @cached_property
    def others(self) -> dict[str, tuple[int, ...]]:
        """Of the attributes those places that bind another object's than ``self``."""
        found = {name: tuple([p.at for p in at if not p.of_self]) for name, at in self.attributes.items()}
        return {name: at for name, at in found.items() if at}

    @cached_property
    def holders(self) -> dict[str, frozenset[str]]:
        """Of each class the attributes to which an instance of it may be bound, or a row of such."""
        bound = sorted((place.at, attribute) for attribute, at in self.attributes.items() for place in at)
        starts = [at for at, _ in bound]
        found: dict[str, set[str]] = {}
        for made in _MADE.finditer(self.text):
            if made[1] in self.classes and (before := bisect(starts, made.start())):
                found.setdefault(made[1], set()).add(bound[before - 1][1])
        return {name: frozenset(attributes) for name, attributes in found.items()}

    @cached_property
    def added(self) -> dict[str, tuple[str, ...]]:
        """What is added to attributes: the classes of what is appended; an empty name for anything else."""
        found: dict[str, list[str]] = {}
        for place in _ADDED.finditer(self.text):
            found.setdefault(place[1], []).append(place[2] or "")
        return {name: tuple(made) for name, made in found.items()}

    def is_foreign(self, name: str) -> bool:
        """Does neither the file nor PyTorch say what `name` is? Of a dotted name its first and last part count."""
        first, *_, last = (*name.split("."), name.rpartition(".")[2])
        return (
            first != "torch"
            and not self._has_star
            and self.named.isdisjoint((first, last))
            and last not in known_names()
        )
