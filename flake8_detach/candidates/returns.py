"""Which functions of a file give memory of their own: asked where a caller writes what one of them gave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .harmless import gives_new
from .surroundings import Surroundings


@dataclass(frozen=True)
class Returns:
    """Answers by name. `text_of` gives the text of the one function that has a name; empty if there is no such one."""

    text_of: Callable[[str], str]
    file: Surroundings
    known: dict[str, bool] = field(default_factory=dict)

    def __call__(self, name: str) -> bool:
        """Does a call of the function of that name give new memory, which nothing has saved?"""
        if name not in self.known:
            self.known[name] = False  # of what calls itself nothing is told
            text = self.text_of(name)
            self.known[name] = text != "" and gives_new(text, self.file, self)
        return self.known[name]
