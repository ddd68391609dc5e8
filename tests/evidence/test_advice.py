"""What the advice says to write is Python that does what it says."""

from __future__ import annotations

import pytest

from flake8_detach import check_source
from flake8_detach.settings import Settings


@pytest.mark.parametrize("receiver", ["(p == q)", "(p + q)", "p", "p[0]", "p.exp()"])
def test_what_is_computed_keeps_its_parentheses(receiver: str) -> None:
    source = (
        f"import torch\np = torch.zeros(2, requires_grad=True)\nq = torch.ones(2)\nprint({receiver}.data)\n"
    )
    (finding,) = check_source(source, "x.py", Settings(select=("DET201",)))
    assert f"'{receiver}.detach()'" in finding.message
