"""The one road every face takes: from a file's bytes to its findings."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from .finding import Evidence, Finding, Span
from .settings import Settings
from .source.text import SourceError, decode, from_string

if TYPE_CHECKING:
    from .evidence import DataUse, Resolver, SourceIndex
    from .interpret.roots import Analysis


def check_source(
    source: bytes | str, path: str, settings: Settings, resolver: Resolver | None = None
) -> list[Finding]:
    """The findings of one file, in the order of the text.

    Never raises for what a file holds: text that is no Python is a DET900 finding. Nothing is read but `source`,
    and what `resolver` looks up of the project's other modules; without one, no other file is looked at.
    """
    try:
        text = (from_string(source) if isinstance(source, str) else decode(source)).text
        findings = _findings(text, path, settings, resolver)
    except SourceError as error:
        findings = [not_python(path, error)]
    return [f for f in findings if settings.wants(f.code)]


def not_python(path: str, error: SourceError) -> Finding:
    """The finding for a text that is no Python."""
    span = Span(error.line, error.column, error.line, error.column + 1)
    return Finding(path, span, "DET900", f"not valid Python: {error.message}")


def evidence_in(
    source: bytes | str, path: str, settings: Settings, resolver: Resolver | None = None
) -> list[Evidence]:
    """What is thought of every ``.data`` and ``.detach_()`` of one file, and why. Raises SourceError for what is no Python."""
    text = (from_string(source) if isinstance(source, str) else decode(source)).text
    judged = _judged(text, path, settings, resolver, _analysed(text, path, settings))
    if judged is None:
        return []
    index, uses = judged
    found = [use.evidence(index) for use in uses]
    return [e if e.code and settings.wants(e.code) else replace(e, code=None) for e in found]


def _analysed(text: str, path: str, settings: Settings) -> Analysis:
    from .candidates import plan
    from .interpret.roots import analyse
    from .library.declared import short_names
    from .source.units import SourceFile

    source = SourceFile(text, path)
    chosen = plan(source, short_names(settings.declared))
    return analyse(source, chosen, settings.step_budget, frozenset({"data"}), settings.declared)


def _findings(text: str, path: str, settings: Settings, resolver: Resolver | None) -> list[Finding]:
    from .verdicts import findings_of

    analysis = _analysed(text, path, settings)
    found = findings_of(analysis, path)
    for name, line in analysis.truncated:
        message = f"the analysis of {name} was ended early: it is too deep or too long; what it had found is reported"
        found.append(Finding(path, Span(line, 1, line, 2), "DET902", message))
    found = _with_uses(text, path, settings, resolver, found, analysis)
    return sorted(found, key=lambda f: (f.span, f.code))


def _with_uses(
    text: str,
    path: str,
    settings: Settings,
    resolver: Resolver | None,
    claims: list[Finding],
    analysis: Analysis,
) -> list[Finding]:
    """The claims, and the remaining uses of ``.data`` where no claim is made about the same expression, with repairs."""
    from .fixes.suggest import with_fixes
    from .verdicts import aliases_of

    judged = _judged(text, path, settings, resolver, analysis)
    if judged is None:
        return claims
    index, uses = judged
    taken = [f.span for f in claims if f.code.startswith(("DET1", "DET30"))]
    remaining = [u.finding() for u in uses if u.reported and not any(_within(u.span, span) for span in taken)]
    wanted = [f for f in (*claims, *remaining) if settings.wants(f.code)]
    return with_fixes(index, wanted, uses, aliases_of(analysis))


def _judged(
    text: str, path: str, settings: Settings, resolver: Resolver | None, analysis: Analysis
) -> tuple[SourceIndex, list[DataUse]] | None:
    """Every use of ``.data`` in a file, and the index it was found by; None where the running Python cannot read the file."""
    from .evidence import SourceIndex, data_uses
    from .verdicts import known_receivers

    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # Python newer than the one that runs, or nested too deep for it
    index = SourceIndex(text, tree, path)
    known = known_receivers(analysis).get
    unknown, declared = settings.unknown_data, settings.declared
    return index, data_uses(index, known=known, resolver=resolver, unknown=unknown, declared=declared)


def _within(inner: Span, outer: Span) -> bool:
    """Is one span part of another, or does it begin where that one does?"""
    begins = (inner.line, inner.column), (outer.line, outer.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return begins[0] == begins[1] or (begins[0] >= begins[1] and ends)
