"""Whatever the bytes, no defect: programs that the grammar allows, and real files with bytes changed, through the checker.

    python tools/robustness.py grammar 10000 [--seed 1]            programs by hypothesmith, with uses of PyTorch behind them
    python tools/robustness.py bytes 10000 FOLDER [--seed 1]       Python files below FOLDER, a few of their bytes changed

Prints how many were checked, in what time, what was found, and each input that ended in DET901; exits with 1 if one did.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

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


def main(arguments: list[str]) -> int:
    """Run one of the two; the result is the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=("grammar", "bytes"))
    parser.add_argument("count", type=int)
    parser.add_argument("folder", nargs="?", type=Path, default=Path())
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    made = (
        grammar(given.count, given.seed)
        if given.kind == "grammar"
        else changed(given.count, given.folder, given.seed)
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
