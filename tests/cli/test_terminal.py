"""What a person at a terminal sees, and a pipe does not: colour, and a progress bar for runs longer than a second."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import DATA_WRITE

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

SLOW = """\
import sys
import time

from flake8_detach import checker
from flake8_detach.cli import main, progress

check_source = checker.check_source
progress.PATIENCE = float(sys.argv[1])


def check(source, path, settings, resolver, **given):
    time.sleep(0.05)
    return check_source(source, path, settings, resolver, **given)


checker.check_source = check
if __name__ == "__main__":
    sys.exit(main(["--no-cache", "--jobs", "1", *sys.argv[2:]]))
"""


def at_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What the command writes to a terminal that is its standard output and its standard error."""
    ours, theirs = pty.openpty()
    (folder / ".slow").write_text(SLOW)
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(
        [sys.executable, ".slow", *arguments],
        cwd=folder,
        stdout=theirs,
        stderr=theirs,
        env={**plain, "TERM": "xterm-256color", "COLUMNS": "100", **environment},
    ):
        os.close(theirs)
        pieces = []
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # what Linux says when the other end is closed
                break
            if not piece:
                break
            pieces.append(piece)
    os.close(ours)
    return b"".join(pieces).decode("utf-8", "replace")


@pytest.fixture
def files(project: Path) -> Path:
    for number in range(4):
        (project / f"x{number}.py").write_text(DATA_WRITE)
    return project


def test_colour_and_frames(files: Path) -> None:
    seen = at_a_terminal(files, "60", "x0.py")
    assert "\x1b[1;31merror[DET101]\x1b[0m" in seen
    assert "checking" not in seen
    assert "\x1b[" not in at_a_terminal(files, "60", "x0.py", NO_COLOR="1")


def test_a_long_run_shows_its_progress_and_takes_it_away(files: Path) -> None:
    seen = at_a_terminal(files, "0")
    assert "checking" in seen
    assert "/4" in seen
    assert "8 findings in 4 files" in seen.replace("\x1b[1m", "").replace("\x1b[0m", "")


def test_a_pipe_sees_none_of_it(files: Path) -> None:
    (files / ".slow").write_text(SLOW)
    ran = subprocess.run(
        [sys.executable, ".slow", "0"], cwd=files, capture_output=True, text=True, check=False
    )
    assert (ran.stderr, "\x1b" in ran.stdout, ran.returncode) == ("", False, 1)
