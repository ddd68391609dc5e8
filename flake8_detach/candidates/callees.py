"""What the functions of a file do for those that call them: which give memory of their own, and which write what they
are given."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from .expressions import UNWRITTEN, Parameter, Written
from .harmless import ANY_ARGUMENT, UNKNOWN, Effect, effect_of, given_back, gives_new
from .scopes import Code, parameters_of

NO_CODE = Code(None)


@dataclass(frozen=True)
class Callees:
    """Answers by name: ``function``, or ``Class.forward`` for what an instance does when it is called.

    `functions` are those of which a name is the only one; `may_write` names those that may write what they are given,
    and `opaque` those in which layers write that cannot be told.
    """

    functions: Mapping[str, Code]
    may_write: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    _new: dict[tuple[str, int | None], bool] = field(default_factory=dict)
    _back: dict[str, Parameter | None] = field(default_factory=dict)
    _effects: dict[str, Effect] = field(default_factory=dict)

    def gives_new(self, name: str, place: int | None = None) -> bool:
        """Does a call of the function of that name give new memory, which nothing has saved? `place`: of a tuple, its item
        of that number."""
        key = name, place
        if key not in self._new:
            self._new[key] = False  # of what calls itself nothing is told
            self._new[key] = gives_new(self.functions.get(name, NO_CODE), self, place)
        return self._new[key]

    def given_back(self, name: str) -> Parameter | None:
        """The parameter that the function of that name gives back, where it gives nothing else but new memory."""
        if name not in self._back:
            self._back[name] = None
            code = self.functions.get(name, NO_CODE)
            given = given_back(code, self)
            if given is not None and isinstance(code.function, ast.FunctionDef):
                parameters = parameters_of(code.function)
                place = parameters.index(given) - _is_bound(parameters)
                self._back[name] = Parameter(given, place)
        return self._back[name]

    def effect(self, name: str) -> Effect:
        """The effect of the function of that name."""
        if name not in self._effects:
            self._effects[name] = UNKNOWN  # that of what calls itself is not told
            code = NO_CODE if name in self.opaque else self.functions.get(name, NO_CODE)
            self._effects[name] = effect_of(code, self)
        return self._effects[name]

    def written(self, name: str) -> Written:
        """Which of its arguments the function of that name is known to write."""
        if name not in self.may_write:
            return UNWRITTEN
        outside, function = self.effect(name).outside, self.functions.get(name, NO_CODE).function
        if ANY_ARGUMENT in outside or not isinstance(function, ast.FunctionDef):
            return UNWRITTEN
        parameters = parameters_of(function)
        return Written(parameters, outside, bound=_is_bound(parameters))


def _is_bound(parameters: tuple[str, ...]) -> bool:
    """Is the first one the receiver?"""
    return parameters[:1] in (("self",), ("cls",))
