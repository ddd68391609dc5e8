"""Where the modules are that a file of a project may import: found from the file, so that every face finds the same."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_detach.evidence import Resolver

KEPT = 4
"""How many projects are remembered: files come folder by folder, and a project keeps what it has read."""


def resolver_for(path: str) -> Resolver:
    """What looks up imports of the file at ``path``: in the folder its package is in, and in the working directory."""
    return _project((import_root(Path(os.path.abspath(path))), Path.cwd()))


def import_root(path: Path) -> Path:
    """The folder from which the file at ``path`` is imported: the nearest above it that is no package."""
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        folder = folder.parent
    return folder


@lru_cache(maxsize=KEPT)
def _project(roots: tuple[Path, ...]) -> Resolver:
    from flake8_detach.evidence import Project

    return Project(dict.fromkeys(roots))
