"""The one road every face takes: from a file's bytes to its findings."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .finding import Evidence, Finding, Span
from .settings import Settings
from .source.text import SourceError, decode, from_string

if TYPE_CHECKING:
    from .candidates import Plan
    from .evidence import Alias, DataUse, Known, Resolver, SourceIndex
    from .interpret.roots import Analysis
    from .source.outlined import OutlinedFile


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
    tree, seen = _read(text, path, settings)
    if tree is None:
        return []
    index, uses = _judged(text, tree, path, settings, resolver, seen)
    found = [use.evidence(index) for use in uses]
    return [e if e.code and settings.wants(e.code) else replace(e, code=None) for e in found]


def _findings(text: str, path: str, settings: Settings, resolver: Resolver | None) -> list[Finding]:
    tree, seen = _read(text, path, settings)
    found = seen.claims if tree is None else _with_uses(text, tree, path, settings, resolver, seen)
    return sorted(found, key=lambda f: (f.span, f.code))


@dataclass(frozen=True, slots=True)
class Seen:
    """What the analysis of a file gave: its claims, and of each ``.data`` it evaluated, whose it is and what shares it."""

    claims: Sequence[Finding] = ()
    receivers: Mapping[Span, Known] = field(default_factory=dict)
    aliases: Mapping[Span, Alias] = field(default_factory=dict)


def _read(text: str, path: str, settings: Settings) -> tuple[ast.Module | None, Seen]:
    """The file as Python reads it (None for Python newer than the one that runs), and what its analysis gave."""
    from .candidates import plan
    from .source.outlined import OutlinedFile

    source = OutlinedFile(text, path)
    chosen = plan(source, settings.declared.short_names())
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    # What Python cannot read, the other parser says more of: an error, or that it is newer than the Python that runs.
    idle = chosen.idle and tree is not None
    return tree, Seen() if idle else _analysed(source, chosen, settings)


def _analysed(source: OutlinedFile, chosen: Plan, settings: Settings) -> Seen:
    from .verdicts import aliases_of, findings_of, known_receivers

    analysis = _analysis(source, chosen, settings)
    claims = findings_of(analysis, source.path)
    for name, line in analysis.truncated:
        message = f"the analysis of {name} was ended early: it is too deep or too long; what it had found is reported"
        claims.append(Finding(source.path, Span(line, 1, line, 2), "DET902", message))
    return Seen(claims, known_receivers(analysis), aliases_of(analysis))


def _analysis(source: OutlinedFile, chosen: Plan, settings: Settings) -> Analysis:
    from .interpret.roots import analyse
    from .source.units import SourceFile

    file = SourceFile(source.text, source.path, read=source)
    return analyse(file, chosen, settings.step_budget, frozenset({"data"}), settings.declared)


def _with_uses(
    text: str, tree: ast.Module, path: str, settings: Settings, resolver: Resolver | None, seen: Seen
) -> list[Finding]:
    """The claims, and the remaining uses of ``.data`` where no claim is made about the same expression, with repairs."""
    from .fixes.suggest import with_fixes

    index, uses = _judged(text, tree, path, settings, resolver, seen)
    taken: dict[int, list[Span]] = {}
    for span in [f.span for f in seen.claims if f.code.startswith(("DET1", "DET30"))]:
        for line in range(span.line, span.end_line + 1):
            taken.setdefault(line, []).append(span)
    remaining = [
        u.finding()
        for u in uses
        if u.reported and not any(_within(u.span, span) for span in taken.get(u.span.line, ()))
    ]
    wanted = [f for f in (*seen.claims, *remaining) if settings.wants(f.code)]

    def look(functions: Sequence[ast.AST]) -> Mapping[Span, Alias]:
        return _aliases_in(functions, text, path, settings)

    return with_fixes(index, wanted, uses, seen.aliases, look)


def _aliases_in(
    functions: Sequence[ast.AST], text: str, path: str, settings: Settings
) -> Mapping[Span, Alias]:
    """What an analysis of these functions, which were not worth one for a claim's sake, tells of their aliases."""
    from .candidates import Plan
    from .source.outlined import OutlinedFile
    from .verdicts import aliases_of

    source = OutlinedFile(text, path)
    lines = {function.lineno for function in functions}  # type: ignore[attr-defined]
    chosen = tuple(d for d in source.outline.definitions if d.kind == "function" and d.line in lines)
    return aliases_of(_analysis(source, Plan(chosen, frozenset(), False, frozenset(), False), settings))


def _judged(
    text: str, tree: ast.Module, path: str, settings: Settings, resolver: Resolver | None, seen: Seen
) -> tuple[SourceIndex, list[DataUse]]:
    """Every use of ``.data`` in a file, and the index it was found by."""
    from .evidence import SourceIndex, data_uses

    index = SourceIndex(text, tree, path)
    known, unknown, declared = seen.receivers.get, settings.unknown_data, settings.declared
    return index, data_uses(index, known=known, resolver=resolver, unknown=unknown, declared=declared)


def _within(inner: Span, outer: Span) -> bool:
    """Is one span part of another, or does it begin where that one does?"""
    begins = (inner.line, inner.column), (outer.line, outer.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return begins[0] == begins[1] or (begins[0] >= begins[1] and ends)
