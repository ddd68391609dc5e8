"""What a file says of what its functions call: which names it gives a meaning, and which layers its classes hold.

A call of a name to which the file gives no meaning (an import, an attribute that a base class elsewhere sets) is one
whose inside nobody here can see: where no backward is in sight, no claim rests on what it did with the memory of its
result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from ..torch_facts import known_names, module


class Layer(Enum):
    """What the forward of a layer gives."""

    NEW = "memory of its own, which it does not keep"
    SAME = "such memory, or its input itself"
    UNSEEN = "what nobody here can know"


Kind: TypeAlias = "Layer | str"
"""What is called: a layer, or the name of a class of the file."""


_AS = re.compile(r" as[ \t]+(\w+)")
_FOR = re.compile(r"for[ \t]+([^\n:]+?)[ \t]+in\b")
_OF_TORCH = re.compile(r"(?m)^[ \t]*from[ \t]+torch[\w.]*[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)")
_CONSTRUCTOR = re.compile(r"[ \t]*([\w.]+)[ \t]*(?=\()")
_LOOKED_UP = re.compile(r"[ \t]*([\w.]+)(?=\[)")
_SEVERAL = re.compile(r"[ \t]*(?:torch\.)?nn\.(ModuleList|Sequential)(?=\()")
_CALLED = re.compile(r"([A-Za-z_][\w.]*)[ \t]*\(")
_CONSTRUCTED = re.compile(r"\(\s*([\w.]+)[ \t]*(?=\()")
_COUNTING = frozenset({"range", "len", "int", "max", "min", "zip", "enumerate", "round", "float", "str"})
_NAME = re.compile(r"[ \t]*\w+[ \t]*(?:\n|\Z)")
_DISPLAY = re.compile(r"[ \t]*(?:dict|list|defaultdict|OrderedDict)?(?=[\[{(])")
_IN_PLACE = re.compile(r"\binplace[ \t]*=[ \t]*True\b")
_BY_TEXT = re.compile(r"\b(?:setattr|add_module|register_module|__setattr__|__dict__)\b")
_BRACKET = re.compile(r"[()\[\]{}]")
_END = re.compile(r"[ \t]*(?:[;\n]|\Z)")
_WORD = re.compile(r"\w+")
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
        among them."""
        bound = {word for target, _ in self._targets for word in _WORD.findall(target)}
        looped = {word for target in _FOR.findall(self.text) for word in _WORD.findall(target)}
        return self.definitions.union(bound, looped, _AS.findall(self.text), self._of_torch)

    @cached_property
    def _of_torch(self) -> frozenset[str]:
        return frozenset(word for names in _OF_TORCH.findall(self.text) for word in _WORD.findall(names))

    @cached_property
    def _has_star(self) -> bool:
        return any("*" in names for names in _OF_TORCH.findall(self.text))

    @cached_property
    def _attributes(self) -> dict[str, tuple[int, ...]]:
        """The attributes the file binds by an assignment of their own, and where what is bound to them begins."""
        found: dict[str, list[int]] = {}
        together = set[str]()
        for target, at in self._targets:
            if "." not in target or self.text.startswith("==", at):
                continue
            if "," in target:
                together.update(_WORD.findall(target))
            for attribute in _ATTRIBUTE.findall(target):
                found.setdefault(attribute, []).append(at + 1)
        known = _BY_TEXT.search(self.text) is None
        return {name: tuple(at) for name, at in found.items() if known and name not in together}

    @cached_property
    def layers(self) -> dict[str, frozenset[Kind]]:
        """The attributes that are only ever bound to layers (``self.proj = nn.Linear(...)``), or to what somebody gives
        the object once it is made; and which kinds of layer these are."""
        return self._kinds(self._bound)

    @cached_property
    def elements(self) -> dict[str, frozenset[Kind]]:
        """The attributes that are only ever bound to rows of layers (``self.parts = nn.ModuleList([...])``), and the
        kinds of their elements."""
        found = self._kinds(self._row)
        for attribute in list(found):
            for place in re.finditer(
                rf"\.{attribute}\.(?:append|extend|insert)[ \t]*(?=\()|\.{attribute}[ \t]*\+=", self.text
            ):
                made = _CONSTRUCTED.match(self.text, place.end())
                kind = self.kind_of(made[1]) if made is not None and "append" in place[0] else None
                if kind is None:
                    found.pop(attribute, None)
                elif attribute in found:
                    found[attribute] |= {kind}
        return {attribute: kinds for attribute, kinds in found.items() if kinds}

    def _kinds(self, bound: Callable[[int], frozenset[Kind] | None]) -> dict[str, frozenset[Kind]]:
        """Of each attribute the kinds of all that it is bound to; attributes bound to anything else are left out."""
        found: dict[str, frozenset[Kind]] = {}
        for attribute, places in self._attributes.items():
            kinds = [bound(at) for at in places if _NAME.match(self.text, at) is None]
            told = [each for each in kinds if each is not None]
            if kinds and len(told) == len(kinds):
                found[attribute] = frozenset[Kind]().union(*told)
        return found

    @cached_property
    def containers(self) -> frozenset[str]:
        """The attributes that are only ever bound to lists or dictionaries that are written out."""
        return frozenset(
            attribute
            for attribute, places in self._attributes.items()
            if all(self._is_display(at) for at in places)
        )

    @cached_property
    def in_place(self) -> dict[str, bool]:
        """The attributes that are bound to a layer which is told to write its input, and whether it keeps what it wrote."""
        found: dict[str, bool] = {}
        if "inplace" not in self.text:
            return found
        for attribute, places in self._attributes.items():
            for at in places:
                call = _CONSTRUCTOR.match(self.text, at)
                if call is not None and _IN_PLACE.search(
                    self.text, call.end(), _end_of_bracket(self.text, call.end())
                ):
                    facts = module(call[1])
                    forms = facts.operation.variants if facts is not None else ()
                    keeps = not forms or any(
                        isinstance(s.item, str) for form in forms for s in form.facts.saves
                    )
                    found[attribute] = keeps or found.get(attribute, False)
        return found

    def _is_display(self, at: int) -> bool:
        opened = _DISPLAY.match(self.text, at)
        if opened is None or (self.text[opened.end()] == "(" and opened[0].isspace()):
            return False
        return _END.match(self.text, _end_of_bracket(self.text, opened.end())) is not None

    def _bound(self, at: int) -> frozenset[Kind] | None:
        """The kinds of layer that an assignment binds whose value begins at `at`."""
        several = _SEVERAL.match(self.text, at)
        if several is not None:
            return self._row(at) if several[1] == "Sequential" else None
        looked_up = _LOOKED_UP.match(self.text, at)
        call = looked_up or _CONSTRUCTOR.match(self.text, at)
        if call is None or not _END.match(self.text, _end_of_bracket(self.text, call.end())):
            return None
        if looked_up is not None:
            return frozenset({Layer.UNSEEN}) if self.is_foreign(call[1]) else None
        kind = self.kind_of(call[1])
        return frozenset({kind}) if kind is not None else None

    def _row(self, at: int) -> frozenset[Kind] | None:
        """The kinds of the elements of a row of layers that begins at `at`."""
        row = _SEVERAL.match(self.text, at)
        if row is None:
            return None
        end = _end_of_bracket(self.text, row.end())
        called = set(_CALLED.findall(self.text, row.end(), end)) - _COUNTING
        empty = not self.text[row.end() + 1 : end - 1].strip(" \t\n[]")
        kinds = {self.kind_of(name) if name.rpartition(".")[2][:1].isupper() else None for name in called}
        if None in kinds or not (kinds or empty) or not _END.match(self.text, end):
            return None
        return frozenset(kind for kind in kinds if kind is not None)

    def kind_of(self, constructor: str) -> Kind | None:
        """What an instance of a class is."""
        if constructor in self.classes:
            return constructor
        namespace, _, name = constructor.rpartition(".")
        if namespace not in ("nn", "torch.nn"):
            return Layer.UNSEEN if self.is_foreign(constructor) else None
        facts = module(name)
        if facts is None:
            return None
        # A class with a module that is told to write its input is not looked at here.
        forms = [
            v for v in facts.operation.variants if not any(option == ".inplace" for option, *_ in v.when)
        ]
        if any(isinstance(saved.item, str) for form in forms for saved in form.facts.saves):
            return None
        gives = {form.facts.result for form in forms}
        return Layer.NEW if gives == {"new"} else Layer.SAME if gives <= {"new", "input"} else None

    def is_foreign(self, name: str) -> bool:
        """Does neither the file nor PyTorch say what `name` is? Of a dotted name its first and last part count."""
        first, *_, last = (*name.split("."), name.rpartition(".")[2])
        return (
            first != "torch"
            and not self._has_star
            and self.named.isdisjoint((first, last))
            and last not in known_names()
        )


def _end_of_bracket(text: str, opened: int) -> int:
    """Where the bracket that is opened at `opened` has been closed."""
    depth = 0
    for bracket in _BRACKET.finditer(text, opened):
        depth += 1 if bracket[0] in "([{" else -1
        if depth == 0:
            return bracket.end()
    return len(text)
