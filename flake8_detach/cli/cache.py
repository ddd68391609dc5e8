"""What earlier runs of the command found, so that only what has changed is checked again.

A file's findings are used again if the tool, its settings and the file are the same (`earlier.stamps`), and if what was asked about
other files has the same answers (`earlier.others`).

All of a working directory's entries are in one file of JSON, written at once. What cannot be read is an empty cache. Of two runs at
the same time, both keep what they found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from flake8_detach.cli.config import Config
from flake8_detach.cli.tasks import Checked, Task
from flake8_detach.earlier.folder import SUFFIX, folder_for, read, write
from flake8_detach.earlier.others import Others
from flake8_detach.earlier.rows import from_rows, to_rows
from flake8_detach.earlier.stamps import digest, same, stamp_of
from flake8_detach.finding import Finding
from flake8_detach.settings import Settings

MOST_ENTRIES = 100_000


@dataclass(slots=True)
class Cache:
    """The entries of one working directory: for each path its stamp, its settings, what it consulted, its findings, and
    whether these carry repairs."""

    file: Path
    settings: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[Any]] = field(default_factory=dict)
    fresh: dict[str, list[Any]] = field(default_factory=dict)
    others: Others = field(default_factory=Others)

    def findings(self, path: str, settings: Settings, *, repairs: bool) -> list[Finding] | None:
        """What is known of the file at ``path``, if it still holds, and with repairs if these are wanted. Raises OSError if the
        file cannot be read."""
        entry = self.entries.get(path)
        try:
            if entry is None or entry[1] != _digest_of_settings(settings):
                return None
            stamp, _, imports, modules, rows, repaired = entry
            if repairs and rows and not repaired:
                return None
            is_same, renewed = same(path, stamp)
            if not is_same or not self.others.answer_the_same(path, imports, modules):
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
        entries = {**_entries(self.file), **self.fresh}
        write(self.file, entries if len(entries) <= MOST_ENTRIES else self.fresh)

    def _entry(self, task: Task, found: Checked, began: int) -> list[Any] | None:
        """What to keep of a file; None for what is no file, for a defect, and for what changed while the run went on."""
        if task.changed is None or any(finding.code == "DET901" for finding in found.findings):
            return None
        asked = self.others.asked(found.consulted, began)
        if asked is None:
            return None
        stamp = stamp_of(task.data, task.changed)
        return [stamp, _digest_of_settings(task.settings), *asked, to_rows(found.findings), task.repairs]


def open_cache(folder: Path, config: Config, directory: Path) -> Cache:
    """The cache in ``folder`` for runs in ``directory`` with these settings."""
    file = folder_for(folder, str(directory), repr(config.settings)) / f"files{SUFFIX}"
    return Cache(file, entries=_entries(file))


def _entries(file: Path) -> dict[str, list[Any]]:
    entries = read(file)
    return entries if isinstance(entries, dict) else {}


@lru_cache(maxsize=256)
def _digest_of_settings(settings: Settings) -> str:
    return digest(repr(settings).encode())
