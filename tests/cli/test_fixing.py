"""``--fix``, ``--unsafe-fixes`` and ``--diff`` as a user meets them: files, messages, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_detach.cli import main
from flake8_detach.fixes import files

PROGRAM = """\
import torch

w = torch.ones(3, requires_grad=True)
print(w.data.norm())
w.data = torch.zeros(3)
"""
SAFE = PROGRAM.replace("w.data.norm", "w.detach().norm")
ALL = SAFE.replace("w.data = torch.zeros(3)", "with torch.no_grad():\n    w.copy_(torch.zeros(3))")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def test_fix_applies_safe_repairs_and_reports_the_rest(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--isolated", "--fix", "--format=concise", "program.py"]) == 1
    assert program.read_text("utf-8") == SAFE
    out, err = capsys.readouterr()
    assert [line.split(" ")[:2] for line in out.splitlines()] == [["program.py:5:1:", "DET203"]]
    assert "repaired 1 in 1 file (DET201 1)" in err


def test_unsafe_fixes_apply_all(program: Path) -> None:
    assert main(["--isolated", "--fix", "--unsafe-fixes", "program.py"]) == 0
    assert program.read_text("utf-8") == ALL


def test_select_is_what_is_fixed(program: Path) -> None:
    assert main(["--isolated", "--fix", "--unsafe-fixes", "--select=DET203", "program.py"]) == 0
    assert program.read_text("utf-8") == ALL.replace("w.detach().norm", "w.data.norm")


def test_diff_writes_nothing(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--isolated", "--diff", "program.py"]) == 1
    assert program.read_text("utf-8") == PROGRAM
    out = capsys.readouterr().out
    assert out.startswith("--- a/program.py\n+++ b/program.py\n")
    assert "-print(w.data.norm())\n+print(w.detach().norm())\n" in out


def test_diff_of_nothing_is_clean(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program.write_text(SAFE, encoding="utf-8")
    assert main(["--isolated", "--diff", "program.py"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "text", [PROGRAM, PROGRAM.replace("\n", "\r\n"), PROGRAM.rstrip("\n"), f"\ufeff{PROGRAM}"]
)
def test_the_diff_can_be_applied(text: str, program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program.write_bytes(text.encode())
    assert main(["--isolated", "--diff", "--unsafe-fixes", "program.py"]) == 1
    patch = capsys.readouterr().out
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch.encode(), check=True)
    applied = program.read_bytes()
    program.write_bytes(text.encode())
    assert main(["--isolated", "--fix", "--unsafe-fixes", "program.py"]) == 0
    assert program.read_bytes() == applied


def test_standard_input_comes_out_repaired(program: Path) -> None:
    command = [sys.executable, "-m", "flake8_detach", "--isolated", "--fix", "--unsafe-fixes", "-"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        command,
        input=PROGRAM.replace("\n", "\r\n").encode(),
        capture_output=True,
        check=False,
        env=environment,
    )
    assert (done.returncode, done.stdout) == (0, ALL.replace("\n", "\r\n").encode())


def test_a_file_that_changed_meanwhile_is_left_alone(
    program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    original = files._same_owner

    def edited(beside: Path, status: os.stat_result) -> None:
        program.write_text("edited = 1\n", encoding="utf-8")
        original(beside, status)

    monkeypatch.setattr(files, "_same_owner", edited)
    assert main(["--isolated", "--fix", "program.py"]) == 2
    assert program.read_text("utf-8") == "edited = 1\n"
    assert "program.py: not repaired: it has changed on disk since it was read" in capsys.readouterr().err


def test_suppressed_lines_are_never_fixed(program: Path) -> None:
    text = "import torch\n\nw = torch.ones(3)\nx = w.data  # noqa: DET201\ny = w.data  # noqa: E501\n"
    program.write_text(text, encoding="utf-8")
    assert main(["--isolated", "--fix", "--unsafe-fixes", "program.py"]) == 1
    assert program.read_text("utf-8") == text


def test_json_carries_the_edits(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--isolated", "--format=json", "program.py"]) == 1
    read, rebound = json.loads(capsys.readouterr().out)["findings"]
    assert read["fix"]["safe"] is True
    assert read["fix"]["edits"] == [
        {"line": 4, "column": 9, "end_line": 4, "end_column": 13, "text": "detach()"}
    ]
    assert rebound["fix"]["safe"] is False
    assert program.read_text("utf-8") == PROGRAM


@pytest.mark.parametrize("option", ["--changed", "--write-baseline=b.json", "--add-noqa"])
def test_repairs_whole_files_only(option: str, program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--isolated", "--fix", option, "--", "program.py"]) == 2
    assert program.read_text("utf-8") == PROGRAM
    assert "--fix and --diff repair all that is found" in capsys.readouterr().err


def test_a_notebook_is_repaired_in_its_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sources = [
        PROGRAM.splitlines(keepends=True),
        ["w.data.zero_()\n", "%matplotlib inline\n", "w.data.add_(1)"],
    ]
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    path = tmp_path / "notes.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    main(["--isolated", "--no-cache", "--fix", "--unsafe-fixes", "notes.ipynb"])
    repaired = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    assert repaired[0] == ALL
    assert "w.data" not in repaired[1]
    assert "%matplotlib inline\n" in repaired[1]
