"""What was asked about other files while one was checked: its findings hold as long as the answers and those files are the same."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flake8_detach.earlier.stamps import changed_after, digest
from flake8_detach.project import Consulted, roots_of
from flake8_detach.source.modules import ModuleFinder

Asked = tuple[list[Any], dict[str, Any]]
"""As plain data: the imports that were looked up, with the answers; and each module's file with its digest."""


@dataclass(frozen=True, slots=True)
class Others:
    """Looks at other files for one run, at each of them once."""

    finders: dict[str, tuple[ModuleFinder, tuple[Path, ...]]] = field(default_factory=dict)
    digests: dict[str, str | None] = field(default_factory=dict)

    def asked(self, consulted: Consulted, began: int) -> Asked | None:
        """What to keep of what was asked in a run that began at that moment (nanoseconds); None if a file changed meanwhile."""
        modules: dict[str, Any] = {}
        for name, where in consulted.modules.items():
            if where is not None and changed_after(where, began):
                return None
            modules[name] = [where, None if where is None else self._digest_of(where)]
        return [[*question, answer] for question, answer in consulted.imports.items()], modules

    def answer_the_same(self, path: str, imports: list[Any], modules: dict[str, Any]) -> bool:
        """Would all that was asked for the file at `path` be answered as it was? May raise ValueError, TypeError or IndexError
        for what is no such data."""
        if not imports and not modules:
            return True
        finder = self._finder(path)
        if any(finder.absolute(importer, name, level) != answer for importer, name, level, answer in imports):
            return False
        for name, (where, content) in modules.items():
            located = finder.locate(name)
            if (str(located[0]) if located is not None else None) != where:
                return False
            if where is not None and self._digest_of(where) != content:
                return False
        return True

    def _finder(self, path: str) -> ModuleFinder:
        """What looks up modules for the file at ``path``: the same for all files that are imported from the same folder."""
        folder = os.path.dirname(path)
        if folder not in self.finders:
            roots = roots_of(path)
            known = next((finder for finder, of in self.finders.values() if of == roots), None)
            self.finders[folder] = (known or ModuleFinder(dict.fromkeys(roots)), roots)
        return self.finders[folder][0]

    def _digest_of(self, path: str) -> str | None:
        if path not in self.digests:
            try:
                self.digests[path] = digest(Path(path).read_bytes())
            except OSError:
                self.digests[path] = None
        return self.digests[path]
