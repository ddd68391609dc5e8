"""A project folder to run the command in, without leaving the process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flake8_detach.cli import main
from flake8_detach.earlier import ENVIRONMENT

DATA_WRITE = """\
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.data
c.zero_()
out.sum().backward()
"""
"""DET201 at 5:5 and DET101 at 6:1."""


@dataclass(frozen=True)
class Ran:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[tuple[str, int, int, str]]:
        """Path, line, column and code, of a run with ``--format json``."""
        return [(f["path"], f["line"], f["column"], f["code"]) for f in self.document["findings"]]

    @property
    def document(self) -> dict[str, Any]:
        """The JSON that was printed."""
        document: dict[str, Any] = json.loads(self.out)
        return document


Command = Callable[..., Ran]


@pytest.fixture
def project(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An empty folder, which is the working directory, and an empty cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def command(project: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command; ``command("--format", "json", "x.py")``."""

    def run(*arguments: str) -> Ran:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
