"""``--fix``, ``--unsafe-fixes`` and ``--diff`` as a user meets them: files, messages, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flake8_detach.cli import main, work
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
    "data",
    [
        PROGRAM.encode(),
        PROGRAM.replace("\n", "\r\n").encode(),
        PROGRAM.replace("\n", "\r").encode(),
        PROGRAM.replace("import torch\n", "import torch\r").encode(),
        PROGRAM.rstrip("\n").encode(),
        PROGRAM.encode("utf-8-sig"),
        f"# coding: latin-1\n{PROGRAM}print('\xe9', w.data)  # \xdf\n".encode("latin-1"),
    ],
    ids=["LF", "CRLF", "CR", "mixed", "no end", "BOM", "latin-1"],
)
def test_the_diff_can_be_applied(
    data: bytes, program: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    program.write_bytes(data)
    assert main(["--isolated", "--diff", "--unsafe-fixes", str(program)]) == 1
    patch = capfdbinary.readouterr().out
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, check=True)
    applied = program.read_bytes()
    program.write_bytes(data)
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


def test_what_standard_input_has_left_is_told_beside_it(program: Path) -> None:
    command = [sys.executable, "-m", "flake8_detach", "--isolated", "--fix", "--format=concise", "-"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        command, input=PROGRAM, capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stdout) == (1, SAFE)
    assert done.stderr.startswith("stdin:5:1: DET203 ")


def test_fix_only_is_fix_and_select(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--isolated", "--fix-only=DET201", "program.py"]) == 0
    assert program.read_text("utf-8") == SAFE
    assert main(["--isolated", "--fix-only=DET203", "--unsafe-fixes", "--diff", "program.py"]) == 1
    assert program.read_text("utf-8") == SAFE
    with pytest.raises(SystemExit) as ended:
        main(["--isolated", "--fix-only=DET203", "--select=DET201", "program.py"])
    assert ended.value.code == 2


def test_unsafe_fixes_alone_repair_nothing_and_say_so(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--isolated", "--unsafe-fixes", "program.py"]) == 1
    assert program.read_text("utf-8") == PROGRAM
    assert "--unsafe-fixes repairs nothing without --fix or --diff" in capsys.readouterr().err


def test_a_file_by_two_names_is_repaired_once(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("link.py").symlink_to(program)
    assert main(["--isolated", "--fix", "--unsafe-fixes", "program.py", "link.py"]) == 0
    assert program.read_text("utf-8") == ALL
    assert Path("link.py").is_symlink()


def test_processes_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(work, "WORTH_A_PROCESS", 1)
    seen = []
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        folder.mkdir()
        monkeypatch.chdir(folder)
        for number in range(3):
            (folder / f"x{number}.py").write_text("# more\n" * number + PROGRAM, "utf-8")
        (folder / "broken.py").write_text("x.data = (\n", "utf-8")
        options = ["--isolated", "--no-cache", f"--jobs={jobs}", "--format=json"]
        assert main([*options, "--diff"]) == 1
        assert main([*options, "--fix"]) == 1
        written = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
        seen.append((*capfd.readouterr(), written))
    assert seen[0] == seen[1]
    assert seen[0][2]["x0.py"] == SAFE


KILLER = """\
import os
import sys

from flake8_detach.cli import fixing, main, work

repair_task = fixing.repair_task
work.WORTH_A_PROCESS = 1


def repair(task, *, unsafe):
    if task.path == "x3.py":
        os.kill(os.getpid(), 9)
    return repair_task(task, unsafe=unsafe)


fixing.repair_task = repair
if __name__ == "__main__":
    sys.exit(main(["--isolated", "--no-cache", "--fix", "--jobs", "2"]))
"""


@pytest.mark.slow
def test_a_killed_process_costs_its_own_file_only(program: Path) -> None:
    names = [f"x{number}.py" for number in range(5)]
    for name in names:
        Path(name).write_text(PROGRAM, "utf-8")
    Path(".killer").write_text(KILLER)
    ran = subprocess.run([sys.executable, ".killer"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "x3.py: not repaired: the process which repaired it was killed\n" in ran.stderr
    assert Path("x3.py").read_text("utf-8") == PROGRAM
    assert all(Path(name).read_text("utf-8") == SAFE for name in names if name != "x3.py")


SLOW = """\
import signal
import sys
import time

from flake8_detach.cli import fixing, main, work

repair_task = fixing.repair_task
work.WORTH_A_PROCESS = 1


def repair(task, *, unsafe):
    if task.path == "x3.py":
        open("seen", "w").close()
        time.sleep(60)
    return repair_task(task, unsafe=unsafe)


fixing.repair_task = repair
if __name__ == "__main__":
    # What runs in the background is started with interrupts ignored, and so may these tests be.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(["--isolated", "--no-cache", "--fix", "--jobs", sys.argv[1]]))
"""


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_an_interrupted_run_leaves_every_file_as_it_was(program: Path, jobs: int) -> None:
    for number in range(5):
        Path(f"x{number}.py").write_text(PROGRAM, "utf-8")
    Path(".slow").write_text(SLOW)
    with subprocess.Popen(
        [sys.executable, ".slow", str(jobs)], stdout=-1, stderr=-1, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while not Path("seen").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, "flake8-detach: interrupted\n")
    assert all(path.read_text("utf-8") == PROGRAM for path in Path().glob("*.py"))
    assert sorted(path.name for path in Path().iterdir()) == [
        ".slow", "program.py", "seen", *(f"x{number}.py" for number in range(5)),
    ]  # fmt: skip


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
