"""Threads, where a program is watched: what one runs is done where it is started, since only one thread can be watched.

It runs as it would there: with grad mode on, and what it raises is not raised where it is started.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from unittest import mock

import torch


@contextlib.contextmanager
def at_once(filename: str) -> Iterator[None]:
    """Threads of the program in `filename` run at once; those of others are left alone."""
    start, join, run = threading.Thread.start, threading.Thread.join, set[int]()

    def started(thread: threading.Thread) -> None:
        if not _is_own(thread, filename):
            start(thread)
            return
        run.add(id(thread))
        with torch.enable_grad(), contextlib.suppress(Exception):
            thread.run()

    def joined(thread: threading.Thread, timeout: float | None = None) -> None:
        if id(thread) not in run:
            join(thread, timeout)

    with (
        mock.patch.object(threading.Thread, "start", started),
        mock.patch.object(threading.Thread, "join", joined),
        mock.patch.object(ThreadPoolExecutor, "submit", _submitted),
    ):
        yield


def _is_own(thread: threading.Thread, filename: str) -> bool:
    target: Any = getattr(thread, "_target", None) or type(thread).run
    code = getattr(target, "__code__", None)
    return code is not None and code.co_filename == filename


def _submitted(
    pool: ThreadPoolExecutor, function: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Future[Any]:
    future: Future[Any] = Future()
    try:
        with torch.enable_grad():
            future.set_result(function(*args, **kwargs))
    except Exception as error:  # noqa: BLE001  it is raised where the result is asked for
        future.set_exception(error)
    return future
