"""Many verdicts from a few worker processes. Only the workers import PyTorch."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from .verdict import Verdict, from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ROOT = Path(__file__).resolve().parents[2]


def torch_available() -> bool:
    """Whether programs can be judged here."""
    return importlib.util.find_spec("torch") is not None


def judge_many(
    programs: Mapping[str, str], workers: int = 2, progress: Callable[[int], None] | None = None
) -> dict[str, Verdict]:
    """The verdict of each program, by its key. Raises RuntimeError when a worker dies."""
    queue: SimpleQueue[tuple[str, str]] = SimpleQueue()
    for item in programs.items():
        queue.put(item)
    verdicts: dict[str, Verdict] = {}

    def serve() -> None:
        for key, verdict in _judged_by_one_worker(queue):
            verdicts[key] = verdict
            if progress is not None:
                progress(len(verdicts))

    with ThreadPoolExecutor(workers) as threads:
        for future in [threads.submit(serve) for _ in range(min(workers, len(programs)))]:
            future.result()
    return verdicts


def _judged_by_one_worker(queue: SimpleQueue[tuple[str, str]]) -> Iterable[tuple[str, Verdict]]:
    environment = {**os.environ, "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.oracle", "--worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        while True:
            try:
                key, source = queue.get_nowait()
            except Empty:
                break
            worker.stdin.write(json.dumps(source) + "\n")
            worker.stdin.flush()
            answer = worker.stdout.readline()
            if not answer:
                raise RuntimeError(f"the oracle's worker died while it judged {key}")
            yield key, from_json(json.loads(answer))
        worker.stdin.close()
