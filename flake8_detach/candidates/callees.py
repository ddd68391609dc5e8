"""What the functions of a file do for those that call them: which give memory of their own, and which write what they
are given."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import proxy

from .harmless import Reading, given_back, gives_new, read
from .scopes import UNWRITTEN, Code, Parameter, Written, parameters_of

NO_CODE = Code(None)


@dataclass(frozen=True)
class Callees:
    """Answers by name: ``function``, or ``Class.forward`` for what an instance does when it is called.

    `functions` are those of which a name is the only one.
    """

    functions: Mapping[str, Code]
    _read: dict[str, Reading | None] = field(default_factory=dict)
    _new: dict[tuple[str, int | None], bool] = field(default_factory=dict)
    _back: dict[str, Parameter | None] = field(default_factory=dict)
    _written: dict[str, Written] = field(default_factory=dict)

    def reading(self, name: str) -> Reading | None:
        """What the function of that name does; of what calls itself, and of what is not known, nothing is told."""
        if name not in self._read:
            self._read[name] = None
            # What was read asks for what it calls; strongly held, all this would wait for the garbage collector.
            self._read[name] = read(self.functions.get(name, NO_CODE), proxy(self))
        return self._read[name]

    def gives_new(self, name: str, place: int | None = None) -> bool:
        """Does a call of the function of that name give new memory, which nothing has saved? `place`: of a tuple, its item
        of that number."""
        key = name, place
        if key not in self._new:
            self._new[key] = False
            self._new[key] = gives_new(self.reading(name), place)
        return self._new[key]

    def given_back(self, name: str) -> Parameter | None:
        """The parameter that the function of that name gives back, where it gives nothing else but new memory."""
        if name not in self._back:
            self._back[name] = None
            given = given_back(self.reading(name))
            if given is not None:
                parameters = self._parameters(name)
                self._back[name] = Parameter(given, parameters.index(given) - _is_bound(parameters))
        return self._back[name]

    def written(self, name: str) -> Written:
        """Which of its arguments the function of that name has been found to write."""
        return self._written.get(name, UNWRITTEN)

    def found_to_write(self, name: str, arguments: frozenset[str]) -> None:
        """The function of that name writes these arguments: it, and what calls it, are read anew."""
        parameters = self._parameters(name)
        self._written[name] = Written(parameters, arguments, bound=_is_bound(parameters))

    def forget(self, name: str) -> None:
        """Read the function of that name anew when somebody asks."""
        self._read.pop(name, None)

    def _parameters(self, name: str) -> tuple[str, ...]:
        function = self.functions.get(name, NO_CODE).function
        return parameters_of(function) if isinstance(function, ast.FunctionDef) else ()


def _is_bound(parameters: tuple[str, ...]) -> bool:
    """Is the first one the receiver?"""
    return parameters[:1] in (("self",), ("cls",))
