"""What the definitions of a file write: found for those whose text may write something, and for those whose result is
handed out and that call one of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from ..source.writes import told_in_place, writes_anything
from .attributes import Attributes
from .callees import Callees
from .harmless import ANY_ARGUMENT, HARMLESS, UNKNOWN, Effect, effect_of, read
from .scopes import Code
from .surroundings import Surroundings
from .texts import Texts

if TYPE_CHECKING:
    from ..source.outline import Definition
    from ..source.outlined import OutlinedFile

SPECIAL = frozenset({"__init__", "__new__", "forward"})
"""Methods that are not called by their name, but for those of a base class."""
ATTRIBUTE_IN_PLACE = re.compile(
    r"\bself\.\w+[ \t]*=[ \t]*(?:torch\.)?nn\.\w+\([^()\n]*\)[ \t]*(?=\n|\Z)|\b(?:F|functional)\.\w+\([^()\n]*\)"
)

BASES = re.compile(r"\(([^()\n]*)")
NAME = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Effects:
    """What is written, by the index of the definition, and the `names` of functions whose callers it matters to in a way
    that the callers' own text does not tell."""

    of: Mapping[int, Effect]
    names: frozenset[str]


def effects_of(texts: Texts, mattering: frozenset[int] | None) -> Effects:
    """The effects of the definitions of a file.

    `mattering` are those whose writes may matter. Where it is None, the file trains: a backward is near, and a call nobody
    knows may matter to it; then only what a function shows by itself counts.
    """
    source = texts.source
    told = opaque = frozenset[int]()
    if told_in_place(texts.whole):  # a class that has a module which writes its input writes in its `forward`
        told, opaque = _with_modules_in_place(source)
    direct = [
        d
        for d in texts.definitions
        if (mattering is None or d.index in mattering)
        and (d.parent in told or writes_anything(texts.body(d)))
    ]
    if not direct:
        return Effects({}, frozenset())
    if mattering is not None:
        return _in_surroundings(source, texts, direct, opaque)
    functions = source.functions
    found = {
        d.index: UNKNOWN if d.parent in told else effect_of(read(Code(functions.get(d.line)))) for d in direct
    }
    return Effects(found, frozenset({d.name for d in direct if found[d.index] != HARMLESS}) - SPECIAL)


def _in_surroundings(
    source: OutlinedFile, texts: Texts, direct: Sequence[Definition], opaque: frozenset[int]
) -> Effects:
    """The same where calls are told apart by what the file says of them."""
    named: dict[str, list[Definition]] = {}
    for d in source.outline.definitions:
        named.setdefault(d.name, []).append(d)
    only = {name: found[0] for name, found in named.items() if len(found) == 1}
    classes = {d.index: name for name, d in only.items() if d.kind == "class"}
    file = Surroundings(texts.whole, frozenset(named), frozenset(classes.values()))
    known_as = {
        d.index: f"{classes[d.parent]}.forward" if d.parent in classes and d.name == "forward" else d.name
        for d in texts.definitions
        if d.name in only or (d.name == "forward" and d.parent in classes)
    }
    code = _Codes(source, file, only).of
    callees = Callees({known_as[d.index]: code(d) for d in texts.definitions if d.index in known_as})

    def effect(d: Definition) -> Effect:
        if d.parent in opaque:
            return UNKNOWN
        name = known_as.get(d.index)
        return effect_of(callees.reading(name) if name is not None else read(code(d), callees))

    found = {d.index: effect(d) for d in direct}
    # What calls one that writes its arguments writes them as well, and so do its own callers.
    new, seen = list(direct), set[str]()
    while new:
        told = {name: found[d.index].outside for d in new if (name := known_as.get(d.index)) is not None}
        told = {
            n: names for n, names in told.items() if names and ANY_ARGUMENT not in names and n not in seen
        }
        for name, arguments in told.items():
            callees.found_to_write(name, arguments)
        seen |= told.keys()
        new = _callers(texts, told.keys(), file)
        for d in new:
            callees.forget(known_as.get(d.index, ""))
        found |= {d.index: effect(d) for d in new}
    names = {
        d.name
        for d in direct
        if found[d.index].inside or (found[d.index].outside and d.index not in known_as)
    }
    kept = {d.index for d in direct} | {d.index for d in texts.definitions if d.name in texts.handed_out}
    return Effects({index: e for index, e in found.items() if index in kept}, frozenset(names) - SPECIAL)


class _Codes:
    """Gives the code of a definition, with what it sees of the attributes of its class."""

    def __init__(self, source: OutlinedFile, file: Surroundings, only: Mapping[str, Definition]) -> None:
        self._source = source
        self._file = file
        self._only = only
        self._starts = [0, *accumulate(len(line) + 1 for line in source.outline.masked)]
        self._seen: dict[int | None, Attributes] = {None: Attributes(file)}

    def of(self, definition: Definition) -> Code:
        """The code of that definition."""
        return Code(self._source.functions.get(definition.line), self._attributes(definition.parent))

    def _attributes(self, owner: int | None) -> Attributes:
        """Those of the class of that index; None: of any."""
        if owner is None or owner in self._seen:
            return self._seen[owner]
        d = self._source.outline.definitions[owner]
        spans = [(self._starts[d.first_line - 1], self._starts[d.end_line])]
        header = BASES.search(self._source.outline.masked[d.line - 1])
        for name in NAME.findall(header[1]) if header is not None else ():
            base = self._only.get(name)
            if base is not None and base.kind == "class" and base.index < owner:
                spans += self._attributes(base.index).spans
        self._seen[owner] = Attributes(self._file, tuple(spans))
        return self._seen[owner]


def _callers(texts: Texts, names: Collection[str], file: Surroundings) -> list[Definition]:
    """The definitions that may call functions that are known under these names."""
    classes = [name.removesuffix(".forward") for name in names if name.endswith(".forward")]
    held = frozenset[str]().union(*(file.holders.get(name, ()) for name in classes))
    found = {d.index: d for name in held.union(names) for d in texts.callers.get(name, ())}
    if file.has_rows:
        found |= {d.index: d for name in held for d in texts.users.get(name, ())}
    return [found[index] for index in sorted(found)]


def _with_modules_in_place(source: OutlinedFile) -> tuple[frozenset[int], frozenset[int]]:
    """The classes that have a module which writes its input; and those of them where that is no attribute of its own."""
    texts = {d.index: source.text_of(d) for d in source.outline.definitions if d.kind == "class"}
    told = frozenset(index for index, text in texts.items() if told_in_place(text))
    return told, frozenset(index for index in told if told_in_place(ATTRIBUTE_IN_PLACE.sub("", texts[index])))
