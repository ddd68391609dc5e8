"""``match``: whether a pattern fits, and what it binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..values import Const, Value, World
from . import names
from .assign import unpacked
from .blocks import run_suite
from .branches import branches
from .flow import Flow, merged

if TYPE_CHECKING:
    from .interpreter import Interpreter


def run_match(interp: Interpreter, node: cst.Match, world: World) -> Flow:
    flow = interp.outcomes(world, lambda: interp.evaluate(node.subject))
    subjects, flow.normal = flow.normal, []
    for subject in subjects:
        value = subject.outcome
        remaining: list[World] = [subject]
        for case in node.cases:
            taken: list[World] = []
            left: list[World] = []
            for w in remaining:
                interp.world = w
                matches = pattern_matches(interp, case.pattern, value)
                if matches is False:
                    left.append(w)
                    continue
                other = w.fork() if matches is None or case.guard is not None else None
                interp.world = w
                bind_pattern(interp, case.pattern, value)
                if case.guard is not None:
                    raised, holds, fails = branches(interp, case.guard, w)
                    flow.absorb(raised)
                    taken += holds
                    if matches is None and other is not None:
                        left.append(other)
                    left += fails
                else:
                    taken.append(w)
                    if other is not None:
                        left.append(other)
            if taken:
                inner = run_suite(interp, case.body, merged(taken))
                flow.absorb(inner)
                flow.normal += inner.normal
            remaining = merged(left)
            if not remaining:
                break
        flow.normal += remaining
    flow.normal = merged(flow.normal)
    return flow


def pattern_matches(interp: Interpreter, pattern: cst.MatchPattern, value: Value) -> bool | None:
    """Whether a pattern matches; None where that is not known."""
    if isinstance(pattern, cst.MatchAs):
        return True if pattern.pattern is None else pattern_matches(interp, pattern.pattern, value)
    if isinstance(pattern, cst.MatchValue | cst.MatchSingleton):
        wanted = interp.evaluate(pattern.value)
        if isinstance(wanted, Const) and isinstance(value, Const):
            return wanted.value == value.value
        return None
    if isinstance(pattern, cst.MatchOr):
        found = {pattern_matches(interp, e.pattern, value) for e in pattern.patterns}
        return True if True in found else (None if None in found else False)
    return None


def bind_pattern(interp: Interpreter, pattern: cst.CSTNode, value: Value) -> None:
    """Bind the names of a pattern: the whole subject exactly, its parts as unknown parts of it."""
    if isinstance(pattern, cst.MatchAs):
        if pattern.pattern is not None:
            bind_pattern(interp, pattern.pattern, value)
        if pattern.name is not None:
            names.bind(interp, pattern.name.value, value)
        return
    if isinstance(pattern, cst.MatchList | cst.MatchTuple):
        starred = [isinstance(p, cst.MatchStar) for p in pattern.patterns]
        for sub, part in zip(pattern.patterns, unpacked(interp, value, starred)):
            if isinstance(sub, cst.MatchStar):
                if sub.name is not None:
                    names.bind(interp, sub.name.value, part)
            elif isinstance(sub, cst.MatchSequenceElement):
                bind_pattern(interp, sub.value, part)
        return
    todo = list(pattern.children)
    while todo:
        child = todo.pop()
        if isinstance(child, cst.MatchAs | cst.MatchStar) and child.name is not None:
            names.bind(interp, child.name.value, interp.world.opaque(child.name.value))
        todo.extend(child.children)
