"""Where the running program is: the lines of its live frames, told by a trace function."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .statements import statement_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType


class LineClock:
    """Follows the frames of one file.

    ``between_lines`` is called before each line runs and when a frame is entered or left, that is, after whatever
    the line before it did. While `quiet`, nothing is followed, so that looking at tensors leaves no trace itself.
    """

    def __init__(self, source: str, filename: str, between_lines: Callable[[], None]) -> None:
        self.filename = filename
        self.tick = 0
        self.stack: list[int] = []
        self.executed: set[int] = set()
        self.refusals: list[tuple[int, str]] = []
        self.via: dict[int, set[int]] = {}
        self._starts = statement_starts(source)
        self._between_lines = between_lines
        self._quiet = 0

    @property
    def is_quiet(self) -> bool:
        return self._quiet > 0

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """What happens inside is the oracle's own doing."""
        self._quiet += 1
        try:
            yield
        finally:
            self._quiet -= 1

    def statement(self, line: int) -> int:
        return self._starts.get(line, line)

    def here(self) -> int:
        """The statement that is running, 0 outside of the program."""
        return self.statement(self.stack[-1]) if self.stack else 0

    def charge(self) -> int:
        """`here`, for a line which is held responsible: its callers are remembered."""
        line = self.here()
        if line:
            callers = {self.statement(caller) for caller in self.stack[:-1]}
            self.via.setdefault(line, set()).update(callers - {line})
        return line

    def innermost_line(self) -> int:
        """As `here`, read from the interpreter's frames: right also when nothing is traced."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self.filename:
                return self.statement(frame.f_lineno)
            frame = frame.f_back
        return 0

    @contextmanager
    def running(self) -> Iterator[None]:
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename != self.filename or self.is_quiet:
            return None
        with self.quiet():
            self._between_lines()
        self.tick += 1
        self.stack.append(frame.f_lineno)
        return self._inside

    def _inside(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "exception":
            self._note_refusal(frame.f_lineno, arg[1], arg[2])
            return self._inside
        with self.quiet():
            self._between_lines()
        self.tick += 1
        if event == "line":
            self.stack[-1] = frame.f_lineno
            self.executed.add(self.statement(frame.f_lineno))
        elif event == "return":
            self.stack.pop()
        return self._inside

    def _note_refusal(self, line: int, error: BaseException, raised_at: TracebackType | None) -> None:
        """PyTorch's own exceptions, at the innermost line of the program only."""
        deeper = raised_at.tb_next if raised_at is not None else None
        while deeper is not None:
            if deeper.tb_frame.f_code.co_filename == self.filename:
                return
            deeper = deeper.tb_next
        if isinstance(error, RuntimeError):
            self.refusals.append((self.statement(line), str(error)))
