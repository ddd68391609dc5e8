"""The command: play many sequences, in two processes, and print how many there were and where the sides disagree."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import torch
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from .live import recorded, run
from .steps import Step, sequences, show

BATCH = 250


class DisagreementError(AssertionError):
    """The machine and PyTorch disagree."""


def batch(number: int, size: int, length: int) -> tuple[int, list[str]]:
    """Play `size` sequences from one seed: how many were played, and the shrunk disagreement, if any."""
    torch.set_num_threads(1)
    played = 0
    last: tuple[Sequence[Step], list[str]] = ((), [])

    @seed(number)
    @settings(
        max_examples=size,
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(sequences(length))
    def check(sequence: list[Step]) -> None:
        nonlocal played, last
        played += 1
        found = run(sequence)
        if found:
            last = (sequence, found)
            raise DisagreementError(found[0])

    try:
        check()
    except DisagreementError:
        steps, found = last
        shown = [f"  {n:2} {show(s)}" for n, s in enumerate(steps) if s.verb != "nothing"]
        kept = [["leaf", 0, 0, 0], *([s.verb, s.x, s.y, s.k] for s in steps[1:] if s.verb != "nothing")]
        return played, [*found, *shown, f"  {json.dumps(kept)}"]
    return played, []


def main() -> int:
    """Returns 0 when both sides agree on every sequence."""
    parser = argparse.ArgumentParser(prog="python -m tests.autograd.differential")
    parser.add_argument("--sequences", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--length", type=int, default=30)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--record", metavar="STEPS", help="print a shrunk sequence with what PyTorch does of it"
    )
    options = parser.parse_args()
    if options.record:
        print(json.dumps(recorded([Step(*step) for step in json.loads(options.record)])))
        return 0
    started = time.monotonic()
    batches = -(-options.sequences // BATCH)
    total = failures = 0
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [pool.submit(batch, options.seed * 100_000 + i, BATCH, options.length) for i in range(batches)]
        for job in jobs:
            played, found = job.result()
            total += played
            if found:
                failures += 1
                print("\n".join(found), flush=True)
    seconds = time.monotonic() - started
    print(
        f"{total} sequences of {options.length} steps from {batches} seeds in {seconds:.0f} s: {failures} disagreements"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
