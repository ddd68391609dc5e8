"""The texts of a file's definitions, without strings and comments, each cut out when it is first asked for."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..source.outline import Definition
    from ..source.outlined import OutlinedFile

_CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_ATTRIBUTE = re.compile(r"\bself\.(\w+)")
_HEADER = re.compile(r"(?m)^[ \t]*(?:async[ \t]+)?def\b")
_HEADER_MARK = re.compile(r"[()\[\]{}:]")
_HANDED_OUT = frozenset({"forward", "training_step", "__call__"})
"""Methods whose result is differentiated by somebody else."""
_OF_GRADIENTS = ("nn.", "grad", "Module", "Parameter", "Loss", "loss", "backward", "optim")
"""What one of these words stands in has to do with gradients; else an object that is called prepares data."""


class Texts:
    """The functions and methods of a file that are not inside another function, and so no part of that one's unit.

    `callbacks` are names of which it counts as a call, too, to hand them on: ``optimizer.step(closure)``.
    """

    callbacks: frozenset[str] = frozenset()

    def __init__(self, source: OutlinedFile) -> None:
        self.source = source
        self.definitions = [
            d for d in source.outline.definitions if d.kind == "function" and not self._is_nested(d)
        ]
        self._bodies: dict[int, str] = {}
        self._calls: dict[int, frozenset[str]] = {}

    @cached_property
    def whole(self) -> str:
        """The text of the file."""
        return "\n".join(self.source.outline.masked)

    @cached_property
    def handed_out(self) -> frozenset[str]:
        """The names of methods whose result is differentiated by somebody else."""
        of_gradients = any(word in self.whole for word in _OF_GRADIENTS)
        return _HANDED_OUT if of_gradients else _HANDED_OUT - {"__call__"}

    @cached_property
    def own(self) -> str:
        """The module's own lines, without those of its definitions."""
        own: list[str] = []
        masked = self.source.outline.masked
        line = 1
        for child in self.source.children(None):
            own += masked[line - 1 : child.first_line - 1]
            line = max(line, child.end_line + 1)
        own += masked[line - 1 :]
        return "\n".join(own)

    def body(self, definition: Definition) -> str:
        """What stands behind a definition's header."""
        if definition.index not in self._bodies:
            self._bodies[definition.index] = _behind_header(self.source.text_of(definition))
        return self._bodies[definition.index]

    def header(self, definition: Definition) -> str:
        """A definition's decorators and header."""
        return self.source.text_of(definition).removesuffix(self.body(definition))

    def calls(self, definition: Definition) -> frozenset[str]:
        """The names that a definition calls."""
        if definition.index not in self._calls:
            self._calls[definition.index] = self.called_in(self.body(definition))
        return self._calls[definition.index]

    def called_in(self, text: str) -> frozenset[str]:
        """The names that a piece of text calls, or hands on to be called."""
        called = frozenset(_CALL.findall(text))
        return called.union(self._handed_on.findall(text)) if self.callbacks else called

    @cached_property
    def _handed_on(self) -> re.Pattern[str]:
        names = "|".join(sorted(self.callbacks))
        return re.compile(rf"(?m)[(,=:\[]\s*(?:self\.)?({names})[ \t]*(?=[,)\]}}]|$)")

    @cached_property
    def callers(self) -> dict[str, list[Definition]]:
        """The definitions that call a name."""
        found: dict[str, list[Definition]] = {}
        for d in self.definitions:
            for name in self.calls(d):
                found.setdefault(name, []).append(d)
        return found

    @cached_property
    def users(self) -> dict[str, list[Definition]]:
        """The definitions that have to do with an attribute of ``self``."""
        found: dict[str, list[Definition]] = {}
        for d in self.definitions:
            for name in set(_ATTRIBUTE.findall(self.body(d))):
                found.setdefault(name, []).append(d)
        return found

    def callers_of(self, names: Iterable[str]) -> frozenset[str]:
        """`names`, and those of the definitions that call them, directly or not."""
        found, todo = set(names), list(names)
        while todo:
            new = {d.name for d in self.callers.get(todo.pop(), ())} - found
            found |= new
            todo += new
        return frozenset(found)

    def classes_of(self, methods: Iterable[Definition]) -> frozenset[str]:
        """The names of the classes whose bodies these stand in."""
        named = self.source.outline.definitions
        return frozenset(named[d.parent].name for d in methods if d.parent is not None)

    def called_from(self, definitions: Iterable[Definition]) -> frozenset[str]:
        """The names of the definitions that these call, directly or not."""
        named: dict[str, list[Definition]] = {}
        for d in self.definitions:
            named.setdefault(d.name, []).append(d)
        found, todo = set[str](), list(definitions)
        while todo:
            new = {name for name in self.calls(todo.pop()) if name in named} - found
            found |= new
            todo += [d for name in new for d in named[name]]
        return frozenset(found)

    def _is_nested(self, definition: Definition) -> bool:
        parent = definition.parent
        while parent is not None:
            outer = self.source.outline.definitions[parent]
            if outer.kind == "function":
                return True
            parent = outer.parent
        return False


def _behind_header(text: str) -> str:
    header = _HEADER.search(text)
    depth = 0
    for mark in _HEADER_MARK.finditer(text, header.end() if header is not None else 0):
        if mark[0] != ":":
            depth += 1 if mark[0] in "([{" else -1
        elif depth == 0:
            return text[mark.end() :]
    return text
