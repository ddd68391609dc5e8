"""Names matched with patterns: ``re`` and ``fnmatch``, where both texts are known.

Programs choose parameters and layers by their names. A pattern is tried only where it cannot take long.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable

from ..values import NONE, Arguments, Const, Instance, Ref, Runtime, Value

PATTERN, MATCH = "re.Pattern", "re.Match"
TEXT = "<text>"
LONGEST, MOST_REPETITIONS = 200, 3
METHODS_OF_PATTERNS = ("match", "search", "fullmatch")


def _text(value: Value | None) -> str | None:
    found = value.value if isinstance(value, Const) else None
    return found if isinstance(found, str) and len(found) <= LONGEST else None


def _is_quick(pattern: str) -> bool:
    """Is it tried in short time? Without a group no repetition stands in another."""
    return "(" not in pattern and sum(map(pattern.count, "*+?{")) <= MOST_REPETITIONS


def _matched(rt: Runtime, name: str, pattern: str | None, text: str | None) -> Value | None:
    """A match, or None; nothing where it is not known."""
    if pattern is None or text is None or not _is_quick(pattern):
        return None
    try:
        found = getattr(re, name)(pattern, text)
    except re.error:
        return None
    return NONE if found is None else rt.world.add(Instance(MATCH, {TEXT: Const(found.group())}))


def _function(name: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``re.match(pattern, text)``, and its like."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        if len(arguments.every()) != 2:
            return None
        pattern, text = arguments.get(0, "pattern"), arguments.get(1, "string")
        thing = rt.world.get(pattern) if pattern is not None else None
        if isinstance(thing, Instance) and thing.cls == PATTERN:
            pattern = thing.attributes[TEXT]
        return _matched(rt, name, _text(pattern), _text(text))

    return run


def _compiled(rt: Runtime, arguments: Arguments) -> Value | None:
    """``re.compile(pattern)``."""
    pattern = arguments.get(0, "pattern")
    if len(arguments.every()) != 1 or pattern is None or _text(pattern) is None:
        return None
    return rt.world.add(Instance(PATTERN, {TEXT: pattern}))


def _method(name: str) -> Callable[[Runtime, Ref, Arguments], Value | None]:
    """``pattern.match(text)``, and its like."""

    def run(rt: Runtime, pattern: Ref, arguments: Arguments) -> Value | None:
        return _function(name)(rt, arguments.behind(pattern))

    return run


def _group(rt: Runtime, match: Ref, arguments: Arguments) -> Value | None:
    """``match.group()``."""
    thing = rt.world.get(match)
    assert isinstance(thing, Instance)
    return thing.attributes[TEXT] if arguments.every() in ((), (Const(0),)) else None


def _glob(rt: Runtime, arguments: Arguments) -> Value | None:
    """``fnmatch.fnmatch(name, pattern)``."""
    name, pattern = _text(arguments.get(0, "name")), _text(arguments.get(1, "pat"))
    if name is None or pattern is None or not _is_quick(pattern):
        return None
    return Const(fnmatch.fnmatchcase(name, pattern))


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **{f"re.{name}": _function(name) for name in METHODS_OF_PATTERNS},
    "re.compile": _compiled,
    "fnmatch.fnmatch": _glob,
    "fnmatch.fnmatchcase": _glob,
}
OBJECTS: dict[str, dict[str, Callable[[Runtime, Ref, Arguments], Value | None]]] = {
    PATTERN: {name: _method(name) for name in METHODS_OF_PATTERNS},
    MATCH: {"group": _group},
}
