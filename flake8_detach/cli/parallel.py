"""Work in several processes. The results come in the order of the files, whatever the processes do.

The processes are spawned, not forked: that is the one way which works the same on every system. They ignore Ctrl-C, which a
terminal sends to all of them; the parent stops them. If the system kills one of them, the file it had is found by doing those that
were handed out one at a time, and is reported; the others get their results.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from flake8_detach.cli.work import OfFile, Work
from flake8_detach.collector import relax

HANDED_OUT = 3
"""So many files for each process are handed out at a time."""

_Item = TypeVar("_Item", bound=OfFile)
_Result = TypeVar("_Result")


def do_in_parallel(
    work: Work[_Item, _Result], items: Sequence[_Item], jobs: int, done: Callable[[], None]
) -> list[_Result]:
    """The result for each item; ``done`` is called as each is finished. KeyboardInterrupt leaves no process behind."""
    results: dict[int, _Result] = {}
    # The longest files first: otherwise the last one to be started may be the one that everybody waits for.
    waiting = deque(sorted(range(len(items)), key=lambda index: -len(items[index].data)))
    try:
        while waiting:
            taken: set[int] = set()
            for index, result in _together(work, items, waiting, taken, jobs):
                results[index] = result
                done()
            for index in taken:
                results[index] = _alone(work, items[index])
                done()
    except KeyboardInterrupt:
        for child in multiprocessing.active_children():
            child.terminate()
            child.join()
        raise
    return [results[index] for index in range(len(items))]


def _together(
    work: Work[_Item, _Result], items: Sequence[_Item], waiting: deque[int], taken: set[int], jobs: int
) -> Iterator[tuple[int, _Result]]:
    """Results as they come, until all are there or a process has died; `taken` are then those it may have had.

    Only a few are handed out at a time, so that these are few.
    """
    futures: dict[Future[_Result], int] = {}
    with _pool(jobs) as pool:

        def hand_out() -> None:
            index = waiting.popleft()
            taken.add(index)
            futures[pool.submit(work.done, items[index])] = index

        try:
            with _uninterrupted():
                while waiting and len(futures) < HANDED_OUT * jobs:
                    hand_out()
            while futures:
                for future in wait(futures, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    index = futures.pop(future)
                    taken.remove(index)
                    yield index, result
                    if waiting:
                        hand_out()
        except BrokenProcessPool:
            return


def _alone(work: Work[_Item, _Result], item: _Item) -> _Result:
    with _pool(1) as pool:
        try:
            return pool.submit(work.done, item).result()
        except BrokenProcessPool:
            return work.killed(item)


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_prepare)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C is ignored while processes are started: they inherit that, and so are never caught half-way by it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _prepare() -> None:
    relax()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """However the parent ends, and be it killed, no process of its stays behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
