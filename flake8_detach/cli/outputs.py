"""Reports written to files: ``--output FORMAT:FILE``, as often as there are readers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
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
    if file == "-":
        message = f"{text!r}: for standard output there is --format {name}"
        raise argparse.ArgumentTypeError(message)
    return Output(name, Path(file))


def write_outputs(outputs: Sequence[Output], report: Report) -> list[Problem]:
    """Write all of them; the result says which could not be written. A reader never sees half a report."""
    written = (_write(each, report) for each in outputs)
    return [problem for problem in written if problem is not None]


def _write(output: Output, report: Report) -> Problem | None:
    from flake8_detach.atomic import write_at_once

    try:
        write_at_once(output.file, "".join(f"{line}\n" for line in renderer(output.format)(report)))
    except OSError as error:
        return Problem(str(output.file), (error.strerror or str(error)).lower())
    return None
