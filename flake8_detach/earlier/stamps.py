"""Is a file still the one that it was?

A file is the same if its size and time of change are, or else if its content is. A time that is no older than two seconds when it is
noted proves nothing, since the file may change again within the clock's tick; then the content decides.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

SETTLED_NS = 2_000_000_000
"""How old a time of change must be to prove that a file has not changed since."""

Stamp = list[Any]
"""Size, time of change in nanoseconds (0 if it proves nothing) and digest of the content."""


def digest(data: bytes) -> str:
    """What stands for a content: two contents with one digest are the same."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def stamp_of(data: bytes, changed: int) -> Stamp:
    """The stamp of a file with this content, last changed at `changed` (nanoseconds)."""
    return [len(data), _settled(changed), digest(data)]


def same(path: str, stamp: Stamp) -> tuple[bool, Stamp | None]:
    """Whether the file is still the one of the stamp, and a newer stamp if its time had to be looked behind."""
    size, changed, content = stamp
    now = os.stat(path)
    if now.st_size != size:
        return False, None
    if now.st_mtime_ns == changed:
        return True, None
    if digest(Path(path).read_bytes()) != content:
        return False, None
    return True, [size, _settled(now.st_mtime_ns), content]


def changed_after(path: str, moment: int) -> bool:
    """May the file have changed since `moment` (nanoseconds)? So may one that cannot be looked at."""
    try:
        return os.stat(path).st_mtime_ns >= moment - SETTLED_NS
    except OSError:
        return True


def _settled(changed: int) -> int:
    """A time of change if it can prove, later, that the file is the same as now; or else 0."""
    return changed if time.time_ns() - changed > SETTLED_NS else 0
