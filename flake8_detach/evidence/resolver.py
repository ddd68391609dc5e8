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

MAX_BYTES = 2_000_000  # no hand-written module is that long
MAX_FILES = 600  # kept parsed at once


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
        self.roots = [Path(root).resolve() for root in roots]
        self._bases: list[Path] = []
        self._base_of: dict[str, Path | None] = {}
        self._files: dict[Path, SourceIndex | None] = {}
        self._packages: dict[Path, bool] = {}
        for root in self.roots:
            self._add_base(root)
            self._add_base(root / "src")

    # -- the two questions ---------------------------------------------------------------------------------

    def absolute(self, index: SourceIndex, name: str, level: int) -> str:
        """The full dotted name, from where the importing file lies."""
        path = Path(index.path).resolve()
        if not self._inside(path):
            return "." * level + name
        package = self._package_of(path)
        if level == 0:
            return name
        if level - 1 > len(package):
            return "." * level + name
        parts = package[: len(package) - (level - 1)]
        return ".".join([*parts, name] if name else parts)

    def find(self, name: str) -> tuple[SourceIndex, str] | None:
        """The longest part of a name that is a module's, and the rest."""
        if name.startswith(".") or is_torch(name):
            return None
        parts = name.split(".")
        base = self._base(parts[0])
        if base is None:
            return None
        found: tuple[Path, int] | None = None
        place = base
        for i, part in enumerate(parts, 1):
            if not part.isidentifier():
                break
            place /= part
            if self._is_package(place):
                found = (place / "__init__.py", i)
            elif place.with_suffix(".py").is_file():
                found = (place.with_suffix(".py"), i)
                break
            elif not place.is_dir():
                break
        if found is None:
            return None
        index = self._index(found[0])
        return (index, ".".join(parts[found[1] :])) if index is not None else None

    # -- files ---------------------------------------------------------------------------------------------

    def _inside(self, path: Path) -> bool:
        return any(path.is_relative_to(root) for root in self.roots)

    def _add_base(self, base: Path) -> None:
        if base not in self._bases and self._inside(base) and base.is_dir():
            self._bases.append(base)
            self._base_of.clear()

    def _is_package(self, directory: Path) -> bool:
        if directory not in self._packages:
            self._packages[directory] = (directory / "__init__.py").is_file()
        return self._packages[directory]

    def _package_of(self, path: Path) -> list[str]:
        """The dotted package a file lies in; what lies above the outermost package is a place to import from."""
        parts: list[str] = []
        directory = path.parent
        while self._is_package(directory) and self._inside(directory.parent):
            parts.append(directory.name)
            directory = directory.parent
        self._add_base(directory)
        return parts[::-1]

    def _base(self, first: str) -> Path | None:
        """The directory to import a top-level name from."""
        if first not in self._base_of:
            self._base_of[first] = next(
                (b for b in self._bases if (b / first).is_dir() or (b / f"{first}.py").is_file()), None
            )
        return self._base_of[first]

    def _index(self, path: Path) -> SourceIndex | None:
        resolved = path.resolve()
        if resolved not in self._files:
            while len(self._files) >= MAX_FILES:
                del self._files[next(iter(self._files))]
            self._files[resolved] = _read(resolved) if self._inside(resolved) else None
        return self._files[resolved]


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
