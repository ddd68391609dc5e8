"""Which definitions of a file are analysed by themselves: those that run a backward, those whose result somebody
else differentiates, and those that call both one that writes and one that runs a backward.

A look at the text decides, before anything is parsed. All other definitions are entered from their callers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .source.sieve import OFTEN_DROPPED

if TYPE_CHECKING:
    from .source.outline import Definition
    from .source.units import SourceFile

BACKWARD = re.compile(r"backward\s*\(|autograd\.grad\b|(?<![\w.])grad\(|detach_\(")
"""A backward, or a ``detach_()``, which may be refused by itself."""
WRITE = re.compile(r"\w_\(|[-+*/]=|\]\s*=[^=]|inplace\s*=\s*True|\.data\s*=[^=]|out\s*=|copyto|\.step\(")
"""An in-place write in any spelling."""
REFUSED = re.compile(r"requires_grad|Parameter\(|\.parameters\(")
"""Where a write may be refused, because what it writes is a leaf that requires grad."""
UNRECORDED = re.compile(r"no_grad|inference_mode|set_grad_enabled")
"""What such a write is made under where it is right."""
VAIN = re.compile(
    r"(?<![(\[{,=\\+\-*/|&%<>])\n[ \t]*\w+(?:\.\w+|\[[^\[\]\n]*\])*"
    rf"(?:\.(?:{OFTEN_DROPPED}|detach)\("
    r"|(?<=[^'\"]\])[ \t]*(?:\.(?:data\.|detach\(\)\.)?\w*[a-zA-Z0-9]_\(|\[[^\[\]\n]*\][ \t]*[-+*/@%&|^]?=(?!=)))"
)
"""A statement that only computes something, or writes to what a subscript gives."""
HANDED_OUT = frozenset({"forward", "training_step", "__call__"})
"""Methods whose result is differentiated by somebody else."""
CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to analyse: `definitions`, those first that nobody in the file seems to call.

    `reaching` are the names of definitions that lead to one of them, or are one. The module's own body is a `script`
    where it runs a backward or calls one of these; then all that it calls is followed into, else nothing is but these.
    """

    definitions: tuple[Definition, ...]
    reaching: frozenset[str]
    script: bool


def plan(source: SourceFile, effectful: frozenset[str] = frozenset()) -> Plan:
    """Decide by the text which definitions of a file to analyse.

    `effectful` are names of functions declared to write their argument or to give a view of it.
    """
    definitions = [d for d in source.outline.definitions if d.kind == "function" and not _nested(source, d)]
    bodies = {d.index: _body(source, d) for d in definitions}
    calls = {i: frozenset(CALL.findall(_after_header(body))) for i, body in bodies.items()}
    backward = {d.name for d in definitions if BACKWARD.search(bodies[d.index])}
    writing = {d.name for d in definitions if WRITE.search(bodies[d.index])} | effectful
    torch = "torch" in source.text
    chosen = [
        d
        for d in definitions
        if _is_candidate(d, bodies[d.index], calls[d.index] - {d.name}, backward, writing, torch)
    ]
    leading = _closure({d.name for d in chosen if REFUSED.search(bodies[d.index])}, definitions, calls)
    # A helper that writes parameters is judged from the caller that switches recording off for it.
    switching = {
        d.index
        for d in definitions
        if calls[d.index] & leading and UNRECORDED.search(bodies[d.index]) and d.name not in HANDED_OUT
    }
    chosen = [d for d in definitions if d.index in switching or d in chosen]
    called = frozenset[str]().union(*calls.values())
    chosen.sort(
        key=lambda d: (d.name in called and d.name not in HANDED_OUT, d.index not in switching, d.index)
    )
    reaching = _closure({d.name for d in chosen} - HANDED_OUT, definitions, calls)
    own = _module_text(source)
    script = BACKWARD.search(own) is not None or not reaching.isdisjoint(CALL.findall(own))
    return Plan(tuple(chosen), reaching, script)


def _is_candidate(
    definition: Definition,
    body: str,
    calls: frozenset[str],
    backward: set[str],
    writing: set[str],
    torch: bool,
) -> bool:
    if (definition.name in backward and BACKWARD.search(body)) or (torch and VAIN.search(body)):
        return True
    writes = WRITE.search(body) is not None
    if definition.name in HANDED_OUT:
        return writes or bool(calls & writing)
    return (writes and REFUSED.search(body) is not None) or bool(calls & backward and calls & writing)


def _closure(
    names: set[str], definitions: Sequence[Definition], calls: Mapping[int, frozenset[str]]
) -> frozenset[str]:
    """`names`, and those of the definitions that call them, directly or not."""
    found = set(names)
    grown = True
    while grown:
        more = {d.name for d in definitions if d.name not in found and calls[d.index] & found}
        found |= more
        grown = bool(more)
    return frozenset(found)


def _module_text(source: SourceFile) -> str:
    """The module's own lines, without those of its definitions."""
    own: list[str] = []
    line = 1
    for child in source.children(None):
        own += source.lines[line - 1 : child.first_line - 1]
        line = max(line, child.end_line + 1)
    own += source.lines[line - 1 :]
    return "\n".join(own)


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
