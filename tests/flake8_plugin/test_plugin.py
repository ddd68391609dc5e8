"""The plugin by itself: what flake8 gives it, and what it must never do."""

from __future__ import annotations

import argparse
import ast
import gc

import pytest
from flake8.exceptions import ExecutionError
from flake8.main.cli import main as flake8

from flake8_detach import __version__
from flake8_detach.collector import relaxed
from flake8_detach.finding import Finding
from flake8_detach.flake8_plugin import DECLARATIONS, DetachPlugin
from flake8_detach.settings import Declared, Settings

SOURCE = "import torch\nw = torch.ones(3, requires_grad=True)\nprint(w.data)\n"


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test tells the plugin does not reach the next one."""
    monkeypatch.setattr(DetachPlugin, "settings", DetachPlugin.settings)
    monkeypatch.setattr(DetachPlugin, "earlier", None)


def run(source: str) -> list[tuple[int, int, str]]:
    plugin = DetachPlugin(ast.parse(source), "x.py", source.splitlines(keepends=True))
    return [(line, column, text[:6]) for line, column, text, _ in plugin.run()]


def test_columns_are_from_zero() -> None:
    assert run(SOURCE) == [(3, 6, "DET201")]


def test_a_defect_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> list[Finding]:
        raise RecursionError

    monkeypatch.setattr("flake8_detach.checker.check_source", broken)
    assert run(SOURCE) == [(1, 0, "DET901")]


def options(**changed: object) -> argparse.Namespace:
    names = {f"detach_{name.replace('-', '_')}": [] for name in DECLARATIONS}
    given = {"detach_enable": [], "detach_unknown_data": "report", "detach_step_budget": 5}
    given |= {"detach_no_cache": True, "detach_cache_dir": ""}
    return argparse.Namespace(**{**names, **given, **changed})


def test_the_collector_of_the_process_is_left_as_it_was() -> None:
    before = gc.get_threshold()
    source = "import torch\nx = torch.ones(2)\nx.data.zero_()\n"
    assert list(DetachPlugin(ast.parse(source), "f.py", source.splitlines(keepends=True)).run())
    assert gc.get_threshold() == before


def test_a_collector_that_is_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with relaxed():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


def test_options_become_settings() -> None:
    DetachPlugin.parse_options(
        options(
            detach_enable=["DET902"], detach_unknown_data="ignore", detach_view_functions=["mylib.window"]
        )
    )
    assert DetachPlugin.settings == Settings(
        enable=("DET902",),
        unknown_data="ignore",
        step_budget=5,
        declared=Declared(views=("mylib.window",)),
    )


def test_a_wrong_value_in_a_configuration_file_is_said() -> None:
    with pytest.raises(ExecutionError, match="detach-unknown-data must be one of report, ignore, not 'no'"):
        DetachPlugin.parse_options(options(detach_unknown_data="no"))


def test_flake8_knows_the_plugin(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        flake8(["--version"])
    assert f"flake8-detach: {__version__}" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(SystemExit):
        flake8(["--help"])
    assert "--detach-enable" in capsys.readouterr().out
