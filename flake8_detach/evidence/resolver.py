"""Where imports lead: nowhere for one file alone, to their source within a project.

Both resolvers answer the same two questions, so that the evidence is one code path. `Project` reads files with
``ast`` when a name leads to them, keeps them for the run, executes nothing and opens nothing outside its roots.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from pathlib import Path
from tokenize import detect_encoding
from typing import Protocol

from flake8_detach.evidence.libraries import is_torch
from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.source.modules import ModuleFinder

MAX_BYTES = 2_000_000  # no hand-written module is that long
MOST_KEPT = 4_000_000
"""Characters of source kept parsed at once; a tree takes some twenty times the memory of its text."""


class Resolver(Protocol):
    """Finds the source of what is imported."""

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        """The full dotted name of an import; ``level`` counts the leading dots of a relative one."""
        ...

    def find(self, name: str) -> tuple[SourceIndex, str] | None:
        """The file a dotted name lies in and what of the name is left to look up there; None: not seen."""
        ...


class OneFile:
    """Sees no file but the one at hand."""

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        """The name as it is written."""
        del index
        return "." * level + name

    def find(self, name: str) -> None:
        """Nothing."""
        del name


class Project:
    """Sees the modules below some root directories."""

    def __init__(self, roots: Iterable[str | Path]) -> None:
        self.modules = ModuleFinder(roots)
        self._files: dict[Path, SourceIndex | None] = {}
        self._kept = 0

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        """The full dotted name, from where the importing file lies."""
        return self.modules.absolute(index.path, name, level)

    def find(self, name: str) -> tuple[SourceIndex, str] | None:
        """The longest part of a name that is a module's, and the rest."""
        if name.startswith(".") or is_torch(name):
            return None
        found = self.modules.locate(name)
        if found is None:
            return None
        index = self._index(found[0])
        return (index, ".".join(name.split(".")[found[1] :])) if index is not None else None

    def _index(self, path: Path) -> SourceIndex | None:
        resolved = path.resolve()
        if resolved not in self._files:
            index = _read(resolved) if self.modules.inside(resolved) else None
            self._files[resolved] = index
            self._kept += len(index.text) if index is not None else 0
            self._forget(resolved)
        return self._files[resolved]

    def _forget(self, newest: Path) -> None:
        """Let go of what was read first, until the rest is little enough; what was never a file costs nothing."""
        for path in list(self._files) if self._kept > MOST_KEPT else ():
            index = self._files[path]
            if index is not None and path != newest:
                del self._files[path]
                self._kept -= len(index.text)
            if self._kept <= MOST_KEPT:
                break


def _read(path: Path) -> SourceIndex | None:
    """A file parsed; None where it cannot be read or is not Python."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
        encoding, _ = detect_encoding(iter(data.splitlines(keepends=True)).__next__)
        text = data.decode(encoding)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the file's own strings would be warned of
            tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError, LookupError, RecursionError, MemoryError):
        return None
    return SourceIndex(text.removeprefix("\ufeff"), tree, str(path))
