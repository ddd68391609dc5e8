"""Choice points: how an expression goes on in several worlds though it is evaluated in one.

A statement is run once for each combination of outcomes of the choice points inside it. What was evaluated before a
choice point is evaluated again for the next outcome, from a copy of the world before the statement and with the same
numbers, so that it is the same; the outcomes themselves were computed once.
"""

from __future__ import annotations

from collections.abc import Callable

from ..frozen import dataclass, replace
from ..values import Raised, Value, World
from .flow import Flow, OutOfSteps

Outcome = tuple[World, Value, tuple[str, ...] | None]
"""A world in which a call ended, its value, and the exception's classes if it raised."""


IDS_A_STEP = 2
"""So many numbers of tensors and moments that are given in a replay count as a step."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice point passed: its outcomes, the one taken, and the last number given when it was passed."""

    found: list[Outcome]
    taken: int
    last: int


class NoWorldLeft(Exception):
    """No world goes on after this expression (a call that never returns)."""


class ChoicePoints:
    """The current world, and the choice points passed since the current statement began."""

    def __init__(self) -> None:
        self.world = World()
        self._script: list[Choice] = []
        self._position = 0
        self._pending: list[list[Choice]] = []
        self._since = 0  # how many numbers had been given when the evaluation of the current statement began

    def step(self, times: int = 1) -> None:
        """Told of what took as long as so many steps; an interpreter with a budget may end there."""

    def outcomes(self, world: World, action: Callable[[], Value]) -> Flow:
        """Run `action` in `world`, once for each combination of outcomes of the calls inside it.

        The value is each world's `outcome`.
        """
        saved = self._script, self._position, self._pending, self._since
        before = world.fork()
        ids = world.machine.ids
        replayed = ids.as_then() if self._position < len(self._script) else None
        start = ids.last
        frames = world.frames
        flow = Flow()
        self._pending = [[]]
        first = True
        try:
            while self._pending:
                self._script = self._pending.pop()
                self._position = 0
                self._since = ids.given
                self.world = world if first else before.fork()
                if not first:
                    ids.rewind(start)
                first = False
                try:
                    self.world.outcome = action()
                    flow.normal.append(self.world)
                except Raised as raised:
                    self.world.outcome = raised.value
                    self.world.frames = frames
                    flow.raised.append((self.world, raised.names))
                except NoWorldLeft:
                    pass
                ids.resume()
        except OutOfSteps as end:
            coming = [world for choices in self._pending for world, _, _ in choices[-1].found]
            end.left += [*flow.worlds(), *coming]
            raise
        finally:
            if replayed is not None:
                ids.as_now(replayed)
        self._script, self._position, self._pending, self._since = saved
        return flow

    def choices(self) -> int:
        """How many choice points the current statement has passed."""
        return self._position

    def choose(self, compute: Callable[[], list[Outcome]]) -> Value:
        """A choice point: go on in one of the worlds that `compute` ends in."""
        ids = self.world.machine.ids
        if self._position < len(self._script):
            choice = self._script[self._position]
            if self._position + 1 < len(self._script):
                ids.rewind(choice.last)
            else:
                # All was done again up to here, and what a library call does is not counted otherwise.
                self.step((ids.given - self._since) // IDS_A_STEP)
                # From here on this is no replay: what comes next gets new numbers, and gets them again in its replays.
                ids.resume()
                self._script[self._position] = replace(choice, last=ids.last)
        else:
            found = compute()
            if not found:
                raise NoWorldLeft
            for other in range(len(found) - 1, 0, -1):
                self._pending.append([*self._script, Choice(found, other, ids.last)])
            choice = Choice(found, 0, ids.last)
            self._script = [*self._script, choice]
        self._position += 1
        world, value, names = choice.found[choice.taken]
        self.world = world.fork()
        if names is not None:
            raise Raised(value, names)
        return value
