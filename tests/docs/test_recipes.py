"""Every command of the pages on continuous integration and configuration is run, in a repository with findings."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import DATA_WRITE, Command, command, project  # noqa: F401

DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMAND = re.compile(r"^[\s-]*(?:run: )?(flake8-detach .*?)(?: \|.*)?$", re.MULTILINE)
BLOCK = re.compile(r"```(?:yaml|sh)\n(.*?)```", re.DOTALL)


def commands(page: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [line for block in BLOCK.findall(text) for line in COMMAND.findall(block)]


@pytest.fixture
def repository(project: Path) -> Path:  # noqa: F811
    (project / "train.py").write_text(DATA_WRITE)
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    for words in (["init", "-q"], ["add", "--all"], [*identity, "commit", "-qm", "all"]):
        subprocess.run(["git", *words], check=True, capture_output=True)
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "HEAD"], check=True, capture_output=True)
    (project / "train.py").write_text(DATA_WRITE + "print(out.data)\n")
    return project


@pytest.mark.parametrize("line", commands("ci.md"))
def test_the_command_does_what_the_page_says(line: str, repository: Path, command: Command) -> None:  # noqa: F811
    if "--baseline" in line:
        command("--write-baseline", "detach-baseline.json", ".")
    ran = command(*shlex.split(line)[1:])
    quiet = "--fail-on never" in line or "baseline" in line
    assert (ran.code, "Traceback" in ran.err) == (0 if quiet else 1, False), ran.err
    if "--changed" in line:
        assert "line=8," in ran.out and "line=5," not in ran.out
    for kind, name in re.findall(r"--output (\w+):(\S+)", line):
        text = (repository / name).read_text()
        read = {"junit": ElementTree.fromstring, "sarif": json.loads, "gitlab": json.loads}[kind]
        assert read(text) is not None
    if "json-lines" in line:
        assert [json.loads(row)["code"] for row in ran.out.splitlines()] == ["DET201", "DET101", "DET201"]


def inline(page: str) -> list[str]:
    """The commands that stand in a page's text and tables."""
    found = re.findall(r"`(flake8-detach [^`]*)`", (DOCS / page).read_text(encoding="utf-8"))
    return [line for line in dict.fromkeys(found) if line.split()[1] != "clean"]


@pytest.mark.parametrize("line", inline("configuration.md"))
def test_the_commands_on_the_page_about_settings(line: str, repository: Path, command: Command) -> None:  # noqa: F811
    if " --baseline" in line:
        command("--write-baseline", "detach.json")
    subprocess.run(["git", "branch", "main"], check=False, capture_output=True)
    before = (repository / "train.py").read_text()
    ran = command(*shlex.split(line)[1:])
    repairs = "--fix" in line or "--add-noqa" in line
    left_clean = "baseline" in line or "--add-noqa" in line or "--unsafe-fixes" in line
    assert ran.code == (0 if left_clean else 1), (ran.out, ran.err)
    assert ((repository / "train.py").read_text() != before) is repairs


def test_the_pages_have_commands() -> None:
    assert len(commands("ci.md")) >= 10
    assert len(inline("configuration.md")) >= 8


def test_the_hook_is_the_command_the_page_names() -> None:
    hooks = (DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "entry: flake8-detach check --force-exclude\n" in hooks
    assert "`flake8-detach check --force-exclude`" in (DOCS / "ci.md").read_text(encoding="utf-8")
