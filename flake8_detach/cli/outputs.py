"""Reports written to files: ``--output FORMAT:FILE``, as often as there are readers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_detach.report import FORMATS, Problem, Report, renderer


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file which a report in it goes to."""

    format: str
    file: Path


def parse_output(text: str) -> Output:
    """The option's value. Raises ArgumentTypeError, as argparse wants it."""
    name, colon, file = text.partition(":")
    if name not in FORMATS:
        message = f"{name!r} is no format; expected FORMAT:FILE with one of {', '.join(FORMATS)}"
        raise argparse.ArgumentTypeError(message)
    if not colon or not file:
        message = f"{text!r} names no file; expected FORMAT:FILE"
        raise argparse.ArgumentTypeError(message)
    return Output(name, Path(file))


def write_outputs(outputs: Sequence[Output], report: Report) -> list[Problem]:
    """Write all of them; the result says which could not be written. A reader never sees half a report."""
    written = (_write(each, report) for each in outputs)
    return [problem for problem in written if problem is not None]


def _write(output: Output, report: Report) -> Problem | None:
    try:
        write_lines(output.file, renderer(output.format)(report))
    except OSError as error:
        return Problem(str(output.file), (error.strerror or str(error)).lower())
    return None


def write_lines(file: Path, lines: Iterable[str]) -> None:
    """Write a file at once: it has its new contents or its old ones. Raises OSError."""
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in lines)
        # What mkstemp makes is for its owner only; a report is an ordinary file.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
