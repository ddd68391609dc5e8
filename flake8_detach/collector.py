"""The garbage collector: a checker makes many small objects and drops them together, so that looking for garbage is in vain."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 300_000
"""So many new objects before it looks at them, which few files come to; at Python's own 700 a third of a run is spent
looking in vain."""


def relax() -> None:
    """Let the collector look less often. For processes of our own only: it is a setting of the whole process."""
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)


def sweep() -> None:
    """Look at what is young once: when a file is done, nearly all of it is garbage, and nothing older is looked at."""
    gc.collect(0)


@contextmanager
def relaxed() -> Iterator[None]:
    """Let the collector look less often for a while, in a process that is somebody else's."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], YOUNG) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
