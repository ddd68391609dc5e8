"""``--changed``: findings that have to do with what is different from a revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flake8_detach.cli.changed import parse_diff
from tests.cli.conftest import DATA_WRITE, Command

READ = "print(out.data)\n"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(project: Path) -> Path:
    git("init", "-q", "-b", "main")
    (project / "x.py").write_text(DATA_WRITE + READ)
    (project / "same.py").write_text(DATA_WRITE)
    git("add", "--all")
    git("commit", "-q", "-m", "all")
    return project


def found(command: Command, *options: str) -> list[tuple[str, int, str]]:
    return [(path, line, code) for path, line, _, code in command("--format", "json", *options).findings]


def test_nothing_is_changed(repository: Path, command: Command) -> None:
    ran = command("--changed")
    assert (ran.code, ran.out, ran.err) == (0, "No files were checked.\n", "")


def test_lines_that_are_new(repository: Path, command: Command) -> None:
    (repository / "x.py").write_text("# new\n" + DATA_WRITE + READ + READ)
    assert found(command, "--changed") == [("x.py", 10, "DET201")]
    git("commit", "-q", "-a", "-m", "more")
    assert found(command, "--changed") == []
    assert found(command, "--changed", "HEAD~1") == [("x.py", 10, "DET201")]
    assert found(command, "--changed=main~1", "same.py") == []


def test_a_finding_is_new_if_a_step_to_it_is(repository: Path, command: Command) -> None:
    text = DATA_WRITE.replace("out.sum().backward()", "out.mean().backward()")
    (repository / "x.py").write_text(text + READ)
    assert found(command, "--changed") == [("x.py", 6, "DET101")]


def test_what_git_does_not_know_yet_is_new(repository: Path, command: Command) -> None:
    (repository / ".gitignore").write_text("ignored.py\n")
    for name in ("fresh file.py", "ignored.py", "ü.py"):
        (repository / name).write_text("import torch\n" + READ)
    assert [path for path, _, _ in found(command, "--changed")] == ["fresh file.py", "ü.py"]


def test_from_a_folder_inside(repository: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "sub").mkdir()
    (repository / "sub" / "y.py").write_text(DATA_WRITE)
    git("add", "--all")
    (repository / "sub" / "y.py").write_text(DATA_WRITE + READ)
    monkeypatch.chdir(repository / "sub")
    assert found(command, "--changed") == [
        ("y.py", 5, "DET201"),
        ("y.py", 6, "DET101"),
        ("y.py", 8, "DET201"),
    ]


def test_a_path_behind_it_is_a_path(repository: Path, command: Command) -> None:
    (repository / "x.py").write_text(DATA_WRITE + READ + READ)
    (repository / "same.py").write_text(DATA_WRITE + READ)
    assert found(command, "--changed", "x.py") == [("x.py", 9, "DET201")]
    assert found(command, "--changed", "x.py", "same.py") == [("x.py", 9, "DET201"), ("same.py", 8, "DET201")]


def test_what_cannot_be_compared(repository: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "'nowhere' is no revision" in command("--changed", "nowhere").err
    monkeypatch.setenv("PATH", "")
    ran = command("--changed")
    assert (ran.code, "git cannot be run" in ran.err) == (2, True)


def test_outside_a_repository(project: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    assert command("--changed").code == 2


def test_a_diff_line_by_line() -> None:
    diff = """\
diff --git a/x.py b/x.py
--- a/x.py
+++ b/x.py
@@ -1,2 +1 @@
--- a/not a header
-b
++++ b/no header either
@@ -9,0 +9,3 @@ def f():
+a
+b
+c
@@ -20,2 +22,0 @@
-@@ -1 +1 @@
-y
diff --git a/gone.py b/gone.py
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-x
--- "a/t\\tab \\303\\274.py"
+++ "b/t\\tab \\303\\274.py"
@@ -1 +1 @@
-x
+y
"""
    assert parse_diff(diff) == {"x.py": ((1, 1), (9, 11)), "t\tab ü.py": ((1, 1),)}
