"""The folder in which the cache is: found, written to, and cleaned."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flake8_detach import __version__
from flake8_detach.atomic import write_at_once
from flake8_detach.earlier import ENVIRONMENT
from flake8_detach.earlier.stamps import digest

TAG = "CACHEDIR.TAG"
TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# This is a cache of flake8-detach.\n"
SUFFIX = ".detach.json"
UNUSED_DAYS = 30


def cache_folder(given: str | None) -> Path:
    """Where the cache is: as given, or as the environment says, or where the system keeps such things."""
    chosen = given or os.environ.get(ENVIRONMENT)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("flake8-detach", appauthor=False)


def unusable(folder: Path) -> str | None:
    """Why nothing can be kept in ``folder``; None if it can, or could be made there."""
    place = next((each for each in (folder, *folder.absolute().parents) if os.path.exists(each)), folder)
    if not os.path.isdir(place):
        return f"{place} is not a folder"
    return None if os.access(place, os.W_OK | os.X_OK) else f"{place} cannot be written"


def folder_for(cache: Path, *key: str) -> Path:
    """The folder in the cache for what `key`, the tool, its version and the Python that runs determine."""
    text = "\0".join((*key, __version__, *_code()))
    return cache / digest(text.encode("utf-8", "surrogateescape"))


def read(file: Path) -> Any:
    """What a file of the cache holds; None for one that is not there or cannot be read."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def write(file: Path, content: Any) -> None:
    """Write a file of a folder in the cache, at once; where nothing can be written, nothing is."""
    try:
        if not os.path.exists(file.parent):
            _begin(file.parent.parent)
        write_at_once(file, json.dumps(content, separators=(",", ":")))
    except OSError:
        return


def clean(cache: Path) -> int:
    """Remove what was written in the cache, and its folder if nothing else is in it; how many files that were."""
    files = list(_files(cache))
    for file in files:
        file.unlink(missing_ok=True)
    (cache / TAG).unlink(missing_ok=True)
    for folder in (*{file.parent for file in files}, cache):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return len(files)


@lru_cache(maxsize=1)
def _code() -> tuple[str, ...]:
    """The code of the tool, the Python and the parser: what else findings depend on."""
    package = Path(__file__).parent.parent
    files = [entry for folder, _, _ in os.walk(package) for entry in os.scandir(folder) if entry.is_file()]
    code = [entry.stat() for entry in files if entry.name.endswith((".py", ".json"))]
    state = f"{len(code)} {sum(each.st_size for each in code)} {max(each.st_mtime_ns for each in code)}"
    parser = find_spec("libcst")
    if parser is None or parser.origin is None:
        return sys.version, state
    return sys.version, state, f"{parser.origin} {Path(parser.origin).stat().st_mtime_ns}"


def _files(cache: Path) -> Iterable[Path]:
    return (file for file in cache.glob(f"*/*{SUFFIX}") if file.is_file())


def _begin(cache: Path) -> None:
    """Make the cache's folder, which says what it is, and remove what old versions, other settings and programs that are gone
    left there."""
    write_at_once(cache / TAG, TAG_TEXT)
    oldest = time.time() - UNUSED_DAYS * 86_400
    for file in _files(cache):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
