"""A baseline: what it knows is not reported, what is new is, and what is gone is said."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import DATA_WRITE, Command

READ = "print(out.data)\n"


@pytest.fixture
def known(project: Path, command: Command) -> Path:
    (project / "pkg").mkdir()
    (project / "pkg" / "x.py").write_text(DATA_WRITE + READ)
    ran = command("--write-baseline", "ci/baseline.json")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"flake8-detach: wrote 3 findings to {project}/ci/baseline.json\n"
    return project / "pkg" / "x.py"


def codes(command: Command, *options: str) -> list[str]:
    return [
        finding[3]
        for finding in command("--format", "json", "--baseline", "ci/baseline.json", *options).findings
    ]


def test_what_is_known_is_not_reported(known: Path, command: Command) -> None:
    assert command("--baseline", "ci/baseline.json").code == 0
    assert command("--baseline", "ci/baseline.json", "pkg/x.py").err == ""
    entries = json.loads(Path("ci/baseline.json").read_text())["findings"]
    assert entries[0] == {"path": "../pkg/x.py", "code": "DET101", "line": "c.zero_()", "count": 1}


def test_it_survives_moved_and_indented_lines(known: Path, command: Command) -> None:
    known.write_text(
        "# one\n# two\n" + DATA_WRITE.replace("c = out.data", "c  =  out.data") + "if out:\n    " + READ
    )
    assert codes(command) == []


def test_what_is_found_more_often_is_new(known: Path, command: Command) -> None:
    known.write_text(DATA_WRITE + READ + READ)
    assert codes(command) == ["DET201"]
    known.write_text(DATA_WRITE + READ + "print(a.data)\n")
    assert codes(command) == ["DET201"]
    (known.parent / "y.py").write_text(READ + "import torch\n")
    assert command("--baseline", "ci/baseline.json", "pkg/y.py").code == 1


def test_what_is_gone_is_said(known: Path, command: Command) -> None:
    known.write_text(DATA_WRITE)
    ran = command("--baseline", "ci/baseline.json")
    assert ran.code == 0
    assert "stale: ../pkg/x.py: DET201 is no longer found here: print(out.data)\n" in ran.err
    (known.parent / "y.py").write_text("")
    assert command("--baseline", "ci/baseline.json", "pkg/y.py").err == ""
    known.unlink()
    assert command("--baseline", "ci/baseline.json", "pkg/y.py").err.count("stale") == 3


def test_the_configuration_may_name_it(
    known: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("pyproject.toml").write_text("[tool.flake8-detach]\nbaseline = 'ci/baseline.json'\n")
    assert command().code == 0
    monkeypatch.chdir(known.parent)
    assert command().code == 0
    known.write_text(DATA_WRITE)
    assert command("--write-baseline").err.startswith("flake8-detach: wrote 2 findings to ")
    assert command().err == ""


def test_what_the_run_says_of_itself_is_always_reported(known: Path, command: Command) -> None:
    (known.parent / "bad.py").write_text("x.data = (\n")
    command("--write-baseline", "ci/baseline.json")
    assert codes(command) == ["DET900"]


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 9}', '{"version": 1, "findings": [{"path": "x"}]}'])
def test_what_is_no_baseline(known: Path, command: Command, text: str) -> None:
    Path("ci/baseline.json").write_text(text)
    ran = command("--baseline", "ci/baseline.json")
    assert ran.code == 2
    assert "ci/baseline.json: " in ran.err
    missing = command("--baseline", "nowhere.json")
    assert (missing.code, missing.err.endswith("nowhere.json: no such file or directory\n")) == (2, True)
    assert command("--write-baseline").code == 2


def test_a_program_is_not_written_over(known: Path, command: Command) -> None:
    ran = command("--write-baseline", str(known))
    assert (ran.code, known.read_text()) == (2, DATA_WRITE + READ)
    assert ran.err.endswith("x.py: not written: what it holds is no baseline\n")
    for text in ("", '{"version": 0}'):
        Path("other.json").write_text(text)
        assert command("--write-baseline", "other.json").code == 0


def test_a_part_of_what_is_found_is_no_baseline(known: Path, command: Command) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    before = Path("ci/baseline.json").read_text()
    ran = command("--write-baseline", "ci/baseline.json", "--changed")
    assert ran.code == 2
    assert Path("ci/baseline.json").read_text() == before
