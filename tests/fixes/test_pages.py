"""The wrong programs on the rules' pages are right after their repair, or at least not silently wrong: PyTorch runs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flake8_detach.rules import RULES
from tests.oracle import torch_available

from .run import repaired

PAGES = [code for code, rule in RULES.items() if rule.bad is not None]


@pytest.mark.oracle
@pytest.mark.parametrize("code", PAGES)
def test_the_bad_program_is_not_wrong_in_silence_any_more(code: str) -> None:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    bad, good = RULES[code].bad, RULES[code].good
    assert bad is not None
    after = repaired(bad.source, unsafe=True).text
    if after == bad.source:
        return
    command = [sys.executable, "-c", f"{after}\n{bad.elsewhere}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if bad.outcome == "silent":
        shown = ran.stdout.strip()
        assert ran.returncode or (shown and shown != bad.shows.strip())
        if not ran.returncode and good is not None and code != "DET123":  # that one prints one more digit
            assert shown == good.shows.strip()
    else:
        assert ran.returncode == 0, ran.stderr
        assert bad.outcome == "raises" or code == "DET205" or ran.stdout.strip() == bad.shows.strip()
