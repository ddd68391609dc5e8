"""Repairs of a text, as the command makes them: suppressed findings are no findings."""

from __future__ import annotations

from flake8_detach.finding import Finding
from flake8_detach.fixes.loop import Repaired, repair
from flake8_detach.safely import check_safely
from flake8_detach.settings import Settings
from flake8_detach.source.suppression import Suppressions

STANDARD = Settings()


def check(text: str, settings: Settings = STANDARD) -> list[Finding]:
    """The findings that are reported."""
    suppressions = Suppressions(text)
    found = check_safely(text, "program.py", settings)
    return [f for f in found if not suppressions.suppressed(f.span.line, f.code)]


def repaired(text: str, *, unsafe: bool = False, settings: Settings = STANDARD) -> Repaired:
    """The outcome of ``--fix``, with `unsafe` of ``--fix --unsafe-fixes``."""
    return repair(text, lambda t: check(t, settings), unsafe=unsafe)
