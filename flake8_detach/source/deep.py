"""Room for recursion: the few trees that are deep are parsed and walked in a thread with a large stack."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

# The deepest that is let through takes less than half of it; memory is used only as far as the stack is.
_STACK_BYTES = 64 * 1024 * 1024
_FRAMES = 100_000
_lock = threading.Lock()


def with_deep_stack(work: Callable[[], _Result]) -> _Result:
    """What ``work()`` returns or raises, with a stack and a recursion limit for trees some thousands of nodes deep."""
    future: Future[_Result] = Future()

    def run() -> None:
        # A future hands over whatever was raised; nothing is swallowed.
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001
            future.set_exception(error)

    with _lock:
        frames = sys.getrecursionlimit()
        stack_bytes = threading.stack_size(_STACK_BYTES)
        sys.setrecursionlimit(max(frames, _FRAMES))
        try:
            thread = threading.Thread(target=run, name="flake8-detach-deep")
            thread.start()
            thread.join()
        finally:
            sys.setrecursionlimit(frames)
            threading.stack_size(stack_bytes)
    return future.result()
