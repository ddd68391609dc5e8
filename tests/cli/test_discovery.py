"""Which files a path leads to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_detach.cli.config import load
from flake8_detach.cli.discovery import find_files
from flake8_detach.report import Problem


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def found(project: Path, *paths: str, **options: object) -> list[str | Problem]:
    return list(find_files(paths or (".",), load(options, project)))


def test_folders_are_searched_in_order(project: Path) -> None:
    touch(project, "b.py", "a.py", "a/z.py", "a/b/y.pyi", "note.txt", "x.ipynb", "c.PY", "d.md")
    assert found(project) == ["a.py", "b.py", "x.ipynb", "a/z.py", "a/b/y.pyi"]
    assert found(project, "a") == ["a/z.py", "a/b/y.pyi"]
    assert found(project, "a/") == ["a/z.py", "a/b/y.pyi"]


def test_hidden_folders_and_environments_are_passed_by(project: Path) -> None:
    touch(
        project,
        ".hidden/a.py",
        "env/pyvenv.cfg",
        "env/lib/a.py",
        "conda/conda-meta/x",
        "conda/a.py",
        "__pycache__/a.py",
    )
    touch(project, "node_modules/a.py", "lib/site-packages/a.py", "kept/a.py", ".dot.py")
    assert found(project) == [".dot.py", "kept/a.py"]
    assert found(project, "env", ".hidden") == ["env/lib/a.py", ".hidden/a.py"]


def test_a_named_file_is_checked_whatever_it_is_called(project: Path) -> None:
    touch(project, "script", "vendor/a.py", ".hidden/b.py")
    assert found(project, "script", "vendor/a.py", ".hidden/b.py", exclude=["vendor"]) == [
        "script",
        "vendor/a.py",
        ".hidden/b.py",
    ]
    assert found(project, "script", "vendor/a.py", exclude=["vendor"], force_exclude=True) == ["script"]
    assert found(project, str(project / "vendor/a.py"), exclude=["vendor"], force_exclude=True) == []


def test_each_file_comes_once(project: Path) -> None:
    touch(project, "a/x.py")
    assert found(project, "a/x.py", "a", ".") == ["a/x.py"]
    assert found(project, "-", "-") == ["-", "-"]


def test_exclude(project: Path) -> None:
    touch(project, "src/old/a.py", "src/new/a.py", "tests/old/a.py", "gen_x.py", "x.py")
    assert found(project, exclude=["src/old", "gen_*.py"]) == ["x.py", "src/new/a.py", "tests/old/a.py"]
    assert found(project, extend_exclude=["old"]) == ["gen_x.py", "x.py", "src/new/a.py"]


def test_gitignore_nested_and_negated(project: Path) -> None:
    touch(
        project,
        "build/a.py",
        "gen.py",
        "pkg/gen.py",
        "pkg/kept.py",
        "pkg/sub/gen.py",
        "pkg/data/a.py",
        "pkg/top.py",
        "top.py",
    )
    (project / ".gitignore").write_text("build/\ngen.py\n/top.py\n")
    (project / "pkg/.gitignore").write_text("!gen.py\ndata\n")
    assert found(project) == ["pkg/gen.py", "pkg/kept.py", "pkg/top.py", "pkg/sub/gen.py"]


def test_a_path_that_goes_up(project: Path) -> None:
    touch(project, ".git/HEAD", "here/x", "there/a.py", "there/gen.py")
    (project / ".gitignore").write_text("gen.py\n")
    os.chdir(project / "here")
    assert found(project / "here", "../there") == ["../there/a.py"]


def test_gitignore_of_the_repository_above(project: Path) -> None:
    touch(project, "pkg/gen.py", "pkg/kept.py", "ignored/deep/a.py", "ignored/deep/b.py")
    (project / ".gitignore").write_text("gen.py\nignored/\n")
    (project / "ignored/.gitignore").write_text("b.py\n")
    assert found(project, "pkg") == ["pkg/gen.py", "pkg/kept.py"], "without a repository nothing above counts"
    (project / ".git").mkdir()
    assert found(project, "pkg") == ["pkg/kept.py"]
    assert found(project, "ignored/deep") == ["ignored/deep/a.py", "ignored/deep/b.py"], (
        "it was named, so it is meant"
    )


def test_what_cannot_be_looked_at_is_said(project: Path) -> None:
    touch(project, "a.py")
    (project / "link.py").symlink_to("nowhere.py")
    (project / "fine.py").symlink_to("a.py")
    (project / "self.py").symlink_to("self.py")
    (project / "folder.py").mkdir()
    touch(project, "folder.py/inner.py")
    os.mkfifo(project / "pipe.py")
    assert found(project) == [
        "a.py",
        "fine.py",
        Problem("link.py", "broken symbolic link"),
        Problem("self.py", "too many levels of symbolic links"),
        "folder.py/inner.py",
    ]
    assert found(project, "nope", "link.py", "pipe.py", "folder.py") == [
        Problem("nope", "no such file or folder"),
        Problem("link.py", "broken symbolic link"),
        Problem("pipe.py", "not a regular file (use - for standard input)"),
        "folder.py/inner.py",
    ]


def test_links_to_folders_are_not_followed(project: Path) -> None:
    touch(project, "a/x.py")
    (project / "a/loop").symlink_to(project)
    assert found(project) == ["a/x.py"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for the superuser")
def test_an_unreadable_folder(project: Path) -> None:
    touch(project, "shut/a.py")
    (project / "shut").chmod(0)
    assert found(project) == found(project, "shut") == [Problem("shut", "permission denied")]
