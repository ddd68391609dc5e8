"""Where the modules are that a file of a project may import: found from the file, so that every face finds the same."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_detach.evidence import Project
    from flake8_detach.evidence.source_index import SourceIndex

KEPT = 4
"""How many projects are remembered: files come folder by folder, and a project keeps what it has read."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """What was asked about other files while one was checked, and what the answers were.

    ``imports`` holds importing file, name, level and full name; ``modules`` the dotted names that were looked up, each with
    the file it led to. If the answers and the files are the same, so are the findings.
    """

    imports: dict[tuple[str, str, int], str] = field(default_factory=dict)
    modules: dict[str, str | None] = field(default_factory=dict)


class NotingResolver:
    """Looks up imports in a project, and notes what it was asked."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.consulted = Consulted()

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        """The full dotted name of an import."""
        answer = self.project.absolute(index, name, level)
        self.consulted.imports[index.path, name, level] = answer
        return answer

    def find(self, name: str) -> tuple[SourceIndex, str] | None:
        """The file a dotted name lies in, and what of the name is left to look up there."""
        if not name.startswith("."):
            located = self.project.modules.locate(name)
            self.consulted.modules[name] = str(located[0]) if located is not None else None
        return self.project.find(name)


def resolver_for(path: str) -> NotingResolver:
    """What looks up imports of the file at ``path``: in the folder its package is in, and in the working directory."""
    return NotingResolver(_project(roots_of(path)))


def forget_projects() -> None:
    """Look at the files anew: a run begins."""
    _project.cache_clear()


def import_root(path: str) -> Path:
    """The folder from which the file at ``path`` is imported: the nearest above it that is no package."""
    folder = os.path.dirname(path)
    while os.path.isfile(os.path.join(folder, "__init__.py")) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return Path(folder)


def roots_of(path: str) -> tuple[Path, ...]:
    """The folders that imports of the file at ``path`` are looked up in: from its own up to the working directory."""
    root, here = import_root(os.path.abspath(path)), Path.cwd()
    if not root.is_relative_to(here):
        return (root, here)
    return (root, *root.parents[: len(root.relative_to(here).parts)])


@lru_cache(maxsize=KEPT)
def _project(roots: tuple[Path, ...]) -> Project:
    from flake8_detach.evidence import Project

    return Project(dict.fromkeys(roots))
