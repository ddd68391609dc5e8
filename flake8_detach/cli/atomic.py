"""Files that have their new contents or their old ones, whatever happens in between."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_at_once(file: Path, text: str) -> None:
    """Write a text file, making the folders it lies in. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
        # What mkstemp makes is for its owner only; this is an ordinary file.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
