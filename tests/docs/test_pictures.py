"""The pictures show what PyTorch says, and the table beside other tools what PyTorch and the checker do."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import draw_timelines
import pytest

from flake8_detach import Settings, check_source

ROOT = Path(__file__).resolve().parents[2]
SIX = ROOT / "examples" / "six_programs.py"


@pytest.mark.oracle
def test_pictures_are_what_pytorch_says() -> None:
    pytest.importorskip("torch")
    stale = [path.name for path, text in draw_timelines.pictures().items() if path.read_text("utf-8") != text]
    assert stale == [], "run: python tools/draw_timelines.py"


def test_every_picture_is_shown_and_is_xml() -> None:
    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    for name in draw_timelines.PROGRAMS:
        assert f"(pictures/{name}.svg)" in page
        ElementTree.parse(draw_timelines.PICTURES / f"{name}.svg")


def functions_that_raise() -> set[str]:
    """Which of the six PyTorch refuses."""
    spec = importlib.util.spec_from_file_location("six_programs", SIX)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = re.findall(r"^def (\w+)", SIX.read_text(encoding="utf-8"), re.MULTILINE)
    return {name for name in names if raises(getattr(module, name))}


def raises(program: Callable[[], None]) -> bool:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            program()
    except RuntimeError:
        return True
    return False


@pytest.mark.oracle
def test_pytorch_names_three() -> None:
    torch = pytest.importorskip("torch")
    wanted = {"written_through_detach", "backward_on_the_alias", "detached_in_place"}
    assert functions_that_raise() == wanted
    with pytest.warns(UserWarning, match="Error detected in"), torch.autograd.set_detect_anomaly(True):
        assert functions_that_raise() == wanted


def test_the_checker_names_five() -> None:
    text = SIX.read_text(encoding="utf-8")
    starts = [text.count("\n", 0, match.start()) + 1 for match in re.finditer(r"^def ", text, re.MULTILINE)]
    found = check_source(text, str(SIX), Settings(select=("DET1", "DET3")))
    assert len({max(start for start in starts if start <= finding.span.line) for finding in found}) == 5
