"""Which definitions of a file are analysed by themselves: those that run a backward, those whose result somebody
else differentiates, and those that call both one that writes and one that runs a backward.

A look at the text decides, before anything is parsed. All other definitions are entered from their callers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .source.outline import Definition
    from .source.units import SourceFile

BACKWARD = re.compile(r"backward\s*\(|autograd\.grad\b|(?<![\w.])grad\(|detach_\(")
"""A backward, or a ``detach_()``, which may be refused by itself."""
WRITE = re.compile(r"\w_\(|[-+*/]=|\]\s*=[^=]|inplace\s*=\s*True|\.data\s*=[^=]|out\s*=|copyto|\.step\(")
"""An in-place write in any spelling."""
REFUSED = re.compile(r"requires_grad|Parameter\(|\.parameters\(")
"""Where a write may be refused, because what it writes is a leaf that requires grad."""
HANDED_OUT = frozenset({"forward", "training_step", "__call__"})
"""Methods whose result is differentiated by somebody else."""
CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")


def candidates(source: SourceFile) -> list[Definition]:
    """The definitions to analyse, those first that nobody in the file seems to call."""
    definitions = [d for d in source.outline.definitions if d.kind == "function" and not _nested(source, d)]
    bodies = {d.index: _body(source, d) for d in definitions}
    backward = {d.name for d in definitions if BACKWARD.search(bodies[d.index])}
    writing = {d.name for d in definitions if WRITE.search(bodies[d.index])}
    chosen = []
    for definition in definitions:
        body = bodies[definition.index]
        if (
            definition.name in backward
            and BACKWARD.search(body)
            or definition.name in HANDED_OUT
            and WRITE.search(body)
            or REFUSED.search(body)
            and WRITE.search(body)
            or _calls_both(definition, body, backward, writing)
        ):
            chosen.append(definition)
    called = {name for body in bodies.values() for name in CALL.findall(_after_header(body))}
    return sorted(chosen, key=lambda d: (d.name in called and d.name not in HANDED_OUT, d.index))


def _calls_both(definition: Definition, body: str, backward: set[str], writing: set[str]) -> bool:
    calls = set(CALL.findall(_after_header(body))) - {definition.name}
    return bool(calls & backward) and bool(calls & writing)


def _after_header(body: str) -> str:
    return body.split("(", 1)[-1]


def _body(source: SourceFile, definition: Definition) -> str:
    lines: Sequence[str] = source.lines[definition.first_line - 1 : definition.end_line]
    return "\n".join(lines)


def _nested(source: SourceFile, definition: Definition) -> bool:
    """Is it inside a function, and so part of that one's unit?"""
    parent = definition.parent
    while parent is not None:
        outer = source.outline.definitions[parent]
        if outer.kind == "function":
            return True
        parent = outer.parent
    return False
