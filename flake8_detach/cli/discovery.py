"""From the paths of the command line to the files that are to be checked.

A file that is named is checked, whatever it is called. Folders are searched for ``*.py``, ``*.pyi`` and ``*.ipynb``, and for
Markdown if that is wanted; hidden folders,
virtual environments, what ``.gitignore`` files leave out and what ``exclude`` names are passed by.
"""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_detach.cli.config import Config, matches, matches_absolute
from flake8_detach.cli.documents import MARKDOWN, NOTEBOOK
from flake8_detach.report.model import Problem

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyi", *NOTEBOOK)
STDIN = "-"
ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The ``.gitignore`` files that apply to a folder, as pairs of the folder each stands in and its patterns."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def within(self, folder: Path) -> Ignoring:
        """The same, and the ``.gitignore`` of ``folder`` itself if it has one."""
        spec = _gitignore(folder)
        return self if spec is None else Ignoring((*self.specs, (folder, spec)))

    def drops(self, path: str, *, is_folder: bool) -> bool:
        """Whether git would ignore the absolute ``path``: the nearest file with a word on it decides."""
        for folder, spec in reversed(self.specs):
            relative = Path(path).relative_to(folder).as_posix()
            verdict = spec.check_file(f"{relative}/" if is_folder else relative).include
            if verdict is not None:
                return verdict
        return False


def find_files(paths: Sequence[str], config: Config) -> Iterator[str | Problem]:
    """Every file to check, once, in the order of ``paths`` and sorted within a folder; and what cannot be looked at."""
    if len(paths) == 1:
        yield from _under(paths[0], config)
        return
    seen: set[str] = set()
    for path in paths:
        for found in _under(path, config):
            key = os.path.realpath(found) if isinstance(found, str) and found != STDIN else None
            if key is None or key not in seen:
                yield found
            if key is not None:
                seen.add(key)


def _under(path: str, config: Config) -> Iterator[str | Problem]:
    if path == STDIN:
        yield path
        return
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        yield Problem(path, _reason(path, error))
        return
    if config.force_exclude and is_excluded(path, config.exclude):
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, _ignoring_above(Path(os.path.abspath(path))), config)
    elif stat.S_ISREG(mode):
        yield path
    else:
        yield Problem(path, "not a regular file (use - for standard input)")


def is_excluded(path: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern matches ``path`` or, below the working directory, a folder it is in."""
    here = Path(path)
    relative = [parent for parent in here.parents if parent != Path()]
    inside = (
        [here, *relative]
        if not here.is_absolute()
        else [here, *(p for p in relative if Path.cwd() in p.parents)]
    )
    return any(matches(str(part), patterns) for part in inside)


def _walk(folder: str, ignoring: Ignoring, config: Config) -> Iterator[str | Problem]:
    """The files below ``folder``, depth first, by name. Links to folders are not followed, as they may lead in circles."""
    exclude = config.exclude
    suffixes = (*SUFFIXES, *MARKDOWN) if config.include_markdown else SUFFIXES
    pending: list[tuple[str, Ignoring]] = [(str(Path(folder)), ignoring)]
    while pending:
        # Strings rather than paths: a search of thousands of files would feel it.
        current, above = pending.pop()
        try:
            with os.scandir(current) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(current, _reason(current, error))
            continue
        absolute = os.path.abspath(current)
        here = above.within(Path(absolute))
        folders = []
        for entry in entries:
            path = entry.name if current == "." else os.path.join(current, entry.name)
            place = os.path.join(absolute, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if _is_searched(entry.name, place, exclude) and not here.drops(place, is_folder=True):
                    folders.append((path, here))
            elif (
                entry.name.endswith(suffixes)
                and not matches_absolute(place, exclude)
                and not here.drops(place, is_folder=False)
            ):
                yield from _file(entry, path)
        pending.extend(reversed(folders))


def _file(entry: os.DirEntry[str], path: str) -> Iterator[str | Problem]:
    try:
        if entry.is_file():
            yield path
        elif entry.is_symlink():
            entry.stat()
    except OSError as error:
        yield Problem(path, _reason(path, error))


def _is_searched(name: str, path: str, exclude: tuple[str, ...]) -> bool:
    if name.startswith(".") or matches_absolute(path, exclude):
        return False
    return not any(os.path.exists(os.path.join(path, mark)) for mark in ENVIRONMENT_MARKS)


def _ignoring_above(folder: Path) -> Ignoring:
    """The ``.gitignore`` files from the top of the repository down to the parent of ``folder``.

    None of them if there is no repository, or if they leave out ``folder`` itself: it was named, so it is meant.
    """
    chain = (folder, *folder.parents)
    top = next((index for index, part in enumerate(chain) if os.path.exists(part / ".git")), 0)
    ignoring = Ignoring()
    for part, below in itertools.pairwise(reversed(chain[: top + 1])):
        ignoring = ignoring.within(part)
        if ignoring.drops(str(below), is_folder=True):
            return Ignoring()
    return ignoring


def _gitignore(folder: Path) -> GitIgnoreSpec | None:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        # There is none, or it is not a file: git reads nothing then either.
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _reason(path: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "broken symbolic link" if Path(path).is_symlink() else "no such file or folder"
    return (error.strerror or str(error)).lower()
