"""The irregular cases: each a program that PyTorch runs, and the same on the machine.

A program's line marked ``# write`` is what it is about. It is *silent* when gradients come out differently without that
line and nothing raises, *harmless* when they come out alike; otherwise its outcome is what it raises.
"""

from __future__ import annotations

import runpy
import warnings
from pathlib import Path
from typing import Any

import pytest

from . import irregular_history, irregular_memory
from .cases import CASES, START, Case
from .play import Play, outcome

SUBJECTS = (irregular_memory, irregular_history)


def test_old_memory_is_not_read_after_set_data() -> None:
    p = Play()
    a, b = p.leaf(), p.leaf()
    y = p.call("operator.*", a, b)
    old = p.call("Tensor.view", b, [-1])
    p.m.rebind(p.next(), "b.data =", b.id, None)
    p.call("Tensor.zero_", p.data(old))
    p.backward(y)
    assert [(h.write.label, h.silent) for h in p.hazards] == [("b.data =", True)]


def test_every_subject_has_cases() -> None:
    modules = {one.verbs.__module__ for one in CASES}
    assert modules == {subject.__name__ for subject in SUBJECTS}


@pytest.mark.parametrize("one", CASES, ids=lambda c: c.name)
def test_the_machine_says_so(one: Case) -> None:
    assert outcome(one.verbs) == one.outcome


@pytest.mark.oracle
@pytest.mark.parametrize("one", CASES, ids=lambda c: c.name)
def test_pytorch_does_so(one: Case, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from .differential.compare import VIEW_WRITES

    assert run(one.program, tmp_path / "program.py") == VIEW_WRITES.get(one.outcome, one.outcome)


def run(program: str, path: Path) -> str:
    """What PyTorch makes of a program, written to `path`."""
    from .differential.compare import class_of

    without = "\n".join(
        f"{line[: len(line) - len(line.lstrip())]}pass" if line.endswith("# write") else line
        for line in program.splitlines()
    )
    results: list[Any] = []
    for text in (program, without):
        path.write_text(START + text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                variables = runpy.run_path(str(path))
            except RuntimeError as error:
                return class_of(str(error))
        results.append([variables[name].grad for name in "ab"])
    with_write, reference = results
    same = all(x is None or y is None or x.allclose(y) for x, y in zip(with_write, reference, strict=True))
    return "harmless" if same else "silent"
