"""What a file's text asks of modules: ``model.parameters()``, ``model.fc.weight``.

Most training code calls a model first and asks for its parameters later. What will be asked is read off the text, so that the
parameters are there when the call may keep them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import field

from ..frozen import dataclass

ASKING = re.compile(r"\.(?:(named_parameters|parameters|named_modules|modules|children|apply)\(|(weight)\b)")
OF = re.compile(r"[\w.]+$")
CALLED = re.compile(r"\.(\w+)\(")
LONGEST = 80
"""Characters in which the name of a module is looked for."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """For each name, the attributes by which something is asked of what it names: ``()`` for its own parameters, ``("fc",)`` for those
    of its `fc`, ``("fc", "weight")`` for one of them. `called`: the attributes that are called."""

    paths: dict[str, frozenset[Path]] = field(default_factory=dict)
    called: frozenset[str] = frozenset()
    walks: bool = False  # is anything asked for all its parameters?


def walked_in(text: str) -> Walked:
    """Read a file's text."""
    if "parameters(" not in text and ".weight" not in text and "modules(" not in text:
        return Walked()
    paths: defaultdict[str, set[Path]] = defaultdict(set)
    walks = False
    for asking in ASKING.finditer(text):
        before = OF.search(text[max(0, asking.start() - LONGEST) : asking.start()])
        if before is not None:
            names = before[0].split(".")
            end = (asking[2],) if asking[2] else ()
            walks = walks or not end
            for place, name in enumerate(names):
                paths[name].add((*names[place + 1 :], *end))
    called = frozenset(CALLED.findall(text)) if walks else frozenset[str]()
    return Walked({name: frozenset(found) for name, found in paths.items()}, called, walks)
