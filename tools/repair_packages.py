"""Repair real packages by the command itself, and check what must hold afterwards.

    python tools/repair_packages.py [--keep DIR] [--only NAME ...] [--edits COUNT --seed N]

Each package of `count_findings.py` is copied and repaired twice, once by ``--fix`` and once by ``--fix --unsafe-fixes``, each
followed by a second run. Every file has to be Python still, or again what it was; the second run has to change nothing; no file may
have a finding that it had not before; and nothing that has a repair may be left. The share of DET2xx that is repaired is printed for
both, and with ``--edits`` so many changed places, drawn by the seed, to be read by people. ``--keep DIR`` holds the unpacked
packages, or will.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.count_findings import PACKAGES, fetch

SAFE, ALL = (), ("--unsafe-fixes",)
Found = list[dict[str, Any]]


@dataclass(slots=True)
class Outcome:
    """What one way of repairing did to a package."""

    before: Counter[str]
    left: Counter[str] = field(default_factory=Counter)
    changed: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    @property
    def uses(self) -> tuple[int, int]:
        """How many DET2xx there were, and how many are left."""
        return _uses(self.before), _uses(self.left)


def _uses(counts: Counter[str]) -> int:
    return sum(count for code, count in counts.items() if code.startswith("DET2"))


def run(folder: Path, cache: Path, *options: str) -> tuple[Found, str]:
    """The findings that a run over a folder reports, and what it complains of."""
    command = [
        sys.executable,
        "-m",
        "flake8_detach",
        "--isolated",
        f"--cache-dir={cache}",
        "--format=json",
        *options,
    ]
    root = str(Path(__file__).resolve().parents[1])
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
    }
    done = subprocess.run(
        [*command, "."], capture_output=True, text=True, cwd=folder, check=False, env=environment
    )
    if done.returncode not in (0, 1):
        message = f"{' '.join(options)} in {folder} ended with {done.returncode}: {done.stderr}"
        raise RuntimeError(message)
    findings: Found = json.loads(done.stdout)["findings"]
    return findings, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.py")) if p.is_file()}


def repair(package: Path, place: Path, *options: str) -> Outcome:
    """Repair a copy of a package at `place`, and look at it."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(package, place)
    cache = place.parent / "cache"
    old = contents(place)
    before, _ = run(place, cache)
    left, _ = run(place, cache, "--fix", *options)
    new = contents(place)
    outcome = Outcome(_codes(before), _codes(left))
    outcome.changed = {path: (old[path], data) for path, data in new.items() if data != old[path]}
    outcome.failures += [
        f"{path}: no Python any more"
        for path, (a, b) in outcome.changed.items()
        if parses(a) and not parses(b)
    ]
    outcome.failures += worse(before, left)
    unsafe = "--unsafe-fixes" in options
    outcome.failures += [
        f"{f['path']}:{f['line']}: {f['code']} could be repaired still ({f['fix']['title']})"
        for f in left
        if f["fix"] is not None and (f["fix"]["safe"] or unsafe)
    ]
    again, said = run(place, cache, "--fix", *options)
    if contents(place) != new or again != left:
        outcome.failures.append(f"a second run changes something: {said.strip()}")
    return outcome


def _codes(findings: Found) -> Counter[str]:
    return Counter(finding["code"] for finding in findings)


def parses(data: bytes) -> bool:
    """Whether a file is Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(data)
    except (SyntaxError, ValueError):
        return False
    return True


def worse(before: Found, after: Found) -> Iterator[str]:
    """The files that have more findings of a kind than before: hazards by what they are, whichever way they are noticed."""
    counts = [
        Counter((f["path"], each) for f in findings for each in kinds(f["code"]))
        for findings in (before, after)
    ]
    for path, what in counts[1]:
        if counts[1][path, what] > counts[0][path, what]:
            yield f"{path}: {what} {counts[0][path, what]} -> {counts[1][path, what]}"


def kinds(code: str) -> Iterator[str]:
    """A write that is silent before may be one that raises afterwards (DET101, DET102), or that the gradient skips (DET121)."""
    if code.startswith(("DET10", "DET11")):
        yield "DET10x or DET11x"
    yield "DET10x, DET11x or DET121" if code.startswith(("DET10", "DET11")) or code == "DET121" else code


def hunks(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """The changed places of a file."""
    texts = [data.decode("utf-8", "replace").splitlines() for data in (old, new)]
    lines = list(unified_diff(*texts, n=4, lineterm=""))[2:]
    starts = [number for number, line in enumerate(lines) if line.startswith("@@")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield "\n".join((f"--- {path}", *lines[start:end]))


def main() -> int:
    """Exit code 1 where something does not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these packages only")
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    failures: list[str] = []
    total: dict[tuple[str, ...], list[int]] = {SAFE: [0, 0], ALL: [0, 0]}
    places: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            if options.only and package.partition("==")[0] not in options.only:
                continue
            folder = (options.keep or Path(scratch)).absolute() / package
            failed = "" if folder.is_dir() else fetch(package, folder)
            if failed:
                print(f"{package} is left out: {failed}")
                continue
            for way, name in ((SAFE, "safe"), (ALL, "all")):
                began = time.monotonic()
                done = repair(folder, Path(scratch) / "repaired", *way)
                for number, count in enumerate(done.uses):
                    total[way][number] += count
                failures += (f"{package}, {name}: {failure}" for failure in done.failures)
                print(f"{package}, {name}: {summary(done)}, {time.monotonic() - began:.0f} s", flush=True)
                if way is ALL:
                    places += (
                        h for path, pair in done.changed.items() for h in hunks(f"{package}/{path}", *pair)
                    )
    for way, name in ((SAFE, "safe repairs"), (ALL, "all repairs")):
        before, left = total[way]
        print(f"{name}: {before - left} of {before} DET2xx, {(before - left) / max(before, 1):.3f}")
    print("\n".join(failures) or "nothing failed")
    for place in random.Random(options.seed).sample(places, min(options.edits, len(places))):  # noqa: S311
        print(f"\n{place}")
    return 1 if failures else 0


def summary(done: Outcome) -> str:
    """What was found, and what is left, by code."""
    codes = sorted({*done.before, *done.left})
    return f"{len(done.changed)} files changed; " + ", ".join(
        f"{c} {done.before[c]} -> {done.left[c]}" for c in codes
    )


if __name__ == "__main__":
    sys.exit(main())
