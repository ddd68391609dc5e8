"""Run a function in a fork of this process and get its result, whatever happens there."""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import traceback
from typing import TYPE_CHECKING, Literal, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
FailureStatus = Literal["timeout", "died", "failed"]


class ForkError(Exception):
    """The fork gave no result: ``status`` is ``timeout``, ``died`` or ``failed`` (``detail`` has the traceback)."""

    def __init__(self, status: FailureStatus, detail: str = "") -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail


class _Failure:
    def __init__(self, text: str) -> None:
        self.text = text


def in_fork(work: Callable[[], T], timeout: float) -> T:
    """What ``work`` returns (picklable). Raises `ForkError`."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _answer(work, write_end)
    os.close(write_end)
    try:
        data = _read_all(read_end, time.monotonic() + timeout)
    except TimeoutError:
        os.kill(child, signal.SIGKILL)
        raise ForkError("timeout") from None
    finally:
        os.close(read_end)
        os.waitpid(child, 0)
    if not data:
        raise ForkError("died")
    answer = pickle.loads(data)  # noqa: S301  our own child wrote it
    if isinstance(answer, _Failure):
        raise ForkError("failed", answer.text)
    return cast("T", answer)


def _answer(work: Callable[[], T], write_end: int) -> None:
    """The child's whole life: it must not return into the parent's code, whatever ``work`` raises."""
    try:
        try:
            data = pickle.dumps(work())
        except BaseException:  # noqa: BLE001  whatever it is, the parent has to learn it
            data = pickle.dumps(_Failure(traceback.format_exc()))
        with os.fdopen(write_end, "wb") as pipe:
            pipe.write(data)
    finally:
        os._exit(0)


def _read_all(read_end: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if select.select([read_end], [], [], left)[0]:
            part = os.read(read_end, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
