"""The one road every face takes: from a file's bytes to its findings."""

from __future__ import annotations

import ast

from .finding import Finding, Span
from .settings import Settings
from .source.text import SourceError, decode


def check_source(source: bytes | str, path: str, settings: Settings) -> list[Finding]:
    """The findings of one file, in the order of the text.

    Never raises for what a file holds: text that is no Python is a DET900 finding. Nothing is read but `source`.
    """
    try:
        text = source if isinstance(source, str) else decode(source).text
        findings = _findings(text, path, settings)
    except SourceError as error:
        span = Span(error.line, error.column, error.line, error.column + 1)
        findings = [Finding(path, span, "DET900", f"not valid Python: {error.message}")]
    return [f for f in findings if settings.wants(f.code)]


def _findings(text: str, path: str, settings: Settings) -> list[Finding]:
    from .candidates import plan
    from .interpret.roots import analyse
    from .source.units import SourceFile
    from .verdicts import findings_of

    source = SourceFile(text, path)
    analysis = analyse(source, plan(source), settings.step_budget)
    found = findings_of(analysis, path)
    for name, line in analysis.truncated:
        message = f"the analysis of {name} was ended early; what it had found is reported"
        found.append(Finding(path, Span(line, 1, line, 2), "DET902", message))
    found += _data_uses(text, path, settings, found)
    return sorted(found, key=lambda f: (f.span, f.code))


def _data_uses(text: str, path: str, settings: Settings, claims: list[Finding]) -> list[Finding]:
    """The remaining uses of ``.data``, where no claim is made about the same expression."""
    from .evidence import data_findings

    if ".data" not in text and "detach" not in text:
        return []
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    taken = {(f.span.line, f.span.column) for f in claims if f.code.startswith("DET1")}
    uses = data_findings(text, tree, path, unknown=settings.unknown_data)
    return [
        use.finding()
        for use in uses
        if use.reported and (use.span.line, use.span.column) not in taken and use.code != "DET205"
    ]
