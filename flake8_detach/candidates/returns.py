"""Which functions of a file give memory of their own: asked where a caller writes what one of them gave it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from .harmless import gives_new
from .surroundings import Surroundings


@dataclass(frozen=True)
class Returns:
    """Answers by name. `function_of` gives the one function that has a name; None if there is no such one."""

    function_of: Callable[[str], ast.AST | None]
    file: Surroundings
    known: dict[str, bool] = field(default_factory=dict)

    def __call__(self, name: str) -> bool:
        """Does a call of the function of that name give new memory, which nothing has saved?"""
        if name not in self.known:
            self.known[name] = False  # of what calls itself nothing is told
            self.known[name] = gives_new(self.function_of(name), self.file, self)
        return self.known[name]
