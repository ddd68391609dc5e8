"""Repairs proved by PyTorch: programs do the same before and after, or at least nothing wrong in silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle import torch_available

from .shapes import HEAD, SHAPES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.oracle
@pytest.mark.slow
def test_repaired_programs_do_what_they_did(tmp_path: Path) -> None:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    for number, shape in enumerate(SHAPES):
        (tmp_path / f"shape{number:03}.py").write_text(HEAD + shape.before, encoding="utf-8")
    command = [sys.executable, "tools/prove_fixes.py", str(tmp_path), "--generated", "5", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {
        name: int(count)
        for count, name in (
            line.split(maxsplit=1) for line in done.stdout.splitlines() if line.startswith(" ")
        )
    }
    assert counts["programs"] == len(SHAPES) + 40
    assert counts["safe repairs"] > 40
    assert counts["silent lines before"] > 0
