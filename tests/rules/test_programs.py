"""What a rule's page says PyTorch does with its two programs, PyTorch does."""

from __future__ import annotations

import contextlib
import io
import warnings

import pytest

from flake8_detach.rules import RULES, Program

PROGRAMS = [
    pytest.param(program, id=f"{rule.code}-{kind}")
    for rule in RULES.values()
    for kind, program in (("bad", rule.bad), ("good", rule.good))
    if program is not None
]


def run(program: Program) -> tuple[str, str]:
    """What the program prints, and the error it ends with (empty if none)."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(program.source + program.elsewhere, "<program>", "exec"), {"__name__": "__main__"})  # noqa: S102
        except (RuntimeError, SyntaxError) as error:
            return printed.getvalue().strip(), f"{type(error).__name__}: {error}"
    return printed.getvalue().strip(), ""


@pytest.mark.oracle
@pytest.mark.parametrize("program", PROGRAMS)
def test_pytorch_does_what_the_page_says(program: Program) -> None:
    pytest.importorskip("torch")
    printed, error = run(program)
    if program.outcome == "raises":
        assert program.shows in error
    else:
        assert (printed, error) == (program.shows, "")
