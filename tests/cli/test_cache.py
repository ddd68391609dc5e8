"""What earlier runs found is used again while it holds, and only then."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flake8_detach import checker
from flake8_detach.earlier import ENVIRONMENT
from flake8_detach.finding import Finding
from tests.cli.conftest import DATA_WRITE, Command, Ran

LONG_AGO = 1_000_000_000


def write(path: Path, text: str) -> None:
    """A file that was last changed long ago; nothing but its content tells two of the same size apart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the checker was asked about, in order."""
    paths: list[str] = []
    check_source = checker.check_source

    def noting(source: bytes, path: str, *given: Any, **named: Any) -> list[Finding]:
        paths.append(path)
        return check_source(source, path, *given, **named)

    monkeypatch.setattr(checker, "check_source", noting)
    return paths


@contextmanager
def only(checked: list[str], *paths: str) -> Iterator[None]:
    """Inside, exactly these files are checked."""
    checked.clear()
    yield
    assert checked == list(paths)


def run(command: Command, *options: str) -> Ran:
    return command("--format", "json", *options)


def cache_files() -> list[Path]:
    return sorted(Path(os.environ[ENVIRONMENT]).glob("*/files.detach.json"))


@pytest.fixture
def two(project: Path) -> Path:
    write(project / "x.py", DATA_WRITE)
    write(project / "y.py", DATA_WRITE)
    write(project / "z.py", "print(1)\n")
    return project


def test_nothing_is_checked_twice(two: Path, command: Command, checked: list[str]) -> None:
    with only(checked, "x.py", "y.py"):
        first = run(command)
    with only(checked):
        assert run(command) == first
    with only(checked):
        assert command("x.py").out.count("error[DET101]") == 1
    with only(checked, "x.py", "y.py"):
        assert run(command, "--no-cache") == first


def test_a_changed_file_is_checked_again(two: Path, command: Command, checked: list[str]) -> None:
    run(command)
    write(two / "x.py", DATA_WRITE + "# longer\n")
    with only(checked, "x.py"):
        run(command)
    (two / "x.py").write_text(DATA_WRITE.replace("c.zero_()", "c.zer0_()") + "# longer\n")
    with only(checked, "x.py"):
        assert len(run(command).findings) == 3


def test_a_touched_file_is_not(two: Path, command: Command, checked: list[str]) -> None:
    run(command)
    os.utime(two / "x.py", (LONG_AGO + 5, LONG_AGO + 5))
    with only(checked):
        run(command)
    entries = json.loads(cache_files()[0].read_text())
    assert entries["x.py"][0][1] == (LONG_AGO + 5) * 1_000_000_000


def test_a_time_within_the_clocks_tick_proves_nothing(
    project: Path, command: Command, checked: list[str]
) -> None:
    (project / "x.py").write_text(DATA_WRITE)
    moment = os.stat(project / "x.py").st_mtime_ns
    run(command)
    (project / "x.py").write_text(DATA_WRITE.replace("zero_", "zerO_"))
    os.utime(project / "x.py", ns=(moment, moment))
    with only(checked, "x.py"):
        run(command)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write(folder / "parts.py", "import torch\ndef make() -> torch.Tensor: ...\n"),
        lambda folder: write(folder / "parts.py", "class Queue: pass\ndef make(): return Queue() \n"),
        lambda folder: (folder / "parts.py").unlink(),
        lambda folder: write(
            folder / "parts" / "__init__.py", "import torch\ndef make(): return torch.zeros(1)\n"
        ),
    ],
    ids=["other content", "a space more", "gone", "another file in its place"],
)
def test_what_others_say_is_part_of_it(
    project: Path, command: Command, checked: list[str], change: Callable[[Path], None]
) -> None:
    write(
        project / "use.py",
        "import torch\nfrom parts import make\n\ndef show():\n    queue = make()\n    print(queue.data)\n",
    )
    write(project / "other.py", DATA_WRITE)
    write(project / "parts.py", "class Queue: pass\ndef make(): return Queue()\n")
    assert [finding[0] for finding in run(command).findings] == ["other.py", "other.py"]
    with only(checked):
        run(command)
    change(project)
    with only(checked, "use.py"):
        changed = run(command)
    assert changed == run(command, "--no-cache")


def test_a_module_that_was_missing_and_appears(project: Path, command: Command, checked: list[str]) -> None:
    write(
        project / "use.py",
        "import torch\nfrom parts import make\n\ndef show():\n    queue = make()\n    print(queue.data)\n",
    )
    assert len(run(command).findings) == 1
    write(project / "parts.py", "class Queue: pass\ndef make(): return Queue()\n")
    with only(checked, "use.py"):
        assert run(command).findings == []


def test_settings_are_part_of_it(two: Path, command: Command, checked: list[str]) -> None:
    run(command)
    with only(checked, "x.py", "y.py"):
        assert len(run(command, "--select", "DET1").findings) == 2
    (two / "pyproject.toml").write_text("[tool.flake8-detach.per-file-ignores]\n'x.py' = ['DET1']\n")
    with only(checked, "x.py"):
        assert len(run(command).findings) == 3
    with only(checked, "x.py"):
        assert len(run(command, "--isolated").findings) == 4


def test_repairs_are_looked_for_when_a_format_shows_them(
    two: Path, command: Command, checked: list[str]
) -> None:
    command("--format", "concise")
    with only(checked):
        command("--format", "github")
    with only(checked, "x.py", "y.py"):
        assert all(f["fix"] for f in run(command).document["findings"] if f["code"] == "DET201")
    with only(checked):
        run(command)
        command("--format", "concise")


@pytest.mark.parametrize("options", [("--output", "json:found.json"), ("--diff",), ("--fix",)])
def test_repairs_are_looked_for_when_they_are_asked_for(
    two: Path, command: Command, checked: list[str], options: tuple[str, ...]
) -> None:
    command("--format", "concise")
    checked.clear()
    command("--format", "concise", *options)
    assert {"x.py", "y.py"} <= set(checked)


def test_the_tool_is_part_of_it(
    two: Path, command: Command, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(command)
    monkeypatch.setattr("flake8_detach.earlier.folder.__version__", "99")
    with only(checked, "x.py", "y.py"):
        run(command)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"x.py": 3}', '{"x.py": [[1], 2, 3, 4, 5]}', "[" * 100_000, "\ud800"]
)
def test_what_cannot_be_read_is_empty(two: Path, command: Command, checked: list[str], text: str) -> None:
    first = run(command)
    (file,) = cache_files()
    file.write_text(text, errors="surrogatepass")
    with only(checked, "x.py", "y.py"):
        assert run(command) == first
    with only(checked):
        assert run(command) == first


def test_an_entry_with_findings_of_a_strange_form_is_checked_again(
    two: Path, command: Command, checked: list[str]
) -> None:
    first = run(command)
    (file,) = cache_files()
    entries = json.loads(file.read_text())
    entries["x.py"][4] = [["DET101", [1, 1], "m"]]
    file.write_text(json.dumps(entries))
    with only(checked, "x.py"):
        assert run(command) == first


def test_where_nothing_can_be_written_nothing_is_kept(
    two: Path, command: Command, checked: list[str]
) -> None:
    (two / "file").write_text("")
    for folder in ("file", "file/below"):
        first = run(command, "--cache-dir", folder)
        assert first.code == 1
        assert re.fullmatch(r"flake8-detach: warning: no cache is kept: .*file is not a folder\n", first.err)
    assert (two / "file").read_text() == ""
    assert run(command, "--cache-dir", "x" * 300).code == 1


def test_a_defect_is_not_kept(two: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> list[Finding]:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(checker, "check_source", broken)
        assert run(command).code == 2
    assert run(command).code == 1


def test_clean_removes_what_is_ours(two: Path, command: Command, checked: list[str]) -> None:
    run(command, "--cache-dir", "kept")
    (two / "kept" / "notes.txt").write_text("mine")
    assert command("clean", "--cache-dir", "kept").out == "removed 1 file from kept\n"
    assert [path.name for path in (two / "kept").iterdir()] == ["notes.txt"]
    with only(checked, "x.py", "y.py"):
        run(command, "--cache-dir", "kept")
    (two / "kept" / "notes.txt").unlink()
    command("clean", "--cache-dir", "kept")
    assert not (two / "kept").exists()
    assert command("clean", "--cache-dir", "kept").code == 0


@pytest.mark.slow
def test_runs_at_the_same_time_spoil_nothing(project: Path) -> None:
    for number in range(4):
        write(project / f"x{number}.py", DATA_WRITE)
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "flake8_detach",
                "--format",
                "concise",
                "--fail-on",
                "never",
                f"x{number}.py",
                f"x{number + 1}.py",
            ],
            stdout=subprocess.PIPE,
        )
        for number in range(3)
    ]
    for process in processes:
        out, _ = process.communicate(timeout=60)
        assert (process.returncode, out.count(b"DET101")) == (0, 2)
    (file,) = cache_files()
    assert set(json.loads(file.read_text())) <= {f"x{number}.py" for number in range(4)}
    assert [path for path in file.parent.iterdir() if path.name.startswith(".")] == []
