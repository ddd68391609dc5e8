"""A file's new contents put in the place of the old: whole, or not at all."""

from __future__ import annotations

import os
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotReplaced(Exception):
    """The file was left as it is; the message says why."""


def replace_file(path: str, old: bytes, new: bytes) -> None:
    """Let the file at `path`, which holds `old`, hold `new`; mode and owner stay, and a link stays a link.

    The new contents are written beside the file and then renamed over it, so that no reader ever sees half of them and
    no failure leaves half of them. Raises NotReplaced where the file holds something else than `old` by now, or cannot be
    written.
    """
    try:
        target = Path(os.path.realpath(path, strict=True))
        with _to_the_end():
            _replace(target, old, new)
    except OSError as error:
        raise NotReplaced((error.strerror or str(error)).lower()) from error


def _replace(target: Path, old: bytes, new: bytes) -> None:
    status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotReplaced("not a regular file")
    if not os.access(target, os.W_OK):
        raise NotReplaced("permission denied")
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        _same_owner(beside, status)
        beside.chmod(stat.S_IMODE(status.st_mode))
        now = target.read_bytes()
        if now not in (old, new):  # it has the new ones already where it goes by two names
            raise NotReplaced("it has changed on disk since it was read")
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _same_owner(beside: Path, status: os.stat_result) -> None:
    own = beside.stat()
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(beside, status.st_uid, status.st_gid)
        except PermissionError:
            raise NotReplaced("it belongs to somebody else") from None


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Ctrl-C takes effect when the file is whole, the old or the new one, and nothing lies beside it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
        if pressed:
            signal.raise_signal(signal.SIGINT)
