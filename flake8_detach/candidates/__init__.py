"""Which definitions of a file are analysed by themselves: those that run a backward, those whose result somebody
else differentiates, and those that call both one that writes and one that runs a backward.

A look at the text decides, before anything is parsed. All other definitions are entered from their callers.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..source.writes import writes_anything
from .effects import effects_of
from .harmless import HARMLESS
from .texts import Texts
from .vain import lines_in_vain, may_be_in_vain, other_modules

if TYPE_CHECKING:
    from ..source.outline import Definition
    from ..source.outlined import OutlinedFile

BACKWARD = re.compile(
    r"backward\s*\(|autograd\.grad\b|\b(?:grad|grad_and_value|jacrev|jacobian|hessian|vjp|hvp|vhp)\(|detach_\("
)
"""A backward, or a ``detach_()``, which may be refused by itself."""
GRAD = re.compile(r"grad\((?<=\Wgrad\()|grad_and_value\(|jacrev\(")
OF_LAYER = r"\.(?:weight|bias)\b"
REFUSED = re.compile(
    r"requires_grad|Parameter\(|\.parameters\("
    rf"|=[ \t]*[\w.\[\]]+{OF_LAYER}[ \t]*$"  # another name for it
    rf"|{OF_LAYER}(?:\[[^\n\]]*\])?[ \t]*(?:\.[ \t]*[a-z]\w*_\(|(?:[-+*/@%&|^]|//|\*\*)=)"
    rf"|{OF_LAYER}\[[^\n\]]*\][ \t]*=(?!=)",
    re.MULTILINE,
)
"""Where a write may be refused, because what it writes is a leaf that requires grad. Most that is said of a layer's weight is no
write to it (``init.normal_(layer.weight)``, ``layer.bias is not None``)."""
UNRECORDED = re.compile(r"no_grad|inference_mode|set_grad_enabled")
"""What such a write is made under where it is right."""
OWN = re.compile(r"\.[ \t]*data\b|state_dict|detach|\.numpy\b|from_numpy|asarray|dlpack|deepcopy\(")
"""What in a module's own body is worth an analysis, beside writes and backwards: uses of ``.data``, snapshots."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to analyse: `definitions`, those first that nobody in the file seems to call.

    `reaching` are the names of definitions that lead to one of them, or are one. The module's own body is a `script`
    where it runs a backward or calls one of these; then all that it calls is followed into, else nothing is but these.
    `parts` are the indexes of the definitions that run no backward, or only hand out what somebody else differentiates.
    Those called by a name among `handed_out` do. `idle`: there is nothing to analyse at all.
    """

    definitions: tuple[Definition, ...] = ()
    reaching: frozenset[str] = frozenset()
    script: bool = False
    parts: frozenset[int] = frozenset()
    handed_out: frozenset[str] = frozenset()
    idle: bool = False


def plan(source: OutlinedFile, effectful: frozenset[str] = frozenset()) -> Plan:
    """Decide by the text which definitions of a file to analyse.

    `effectful` are names of functions declared to write their argument or to give a view of it.
    """
    texts = Texts(source)
    definitions = texts.definitions
    may_run = _may_run(texts.whole)
    runs = {d.index for d in definitions if BACKWARD.search(texts.body(d))} if may_run else set[int]()
    texts.callbacks = frozenset(d.name for d in definitions if d.index in runs)
    runs_backward = may_run and BACKWARD.search(texts.own) is not None
    script = runs_backward or (REFUSED.search(texts.own) is not None and writes_anything(texts.own))
    trains = runs_backward or bool(runs)
    effects = effects_of(texts, None if trains else _may_matter(texts))
    harmful = any(effect != HARMLESS for effect in effects.of.values())
    vain = _in_vain(texts)
    if not (runs or harmful or vain or effectful):
        return Plan(script=script, idle=not script and _is_idle(texts.own))
    backward = {d.name for d in definitions if d.name == "backward" or d.index in runs}
    writes = {index for index, effect in effects.of.items() if effect.inside}
    writing = effects.names | effectful
    chosen = [
        d
        for d in definitions
        if d.index in runs
        or (d.name == "backward" and d.index in effects.of)
        or d.index in vain
        or _writes_too_early(texts, d, d.index in writes, backward, writing)
    ]
    leading = texts.callers_of({d.name for d in chosen if REFUSED.search(texts.body(d))})
    # A helper that writes parameters is judged from the caller that switches recording off for it.
    switching = {
        d.index
        for d in definitions
        if leading
        and texts.calls(d) & leading
        and UNRECORDED.search(source.text_of(d))
        and d.name not in texts.handed_out
    }
    indexes = switching.union(d.index for d in chosen)
    chosen = [d for d in definitions if d.index in indexes]
    if not chosen:
        return Plan(script=script, idle=not script and _is_idle(texts.own))
    called = frozenset[str]().union(*map(texts.calls, definitions))
    chosen.sort(
        key=lambda d: (d.name in called and d.name not in texts.handed_out, d.index not in switching, d.index)
    )
    # A `forward` is called by way of the object; where it runs a backward itself, all that make one lead to it.
    owners = texts.classes_of(d for d in chosen if d.index in runs and d.name in texts.handed_out)
    reaching = texts.callers_of({d.name for d in chosen} - texts.handed_out | owners)
    script = script or not reaching.isdisjoint(texts.called_in(texts.own))
    running = texts.callers_of(backward)
    parts = frozenset(
        d.index
        for d in chosen
        if d.index not in runs and (d.name in texts.handed_out or running.isdisjoint(texts.calls(d)))
    )
    return Plan(tuple(chosen), reaching, script, parts, texts.handed_out)


def _may_run(text: str) -> bool:
    """Can there be a backward? A quick look, since there is none in most files."""
    if "backward" in text or "autograd" in text or "detach_(" in text:
        return True
    return ("grad" in text or "jacrev" in text) and GRAD.search(text) is not None


def _may_matter(texts: Texts) -> frozenset[int]:
    """The definitions whose writes may matter where no backward is in sight: those whose result is handed out, what they
    call, and those that may write what requires a gradient."""
    handed_out = [d for d in texts.definitions if d.name in texts.handed_out]
    called = texts.called_from(handed_out)
    refused = REFUSED.search(texts.whole) is not None
    return frozenset(
        d.index
        for d in texts.definitions
        if d.name in texts.handed_out
        or d.name == "backward"
        or d.name in called
        or (refused and REFUSED.search(texts.body(d)))
    )


def _in_vain(texts: Texts) -> frozenset[int]:
    """The definitions in which a statement may have no effect."""
    lines = lines_in_vain(texts.whole) if "torch" in texts.source.text else []
    if not lines:
        return frozenset()
    modules = other_modules(texts.whole)
    near = [d for d in texts.definitions if bisect(lines, d.end_line) > bisect(lines, d.line - 1)]
    return frozenset(d.index for d in near if may_be_in_vain(texts.body(d), texts.header(d), modules))


def _is_idle(own: str) -> bool:
    """Is there nothing to analyse in a module's own text?"""
    found = BACKWARD.search(own) or OWN.search(own) or writes_anything(own) or may_be_in_vain(own)
    return not found


def _writes_too_early(
    texts: Texts, d: Definition, writes: bool, backward: set[str], writing: frozenset[str]
) -> bool:
    """May what a definition writes be needed by a backward, or be refused?"""
    if d.name in texts.handed_out:
        return writes or not writing.isdisjoint(texts.calls(d) - {d.name})
    if writes and REFUSED.search(texts.body(d)) is not None:
        return True
    calls = texts.calls(d) - {d.name} if backward and writing else frozenset[str]()
    return bool(calls & backward and calls & writing)
