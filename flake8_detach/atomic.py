"""Files of our own (reports, caches, baselines) that have their new contents or their old ones, whatever happens.

A user's program is replaced by `fixes.files` instead, which also looks whether it has changed meanwhile.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_at_once(file: Path, text: str) -> None:
    """Write a text file, making the folders it lies in. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # What mkstemp makes is for its owner only; this is an ordinary file.
    _write(file, text.encode("utf-8", "backslashreplace"), 0o666 & ~_umask())


def _write(file: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        beside.chmod(mode)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
