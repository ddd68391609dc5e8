"""Score the checker against PyTorch on generated programs.

    python tools/score_generated.py --seed 7 --count 2000 [--misses 20] [--family gan_step …] [--workers 2]
    python tools/score_generated.py --record        (judge the recorded sample again)

Verdicts are kept in a folder of the system's temporary directory, by a digest of the program.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings
from tests.generator import Program, families, generate, sample
from tests.generator.scoring import Score, score_program
from tests.oracle import Verdict, judge_many, recorded
from tests.oracle.verdict import from_json, to_json


def main() -> int:
    """Exit code 1 when a class was swapped or a program could not be checked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--family", nargs="*", default=[], choices=families(), metavar="FAMILY")
    parser.add_argument("--misses", type=int, default=0, help="show so many disagreements")
    parser.add_argument(
        "--sources", action="store_true", help="show the programs of these disagreements as well"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--record", action="store_true", help="judge and write the recorded sample")
    options = parser.parse_args()
    if options.record:
        sample.record()
        return 0
    programs = generate(options.seed, options.count, tuple(options.family))
    verdicts = judged(programs, options.workers)
    total, by_family, seconds = scored(programs, verdicts)
    print(table(by_family))
    print(summary(total, len(programs) - total.counts["programs"], seconds))
    sources = {program.key: program.source for program in programs}
    for miss in total.misses[: options.misses]:
        print(f"{miss.program}:{miss.line}: PyTorch: {miss.truth}; checker: {miss.said}")
        if options.sources:
            print(numbered(sources[miss.program], miss.line))
    return 1 if total.counts["swapped"] else 0


def judged(programs: list[Program], workers: int) -> dict[str, Verdict]:
    """The verdict of each program, from the cache where it is there."""
    folder = Path(tempfile.gettempdir()) / f"flake8-detach-verdicts-{recorded.torch_release()}"
    folder.mkdir(exist_ok=True)
    places = {program.key: folder / f"{recorded.digest(program.source)}.json" for program in programs}
    missing = {program.key: program.source for program in programs if not places[program.key].exists()}
    if missing:
        print(f"judging {len(missing)} programs…", file=sys.stderr)
    for key, verdict in judge_many(missing, workers).items():
        places[key].write_text(json.dumps(to_json(verdict)), encoding="utf-8")
    return {key: from_json(json.loads(place.read_text(encoding="utf-8"))) for key, place in places.items()}


def scored(programs: list[Program], verdicts: dict[str, Verdict]) -> tuple[Score, dict[str, Score], float]:
    """Everything, per family, and the seconds the checker took. Programs without a faithful verdict are left out."""
    total, by_family, seconds = Score(), defaultdict[str, Score](Score), 0.0
    for program in programs:
        verdict = verdicts[program.key]
        if not verdict.usable:
            continue
        started = time.perf_counter()
        findings = check_source(program.source, f"{program.key}.py", Settings())
        seconds += time.perf_counter() - started
        found = [(finding.span.line, finding.code) for finding in findings]
        score = score_program(program.key, program.source, found, verdict)
        total.add(score)
        by_family[program.family].add(score)
    return total, by_family, seconds


def table(by_family: dict[str, Score]) -> str:
    """One row per family: what was there, and what was found of it."""
    lines = [
        f"{'family':28}{'programs':>9}{'silent':>9}{'error':>9}{'on graph':>10}{'accused':>9}{'refusals':>10}"
    ]
    for family, score in sorted(by_family.items()):
        counts: Counter[str] = score.counts
        lines.append(
            f"{family:28}{counts['programs']:>9}"
            f"{share(counts, 'found silent', 'silent'):>9}{share(counts, 'found error', 'error'):>9}"
            f"{counts['harmless on graph']:>10}{counts['falsely accused'] + counts['falsely accused elsewhere']:>9}"
            f"{share(counts, 'found refusals', 'refusals'):>10}"
        )
    return "\n".join(lines)


def share(counts: Counter[str], part: str, whole: str) -> str:
    """As in 7/9."""
    return f"{counts[part]}/{counts[whole]}" if counts[whole] else "-"


def summary(score: Score, left_out: int, seconds: float) -> str:
    """The figures that count."""
    rows = (
        ("recall of silent", "found silent", "silent"),
        ("recall of error", "found error", "error"),
        ("recall of refusals", "found refusals", "refusals"),
        ("lines of a graph falsely accused", "falsely accused on graph", "harmless on graph"),
        ("harmless writes falsely accused", "falsely accused", "harmless"),
        ("other lines falsely accused", "falsely accused elsewhere", "other lines"),
        (
            "programs without harm that get a claim",
            "claims on programs without harm",
            "programs without harm",
        ),
    )
    lines = [f"{score.counts['programs']} programs ({left_out} left out), checked in {seconds:.1f} s"]
    for title, part, whole in rows:
        rate = score.rate(part, whole)
        lines.append(
            f"{title:40}{'-' if rate is None else f'{rate:.4f}':>8}  {share(score.counts, part, whole)}"
        )
    lines.append(f"{'classes swapped':40}{score.counts['swapped']:>8}")
    lines.append(f"{'refusals claimed that do not happen':40}{score.counts['false refusals']:>8}")
    return "\n".join(lines)


def numbered(source: str, marked: int) -> str:
    """A program with line numbers and an arrow."""
    return "\n".join(
        f"  {'>' if number == marked else ' '} {number:3} {line}"
        for number, line in enumerate(source.splitlines(), start=1)
    )


if __name__ == "__main__":
    sys.exit(main())
