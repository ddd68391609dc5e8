"""Findings to text: one module for each format, each with ``render(report) -> lines``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final, cast

from flake8_detach.report.model import Problem, Report

FORMATS: Final[dict[str, str]] = {
    "full": "flake8_detach.report.full",
    "concise": "flake8_detach.report.concise",
    "grouped": "flake8_detach.report.grouped",
    "json": "flake8_detach.report.as_json",
    "json-lines": "flake8_detach.report.json_lines",
    "sarif": "flake8_detach.report.sarif",
    "github": "flake8_detach.report.github",
    "gitlab": "flake8_detach.report.gitlab",
    "junit": "flake8_detach.report.junit",
    "rdjson": "flake8_detach.report.rdjson",
    "statistics": "flake8_detach.report.statistics",
}
"""The formats by name, with the module of each: it is imported only when its format is asked for."""

WITH_REPAIRS: Final = frozenset({"full", "json", "json-lines", "sarif", "rdjson"})
"""The formats that show the repair of a finding, or say what it does."""

Renderer = Callable[[Report], Iterator[str]]


def renderer(name: str) -> Renderer:
    """The ``render`` function of a format. KeyError for a name that is not in FORMATS."""
    return cast("Renderer", import_module(FORMATS[name]).render)


__all__ = ["FORMATS", "WITH_REPAIRS", "Problem", "Renderer", "Report", "renderer"]
