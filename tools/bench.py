"""How long it takes, beside what it is measured against, in one run on one machine.

    python tools/bench.py FOLDER                     print the table
    python tools/bench.py FOLDER --write             put it into docs/benchmark.md as well
    python tools/bench.py FOLDER --torchfix PATH --torch-preflight PATH    these two too, on every tenth file

FOLDER is a package as it was unpacked; the table of the docs is that of transformers 4.57.1. Each row is a process of its own:
seconds on the clock and of the processors, the largest process's memory, and the ratio to a bare ``libcst.parse_module`` of the files
that can hold a finding. Rows that are quick are run five times, and the quickest counts. What is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_detach.cli.config import Config
from flake8_detach.cli.discovery import find_files
from flake8_detach.source.sieve import may_hold_finding

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmark.md"
PARSE = "import sys, libcst\nfor path in open(sys.argv[1]).read().split('\\0'): libcst.parse_module(open(path, 'rb').read())"
AST = "import sys, ast\nfor path in open(sys.argv[1]).read().split('\\0'): ast.parse(open(path, 'rb').read())"
SCAN = (
    "import sys\nfrom flake8_detach.source.sieve import may_hold_finding\n"
    "for path in open(sys.argv[1]).read().split('\\0'): may_hold_finding(open(path, 'rb').read())"
)
WITHOUT_PLUGIN = """\
import importlib.metadata as metadata, sys
everything = metadata.distributions
metadata.distributions = lambda **k: (d for d in everything(**k) if d.metadata['name'] != 'flake8-detach')
from flake8.main.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""flake8 as it is where the plugin is not installed: it runs every plugin it finds, whatever is selected."""

READING = """\
Each row is a process of its own. The yardstick is a bare `libcst.parse_module` of all files that can hold a finding (the candidates); seconds of
the processors say more than those on the clock where something else runs on the machine. A row of another tool is the time that it takes for its own job: they
do not look for the same things (see [Beside other tools](comparison.md)). Written by `tools/bench.py`."""


@dataclass(frozen=True)
class Row:
    """What is measured: its name, its command, how often, and what must be removed before each run."""

    name: str
    command: tuple[str, ...]
    times: int = 1
    afresh: Path | None = None


@dataclass(frozen=True)
class Measured:
    """Seconds on the clock, seconds of the processors, and the peak memory of the largest process in MB."""

    wall: float
    cpu: float
    memory: float


def measure(row: Row) -> Measured:
    """Run a row's command; of several runs the quickest counts."""
    # A command that people have installed has its bytecode, and writes as they write.
    unusual = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    environment = {name: value for name, value in os.environ.items() if name not in unusual}
    runs = []
    for _ in range(row.times):
        if row.afresh is not None:
            shutil.rmtree(row.afresh, ignore_errors=True)
        began = time.perf_counter()
        process = subprocess.Popen(
            row.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            message = f"{row.name}: {' '.join(row.command)[:300]} ended with {process.returncode}"
            raise RuntimeError(message)
        runs.append(Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return min(runs, key=lambda run: run.wall)


def rows(folder: Path, work: Path, torchfix: str | None, preflight: str | None) -> Iterator[Row]:
    """Everything that is measured, the yardstick first."""
    python = sys.executable
    files = [path for path in find_files([str(folder)], Config()) if isinstance(path, str)]
    candidates = [path for path in files if may_hold_finding(Path(path).read_bytes())]
    quiet = min(set(files) - set(candidates), key=lambda path: abs(Path(path).stat().st_size - 20_000))
    usual = sorted(candidates, key=lambda path: Path(path).stat().st_size)[len(candidates) // 2]
    lists = {"all": files, "candidates": candidates, "tenth": files[::10]}
    for name, paths in lists.items():
        (work / name).write_text("\0".join(paths), encoding="utf-8")
    ours = (python, "-m", "flake8_detach", "--isolated", "--format", "statistics", "--fail-on", "never")
    one, two = work / "cache-1", work / "cache-2"
    yield Row(
        f"libcst.parse_module, the {len(candidates)} candidates",
        (python, "-c", PARSE, str(work / "candidates")),
    )
    yield Row("ast.parse of them", (python, "-c", AST, str(work / "candidates")))
    yield Row(f"read and scan all {len(files)} files", (python, "-c", SCAN, str(work / "all")), 5)
    yield Row("import libcst", (python, "-c", "import libcst"), 5)
    yield Row("flake8-detach, cold, 1 process", (*ours, "--cache-dir", str(one), "-j1", str(folder)), 1, one)
    with_repairs = (*ours, "--no-cache", "-j1", "--format", "json", str(folder))
    yield Row("flake8-detach, cold, 1 process, repairs as well", with_repairs)
    yield Row(
        "flake8-detach, cold, 2 processes", (*ours, "--cache-dir", str(two), "-j2", str(folder)), 1, two
    )
    yield Row("flake8-detach, warm", (*ours, "--cache-dir", str(one), "-j1", str(folder)), 5)
    yield Row("flake8-detach, a file without candidates", (*ours, "--no-cache", quiet), 5)
    size = Path(usual).stat().st_size // 1000
    yield Row(f"flake8-detach, the median candidate ({size} kB)", (*ours, "--no-cache", usual), 5)
    flake8 = ("--isolated", "-j1", "--exit-zero")
    yield Row(
        "flake8 --select F, without the plugin",
        (python, "-c", WITHOUT_PLUGIN, *flake8, "--select=F", str(folder)),
    )
    plugin = (python, "-m", "flake8", *flake8, "--select=F,DET", "--detach-cache-dir", str(work / "flake8"))
    yield Row("flake8 --select F,DET, the first run", (*plugin, str(folder)))
    yield Row("flake8 --select F,DET, the second", (*plugin, str(folder)))
    ruff = shutil.which("ruff", path=f"{Path(python).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if ruff is not None:
        cached = (
            ruff,
            "check",
            "--isolated",
            "--select=F",
            "--exit-zero",
            "--cache-dir",
            str(work / "ruff"),
            str(folder),
        )
        yield Row("ruff --select F, cold", cached, 5, work / "ruff")
        yield Row("ruff --select F, warm", cached, 5)
    tenth = tuple(lists["tenth"])
    yield Row(
        f"flake8-detach, every tenth file ({len(tenth)}), 1 process", (*ours, "--no-cache", "-j1", *tenth)
    )
    if torchfix is not None:
        yield Row("TorchFix, the same", (torchfix, "--select=ALL", *tenth))
    if preflight is not None:
        yield Row("torch-preflight, the same", (preflight, "check", *tenth))


def table(measured: Sequence[tuple[Row, Measured]]) -> Iterator[str]:
    """The rows as a Markdown table."""
    yardstick = measured[0][1].cpu
    yield "| | seconds | processor seconds | of the bare parse | MB |"
    yield "|---|--:|--:|--:|--:|"
    for row, run in measured:
        yield f"| {row.name} | {run.wall:.2f} | {run.cpu:.2f} | {run.cpu / yardstick:.3f} | {run.memory:.0f} |"


def _package(folder: Path) -> str:
    """A package's name and version, as its metadata beside it says; else the folder's name."""
    for found in folder.parent.glob(f"{folder.name}-*.dist-info"):
        return found.stem.replace("-", " ", 1)
    return folder.name


def main(arguments: list[str]) -> int:
    """Measure, print, and write if that is wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--torchfix", metavar="PATH")
    parser.add_argument("--torch-preflight", metavar="PATH")
    given = parser.parse_args(arguments)
    measured = []
    with tempfile.TemporaryDirectory() as work:
        for row in rows(given.folder.resolve(), Path(work), given.torchfix, given.torch_preflight):
            measured.append((row, measure(row)))
            print(f"{measured[-1][1].wall:8.2f} s  {row.name}", file=sys.stderr, flush=True)
    load = os.getloadavg()[0]
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the end"
    head = f"{_package(given.folder.resolve())}; {machine}. {READING}"
    text = "\n".join(["# How long it takes", "", head, "", *table(measured)]) + "\n"
    print(text)
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
