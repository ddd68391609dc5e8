"""A progress bar for people: on a terminal, for runs longer than a second, and nowhere else."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from typing_extensions import Self

PATIENCE = 1.0


class ProgressBar:
    """Counts files; shows itself on standard error once the run has taken longer than PATIENCE."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._count = 0
        self._started = time.monotonic()
        self._wanted = sys.stderr.isatty()
        self._bar: tuple[Progress, TaskID] | None = None

    def advance(self) -> None:
        """One more file is done."""
        self._count += 1
        if not self._wanted:
            return
        if self._bar is None:
            if time.monotonic() - self._started < PATIENCE or self._count == self._total:
                return
            self._bar = self._show()
        progress, task = self._bar
        progress.update(task, completed=self._count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def _show(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        progress = Progress(
            TextColumn(self._what),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        progress.start()
        return progress, progress.add_task(self._what, total=self._total)
