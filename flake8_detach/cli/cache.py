"""What earlier runs found, so that only what has changed is checked again.

A file's findings are used again if the tool, its settings and the file are the same, and if what was asked about other files
(``project.Consulted``) has the same answers and those files are the same. A file is the same if its size and time of change are,
or else if its content is. A time that is no older than two seconds when it is noted proves nothing, since the file may change again
within the clock's tick; then the content decides.

All of a working directory's entries are in one file of JSON, written at once and under a name of which the tool, its version and the
settings are a part. What cannot be read is an empty cache. Of two runs at the same time, both keep what they found.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flake8_detach import __version__
from flake8_detach.cli.config import Config
from flake8_detach.cli.options import ENVIRONMENT
from flake8_detach.cli.rows import from_rows, to_rows
from flake8_detach.cli.tasks import Checked, Task
from flake8_detach.finding import Finding
from flake8_detach.project import roots_of
from flake8_detach.settings import Settings
from flake8_detach.source.modules import ModuleFinder

TAG = "CACHEDIR.TAG"
TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# This is a cache of flake8-detach.\n"
SUFFIX = ".detach.json"
SETTLED_NS = 2_000_000_000
"""How old a time of change must be to prove that a file has not changed since."""
UNUSED_DAYS = 30
MOST_ENTRIES = 100_000

Stamp = list[Any]
"""Size, time of change in nanoseconds (0 if it proves nothing) and digest of the content."""


@dataclass(slots=True)
class Cache:
    """The entries of one working directory: for each path its stamp, its settings, what it consulted, and its findings."""

    file: Path
    settings: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[Any]] = field(default_factory=dict)
    fresh: dict[str, list[Any]] = field(default_factory=dict)
    finders: dict[str, tuple[ModuleFinder, tuple[Path, ...]]] = field(default_factory=dict)
    stamps: dict[str, str | None] = field(default_factory=dict)

    def findings(self, path: str, settings: Settings) -> list[Finding] | None:
        """What is known of the file at ``path``, if it still holds. Raises OSError if the file cannot be read."""
        entry = self.entries.get(path)
        try:
            if entry is None or entry[1] != _digest_of_settings(settings):
                return None
            stamp, _, imports, modules, rows = entry
            same, renewed = _same(path, stamp)
            if not same or not self._answers_are(path, imports, modules):
                return None
            if renewed is not None:
                self.fresh[path] = [renewed, *entry[1:]]
            return from_rows(rows, path)
        except (ValueError, TypeError, KeyError, IndexError):
            # Whoever wrote this, it was not us.
            return None

    def note(self, task: Task, found: Checked, began: int) -> None:
        """Remember what was found in a file, to be saved; ``began`` is when the run did, in nanoseconds."""
        entry = self._entry(task, found, began)
        if entry is not None:
            self.fresh[task.path] = entry

    def save(self) -> None:
        """Write what is new, beside what another run may have written meanwhile; where nothing can be written, nothing is."""
        if not self.fresh:
            return
        from flake8_detach.cli.atomic import write_at_once

        entries = {**_read(self.file), **self.fresh}
        if len(entries) > MOST_ENTRIES:
            entries = self.fresh
        try:
            if not self.file.exists():
                write_at_once(self.file.parent / TAG, TAG_TEXT)
                _drop_unused(self.file.parent)
            write_at_once(self.file, json.dumps(entries, separators=(",", ":")))
        except OSError:
            return

    def _entry(self, task: Task, found: Checked, began: int) -> list[Any] | None:
        """What to keep of a file; None for what is no file, for a defect, and for what changed while the run went on."""
        if task.changed is None or any(finding.code == "DET901" for finding in found.findings):
            return None
        modules: dict[str, list[str | None]] = {}
        for name, where in found.consulted.modules.items():
            if where is not None and _changed_after(where, began):
                return None
            modules[name] = [where, None if where is None else self._digest_of(where)]
        return [
            [len(task.data), settled(task.changed), _digest(task.data)],
            _digest_of_settings(task.settings),
            [[*question, answer] for question, answer in found.consulted.imports.items()],
            modules,
            to_rows(found.findings),
        ]

    def _answers_are(self, path: str, imports: list[Any], modules: dict[str, Any]) -> bool:
        if not imports and not modules:
            return True
        finder = self._finder(path)
        if any(finder.absolute(importer, name, level) != answer for importer, name, level, answer in imports):
            return False
        for name, (where, digest) in modules.items():
            located = finder.locate(name)
            if (str(located[0]) if located is not None else None) != where:
                return False
            if where is not None and self._digest_of(where) != digest:
                return False
        return True

    def _finder(self, path: str) -> ModuleFinder:
        """What looks up modules for the file at ``path``: the same for all files that are imported from the same folder."""
        folder = os.path.dirname(path)
        if folder not in self.finders:
            roots = roots_of(path)
            same = next((finder for finder, of in self.finders.values() if of == roots), None)
            self.finders[folder] = (same or ModuleFinder(dict.fromkeys(roots)), roots)
        return self.finders[folder][0]

    def _digest_of(self, path: str) -> str | None:
        """The digest of a consulted file as it is; read once a run."""
        if path not in self.stamps:
            try:
                self.stamps[path] = _digest(Path(path).read_bytes())
            except OSError:
                self.stamps[path] = None
        return self.stamps[path]


def open_cache(folder: Path, config: Config, directory: Path) -> Cache:
    """The cache in ``folder`` for runs in ``directory`` with these settings."""
    key = "\0".join((str(directory), repr(config.settings), *_tool()))
    file = folder / f"{_digest(key.encode('utf-8', 'surrogateescape'))}{SUFFIX}"
    return Cache(file, entries=_read(file))


def cache_folder(given: str | None) -> Path:
    """Where the cache is: as given, or as the environment says, or where the system keeps such things."""
    chosen = given or os.environ.get(ENVIRONMENT)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("flake8-detach", appauthor=False)


def unusable(folder: Path) -> str | None:
    """Why nothing can be kept in ``folder``; None if it can, or could be made there."""
    place = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    if not place.is_dir():
        return f"{place} is not a folder"
    return None if os.access(place, os.W_OK | os.X_OK) else f"{place} cannot be written"


def clean(folder: Path) -> int:
    """Remove what the cache wrote in ``folder``, and the folder if nothing else is in it; how many files that were."""
    files = [file for file in folder.glob(f"*{SUFFIX}") if file.is_file()]
    for file in files:
        file.unlink(missing_ok=True)
    (folder / TAG).unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return len(files)


def _tool() -> Iterable[str]:
    """The tool, the Python and the parser: what else findings depend on."""
    yield __version__
    yield sys.version
    package = Path(__file__).parent.parent
    files = [entry for folder, _, _ in os.walk(package) for entry in os.scandir(folder) if entry.is_file()]
    code = [entry.stat() for entry in files if entry.name.endswith((".py", ".json"))]
    yield f"{len(code)} {sum(each.st_size for each in code)} {max(each.st_mtime_ns for each in code)}"
    parser = find_spec("libcst")
    if parser is not None and parser.origin is not None:
        yield f"{parser.origin} {Path(parser.origin).stat().st_mtime_ns}"


def _read(file: Path) -> dict[str, list[Any]]:
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _same(path: str, stamp: Stamp) -> tuple[bool, Stamp | None]:
    """Whether the file is still the one of the stamp, and a newer stamp if its time had to be looked behind."""
    size, changed, digest = stamp
    now = os.stat(path)
    if now.st_size != size:
        return False, None
    if now.st_mtime_ns == changed:
        return True, None
    if _digest(Path(path).read_bytes()) != digest:
        return False, None
    return True, [size, settled(now.st_mtime_ns), digest]


def settled(changed: int) -> int:
    """A time of change if it can prove, later, that the file is the same as now; or else 0."""
    return changed if time.time_ns() - changed > SETTLED_NS else 0


def _changed_after(path: str, moment: int) -> bool:
    try:
        return os.stat(path).st_mtime_ns >= moment - SETTLED_NS
    except OSError:
        return True


def _drop_unused(folder: Path) -> None:
    """Remove entries of old versions, other settings and working directories that are gone."""
    oldest = time.time() - UNUSED_DAYS * 86_400
    for file in folder.glob(f"*{SUFFIX}"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


@lru_cache(maxsize=256)
def _digest_of_settings(settings: Settings) -> str:
    return _digest(repr(settings).encode())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
