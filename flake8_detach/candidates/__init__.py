"""Which definitions of a file are analysed by themselves: those that run a backward, those whose result somebody
else differentiates, and those that call both one that writes and one that runs a backward.

A look at the text decides, before anything is parsed. All other definitions are entered from their callers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..source.writes import writes_anything
from .effects import HANDED_OUT, Texts, effects_of
from .harmless import HARMLESS
from .vain import may_be_in_vain

if TYPE_CHECKING:
    from ..source.outline import Definition
    from ..source.outlined import OutlinedFile

BACKWARD = re.compile(r"backward\s*\(|autograd\.grad\b|(?<![\w.])grad\(|detach_\(")
"""A backward, or a ``detach_()``, which may be refused by itself."""
REFUSED = re.compile(r"requires_grad|Parameter\(|\.parameters\(")
"""Where a write may be refused, because what it writes is a leaf that requires grad."""
UNRECORDED = re.compile(r"no_grad|inference_mode|set_grad_enabled")
"""What such a write is made under where it is right."""
OWN = re.compile(r"\.[ \t]*data\b|state_dict|detach|\.numpy\b|from_numpy|asarray|dlpack|deepcopy\(")
"""What in a module's own body is worth an analysis, beside writes and backwards: uses of ``.data``, snapshots."""
CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
HEADER = re.compile(r"(?m)^[ \t]*(?:async[ \t]+)?def\b")
HEADER_MARK = re.compile(r"[()\[\]{}:]")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to analyse: `definitions`, those first that nobody in the file seems to call.

    `reaching` are the names of definitions that lead to one of them, or are one. The module's own body is a `script`
    where it runs a backward or calls one of these; then all that it calls is followed into, else nothing is but these.
    `parts` are the indexes of the definitions that run no backward, or only hand out what somebody else differentiates.
    `idle`: there is nothing to analyse at all.
    """

    definitions: tuple[Definition, ...]
    reaching: frozenset[str]
    script: bool
    parts: frozenset[int]
    idle: bool


def plan(source: OutlinedFile, effectful: frozenset[str] = frozenset()) -> Plan:
    """Decide by the text which definitions of a file to analyse.

    `effectful` are names of functions declared to write their argument or to give a view of it.
    """
    definitions = [d for d in source.outline.definitions if d.kind == "function" and not _nested(source, d)]
    bodies = {d.index: _body(source, d) for d in definitions}
    whole = "\n".join(source.outline.masked)
    own = _module_text(source)
    runs = {d.index for d in definitions if BACKWARD.search(bodies[d.index])} if _may_run(whole) else set()
    backward = {d.name for d in definitions if d.name == "backward" or d.index in runs}
    script = BACKWARD.search(own) is not None
    calls = {i: frozenset(CALL.findall(body)) for i, body in bodies.items()}
    effects = effects_of(source, Texts(definitions, bodies, calls), trains=script or bool(runs))
    harmful = any(effect != HARMLESS for effect in effects.of.values())
    writes = {index for index, effect in effects.of.items() if effect.inside}
    writing = effects.names | effectful
    vain = (
        {d.index for d in definitions if may_be_in_vain(bodies[d.index], _header(source, d))}
        if "torch" in source.text
        else set()
    )
    if not (runs or harmful or vain or effectful):
        return Plan((), frozenset(), script, frozenset(), not script and _is_idle(own))
    chosen = [
        d
        for d in definitions
        if d.index in runs
        or (d.name == "backward" and d.index in effects.of)
        or d.index in vain
        or _writes_too_early(
            d.name, bodies[d.index], calls[d.index] - {d.name}, d.index in writes, backward, writing
        )
    ]
    leading = _closure({d.name for d in chosen if REFUSED.search(bodies[d.index])}, definitions, calls)
    # A helper that writes parameters is judged from the caller that switches recording off for it.
    switching = {
        d.index
        for d in definitions
        if calls[d.index] & leading and UNRECORDED.search(source.text_of(d)) and d.name not in HANDED_OUT
    }
    chosen = [d for d in definitions if d.index in switching or d in chosen]
    called = frozenset[str]().union(*calls.values())
    chosen.sort(
        key=lambda d: (d.name in called and d.name not in HANDED_OUT, d.index not in switching, d.index)
    )
    reaching = _closure({d.name for d in chosen} - HANDED_OUT, definitions, calls)
    script = script or not reaching.isdisjoint(CALL.findall(own))
    running = _closure(backward, definitions, calls)
    parts = frozenset(
        d.index
        for d in chosen
        if d.index not in runs and (d.name in HANDED_OUT or running.isdisjoint(calls[d.index]))
    )
    return Plan(tuple(chosen), reaching, script, parts, not chosen and not script and _is_idle(own))


def _may_run(text: str) -> bool:
    """Can there be a backward? A quick look for words, since there is none in most files."""
    return any(word in text for word in ("backward", "autograd", "grad(", "detach_("))


def _is_idle(own: str) -> bool:
    """Is there nothing to analyse in a module's own text?"""
    found = BACKWARD.search(own) or OWN.search(own) or writes_anything(own) or may_be_in_vain(own)
    return not found


def _writes_too_early(
    name: str, body: str, calls: frozenset[str], writes: bool, backward: set[str], writing: frozenset[str]
) -> bool:
    """May what a definition writes be needed by a backward, or be refused?"""
    if name in HANDED_OUT:
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


def _module_text(source: OutlinedFile) -> str:
    """The module's own lines, without those of its definitions, without strings and comments."""
    own: list[str] = []
    masked = source.outline.masked
    line = 1
    for child in source.children(None):
        own += masked[line - 1 : child.first_line - 1]
        line = max(line, child.end_line + 1)
    own += masked[line - 1 :]
    return "\n".join(own)


def _header(source: OutlinedFile, definition: Definition) -> str:
    """A definition's decorators and header."""
    return source.text_of(definition).removesuffix(_body(source, definition))


def _body(source: OutlinedFile, definition: Definition) -> str:
    """What stands behind a definition's header, without strings and comments."""
    text = source.text_of(definition)
    header = HEADER.search(text)
    depth = 0
    for mark in HEADER_MARK.finditer(text, header.end() if header is not None else 0):
        if mark[0] != ":":
            depth += 1 if mark[0] in "([{" else -1
        elif depth == 0:
            return text[mark.end() :]
    return text


def _nested(source: OutlinedFile, definition: Definition) -> bool:
    """Is it inside a function, and so part of that one's unit?"""
    parent = definition.parent
    while parent is not None:
        outer = source.outline.definitions[parent]
        if outer.kind == "function":
            return True
        parent = outer.parent
    return False
