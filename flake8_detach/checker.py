"""The one road every face takes: from a file's bytes to its findings."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .finding import Evidence, Finding, Span
from .settings import Settings
from .source.outlined import OutlinedFile
from .source.text import SourceError, decode, from_string

if TYPE_CHECKING:
    from .candidates import Plan
    from .evidence import Alias, DataUse, Known, Resolver, SourceIndex
    from .interpret.roots import Analysis
    from .source.units import SourceFile


def check_source(
    source: bytes | str,
    path: str,
    settings: Settings,
    resolver: Resolver | None = None,
    *,
    tree: ast.Module | None = None,
    repairs: bool = True,
) -> list[Finding]:
    """The findings of one file, in the order of the text.

    Never raises for what a file holds: text that is no Python is a DET900 finding. Nothing is read but `source`,
    and what `resolver` looks up of the project's other modules; without one, no other file is looked at. `tree` is
    what ``ast`` makes of `source`, where somebody has parsed it already; without `repairs` no finding carries one.
    """
    try:
        text = (from_string(source) if isinstance(source, str) else decode(source)).text
        findings = _findings(Reading(OutlinedFile(text, path, tree), settings, resolver), repairs)
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
    file = Reading(OutlinedFile(text, path), settings, resolver)
    seen = _seen(file)
    if file.source.tree is None:
        return []
    index, uses = _judged(file, file.source.tree, seen)
    found = [use.evidence(index) for use in uses]
    return [e if e.code and settings.wants(e.code) else replace(e, code=None) for e in found]


@dataclass(frozen=True)
class Reading:
    """A file that is looked at, by whose settings, and who knows of other files."""

    source: OutlinedFile
    settings: Settings
    resolver: Resolver | None

    @cached_property
    def units(self) -> SourceFile:
        """The file for the interpreter, which parses what it comes to."""
        from .source.units import SourceFile

        return SourceFile(self.source.text, self.source.path, read=self.source)

    def analysis(self, chosen: Plan) -> Analysis:
        from .interpret.roots import analyse

        budget, declared = self.settings.step_budget, self.settings.declared
        return analyse(self.units, chosen, budget, frozenset({"data"}), declared)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the analysis of a file gave: its claims, and of each ``.data`` it evaluated, whose it is and what shares it."""

    claims: Sequence[Finding] = ()
    receivers: Mapping[Span, Known] = field(default_factory=dict)
    aliases: Mapping[Span, Alias] = field(default_factory=dict)


def _findings(file: Reading, repairs: bool) -> list[Finding]:
    seen, tree = _seen(file), file.source.tree
    found = seen.claims if tree is None else _with_uses(file, tree, seen, repairs)
    return sorted(found, key=lambda f: (f.span, f.code))


def _seen(file: Reading) -> Seen:
    from .candidates import plan

    # What Python cannot read, the other parser says more of: an error, or that it is newer than the Python that runs.
    if file.source.tree is None:
        file.units.check()
    chosen = plan(file.source, file.settings.declared.short_names())
    return Seen() if chosen.idle else _analysed(file, chosen)


def _analysed(file: Reading, chosen: Plan) -> Seen:
    from .verdicts import aliases_of, findings_of, known_receivers

    analysis, path = file.analysis(chosen), file.source.path
    claims = findings_of(analysis, path)
    for name, line in analysis.truncated:
        message = f"the analysis of {name} was ended early: it is too deep or too long; what it had found is reported"
        claims.append(Finding(path, Span(line, 1, line, 2), "DET902", message))
    return Seen(claims, known_receivers(analysis), aliases_of(analysis))


def _with_uses(file: Reading, tree: ast.Module, seen: Seen, repairs: bool) -> list[Finding]:
    """The claims, and the remaining uses of ``.data`` where no claim is made about the same expression."""
    index, uses = _judged(file, tree, seen)
    found = _reported(file, seen, index, uses, repairs)
    index.release()
    return found


def _reported(
    file: Reading, seen: Seen, index: SourceIndex, uses: Sequence[DataUse], repairs: bool
) -> list[Finding]:
    """Of the claims and the uses those that are wanted, with their repairs where these are wanted too."""
    taken: dict[int, list[Span]] = {}
    for span in [f.span for f in seen.claims if f.code.startswith(("DET1", "DET30"))]:
        for line in range(span.line, span.end_line + 1):
            taken.setdefault(line, []).append(span)
    remaining = [
        u.finding()
        for u in uses
        if u.reported and not any(_within(u.span, span) for span in taken.get(u.span.line, ()))
    ]
    wanted = [f for f in (*seen.claims, *remaining) if file.settings.wants(f.code)]
    if not (wanted and repairs):
        return wanted
    from .fixes.suggest import with_fixes

    return with_fixes(index, wanted, uses, seen.aliases, lambda functions: _aliases_in(functions, file))


def _aliases_in(functions: Sequence[ast.AST], file: Reading) -> Mapping[Span, Alias]:
    """What an analysis of these functions, which were not worth one for a claim's sake, tells of their aliases."""
    from .candidates import Plan
    from .verdicts import aliases_of

    lines = {function.lineno for function in functions}  # type: ignore[attr-defined]
    definitions = file.source.outline.definitions
    chosen = tuple(d for d in definitions if d.kind == "function" and d.line in lines)
    return aliases_of(file.analysis(Plan(chosen)))


def _judged(file: Reading, tree: ast.Module, seen: Seen) -> tuple[SourceIndex, list[DataUse]]:
    """Every use of ``.data`` in a file, and the index it was found by."""
    from .evidence import SourceIndex, data_uses

    source = file.source
    index = SourceIndex(source.text, tree, source.path, source.outline.masked)
    known, unknown, declared = seen.receivers.get, file.settings.unknown_data, file.settings.declared
    return index, data_uses(index, known=known, resolver=file.resolver, unknown=unknown, declared=declared)


def _within(inner: Span, outer: Span) -> bool:
    """Is one span part of another, or does it begin where that one does?"""
    begins = (inner.line, inner.column), (outer.line, outer.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return begins[0] == begins[1] or (begins[0] >= begins[1] and ends)
