"""Findings with their repairs: every use of ``.data`` or ``detach_()``, and every write that backward would notice."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flake8_detach.evidence import Alias, DataUse, UseKind
from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.finding import Finding, Fix, Span
from flake8_detach.fixes.blocks import Standing, Wanted, place, without_block
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.repairs import lost
from flake8_detach.fixes.repairs.corruption import corruption
from flake8_detach.fixes.repairs.cuts import cut
from flake8_detach.fixes.repairs.leaves import on_leaf
from flake8_detach.fixes.repairs.lost import shape
from flake8_detach.fixes.repairs.model import Case, Repair, case_of
from flake8_detach.fixes.repairs.reads import as_operand, read
from flake8_detach.fixes.repairs.rebinds import rebind
from flake8_detach.fixes.repairs.writes import through_detach, write
from flake8_detach.fixes.second_look import Look, with_second_look
from flake8_detach.fixes.view import View

LET_NOTICE = "Write to a copy; until then this lets backward raise instead of being wrong"
_REPAIRS = {
    UseKind.READ: read,
    UseKind.WRITE: write,
    UseKind.REBIND: rebind,
    UseKind.METADATA: shape,
    UseKind.DETACH: cut,
}


def with_fixes(
    index: SourceIndex,
    findings: Sequence[Finding],
    uses: Sequence[DataUse],
    aliases: Mapping[Span, Alias],
    look: Look,
) -> list[Finding]:
    """The findings of one file, each with its repair where there is one.

    `uses` are all uses of ``.data`` in the file, `aliases` what the analysis knows of them; `look` asks it for more. Neither
    the result of one repair nor of all together is checked here: `loop` does that.
    """
    view = View(index)
    told = {finding.span for finding in findings}
    aliases = with_second_look(view, [use for use in uses if use.span in told], aliases, look)
    by_span = {use.span: use for use in uses}
    repairs: dict[int, Repair] = {}
    cases: dict[int, Case] = {}
    leaves: list[Wanted] = []
    for number, finding in enumerate(findings):
        use = by_span.get(finding.span)
        case = case_of(view, use, aliases.get(use.span)) if use is not None else None
        if case is not None:
            cases[number] = case
        if finding.code == "DET306" and (found := on_leaf(view, finding)) is not None:
            leaves.append(Wanted(number, finding.code, *found))
        repair = _repair(view, finding, case)
        if repair is not None:
            repairs[number] = repair
    fixes = _fixes(view, findings, repairs, cases, leaves)
    return [replace(f, fix=fixes[k]) if k in fixes else f for k, f in enumerate(findings)]


def _repair(view: View, finding: Finding, case: Case | None) -> Repair | None:
    if finding.code.startswith("DET2"):
        make = _REPAIRS.get(case.use.kind) if case is not None else None
        return make(case) if make is not None and case is not None else None
    if finding.code in ("DET302", "DET303") and case is not None and case.use.kind is UseKind.DETACH:
        found = cut(case)
        return replace(found, safe=False) if found is not None else None
    if finding.code in lost.CODES:
        return lost.kept(view, finding)
    if finding.code.startswith(("DET10", "DET11")):
        found = corruption(view, finding)
        if found is None and case is not None and case.use.kind in (UseKind.WRITE, UseKind.REBIND):
            # Nothing better is clear: then at least backward shall say so.
            found = _REPAIRS[case.use.kind](case)
            found = replace(found, title=LET_NOTICE) if found is not None else None
        return replace(found, safe=False) if found is not None else None
    return None


def _fixes(
    view: View,
    findings: Sequence[Finding],
    repairs: Mapping[int, Repair],
    cases: Mapping[int, Case],
    leaves: Sequence[Wanted],
) -> dict[int, Fix]:
    fixes: dict[int, Fix] = {}
    reads: dict[ast.stmt, list[int]] = {}
    for k in repairs:
        if k in cases and cases[k].use.kind is UseKind.READ:
            reads.setdefault(cases[k].statement, []).append(k)
    wanted = [
        Wanted(k, findings[k].code, cases[k], _with_operands(k, repairs, cases, reads))
        for k, r in repairs.items()
        if r.block is not None and k in cases
    ]
    wanted += leaves
    placed = place(wanted)
    for block in placed:
        fix = _fix(view, block.wanted[0].repair, block.changes)
        fixes.update((member.number, fix) for member in block.wanted)
    plain = {k: r for k, r in repairs.items() if r.block is None}
    for left in without_block(wanted, placed):
        if isinstance(left.case, Standing):
            continue
        kind = left.case.use.kind
        inline = (
            through_detach(left.case, left.repair.safe)
            if kind is UseKind.WRITE
            else rebind(left.case, block=False)
        )
        if inline is not None:
            plain[left.number] = inline
    for number, repair in plain.items():
        if not view.touches_suppressed(repair.changes, findings[number].code):
            fixes[number] = _fix(view, repair, repair.changes)
    return fixes


def _with_operands(
    number: int,
    repairs: Mapping[int, Repair],
    cases: Mapping[int, Case],
    reads: Mapping[ast.stmt, Sequence[int]],
) -> Repair:
    """The repair of a write that comes under ``no_grad``: what it reads needs no alias there."""
    repair = repairs[number]
    operands = [
        change
        for k in reads.get(cases[number].statement, ())
        if (repairs[k].safe or not repair.safe) and (change := as_operand(cases[k])) is not None
    ]
    return replace(repair, changes=(*repair.changes, *operands))


def _fix(view: View, repair: Repair, changes: Sequence[Change]) -> Fix:
    return Fix(repair.title, repair.safe, tuple(view.lines.edit(change) for change in changes))
