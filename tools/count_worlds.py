"""How much work real training code makes: worlds and steps of every function that runs a backward, and how many end early.

    python tools/count_worlds.py FOLDER… [--slowest 10]

Each folder holds unpacked packages. A function counts where its own text has a backward; what it calls is followed from
there. The share that ended early (DET902) is to stay below one in a hundred.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flake8_detach.candidates import BACKWARD, plan
from flake8_detach.interpret.roots import analyse
from flake8_detach.settings import Settings
from flake8_detach.source.text import SourceError, decode
from flake8_detach.source.units import SourceFile


@dataclass(frozen=True, slots=True)
class Root:
    """One function with a backward that was analysed from its own beginning."""

    path: Path
    name: str
    steps: int
    ended_early: bool


def main() -> None:
    """Print the distributions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--slowest", type=int, default=10, help="name so many roots that took the most steps")
    options = parser.parse_args()
    started = time.process_time()
    roots: list[Root] = []
    worlds: Counter[int] = Counter()
    for path in sorted(p for folder in options.folders for p in folder.rglob("*.py")):
        most, found = analysed(path)
        roots += found
        if found:
            worlds[most] += 1
    early = [root for root in roots if root.ended_early]
    print(f"{len(roots)} roots with a backward, {time.process_time() - started:.0f} s")
    print("steps:", ", ".join(quantiles([root.steps for root in roots])))
    print("most worlds a file:", ", ".join(f"{n}: {count}" for n, count in sorted(worlds.items())))
    print(f"ended early: {len(early)} ({len(early) / max(len(roots), 1):.2%})")
    for root in sorted(roots, key=lambda r: -r.steps)[: options.slowest]:
        print(f"  {root.steps:6} {'early ' if root.ended_early else '      '}{root.path}: {root.name}")


def analysed(path: Path) -> tuple[int, list[Root]]:
    """The most worlds that a file's analysis held at an end, and its roots."""
    data = path.read_bytes()
    if b"torch" not in data:
        return 0, []
    try:
        source = SourceFile(decode(data).text, str(path))
    except SourceError:
        return 0, []
    names = set(with_backward(source))
    if not names:
        return 0, []
    analysis = analyse(source, plan(source), Settings().step_budget)
    early = {name for name, _ in analysis.truncated}
    return analysis.most_worlds, [
        Root(path, name, steps, name in early) for name, steps in analysis.steps.items() if name in names
    ]


def with_backward(source: SourceFile) -> Iterator[str]:
    """The names of the functions whose text has a backward, and of the module's body where it has one."""
    lines = source.lines
    for definition in source.outline.definitions:
        text = "\n".join(lines[definition.first_line - 1 : definition.end_line])
        if definition.kind == "function" and BACKWARD.search(text):
            yield definition.qualified_name
    if plan(source).script:
        yield "<module>"


def quantiles(values: Sequence[int]) -> list[str]:
    """Median, 90th and 99th percentile and the most."""
    if not values:
        return []
    ordered = sorted(values)
    shown = (("median", 0.5), ("p90", 0.9), ("p99", 0.99), ("most", 1.0))
    return [f"{name} {ordered[min(int(len(ordered) * part), len(ordered) - 1)]}" for name, part in shown]


if __name__ == "__main__":
    main()
