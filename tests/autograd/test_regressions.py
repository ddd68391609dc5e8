"""Sequences on which the machine and PyTorch once disagreed, with what PyTorch does; they run without it.

``python -m tests.autograd.differential --record '[["leaf", 0, 0, 0], …]'`` prints a line for the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .differential.compare import compare_writes, run_machine
from .differential.steps import Step, Track, Use

RECORDED = [
    json.loads(line) for line in Path(__file__).with_name("regressions.jsonl").read_text().splitlines()
]


def track_of(recorded: dict[str, Any]) -> Track:
    """What PyTorch did, read back."""
    table: dict[str, Any] = {}
    for name, value in recorded.items():
        table[name] = {int(k): v for k, v in value.items()} if isinstance(value, dict) else set(value)
    table["uses"] = {
        n: Use(set(use["corrupt"]), None if use["first"] is None else set(use["first"]), set(use["same"]))
        for n, use in table.get("uses", {}).items()
    }
    return Track(**table)


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: r["name"].replace(" ", "_"))
def test_the_machine_agrees_now(recorded: dict[str, Any]) -> None:
    sequence = [Step(*step) for step in recorded["steps"]]
    track = track_of(recorded["track"])
    model, found = run_machine(sequence, track)
    assert not found
    assert not compare_writes(sequence, track, model, lambda site, _: site in recorded["silent"])


@pytest.mark.oracle
@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: r["name"].replace(" ", "_"))
def test_pytorch_still_does_so(recorded: dict[str, Any]) -> None:
    pytest.importorskip("torch")
    from .differential.live import recorded as record

    now = record([Step(*step) for step in recorded["steps"]])
    assert json.loads(json.dumps(now)) == {k: v for k, v in recorded.items() if k != "name"}
