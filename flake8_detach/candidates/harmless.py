"""Writes that cannot matter: those to memory which the function itself made, or was given, and which nothing can have
saved before.

    mask = torch.zeros(n, n)          hidden = self.norm(x)
    mask[:, k:] = float("-inf")       hidden *= 2
    scores = q @ k + mask             return hidden

On the left nothing had seen `mask` before it was written, and a sum keeps nothing; on the right, what `norm` gives may be
what it keeps for backward. Only the right one is worth the interpreter's time. A function's arguments count as
new where the function is looked at for its own sake; for its callers' sake it is told that it writes them.

This looks at one function's text (``ast``) and errs on the side of finding a write harmful.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .events import LOOP, Bind, Event, NotFollowed, Path, Reader, Use, Write
from .expressions import Gives


@dataclass(frozen=True, slots=True)
class Effect:
    """What a function's writes may do: to what is saved while it runs (`inside`), and to its arguments (`outside`)."""

    inside: bool
    outside: bool


UNKNOWN = Effect(inside=True, outside=True)
HARMLESS = Effect(inside=False, outside=False)
NO_TENSOR = frozenset({Gives.NUMBER, Gives.CONTAINER})
UNRECORDED = frozenset({"no_grad", "inference_mode", "set_grad_enabled", "enable_grad", "_no_grad"})
"""Under these a write is another matter: nobody records it."""


def effect_of(text: str) -> Effect:
    """The effect of the function whose definition is `text`, indented or not."""
    nested = text[:1] in (" ", "\t")
    try:
        module = ast.parse(f"if 1:\n{text}" if nested else text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNKNOWN
    body = module.body[0].body if nested and isinstance(module.body[0], ast.If) else module.body
    function = body[0] if len(body) == 1 else None
    if not isinstance(function, ast.FunctionDef):
        return UNKNOWN
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute | ast.Name) and (
            (node.attr if isinstance(node, ast.Attribute) else node.id) in UNRECORDED
        ):
            return UNKNOWN
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    reader = Reader(frozenset(argument.arg for argument in given))
    try:
        reader.block(function.body)
    except (NotFollowed, RecursionError):
        return UNKNOWN
    inside = outside = False
    for name, events in reader.events.items():
        is_argument = name in reader.arguments
        for index, event in enumerate(events):
            if isinstance(event, Write):
                sure = _sure_binding(events, index, event)
                inside = inside or not _harmless(events, index, event, sure, is_argument=is_argument)
                outside = outside or (is_argument and sure is None)
    return Effect(inside, outside)


def _sure_binding(events: list[Event], index: int, write: Write) -> int | None:
    """The last binding before a write that is sure to have been made then."""
    for before in range(index - 1, -1, -1):
        event = events[before]
        if isinstance(event, Bind) and event.gives is not Gives.ITSELF and _around(event.path, write.path):
            return before
    return None


def _around(outer: Path, inner: Path) -> bool:
    """Do the blocks `outer` hold the blocks `inner`?"""
    return inner[: len(outer)] == outer


def _harmless(events: list[Event], index: int, write: Write, sure: int | None, *, is_argument: bool) -> bool:
    """Is the memory written here new, and has nothing been able to save it?"""
    binds = [event.gives for event in events if isinstance(event, Bind)]
    if (
        not is_argument
        and binds
        and not write.items
        and len({*binds, Gives.ITSELF}) <= 2
        and binds[0] in NO_TENSOR
    ):
        return True
    if sure is None and not is_argument and not any(isinstance(event, Bind) for event in events[:index]):
        return False  # a name from outside
    since = 0 if sure is None else sure
    around = 0 if sure is None else len(events[sure].path)
    for at, event in enumerate(events):
        if since <= at < index or _share_loop(event.path, write.path, around):
            if isinstance(event, Use):
                return False
            if isinstance(event, Bind) and (
                event.gives is Gives.ANYTHING or (write.items and event.gives is Gives.CONTAINER)
            ):
                return False
    return True


def _share_loop(one: Path, other: Path, deeper_than: int) -> bool:
    """Are both in one loop that is deeper than so many blocks?"""
    for depth, (mine, theirs) in enumerate(zip(one, other)):
        if mine != theirs:
            return False
        if mine[1] == LOOP and depth >= deeper_than:
            return True
    return False
