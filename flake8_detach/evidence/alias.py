"""What is known of a ``.data`` from following the program: what a repair of it would change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """One ``x.data`` that was evaluated.

    `own`: in every run, its memory was made by the program in sight, and all that use it were seen. `written`: some
    write went through it. `contested`: a write came while an operation had saved the memory, and one of the two went
    through this alias: counted, it would be noticed.
    """

    own: bool
    written: bool
    contested: bool


UNSEEN = Alias(own=False, written=False, contested=False)
"""What is known of an expression that was never evaluated."""
