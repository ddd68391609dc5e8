"""Prove the repairs by PyTorch: programs are run before and after.

    python tools/prove_fixes.py [--cases] [--generated SEED COUNT] [PATH …] [--show N]

A PATH is a folder of programs, a program, or a file of JSON lines whose objects hold a program as ``source``. After the
safe repairs a program has to do the same bit for bit: outcome, output, every gradient. After all repairs no write may
corrupt a gradient silently that could be repaired, and what raised has to raise still, or to run and be right.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flake8_detach.finding import Finding
from flake8_detach.fixes.loop import Repaired, repair
from flake8_detach.safely import check_safely
from flake8_detach.settings import Settings
from flake8_detach.source.suppression import Suppressions
from tests.case_files import all_cases
from tests.generator import generate
from tests.oracle.compare import differences
from tests.oracle.judge import judge


@dataclass(frozen=True, slots=True)
class Program:
    """A program: `source` is what is repaired, `rest` what is run behind it."""

    key: str
    source: str
    rest: str = ""


@dataclass(slots=True)
class Score:
    """Counts, and the programs that disprove a repair."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def main() -> int:
    """Exit code 1 when a repair did what it must not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--cases", action="store_true", help="the repository's own cases")
    parser.add_argument("--generated", nargs=2, type=int, metavar=("SEED", "COUNT"))
    parser.add_argument("--show", type=int, default=0, help="show so many failures with their programs")
    options = parser.parse_args()
    programs = list(_programs(options.paths))
    if options.cases:
        programs += [Program(c.key, c.source, c.program[len(c.source) :]) for c in all_cases()]
    if options.generated:
        programs += [Program(p.key, p.source) for p in generate(*options.generated)]
    began = time.monotonic()
    score = Score()
    for program in programs:
        prove(program, score)
    for name, count in sorted(score.counts.items()):
        print(f"{count:>6}  {name}")
    print(f"{len(score.failures)} failures, {time.monotonic() - began:.0f} s")
    for failure in score.failures[: options.show or None]:
        print(failure)
    return 1 if score.failures else 0


def prove(program: Program, score: Score) -> None:
    """Repair one program both ways and run all of them."""
    score.counts["programs"] += 1
    safe, every = repaired(program, unsafe=False), repaired(program, unsafe=True)
    if safe.text != program.source:
        score.counts["programs with safe repairs"] += 1
        score.counts["safe repairs"] += len(safe.repaired)
        _settled(program, safe, score, unsafe=False)
        found = differences(program.source + program.rest, safe.text + program.rest)
        if found:
            score.failures.append(f"{program.key}: safe repairs changed {'; '.join(found)}")
    if every.text != program.source:
        score.counts["programs with unsafe repairs"] += every.text != safe.text
        score.counts["repairs of all kinds"] += len(every.repaired)
        _settled(program, every, score, unsafe=True)
        _judge_all(program, every, score)


def repaired(program: Program, *, unsafe: bool) -> Repaired:
    """The program after repairs."""

    def check(text: str) -> list[Finding]:
        suppressions = Suppressions(text)
        found = check_safely(text, f"{program.key}.py", Settings())
        return [f for f in found if not suppressions.suppressed(f.span.line, f.code)]

    return repair(program.source, check, unsafe=unsafe)


def _settled(program: Program, done: Repaired, score: Score, *, unsafe: bool) -> None:
    """A second run changes nothing."""
    again = repaired(Program(program.key, done.text), unsafe=unsafe)
    if again.text != done.text:
        score.failures.append(f"{program.key}: repairing again changes it again")


def _judge_all(program: Program, every: Repaired, score: Score) -> None:
    before, after = judge(program.source + program.rest), judge(every.text + program.rest)
    if not before.usable or not after.usable:
        score.counts["not judged"] += 1
        if before.usable:
            score.failures.append(
                f"{program.key}: after all repairs it cannot be judged: {after.status} {after.detail[-200:]}"
            )
        return
    silent = [line for line, kind in after.lines.items() if kind == "silent"]
    without = {f.span.line for f in every.left} - {f.span.line for f in every.left if f.fix is not None}
    hopeless = [line for line in silent if line in without]
    score.counts["silent lines before"] += sum(kind == "silent" for kind in before.lines.values())
    score.counts["silent lines after"] += len(silent)
    score.counts["silent lines after, told without a repair"] += len(hopeless)
    if len(silent) > len(hopeless):
        score.failures.append(f"{program.key}: silent after all repairs: lines {silent}")
    if not before.outcome.ok:
        score.counts["raised before"] += 1
        score.counts["raised before, runs now"] += after.outcome.ok
    elif not after.outcome.ok:
        score.counts["ran before, raises now"] += 1
        harmed = any(kind in ("silent", "latent") for kind in before.lines.values())
        if not harmed:
            score.counts["ran right before, raises now"] += 1


def _programs(paths: list[Path]) -> Iterator[Program]:
    for path in paths:
        if path.suffix == ".jsonl":
            records: list[Mapping[str, str]] = [
                json.loads(line) for line in path.read_text("utf-8").splitlines()
            ]
            yield from (Program(r.get("id") or r["key"], r["source"]) for r in records if "source" in r)
        elif path.is_dir():
            yield from (Program(p.stem, p.read_text("utf-8")) for p in sorted(path.rglob("*.py")))
        else:
            yield Program(path.stem, path.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
