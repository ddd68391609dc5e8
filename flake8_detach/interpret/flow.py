"""How control leaves a statement: a list of worlds for each way out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..values import World

MOST_WORLDS = 32
FEWER_WORLDS = (4, 2, 1)
"""So many are kept apart where a quarter, half and three quarters of a root's steps are gone."""

Thrown = tuple[World, tuple[str, ...]]
"""A world in which an exception is on its way, and the names of its classes."""


class OutOfSteps(Exception):
    """The step budget ended the analysis of a root; `left` are the worlds in which something was found before."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[World] = []


@dataclass(slots=True)
class Flow:
    """The worlds in which a block ended normally, by break, by continue, by return, and by raising."""

    normal: list[World] = field(default_factory=list)
    broke: list[World] = field(default_factory=list)
    continued: list[World] = field(default_factory=list)
    returned: list[World] = field(default_factory=list)
    raised: list[Thrown] = field(default_factory=list)

    def absorb(self, other: Flow) -> None:
        """Add another flow's ends, its normal one excepted."""
        self.broke += other.broke
        self.continued += other.continued
        self.returned += other.returned
        self.raised += other.raised

    def worlds(self) -> list[World]:
        """The worlds of every way out."""
        ended = [*self.normal, *self.broke, *self.continued, *self.returned]
        return [*ended, *(world for world, _ in self.raised)]


def merged(worlds: list[World]) -> list[World]:
    """Blur together the worlds in which the same events happened; keep the others apart, within the cap.

    Over the cap nothing is discarded: neighbours are joined, and what happens there afterwards is doubtful.
    """
    if len(worlds) < 2:
        return worlds
    groups: dict[object, World] = {}
    for world in worlds:
        key = (world.machine.trail, world.doubt, world.frames, world.leaving)
        if key in groups:
            groups[key].join(world)
        else:
            groups[key] = world
    kept = list(groups.values())
    most = kept[0].machine.ids.crowd or MOST_WORLDS
    while len(kept) > most:
        last = kept.pop()
        kept[-1].join(last)
        kept[-1].doubt += 1
    return kept


def merged_raised(thrown: list[Thrown]) -> list[Thrown]:
    """The same for worlds in which an exception of the same classes is on its way."""
    if len(thrown) < 2:
        return thrown
    groups: dict[tuple[str, ...], list[World]] = {}
    for world, names in thrown:
        groups.setdefault(names, []).append(world)
    return [(world, names) for names, worlds in groups.items() for world in merged(worlds)]
