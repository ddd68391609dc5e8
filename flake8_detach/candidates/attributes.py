"""What the attributes of a class hold: layers, rows of layers, containers, numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from ..source.writes import told_in_place
from ..torch_facts import module
from .surroundings import Surroundings


class Layer(Enum):
    """What the forward of a layer gives."""

    NEW = "memory of its own, which it does not keep"
    SAME = "such memory, or its input itself"
    UNSEEN = "what nobody here can know"


Kind: TypeAlias = "Layer | str"
"""What is called: a layer, or the name of a class of the file."""


_CONSTRUCTOR = re.compile(r"[ \t]*([\w.]+)[ \t]*(?=\()")
_LOOKED_UP = re.compile(r"[ \t]*([\w.]+)(?=\[)")
_SEVERAL = re.compile(r"[ \t]*(?:torch\.)?nn\.(ModuleList|Sequential)(?=\()")
_CALLED = re.compile(r"([A-Za-z_][\w.]*)[ \t]*\(")
_COUNTING = frozenset({"range", "len", "int", "max", "min", "zip", "enumerate", "round", "float", "str"})
_NAME = re.compile(r"[ \t]*\w+[ \t]*(?:\n|\Z)")
_DISPLAY = re.compile(r"[ \t]*(?:dict|list|defaultdict|OrderedDict)?(?=[\[{(])")
_BRACKET = re.compile(r"[()\[\]{}]")
_NONE = re.compile(r"[ \t]*None[ \t]*(?:[;\n]|\Z)")
_NUMBER = re.compile(r"[ \t]*[-+]?\d[\w.]*[ \t]*(?:[;\n]|\Z)")
_REPEATED = re.compile(r"[ \t]*\*[ \t]*[\w.]+")
_END = re.compile(r"[ \t]*(?:[;\n]|\Z)")


@dataclass(frozen=True)
class Attributes:
    """The attributes as a class sees them: what its own text binds to ``self``, and what is bound to others' attributes
    anywhere. What its text does not bind is looked for in the whole file."""

    file: Surroundings
    spans: tuple[tuple[int, int], ...] = ()
    """The text of the class and of its bases in the file."""
    _layers: dict[str, frozenset[Kind]] = field(default_factory=dict)
    _in_place: dict[str, bool | None] = field(default_factory=dict)
    _elements: dict[str, frozenset[Kind]] = field(default_factory=dict)

    def layers(self, attribute: str) -> frozenset[Kind]:
        """The kinds of layers that an attribute is bound to, if it is only ever bound to such (``self.proj =
        nn.Linear(...)``), or to what somebody gives the object once it is made. Else none."""
        if attribute not in self._layers:
            self._layers[attribute] = self._kinds(attribute, self._bound)
        return self._layers[attribute]

    def elements(self, attribute: str) -> frozenset[Kind]:
        """The kinds of the elements of an attribute, if it is only ever bound to rows of layers (``self.parts =
        nn.ModuleList([...])``). Else none."""
        if attribute not in self._elements:
            kinds, more = self._kinds(attribute, self._row), self._added(attribute)
            self._elements[attribute] = frozenset() if more is None else kinds | more
        return self._elements[attribute]

    def is_container(self, attribute: str) -> bool:
        """Is it only ever bound to lists or dictionaries that are written out?"""
        bound = [at for at in self._places(attribute) if not _NONE.match(self.file.text, at)]
        return bool(bound) and all(self._is_display(at) for at in bound)

    def is_number(self, attribute: str) -> bool:
        """Is it only ever bound to numbers that are written out?"""
        bound = [at for at in self._places(attribute) if not _NONE.match(self.file.text, at)]
        return bool(bound) and all(_NUMBER.match(self.file.text, at) for at in bound)

    def in_place(self, attribute: str) -> bool | None:
        """Of a layer that is told to write its input, whether it keeps what it wrote; None where it is no such layer."""
        if not self.file.has_in_place:
            return None
        if attribute not in self._in_place:
            self._in_place[attribute] = self._written_in_place(attribute)
        return self._in_place[attribute]

    def _written_in_place(self, attribute: str) -> bool | None:
        found: bool | None = None
        for at in self._places(attribute):
            call = _CONSTRUCTOR.match(self.file.text, at)
            if call is not None and told_in_place(
                self.file.text, at, end_of_bracket(self.file.text, call.end())
            ):
                facts = module(call[1])
                forms = facts.operation.variants if facts is not None else ()
                keeps = not forms or any(isinstance(s.item, str) for form in forms for s in form.facts.saves)
                found = keeps or bool(found)
        return found

    @cached_property
    def _binds_by_text(self) -> bool:
        return self.file.binds_by_text(self.spans)

    @cached_property
    def _file_binds_by_text(self) -> bool:
        return self.file.binds_by_text()

    def _places(self, attribute: str) -> list[int]:
        """Where in the text the values begin that an attribute is bound to."""
        places = self.file.attributes.get(attribute, ())
        own: set[int] = set()
        for start, end in self.spans:
            first, last = (bisect_left(places, edge, key=lambda place: place.at) for edge in (start, end))
            own.update(place.at for place in places[first:last])
        if self._binds_by_text if own else self._file_binds_by_text:
            return []
        if not own:
            return [place.at for place in places]
        return sorted(own.union(self.file.others.get(attribute, ())))

    def _kinds(self, attribute: str, bound: Callable[[int], frozenset[Kind] | None]) -> frozenset[Kind]:
        """The kinds of all that an attribute is bound to; none where it is bound to anything else."""
        found = [bound(at) for at in self._places(attribute) if _NAME.match(self.file.text, at) is None]
        return (
            frozenset[Kind]().union(*(() if each is None else each for each in found))
            if None not in found
            else frozenset()
        )

    def _added(self, attribute: str) -> frozenset[Kind] | None:
        """The kinds of what is appended to a row of layers anywhere; None if that cannot be told."""
        kinds = [self.kind_of(made) if made else None for made in self.file.added.get(attribute, ())]
        return None if None in kinds else frozenset(kind for kind in kinds if kind is not None)

    def _is_display(self, at: int) -> bool:
        opened = _DISPLAY.match(self.file.text, at)
        if opened is None or (self.file.text[opened.end()] == "(" and opened[0].isspace()):
            return False
        end = end_of_bracket(self.file.text, opened.end())
        repeated = _REPEATED.match(self.file.text, end)
        return _END.match(self.file.text, repeated.end() if repeated is not None else end) is not None

    def _bound(self, at: int) -> frozenset[Kind] | None:
        """The kinds of layer that an assignment binds whose value begins at `at`."""
        several = _SEVERAL.match(self.file.text, at)
        if several is not None:
            return self._row(at) if several[1] == "Sequential" else None
        looked_up = _LOOKED_UP.match(self.file.text, at)
        call = looked_up or _CONSTRUCTOR.match(self.file.text, at)
        if call is None or not _END.match(self.file.text, end_of_bracket(self.file.text, call.end())):
            return None
        if looked_up is not None:
            return frozenset({Layer.UNSEEN}) if self.file.is_foreign(call[1]) else None
        kind = self.kind_of(call[1])
        return frozenset({kind}) if kind is not None else None

    def _row(self, at: int) -> frozenset[Kind] | None:
        """The kinds of the elements of a row of layers that begins at `at`."""
        row = _SEVERAL.match(self.file.text, at)
        if row is None:
            return None
        end = end_of_bracket(self.file.text, row.end())
        inside = self.file.text[row.end() + 1 : end - 1].strip()
        elements = inside[1:-1] if inside.startswith("[") and inside.endswith("]") else inside
        called = set(_called_in(elements)) - _COUNTING
        empty = not elements.strip()
        kinds = {self.kind_of(name) if name.rpartition(".")[2][:1].isupper() else None for name in called}
        if None in kinds or not (kinds or empty) or not _END.match(self.file.text, end):
            return None
        return frozenset(kind for kind in kinds if kind is not None)

    def kind_of(self, constructor: str) -> Kind | None:
        """What an instance of a class is."""
        if constructor in self.file.classes:
            return constructor
        namespace, _, name = constructor.rpartition(".")
        if namespace not in ("nn", "torch.nn"):
            return Layer.UNSEEN if self.file.is_foreign(constructor) else None
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


def _called_in(text: str) -> list[str]:
    """The names that are called in a text, but for those in the arguments of others."""
    found: list[str] = []
    at = 0
    while (call := _CALLED.search(text, at)) is not None:
        found.append(call[1])
        at = end_of_bracket(text, call.end() - 1)
    return found


def end_of_bracket(text: str, opened: int) -> int:
    """Where the bracket that is opened at `opened` has been closed."""
    depth = 0
    for bracket in _BRACKET.finditer(text, opened):
        depth += 1 if bracket[0] in "([{" else -1
        if depth == 0:
            return bracket.end()
    return len(text)
