"""flake8's second run over a program that has not changed uses what the first one found, and only then."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flake8.main.cli import main as flake8

from flake8_detach import checker
from flake8_detach.finding import Finding
from flake8_detach.flake8_plugin import DetachPlugin

PROGRAM = "import torch\nfrom parts import make\n\nprint(make().data)\n"
PARTS = "import torch\n\n\ndef make():\n    return torch.ones(3)\n"
LONG_AGO = 1_000_000_000
Run = Callable[..., tuple[str, list[str]]]


def write(name: str, text: str) -> None:
    Path(name).write_text(text)
    os.utime(name, (LONG_AGO, LONG_AGO))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run flake8 over a program: what it printed, and of which files the checker was asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(DetachPlugin, "settings", DetachPlugin.settings)
    monkeypatch.setattr(DetachPlugin, "earlier", None)
    write("program.py", PROGRAM)
    write("parts.py", PARTS)
    asked: list[str] = []
    check_source = checker.check_source

    def noting(source: bytes, path: str, *given: Any, **named: Any) -> list[Finding]:
        asked.append(path)
        return check_source(source, path, *given, **named)

    monkeypatch.setattr(checker, "check_source", noting)

    def call(*options: str) -> tuple[str, list[str]]:
        asked.clear()
        given = ["--isolated", "-j1", "--select=DET", "--detach-cache-dir=./kept", *options, "program.py"]
        assert flake8(given) in (0, 1)
        return capsys.readouterr().out, list(asked)

    return call


def test_the_second_run_finds_the_same_and_asks_nobody(run: Run) -> None:
    first, asked = run()
    assert "program.py:4:7: DET201" in first
    assert asked == ["program.py"]
    assert run() == (first, [])


@pytest.mark.parametrize(
    "change",
    [
        lambda: write("program.py", PROGRAM + "\n"),
        lambda: write("parts.py", PARTS.replace("torch.ones(3)", "[]")),
        lambda: Path("parts.py").unlink(),
    ],
    ids=["the program", "what it imports", "what it imports is gone"],
)
def test_what_has_changed_is_checked_again(run: Run, change: Callable[[], None]) -> None:
    run()
    change()
    assert run()[1] == ["program.py"]


def test_settings_are_part_of_it(run: Run) -> None:
    run()
    assert run("--detach-unknown-data=ignore")[1] == ["program.py"]


def test_nothing_is_kept_where_that_is_not_wanted(run: Run) -> None:
    assert run("--detach-no-cache") == run("--detach-no-cache")
    assert run("--detach-no-cache")[1] == ["program.py"]
    assert not Path("kept").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1, 2, 3, 4]", "[" * 100_000])
def test_what_cannot_be_read_is_nothing(run: Run, text: str) -> None:
    first = run()
    (file,) = Path("kept").glob("*/*.detach.json")
    file.write_text(text)
    assert run() == first
    assert run() == (first[0], [])


def test_where_nothing_can_be_written_nothing_is_kept(run: Run) -> None:
    Path("kept").write_text("mine")
    assert run() == run()
    assert Path("kept").read_text() == "mine"


def test_a_defect_is_not_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> list[Finding]:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(checker, "check_source", broken)
        assert "DET901" in run()[0]
    assert "DET201" in run()[0]
