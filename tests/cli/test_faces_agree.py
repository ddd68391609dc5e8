"""The six programs: the same findings at the same places from the command and from flake8."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flake8.main.cli import main as flake8_main

from tests.cli.conftest import DATA_WRITE, Command
from tests.cli.programs import SHAPES, SIX, SixProgram, expected, source

Place = tuple[int, int, str]


Flake8 = Callable[..., str]


@pytest.fixture
def flake8(project: Path, capsys: pytest.CaptureFixture[str]) -> Flake8:
    """Run flake8 on the project without leaving the process; the result is what it prints."""

    def run(*arguments: str) -> str:
        flake8_main(["-j1", "--isolated", "--select=DET", *arguments])
        return capsys.readouterr().out

    return run


def by_file(output: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for path, line, column, code in re.findall(
        r"^(?:\./)?(.+?):(\d+):(\d+): (DET\d+) ", output, re.MULTILINE
    ):
        found.setdefault(path, []).append((int(line), int(column), code))
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("program", SIX, ids=lambda program: program.name)
def test_the_command(project: Path, command: Command, program: SixProgram, shape: str) -> None:
    (project / "x.py").write_text(source(program, shape))
    ran = command("--format", "json", "x.py")
    assert [finding[1:] for finding in ran.findings] == expected(program, shape)
    assert ran.code == (1 if program.findings else 0)


def test_flake8_and_the_command(project: Path, command: Command, flake8: Flake8) -> None:
    wanted = {}
    for program in SIX:
        for shape in SHAPES:
            name = f"{program.name.replace(' ', '_')}_{shape}.py"
            (project / name).write_text(source(program, shape))
            if program.findings:
                wanted[name] = expected(program, shape)
    assert by_file(flake8(".")) == wanted
    assert by_file(command("--format", "concise").out) == wanted


def test_flake8_reads_standard_input(project: Path) -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "flake8",
            "--isolated",
            "--select=DET",
            "--stdin-display-name",
            "given.py",
            "-",
        ],
        input=DATA_WRITE,
        capture_output=True,
        text=True,
        cwd=project,
        check=False,
    )
    assert by_file(ran.stdout) == {"given.py": [(5, 5, "DET201"), (6, 1, "DET101")]}
    assert ran.returncode == 1


def test_columns_are_in_characters_in_both(project: Path, command: Command, flake8: Flake8) -> None:
    text = DATA_WRITE.replace("c.zero_()", "'\u65e5\u672c\U0001f600'; c.zero_()")
    (project / "x.py").write_text(text, encoding="utf-8")
    wanted = {"x.py": [(5, 5, "DET201"), (6, 8, "DET101")]}
    assert by_file(flake8("x.py")) == wanted
    assert by_file(command("--format", "concise", "x.py").out) == wanted


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks(
    project: Path, command: Command, flake8: Flake8, newline: str, head: bytes
) -> None:
    (project / "x.py").write_bytes(head + DATA_WRITE.replace("\n", newline).encode())
    wanted = {"x.py": [(5, 5, "DET201"), (6, 1, "DET101")]}
    assert by_file(flake8("x.py")) == wanted
    assert by_file(command("--format", "concise", "x.py").out) == wanted


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# noqa", []),
        ("# NOQA: DET101", []),
        ("# noqa:DET101,E501", []),
        ("# noqa: DET1", []),
        ("# noqa: DET201", [(6, 1, "DET101")]),
        ("# noqa: because", []),
        ("# nope", [(6, 1, "DET101")]),
    ],
)
def test_suppression(
    project: Path, command: Command, flake8: Flake8, comment: str, left: list[Place]
) -> None:
    (project / "x.py").write_text(DATA_WRITE.replace("c.zero_()", f"c.zero_()  {comment}"))
    wanted = {"x.py": [(5, 5, "DET201"), *left]}
    assert by_file(flake8("x.py")) == wanted
    assert by_file(command("--format", "concise", "x.py").out) == wanted


def test_unused_suppressions_in_both(project: Path, command: Command, flake8: Flake8) -> None:
    (project / "x.py").write_text(
        DATA_WRITE.replace("out = a.sigmoid()", "out = a.sigmoid()  # noqa: DET101, E501")
    )
    wanted = {"x.py": [(4, 28, "DET903"), (5, 5, "DET201"), (6, 1, "DET101")]}
    assert by_file(flake8("--detach-enable=DET903", "x.py")) == wanted
    assert by_file(command("--format", "concise", "--extend-select", "DET903", "x.py").out) == wanted
    assert "DET903" not in flake8("x.py")


def test_blocks_suppress_in_both(project: Path, command: Command, flake8: Flake8) -> None:
    text = DATA_WRITE.replace("out =", "# flake8-detach: disable[DET201, DET3]\nout =")
    (project / "x.py").write_text(text)
    wanted = {"x.py": [(4, 34, "DET903"), (7, 1, "DET101")]}
    assert by_file(flake8("--detach-enable=DET903", "x.py")) == wanted
    assert by_file(command("--format", "concise", "--extend-select", "DET903", "x.py").out) == wanted
