"""Whatever the bytes, no defect: programs that the grammar allows, real files with bytes changed, and whole trees of files.

    python tools/robustness.py grammar 10000 [--seed 1]            programs by hypothesmith, with uses of PyTorch behind them
    python tools/robustness.py bytes 10000 FOLDER [--seed 1]       Python files below FOLDER, a few of their bytes changed
    python tools/robustness.py tree 0 [FOLDER ...] [--jobs 2]      every file below the folders, as the command checks them;
                                                                   by default the standard library with its tests, and
                                                                   all that is installed; with a number, so many at random

Prints how many were checked, in what time, what was found, and each input that ended in DET901; exits with 1 if one did.
"""

from __future__ import annotations

import argparse
import random
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from flake8_detach.cli.config import Config
from flake8_detach.cli.run import run
from flake8_detach.safely import check_safely
from flake8_detach.settings import Settings

USES = "\n\nimport torch\n\nout = torch.ones(3, requires_grad=True).exp()\nout.data.zero_()\nout.sum().backward()\n"
"""What makes the checker look at a program that has nothing to do with PyTorch."""
LONGEST = 60_000
"""Bytes of a file that is changed: longer ones take long and show nothing else."""


def grammar(count: int, seed: int) -> Iterator[bytes]:
    """Programs that CPython's grammar allows, each with uses of PyTorch behind it."""
    import hypothesmith
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    made: list[bytes] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(hypothesmith.from_grammar())
    def collect(program: str) -> None:
        made.append((program + USES).encode("utf-8", "surrogatepass"))

    collect()
    yield from made


def changed(count: int, folder: Path, seed: int) -> Iterator[bytes]:
    """Files below a folder, in each a few bytes, or lines, changed, lost, doubled or moved."""
    draw = random.Random(seed)  # noqa: S311
    files = sorted(path for path in folder.rglob("*.py") if 200 < path.stat().st_size < LONGEST)
    files = [path for path in files if b"torch" in path.read_bytes()]
    for _ in range(count):
        data = bytearray(draw.choice(files).read_bytes())
        for _ in range(draw.randint(1, 3)):
            draw.choice(CHANGES)(data, draw)
        yield bytes(data)


def _overwrite(data: bytearray, draw: random.Random) -> None:
    data[draw.randrange(len(data))] = draw.randrange(256)


def _swap(data: bytearray, draw: random.Random) -> None:
    first, second = draw.randrange(len(data)), draw.randrange(len(data))
    data[first], data[second] = data[second], data[first]


def _lose(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(data))
    del data[start : start + draw.randint(1, 40)]
    data.extend(b"\n")


def _insert(data: bytearray, draw: random.Random) -> None:
    piece = draw.choice(
        (
            b"(",
            b")",
            b"'''",
            b"\\\n",
            b"\t",
            b"\x0c",
            b"\x00",
            b"\r",
            b"\xff",
            b"#",
            b":",
            b"\n    ",
            b"if 1:\n",
        )
    )
    at = draw.randrange(len(data))
    data[at:at] = piece


def _move_lines(data: bytearray, draw: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    start = draw.randrange(len(lines))
    piece = lines[start : start + draw.randint(1, 10)]
    at = draw.randrange(len(lines))
    data[:] = b"\n".join([*lines[:at], *piece, *lines[at:]])


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _overwrite,
    _swap,
    _lose,
    _insert,
    _move_lines,
)


def installed() -> list[Path]:
    """The standard library, and where packages are installed."""
    return sorted({Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")})


def check_tree(folders: list[Path], count: int, seed: int, jobs: int | None) -> int:
    """Check every file below the folders, or ``count`` of them at random; the result is the exit code."""
    files = sorted({str(path) for folder in folders for path in folder.rglob("*.py") if path.is_file()})
    if count:
        files = sorted(random.Random(seed).sample(files, min(count, len(files))))  # noqa: S311
    began = time.perf_counter()
    report = run(files, Config(settings=Settings(enable=("DET902",)), exclude=()), jobs=jobs)
    took = time.perf_counter() - began
    counts = Counter(finding.code for finding in report.findings)
    for finding in report.findings:
        if finding.code == "DET901":
            print(f"{finding.path}: {finding.message}")
    for problem in report.problems:
        print(f"{problem.path}: {problem.message}")
    print(f"{report.files} files in {took:.0f} s; {counts['DET901']} DET901")
    print(", ".join(f"{code} {number}" for code, number in sorted(counts.items())))
    return 1 if counts["DET901"] or report.problems else 0


def main(arguments: list[str]) -> int:
    """Run one of the three; the result is the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=("grammar", "bytes", "tree"))
    parser.add_argument("count", type=int)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int)
    given = parser.parse_args(arguments)
    if given.kind == "tree":
        return check_tree(given.folders or installed(), given.count, given.seed, given.jobs)
    made = (
        grammar(given.count, given.seed)
        if given.kind == "grammar"
        else changed(given.count, given.folders[0] if given.folders else Path(), given.seed)
    )
    counts: Counter[str] = Counter()
    checked, slowest, began = 0, 0.0, time.perf_counter()
    for number, data in enumerate(made):
        started = time.perf_counter()
        findings = check_safely(data, "program.py", Settings(enable=("DET902",)))
        slowest = max(slowest, time.perf_counter() - started)
        checked += 1
        counts.update(finding.code for finding in findings)
        for finding in findings:
            if finding.code == "DET901":
                print(
                    f"{given.kind} {number} (seed {given.seed}): {finding.message}\n{data[:2000]!r}",
                    flush=True,
                )
    took = time.perf_counter() - began
    print(f"{checked} programs in {took:.0f} s, the slowest {slowest:.1f} s; {counts['DET901']} DET901")
    print(", ".join(f"{code} {number}" for code, number in sorted(counts.items())))
    return 1 if counts["DET901"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
