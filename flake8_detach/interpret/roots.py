"""Where analysis begins: the module's body first, then each definition that may hold a finding and that no
analysed caller entered."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from .. import library
from ..autograd import Ledger, Report
from ..frozen import dataclass
from ..settings import NOTHING_DECLARED, Declared
from ..source.units import TooComplex
from ..values import Arguments, ClassObject, Const, Frame, Function, Instance, Native, Ref, Value, World
from .between_calls import NO_CHANGES, Changes, changes_of_attributes, changes_of_variables, settle
from .blocks import run_suite
from .classes import find_on_class
from .fields import presume
from .flow import Flow, OutOfSteps
from .interpreter import CALLS_OF_PART, MOST_CALLS, Interpreter
from .uncalled import called, look_at
from .watch import note_kept

PARTS_A_BUDGET = 6
"""What is only a part of a program, and hands out what it computes, may take so much less of the budget than other definitions."""
DEEPEST = 12_000
"""Python frames the interpreter may use; an ordinary evaluation takes some ten for each nested construct."""
RECORDS = re.compile(r"backward|\.grad\b|(?<!no_)grad\(|requires_grad|enable_grad")
"""Who writes this expects that operations are recorded."""
RECORDING = frozenset({"__call__", "__init__", "__new__", "forward", "training_step"})
"""Functions that are meant to be called where operations are recorded, some of the time."""
MAKING = frozenset({"__init__", "__new__"})
"""Those of which a first call under ``no_grad`` is no rule."""


@dataclass(slots=True)
class Analysis:
    """What the analysis of a file has to say: reports with the doubt of their world, and what was cut short."""

    reports: dict[Report, int] = field(default_factory=dict)
    truncated: list[tuple[str, int]] = field(default_factory=list)  # a definition's name and line
    natives: frozenset[str] = frozenset()  # names that are imported things at the module's end
    steps: dict[str, int] = field(default_factory=dict)  # by root
    most_worlds: int = 1
    observed: dict[Any, set[str]] = field(default_factory=dict)  # see Watch
    memory: dict[Any, set[bool]] = field(default_factory=dict)  # the same
    ledger: Ledger = field(default_factory=Ledger)


@dataclass(frozen=True, slots=True)
class Instances:
    """The instances whose methods are analysed, one a class, and what is changed of them between calls."""

    changes: Changes
    made: dict[int, tuple[World, Value]] = field(default_factory=dict)


def analyse(
    source: Any,
    plan: Any,
    budget: int,
    watched: frozenset[str] = frozenset(),
    declared: Declared = NOTHING_DECLARED,
) -> Analysis:
    """Analyse a file: its module's body, and of the plan's definitions those that no analysed caller entered.

    `budget` is steps a root; parts of a program have less. Of the attributes in `watched` it is noted what they were read from. `declared` is what
    the project says of its functions.
    """
    analysis = Analysis()
    interp = Interpreter(source, budget, watched, declared)
    analysis.observed, analysis.memory = interp.watch.observed, interp.watch.memory
    analysis.ledger = interp.machine.ledger
    with _deep_recursion():
        interp.follow = None if plan.script else plan.reaching
        base = _run_module(interp, analysis)
        interp.follow = None
        frame = base.heap[base.frames[0]]
        assert isinstance(frame, Frame)
        analysis.natives = frozenset(n for n, v in frame.variables.items() if isinstance(v, Native))
        instances = Instances(changes_of_attributes(source) if plan.definitions else NO_CHANGES)
        if plan.definitions:
            changed = settle(base, frame.variables, changes_of_variables(source), instances.changes)
            base.own(base.frames[0], Frame).variables.update(changed)
        for definition in plan.definitions:
            if definition.index not in interp.entered and interp.code_of(definition).node is not None:
                _run_root(interp, analysis, base, definition, instances, plan)
        analysis.truncated += interp.left_out
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
    try:
        unit = interp.source.module()
    except TooComplex as reason:
        analysis.truncated.append(("<module>", reason.line))
        return world
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
    interp.machine.ids.crowd = None
    try:
        result: Flow = run()
        return result
    except (OutOfSteps, RecursionError) as end:
        analysis.truncated.append((name, line))
        _collect(analysis, [interp.world, *(end.left if isinstance(end, OutOfSteps) else ())])
        return Flow()
    finally:
        _collect(analysis, interp.endless)
        interp.endless.clear()
        analysis.steps[name] = analysis.steps.get(name, 0) + interp.steps


def _collect(analysis: Analysis, worlds: list[World]) -> None:
    analysis.most_worlds = max(analysis.most_worlds, len(worlds))
    seen: set[tuple[int, int]] = set()  # worlds share most of their reports, and hashing one is slow
    for world in worlds:
        for report in world.machine.reports:
            if (id(report), world.doubt) in seen:
                continue
            seen.add((id(report), world.doubt))
            known = analysis.reports.get(report)
            if known is None or world.doubt < known:
                analysis.reports[report] = world.doubt


def _run_root(
    interp: Interpreter,
    analysis: Analysis,
    base: World,
    definition: Any,
    instances: Instances,
    plan: Any,
) -> None:
    """Analyse one definition as if somebody called it with arguments nothing is known of."""
    interp.world = base.fork()
    interp.since = interp.machine.moment()
    interp.calls, interp.waiting = (), {}
    interp.unit = None
    part = definition.index in plan.parts
    interp.deepest = CALLS_OF_PART if part else MOST_CALLS
    interp.allowed = interp.budget // PARTS_A_BUDGET if part else interp.budget

    def run() -> Flow:
        target = _target(interp, definition, instances)
        receiver = target.receiver if isinstance(target, Function) else None
        known = isinstance(receiver, Ref) and not instances.changes.asks
        interp.watch.settled = receiver.id if known and isinstance(receiver, Ref) else None
        ledger = interp.machine.ledger
        shown = _speaks_of_recording(interp, definition)
        if not shown and definition.name not in RECORDING:
            ledger.entered = interp.machine.moment()
        ledger.unsure = not shown and definition.name not in MAKING
        return interp.outcomes(
            interp.world, lambda: called(interp, target, _arguments(interp, definition, target))
        )

    flow = _guarded(interp, analysis, definition.qualified_name, definition.line, run)
    interp.machine.ledger.entered, interp.machine.ledger.unsure = 0, False
    for after in flow.normal if definition.name in plan.handed_out else ():
        interp.world = after
        owner = _class_of(interp, definition.parent) if definition.parent is not None else None
        library.handed_out(interp, after.outcome, owner)
    ends = [*flow.normal, *(w for w, _ in flow.raised)]
    note_kept(interp, ends or [interp.world])
    _collect(analysis, ends)

    def guarded(name: str, run: Callable[[], Flow]) -> Flow:
        return _guarded(
            interp, analysis, f"{definition.qualified_name}.<locals>.{name}", definition.line, run
        )

    _collect(analysis, look_at(interp, ends, guarded))


def _speaks_of_recording(interp: Interpreter, definition: Any) -> bool:
    """Does its text say that a definition runs where operations are recorded? Others may be called under ``no_grad`` alone."""
    if definition.name.startswith("test"):
        return True
    lines = interp.source.outline.masked[definition.first_line - 1 : definition.end_line]
    return any(map(RECORDS.search, lines))


def _arguments(interp: Interpreter, definition: Any, target: Value) -> Arguments:
    """What somebody would call it with, where the library knows."""
    owner = _class_of(interp, definition.parent) if definition.parent is not None else None
    if owner is None or not isinstance(target, Function):
        return Arguments()
    bound = target.receiver is not None
    count = len(target.code.node.params.params) - bound
    return library.root_arguments(interp, owner, definition.name, count, bound=bound)


def _target(interp: Interpreter, definition: Any, instances: Instances) -> Value:
    """The function to call: a method is bound to an instance that its ``__init__`` made, once a class."""
    code = interp.code_of(definition)
    interp.unit, interp.node = code.unit, code.node
    module = interp.world.frames[0]
    owner = _class_of(interp, definition.parent) if definition.parent is not None else None
    if owner is None:
        return Function(code, module)
    if owner.id not in instances.made or definition.name in ("__init__", "__new__"):
        receiver = _instance_of(interp, owner, definition)
        if definition.name not in ("__init__", "__new__"):
            settle(interp.world, {"self": receiver}, NO_CHANGES, instances.changes)
            instances.made[owner.id] = (interp.world.fork(), receiver)
    else:
        made, receiver = instances.made[owner.id]
        interp.world = made.fork()
    interp.unit, interp.node = code.unit, code.node
    function = find_on_class(interp, owner.id, definition.name)
    if function is None or not isinstance(function[0], Function) or function[0].code is not code:
        return Function(code, module, receiver=receiver, owner=owner.id)
    return interp.attribute(receiver, definition.name)


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


def _instance_of(interp: Interpreter, owner: Ref, definition: Any) -> Value:
    """An instance to call a method on: what ``__init__`` makes of arguments nothing is known of."""
    if library.is_class_of_tensors(interp, owner):
        return library.unknown_tensor(interp, owner)
    instance = interp.world.add(Instance(owner.id, open=True))
    library.prepare_instance(interp, instance)
    if definition.name in ("__init__", "__new__"):
        return instance
    init = find_on_class(interp, owner.id, "__init__")
    if init is None:
        presume(interp, owner.id, instance)
    if init is not None and isinstance(init[0], Function):

        def run() -> Value:
            return interp.method(instance, "__init__", Arguments())

        # a constructor that refuses arguments nothing is known of, or is too long: go on with what it had set
        flow = Flow()
        frames, entered = interp.world.frames, interp.entered.copy()
        try:
            flow = interp.outcomes(interp.world, run)
        except OutOfSteps:
            interp.world.frames, interp.calls = frames, ()
        interp.steps = 0
        interp.world = [*flow.normal, *(w for w, _ in flow.raised), interp.world][0]
        # What it raises on the way is nobody's business here: it is to be told where the constructor is looked at itself.
        interp.machine.reports, interp.entered = (), entered
    return instance
