"""Count the findings in real packages, and show what has changed since the counts were recorded.

    python tools/count_findings.py             fetch the packages, print a table, and the differences
    python tools/count_findings.py --record    the same, and write the counts to tests/ecosystem.json
    python tools/count_findings.py --keep DIR  unpack into DIR, or use what was unpacked there before

These packages are in use and train well, so nearly every claim of harm in them would be a false alarm: a rise of a count is to be
read, finding by finding, before it is recorded. A package that cannot be fetched is left out, and named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

RECORD = Path(__file__).resolve().parent.parent / "tests" / "ecosystem.json"
SOURCE = ("--no-binary=:all:",)
WHEEL = ("--only-binary=:all:", "--python-version=3.11")
PACKAGES = {
    "advertorch==0.2.3": SOURCE,
    "botorch==0.18.1": WHEEL,
    "fairseq==0.12.2": ("--only-binary=:all:", "--python-version=3.8", "--platform=manylinux1_x86_64"),
    "nflows==0.14": SOURCE,
    "opacus==1.6.0": WHEEL,
    "pyro-ppl==1.9.2": WHEEL,
    "pytorch-lightning==2.6.6": WHEEL,
    "pytorch-pretrained-bert==0.6.2": WHEEL,
    "skorch==1.4.0": WHEEL,
    "timm==1.0.31": WHEEL,
    "torchtext==0.6.0": WHEEL,
    "torchvision==0.17.2": (*WHEEL, "--platform=manylinux1_x86_64"),
}

Counts = dict[str, dict[str, int]]


def fetch(package: str, folder: Path) -> str:
    """Unpack the ``*.py`` files of a package into ``folder``. The result is why that failed, or nothing."""
    with tempfile.TemporaryDirectory() as downloads:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            *PACKAGES[package],
            "-d",
            downloads,
            package,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        archives = list(Path(downloads).iterdir())
        if done.returncode or not archives:
            return (done.stderr.strip().splitlines() or ["pip brought nothing"])[-1]
        unpack(archives[0], folder)
    return ""


def unpack(archive: Path, folder: Path) -> None:
    """The ``*.py`` files of a wheel or a source archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder, [name for name in wheel.namelist() if name.endswith(".py")])  # noqa: S202
    else:
        with tarfile.open(archive) as bundle:
            members = [member for member in bundle.getmembers() if member.name.endswith(".py")]
            bundle.extractall(folder, members, filter="data")


def count(folder: Path) -> dict[str, int]:
    """How often each code is found in ``folder``."""
    command = [sys.executable, "-m", "flake8_detach", "--isolated", "--no-cache", "--format=json", "."]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    if not done.stdout:
        message = f"the run over {folder} failed: {done.stderr}"
        raise RuntimeError(message)
    return dict(sorted(Counter(finding["code"] for finding in json.loads(done.stdout)["findings"]).items()))


def table(counts: Counts) -> list[str]:
    """The counts, a line for each package and a column for each code."""
    codes = sorted({code for found in counts.values() for code in found})
    width = max(map(len, counts), default=0)
    rows = [" " * width + "".join(f"  {code}" for code in codes)]
    for package, found in counts.items():
        rows.append(f"{package:<{width}}" + "".join(f"  {found.get(code, 0) or '.':>6}" for code in codes))
    return rows


def differences(before: Counts, after: Counts) -> list[str]:
    """What is not as recorded."""
    changed = []
    for package, found in after.items():
        recorded = before.get(package, {})
        for code in sorted({*recorded, *found}):
            if recorded.get(code, 0) != found.get(code, 0):
                changed.append(f"{package}: {code} {recorded.get(code, 0)} -> {found.get(code, 0)}")
    return changed


def count_all(keep: Path | None = None) -> tuple[Counts, dict[str, str]]:
    """The counts of every package that could be fetched (into `keep`, if given), and why the others could not be."""
    counts: Counts = {}
    left_out: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            folder = (keep or Path(scratch)).absolute() / package
            failed = "" if folder.is_dir() else fetch(package, folder)
            if failed:
                left_out[package] = failed
                continue
            started = time.monotonic()
            counts[package] = count(folder)
            print(f"{package}: {time.monotonic() - started:.0f} s", flush=True)
    return counts, left_out


def recorded() -> Counts:
    """The counts as they were recorded."""
    counts: Counts = json.loads(RECORD.read_text(encoding="utf-8"))
    return counts


def main() -> int:
    """Fetch, count, compare. The exit code is 0: a difference is for people to read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    counts, left_out = count_all(options.keep)
    for package, reason in left_out.items():
        print(f"{package} is left out: {reason}")
    print("\n".join(table(counts)))
    before = recorded() if RECORD.exists() else {}
    print("\n".join(differences(before, counts)) or "as recorded")
    if options.record:
        RECORD.write_text(json.dumps({**before, **counts}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
