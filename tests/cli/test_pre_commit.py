"""The hook, in a scratch repository: what pre-commit makes of a clone of this one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import SHAPES, SIX, expected, source

ROOT = Path(__file__).resolve().parents[2]


def run(
    *command: str, cwd: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def commit_all(folder: Path) -> None:
    for words in (
        ["init", "-q"],
        ["add", "--all"],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "all"],
    ):
        done = run("git", *words, cwd=folder)
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_try_repo(tmp_path: Path) -> None:
    pytest.importorskip("pre_commit")
    hook, scratch = tmp_path / "hook", tmp_path / "scratch"
    for name in (
        "flake8_detach",
        "setup.cfg",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        ".pre-commit-hooks.yaml",
    ):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, hook / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            hook.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, hook / name)
    commit_all(hook)

    wanted = {}
    (scratch / "pkg").mkdir(parents=True)
    (scratch / "pyproject.toml").write_text("[tool.flake8-detach]\nextend-exclude = ['vendored']\n")
    (scratch / "vendored").mkdir()
    (scratch / "vendored" / "x.py").write_text(source(SIX[1], "script"))
    for program in SIX:
        for shape in SHAPES:
            name = f"pkg/{program.name.replace(' ', '_')}_{shape}.py"
            (scratch / name).write_text(source(program, shape))
            wanted[name] = expected(program, shape)
    commit_all(scratch)

    done = run(
        sys.executable,
        *("-m", "pre_commit", "try-repo", str(hook), "flake8-detach", "--all-files", "--verbose"),
        cwd=scratch,
        environment={"PRE_COMMIT_HOME": str(tmp_path / "cache"), "NO_COLOR": "1"},
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found: dict[str, list[tuple[int, int, str]]] = {}
    for code, path, line, column in re.findall(
        r"^\w+\[(DET\d+)\]: .*\n +--> (.+?):(\d+):(\d+)$", done.stdout, re.MULTILINE
    ):
        found.setdefault(path, []).append((int(line), int(column), code))
    assert found == {name: places for name, places in wanted.items() if places}
