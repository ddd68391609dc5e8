"""Where analysis begins: the module's body first, then each definition that may hold a finding and that no
analysed caller entered."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .. import library
from ..autograd import Report
from ..values import (
    Arguments,
    ClassObject,
    Const,
    Frame,
    Function,
    Instance,
    Native,
    Opaque,
    Raised,
    Ref,
    Value,
    World,
)
from .flow import Flow
from .interpreter import Interpreter, NoWorldLeft, OutOfSteps
from .objects import find_on_class
from .statements import run_suite

DEEPEST = 12_000
"""Python frames the interpreter may use; an ordinary evaluation takes some ten for each nested construct."""


@dataclass(slots=True)
class Analysis:
    """What the analysis of a file has to say: reports with the doubt of their world, and what was cut short."""

    reports: dict[Report, int] = field(default_factory=dict)
    tensors: dict[Report, dict[int, Any]] = field(default_factory=dict)
    truncated: list[tuple[str, int]] = field(default_factory=list)  # a definition's name and line
    natives: frozenset[str] = frozenset()  # names that are imported things at the module's end
    steps: int = 0
    most_worlds: int = 1


def analyse(source: Any, trigger: re.Pattern[str], budget: int) -> Analysis:
    """Analyse a file. `trigger` says which definitions may hold a finding; `budget` is steps a root."""
    analysis = Analysis()
    interp = Interpreter(source, budget)
    with _deep_recursion():
        base = _run_module(interp, analysis)
        frame = base.heap[base.frames[0]]
        assert isinstance(frame, Frame)
        analysis.natives = frozenset(n for n, v in frame.variables.items() if isinstance(v, Native))
        for definition in _candidates(source, trigger):
            if definition.index in interp.entered:
                continue
            _run_root(interp, analysis, base, definition)
    analysis.steps = interp.total
    return analysis


@contextmanager
def _deep_recursion() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _run_module(interp: Interpreter, analysis: Analysis) -> World:
    """Run the module's body as a script; the world it leaves, which the definitions then find."""
    world = interp.world
    frame = world.add(Frame(None, None, {"__name__": Const("__main__")}))
    world.frames = (frame.id,)
    unit = interp.source.module()
    interp.unit = unit
    flow = _guarded(interp, analysis, "<module>", 1, lambda: run_suite(interp, unit.node, [world]))
    ends = [*flow.normal, *(w for w, _ in flow.raised)]
    _collect(analysis, ends)
    left = (ends or [interp.world])[0]
    left.machine.reports = ()
    left.frames = (frame.id,)
    return left


def _guarded(interp: Interpreter, analysis: Analysis, name: str, line: int, run: Any) -> Flow:
    """Run a root within its budget; what was found before it ran out stays."""
    interp.steps = 0
    try:
        result: Flow = run()
        return result
    except (OutOfSteps, RecursionError):
        analysis.truncated.append((name, line))
        _collect(analysis, [interp.world])
        return Flow()
    finally:
        interp.total += interp.steps


def _collect(analysis: Analysis, worlds: list[World]) -> None:
    analysis.most_worlds = max(analysis.most_worlds, len(worlds))
    for world in worlds:
        for report in world.machine.reports:
            known = analysis.reports.get(report)
            if known is None or world.doubt < known:
                analysis.reports[report] = world.doubt


def _candidates(source: Any, trigger: re.Pattern[str]) -> list[Any]:
    """The definitions that may hold a finding: those nobody seems to call come first, so that the others are
    judged from their callers."""
    found = []
    text = source.text
    for definition in source.outline.definitions:
        if definition.kind != "function" or _inside_function(source, definition):
            continue
        body = "\n".join(source.lines[definition.first_line - 1 : definition.end_line])
        if trigger.search(body):
            calls = len(re.findall(rf"\b{re.escape(definition.name)}\s*\(", text)) - 1
            found.append((calls > 0 and definition.name != "forward", definition.index, definition))
    return [definition for _, _, definition in sorted(found, key=lambda f: f[:2])]


def _inside_function(source: Any, definition: Any) -> bool:
    parent = definition.parent
    while parent is not None:
        outer = source.outline.definitions[parent]
        if outer.kind == "function":
            return True
        parent = outer.parent
    return False


def _run_root(interp: Interpreter, analysis: Analysis, base: World, definition: Any) -> None:
    """Analyse one definition as if somebody called it with arguments nothing is known of."""
    world = base.fork()
    interp.world = world
    interp.calls = ()
    interp.unit = None

    def run() -> Flow:
        return interp.outcomes(world, lambda: _call_root(interp, definition))

    flow = _guarded(interp, analysis, definition.qualified_name, definition.line, run)
    for after in flow.normal:
        interp.world = after
        library.handed_out(interp, after.outcome, definition.name)
    _collect(analysis, [*flow.normal, *(w for w, _ in flow.raised)])


def _call_root(interp: Interpreter, definition: Any) -> Value:
    world = interp.world
    code = interp.code_of(definition)
    interp.unit, interp.node = code.unit, code.node
    if definition.parent is None:
        return interp.call(Function(code, world.frames[0]), Arguments())
    owner = _class_of(interp, definition.parent)
    if owner is None:
        return interp.call(Function(code, world.frames[0]), Arguments())
    receiver = _instance_of(interp, owner, definition)
    interp.unit, interp.node = code.unit, code.node
    function = find_on_class(interp, owner.id, definition.name)
    if function is None or not isinstance(function[0], Function) or function[0].code is not code:
        made = Function(code, world.frames[0], receiver=receiver, owner=owner.id)
        return interp.call(made, Arguments())
    return interp.call(interp.attribute(receiver, definition.name), Arguments())


def _class_of(interp: Interpreter, index: int) -> Ref | None:
    """The class object of a definition, by way of the classes around it."""
    definition = interp.source.outline.definitions[index]
    if definition.parent is None:
        frame = interp.world.heap[interp.world.frames[0]]
        assert isinstance(frame, Frame)
        value = frame.variables.get(definition.name)
    else:
        outer = _class_of(interp, definition.parent)
        found = find_on_class(interp, outer.id, definition.name) if outer is not None else None
        value = found[0] if found is not None else None
    return value if isinstance(value, Ref) and isinstance(interp.world.get(value), ClassObject) else None


def _instance_of(interp: Interpreter, owner: Ref, definition: Any) -> Ref:
    """An instance to call a method on: what ``__init__`` makes of arguments nothing is known of."""
    instance = interp.world.add(Instance(owner.id, open=True))
    library.prepare_instance(interp, instance)
    if definition.name in ("__init__", "__new__"):
        return instance
    init = find_on_class(interp, owner.id, "__init__")
    if init is not None and isinstance(init[0], Function):
        reports = interp.machine.reports
        try:
            interp.method(instance, "__init__", Arguments())
        except Raised:
            pass  # a constructor that refuses arguments nothing is known of: go on with what it had set
        interp.machine.reports = reports
    return instance


__all__ = ["Analysis", "NoWorldLeft", "Opaque", "analyse"]
