"""The scripts in ``examples/``: what is found in them, and what PyTorch does when they run."""

from __future__ import annotations

import contextlib
import io
import runpy
import warnings
from pathlib import Path

import pytest

from tests.cli.conftest import Command

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

FINDINGS = {
    "confidence_gate.py": [(15, "DET101")],
    "early_stopping.py": [(9, "DET123"), (14, "DET123")],
    "moving_average.py": [(17, "DET202"), (17, "DET201")],
    "quantizer.py": [],
    "recurrent_carry.py": [(28, "DET305")],
    "six_programs.py": [
        (11, "DET102"),
        (18, "DET201"),
        (19, "DET101"),
        (27, "DET201"),
        (28, "DET121"),
        (36, "DET301"),
        (42, "DET303"),
    ],
    "two_player_game.py": [(23, "DET105")],
}
RAISES = {
    "recurrent_carry.py": "Trying to backward through the graph a second time",
    "two_player_game.py": "has been modified by an inplace operation",
}
PRINTS = {
    "early_stopping.py": "best 2.07, restored 6774.71\n",
    "six_programs.py": """\
written_through_detach:
RuntimeError: one of the variables needed for gradient computation has been modified...
written_through_data:
tensor([0., 0., 0.])
nothing_was_saved:
tensor([0.1966, 0.1050, 0.0452])
backward_on_the_alias:
RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn...
detached_in_place:
RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn...
only_read:
tensor([0.7311, 0.8808, 0.9526])
tensor([0.1966, 0.1050, 0.0452])
""",
}


def test_every_example_is_here_and_in_their_readme() -> None:
    scripts = {path.name for path in EXAMPLES.glob("*.py")}
    assert scripts == set(FINDINGS)
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"[`{name}`]({name})" in readme for name in scripts)


@pytest.mark.parametrize("name", FINDINGS)
def test_findings(command: Command, name: str) -> None:
    ran = command("--format", "json", str(EXAMPLES / name))
    assert [(line, code) for _, line, _, code in ran.findings] == FINDINGS[name]


@pytest.mark.oracle
@pytest.mark.parametrize("name", FINDINGS)
def test_pytorch(name: str) -> None:
    pytest.importorskip("torch")
    printed = io.StringIO()
    error = ""
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            runpy.run_path(str(EXAMPLES / name), run_name="__main__")
        except RuntimeError as raised:
            error = str(raised)
    assert RAISES.get(name, "") in error
    assert bool(error) == (name in RAISES)
    assert printed.getvalue() == PRINTS.get(name, printed.getvalue())
