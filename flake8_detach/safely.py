"""The boundary every face calls the checker through: where a defect of ours becomes a finding instead of a crash."""

from __future__ import annotations

import textwrap
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_detach.finding import Evidence, Finding, Span
from flake8_detach.project import NotingResolver, resolver_for
from flake8_detach.settings import Settings

if TYPE_CHECKING:
    import ast

LONGEST = 200
"""Characters of an exception's text that a message shows; some hold whole syntax trees."""


def check_safely(
    source: bytes | str,
    path: str,
    settings: Settings,
    resolver: NotingResolver | None = None,
    *,
    tree: ast.Module | None = None,
    repairs: bool = True,
) -> list[Finding]:
    """``check_source`` for a file of a project, with what ``settings`` want of its findings in the order of the file.

    ``resolver`` looks up other modules; without one, it is that of the file's own project. An exception out of the checker is a DET901: never hidden, and never the end of a run over other files.
    """
    try:
        from flake8_detach.checker import check_source

        known = resolver or resolver_for(path)
        findings = check_source(source, path, settings, known, tree=tree, repairs=repairs)
    except Exception as error:  # noqa: BLE001
        findings = [internal_error(path, error)]
    wanted = [finding for finding in findings if settings.wants(finding.code)]
    return sorted(wanted, key=in_file_order)


def judge_safely(
    source: bytes | str, path: str, settings: Settings, resolver: NotingResolver
) -> tuple[list[Evidence], list[Finding]]:
    """``evidence_in`` in the same way: what is judged, or a finding that says why nothing is."""
    from flake8_detach.source.text import SourceError

    try:
        from flake8_detach.checker import evidence_in, not_python

        return evidence_in(source, path, settings, resolver), []
    except SourceError as error:
        return [], [not_python(path, error)]
    except Exception as error:  # noqa: BLE001
        return [], [internal_error(path, error)]


def in_file_order(finding: Finding) -> tuple[int, Span, str]:
    """The key which sorts the findings of one file."""
    return finding.span.cell, finding.span, finding.code


def internal_error(path: str, error: BaseException) -> Finding:
    """The DET901 for an exception: what it was, and where in our code it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    said = textwrap.shorten(
        f"{type(error).__name__}: {error}".removesuffix(": "), LONGEST, placeholder=" ..."
    )
    return failure(path, f"{said}{where}")


def failure(path: str, what: str) -> Finding:
    """A DET901 that says ``what`` went wrong with the file."""
    message = f"flake8-detach failed on this file: {what}. This is a defect of the tool, please report it"
    return Finding(path, Span(1, 1, 1, 1), "DET901", message)
