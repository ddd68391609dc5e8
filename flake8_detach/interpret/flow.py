"""How control leaves a statement: a list of worlds for each way out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..values import World

MOST_WORLDS = 32


@dataclass(slots=True)
class Flow:
    """The worlds in which a block ended normally, by break, by continue, by return, and by raising."""

    normal: list[World] = field(default_factory=list)
    broke: list[World] = field(default_factory=list)
    continued: list[World] = field(default_factory=list)
    returned: list[World] = field(default_factory=list)
    raised: list[tuple[World, tuple[str, ...]]] = field(default_factory=list)

    def absorb(self, other: Flow) -> None:
        """Add another flow's ends, its normal one excepted."""
        self.broke += other.broke
        self.continued += other.continued
        self.returned += other.returned
        self.raised += other.raised


def merged(worlds: list[World]) -> list[World]:
    """Blur together the worlds in which the same events happened; keep the others apart, within the cap.

    Over the cap nothing is discarded: neighbours are joined, and what happens there afterwards is doubtful.
    """
    if len(worlds) < 2:
        return worlds
    groups: dict[tuple[int, int, tuple[int, ...]], World] = {}
    for world in worlds:
        key = (world.machine.trail, world.doubt, world.frames)
        if key in groups:
            groups[key].join(world)
        else:
            groups[key] = world
    kept = list(groups.values())
    while len(kept) > MOST_WORLDS:
        last = kept.pop()
        kept[-1].join(last)
        kept[-1].doubt += 1
    return kept
