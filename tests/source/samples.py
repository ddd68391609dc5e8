"""Files to try the readers of source text on: small ones made for a purpose, and ones that happen to be at hand."""

from __future__ import annotations

import random
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]

BORDERS: dict[str, str] = {
    path.stem: path.read_bytes().decode("utf-8")
    for path in sorted((Path(__file__).parent / "borders").glob("*.txt"))
}


def standard_library(count: int, seed: int, largest: int = 30_000) -> list[Path]:
    """Some files of the running Python's library, the same ones for the same seed."""
    root = Path(sysconfig.get_path("stdlib"))
    files = sorted(
        each for each in root.glob("*/*.py") if each.stat().st_size < largest and "lib2to3" not in each.parts
    )
    return random.Random(seed).sample(files, min(count, len(files)))  # noqa: S311


def own_files() -> list[Path]:
    """Some files of this project."""
    return sorted((ROOT / "flake8_detach" / "source").glob("*.py"))
