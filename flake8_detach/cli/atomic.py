"""Files that have their new contents or their old ones, whatever happens in between."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def write_at_once(file: Path, text: str) -> None:
    """Write a text file, making the folders it lies in. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # What mkstemp makes is for its owner only; this is an ordinary file.
    _write(file, text.encode("utf-8", "backslashreplace"), 0o666 & ~_umask())


def rewrite(file: Path, data: bytes) -> None:
    """Give a file that exists new contents; its mode stays, and a link stays a link. Raises OSError."""
    target = Path(os.path.realpath(file, strict=True))
    _write(target, data, stat.S_IMODE(target.stat().st_mode))


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
