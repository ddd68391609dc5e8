"""Something done with each of many files: here, or where it is worth it in several processes. The order is that of the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flake8_detach.cli.progress import ProgressBar
from flake8_detach.collector import sweep

WORTH_A_PROCESS = 200_000
"""Bytes of candidate files which take about as long to check as a process takes to start."""


class OfFile(Protocol):
    """What there is to do with one file."""

    @property
    def data(self) -> bytes:
        """What the file holds."""


_Item = TypeVar("_Item", bound=OfFile)
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Work(Generic[_Item, _Result]):
    """What to do with a file, by a function that other processes can be told of.

    ``killed`` gives what stands in the result's place where the system has killed the process.
    """

    name: str
    do: Callable[[_Item], _Result]
    killed: Callable[[_Item], _Result]

    def done(self, item: _Item) -> _Result:
        """Do it, and keep nothing that was made on the way."""
        result = self.do(item)
        sweep()
        return result


def do_all(work: Work[_Item, _Result], items: Sequence[_Item], jobs: int) -> list[_Result]:
    """The results in the order of the items, from at most so many processes. KeyboardInterrupt leaves none behind."""
    useful = min(jobs, len(items), 1 + sum(len(item.data) for item in items) // WORTH_A_PROCESS)
    with ProgressBar(work.name, len(items)) as progress:
        if useful > 1:
            from flake8_detach.cli.parallel import do_in_parallel

            return do_in_parallel(work, items, useful, progress.advance)
        results = []
        for item in items:
            results.append(work.done(item))
            progress.advance()
        return results
