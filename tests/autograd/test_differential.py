"""The machine against PyTorch on random sequences; a short run of what ``python -m tests.autograd.differential`` does."""

from __future__ import annotations

import pytest


@pytest.mark.oracle
def test_the_machine_agrees_with_pytorch() -> None:
    pytest.importorskip("torch")
    from .differential.__main__ import batch

    played, found = batch(7, size=300, length=20)
    assert not found, "\n".join(found)
    assert played >= 300
