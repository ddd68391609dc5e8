"""What happens to the names of a function: they are bound, used and written.

Each event knows the blocks around it, so that one can tell which bindings a write is sure to come after, and what
stands in a loop with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .scopes import Gives

Path = tuple[tuple[int, str], ...]
"""The blocks around an event: for each the number of its statement, and which of its arms."""


@dataclass(frozen=True, slots=True)
class Bind:
    """A name is bound to something; to the memory of another name, if it is `of` one."""

    path: Path
    gives: Gives
    of: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A name is used in a way by which its memory may be saved, or get another name."""

    path: Path


@dataclass(frozen=True, slots=True)
class Write:
    """The memory of a name is written. `items`: what is written is an item of it, in place."""

    path: Path
    items: bool


@dataclass(frozen=True, slots=True)
class Given(Use):
    """A name's memory is given to the caller, which ends the call; as an item of a tuple, if it is one."""

    place: int | None = None


Event = Bind | Use | Write
LOOP = "loop"
ROWS = "rows"
"""A loop over layers, of which there is at least one."""
UNRECORDED = "unrecorded"
"""Arms of a path: what is repeated, and what is not recorded, or not as what stands around it."""


def owners_of(name: str) -> list[str]:
    """Of the name of an attribute, the names of what it is an attribute of: ``a`` and ``a.b`` of ``a.b.c``."""
    parts = name.split(".")
    return [".".join(parts[:k]) for k in range(1, len(parts))]


@dataclass(frozen=True, slots=True)
class Memory:
    """What happens to the memory that goes under some names, in the order in which it happens within a pass, and to which
    of the names."""

    names: frozenset[str]
    events: tuple[tuple[str, Event], ...]


class NotFollowed(Exception):
    """The function does something after which nothing can be told of its names; or it writes what has no name."""
