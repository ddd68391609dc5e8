"""A recorded sample of generated programs with their verdicts: the fast regression test."""

from __future__ import annotations

import json
from pathlib import Path

from tests.oracle import judge_many, recorded
from tests.oracle.verdict import Verdict, from_json, to_json

from .families import FAMILIES
from .programs import Program, generate

PATH = Path(__file__).with_name("sample.jsonl")
SEED = 20
PER_FAMILY = 3


def programs() -> list[Program]:
    """What the sample is made of: the drawn families; whole programs are cases themselves."""
    return generate(SEED, PER_FAMILY * len(FAMILIES), tuple(FAMILIES))


def load() -> dict[str, tuple[str, Verdict]]:
    """Per program its source and its recorded verdict."""
    rows = [json.loads(line) for line in PATH.read_text(encoding="utf-8").splitlines()[1:]]
    return {row["key"]: (row["source"], from_json(row["verdict"])) for row in rows}


def release() -> str:
    """The PyTorch release which judged."""
    first = PATH.read_text(encoding="utf-8").partition("\n")[0]
    return str(json.loads(first)["torch"])


def record() -> None:
    """Judge the sample again and write it."""
    sample = programs()
    verdicts = judge_many({program.key: program.source for program in sample})
    rows = [{"torch": recorded.torch_release()}] + [
        {"key": p.key, "source": p.source, "verdict": to_json(verdicts[p.key])}
        for p in sample
        if verdicts[p.key].usable
    ]
    PATH.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
