"""Which file a module's name leads to, within some root directories: by looking whether files are there, never into them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class ModuleFinder:
    """Looks up modules below some roots. What it has seen of the file system it keeps."""

    def __init__(self, roots: Iterable[str | Path]) -> None:
        self.roots = [Path(root).resolve() for root in roots]
        self._bases: list[Path] = []
        self._base_of: dict[str, Path | None] = {}
        self._packages: dict[Path, bool] = {}
        self._names: dict[Path, list[str]] = {}
        self._package: dict[str, list[str] | None] = {}
        self._found: dict[str, tuple[Path, int] | None] = {}
        for root in self.roots:
            self._add_base(root)
            self._add_base(root / "src")

    def absolute(self, importer: str, name: str, level: int) -> str:
        """The full dotted name of an import in the file ``importer``; ``level`` counts the leading dots of a relative one."""
        if importer not in self._package:
            path = Path(importer).resolve()
            self._package[importer] = self._package_of(path.parent) if self.inside(path) else None
        package = self._package[importer]
        if package is None:
            return "." * level + name
        if level == 0:
            return name
        if level - 1 > len(package):
            return "." * level + name
        parts = package[: len(package) - (level - 1)]
        return ".".join([*parts, name] if name else parts)

    def locate(self, name: str) -> tuple[Path, int] | None:
        """The file of the longest part of a dotted name that is a module's, and how many of its words that is."""
        if name not in self._found:
            self._found[name] = self._locate(name.split("."))
        return self._found[name]

    def inside(self, path: Path) -> bool:
        """Whether a path lies below a root."""
        return any(path.is_relative_to(root) for root in self.roots)

    def _locate(self, parts: list[str]) -> tuple[Path, int] | None:
        place = self._base(parts[0])
        found: tuple[Path, int] | None = None
        if place is None:
            return None
        for i, part in enumerate(parts, 1):
            if not part.isidentifier():
                break
            place /= part
            if self._is_package(place):
                found = (place / "__init__.py", i)
            elif os.path.isfile(place.with_suffix(".py")):
                found = (place.with_suffix(".py"), i)
                break
            elif not os.path.isdir(place):
                break
        return found

    def _add_base(self, base: Path) -> None:
        if base not in self._bases and self.inside(base) and os.path.isdir(base):
            self._bases.append(base)
            self._base_of.clear()
            self._found.clear()

    def _is_package(self, directory: Path) -> bool:
        if directory not in self._packages:
            self._packages[directory] = os.path.isfile(directory / "__init__.py")
        return self._packages[directory]

    def _package_of(self, directory: Path) -> list[str]:
        """The dotted package that a directory is; what lies above the outermost package is a place to import from."""
        if directory not in self._names:
            if self._is_package(directory) and self.inside(directory.parent):
                self._names[directory] = [*self._package_of(directory.parent), directory.name]
            else:
                self._names[directory] = []
                self._add_base(directory)
        return self._names[directory]

    def _base(self, first: str) -> Path | None:
        """The directory to import a top-level name from."""
        if first not in self._base_of:
            self._base_of[first] = next(
                (b for b in self._bases if os.path.isdir(b / first) or os.path.isfile(b / f"{first}.py")),
                None,
            )
        return self._base_of[first]
