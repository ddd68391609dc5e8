"""Where the imports of a file are looked up: from its own folder up to the working directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_detach import check_source
from flake8_detach.project import forget_projects, resolver_for, roots_of
from flake8_detach.settings import Settings


def test_roots_lead_from_the_package_up_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "one" / "source" / "pack"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    roots = roots_of(str(package / "mod.py"))
    assert roots == (tmp_path / "one" / "source", tmp_path / "one", tmp_path)
    monkeypatch.chdir(package)
    assert roots_of(str(tmp_path / "one" / "source" / "x.py")) == (tmp_path / "one" / "source", package)


def test_a_test_finds_the_package_it_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib-1.0" / "lib").mkdir(parents=True)
    (tmp_path / "lib-1.0" / "tests" / "unit").mkdir(parents=True)
    (tmp_path / "lib-1.0" / "lib" / "__init__.py").write_text(
        "class held:\n    def __init__(self): self.data = 1\n"
    )
    text = "import torch\nfrom lib import held\ndef test():\n    return held().data\n"
    monkeypatch.chdir(tmp_path)
    forget_projects()
    path = str(tmp_path / "lib-1.0" / "tests" / "unit" / "test_it.py")
    assert [f.code for f in check_source(text, path, Settings())] == ["DET201"]
    assert not check_source(text, path, Settings(), resolver_for(path))
