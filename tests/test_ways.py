"""The same silent write in many ways: how a tensor comes back, is written, and how a backward is run; and with many things around it.

Each line of ``ways/*.txt`` is such a way, and so is each part of ``before.txt`` and ``around.txt`` between ``---``; the checker
is sure of all of them. The ways are run with PyTorch, too: the gradients are wrong without an error.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from textwrap import indent

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

FOLDER = Path(__file__).parent / "ways"
PRELUDE = (FOLDER / "prelude.txt").read_text(encoding="utf-8")
BEGINNING = "w = torch.ones(3, requires_grad=True)\ny = w.exp()\n"
WRITE, RUN = "y.data.zero_()\n", "y.sum().backward()\n"
KINDS = {
    "given_back": BEGINNING + "z = {way}\nz.data.zero_()\n" + RUN,
    "written": BEGINNING + "{way}\n" + RUN,
    "run_backward": BEGINNING + WRITE + "{way}\n",
}
WAYS = [
    pytest.param(template.replace("{way}", way), id=f"{kind}:{way}")
    for kind, template in KINDS.items()
    for way in (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
]
TRAIN = "import torch\nfrom torch import nn\n\n\ndef train(args, model, loader, opt, xs, ys, f, g):\n"
HARM = BEGINNING + WRITE + RUN
HARMLESS = [
    BEGINNING + RUN + "y.data.zero_()\nw.data.sub_(w.grad)\nw.grad.data.zero_()\n",
    BEGINNING + "z = y.detach().clone()\nz.zero_()\nwith torch.no_grad():\n    w.mul_(2)\n" + RUN,
]


def surrounded(core: str) -> list[str]:
    """Programs with `core` behind, before and within what else programs do."""
    before = (FOLDER / "before.txt").read_text(encoding="utf-8").split("\n---\n")
    around = (FOLDER / "around.txt").read_text(encoding="utf-8").split("\n---\n")
    bodies = [f"{each}\n{core}" for each in before] + [f"{core}{each}\n" for each in before]
    for each in around:
        lines = each.splitlines()
        parts = [
            indent(core, line.removesuffix("CORE")) if line.strip() == "CORE" else f"{line}\n"
            for line in lines
        ]
        bodies.append("".join(parts))
    return [TRAIN + indent(body, "    ") for body in bodies]


def codes(program: str) -> set[str]:
    """The codes of what is found but for uses of ``.data``."""
    found = check_source(program.encode(), "program.py", Settings(), repairs=False)
    return {finding.code for finding in found if not finding.code.startswith("DET2")}


@pytest.mark.slow
@pytest.mark.parametrize("program", WAYS)
def test_a_silent_write_is_told_whichever_way_it_takes(program: str) -> None:
    assert codes(f"{PRELUDE}\n{program}") == {"DET101"}


@pytest.mark.slow
def test_what_stands_around_a_silent_write_does_not_hide_it() -> None:
    assert [program for program in surrounded(HARM) if "DET101" not in codes(program)] == []


@pytest.mark.slow
@pytest.mark.parametrize("core", HARMLESS)
def test_what_stands_around_what_is_harmless_is_not_accused(core: str) -> None:
    assert [program for program in surrounded(core) if codes(program)] == []


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("program", WAYS)
def test_pytorch_computes_wrong_gradients_there(program: str) -> None:
    torch = pytest.importorskip("torch")
    names: dict[str, object] = {"__name__": "program"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(f"{PRELUDE}\n{program}", "program.py", "exec", dont_inherit=True), names)  # noqa: S102
    w = names["w"]
    assert not torch.allclose(w.grad, torch.ones(3).exp())  # type: ignore[attr-defined]
