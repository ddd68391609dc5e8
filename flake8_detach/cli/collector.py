"""The garbage collector, in the command's own processes: a checker makes many small objects and drops them together."""

from __future__ import annotations

import gc

YOUNG = 50_000
"""So many new objects before it looks at them; at Python's own 700 a tenth of a run is spent looking in vain."""


def relax() -> None:
    """Let the collector look less often. For processes of our own only: it is a setting of the whole process."""
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
