"""Statements: each takes a world and says in which worlds control leaves it, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..values import (
    FALSE,
    NONE,
    TRUE,
    ClassObject,
    Code,
    Const,
    Frame,
    Function,
    Instance,
    Native,
    OneOf,
    Opaque,
    Raised,
    Ref,
    Value,
    World,
    options,
)
from . import names
from .assign import assign, assign_augmented
from .calls import make_function
from .contexts import GENERATOR_CONTEXT, at_yield, run_generator_context
from .flow import Flow, merged
from .iteration import passes

if TYPE_CHECKING:
    from .interpreter import Interpreter

EVERY_EXCEPTION = frozenset({"Exception", "BaseException"})


# -- blocks


def run_body(interp: Interpreter, body: Any, world: World) -> Flow:
    """Run a function's body: a block, a one-line suite, or a lambda's expression."""
    if isinstance(body, cst.BaseExpression):
        return interp.outcomes(world, lambda: interp.evaluate(body))
    return run_suite(interp, body, [world])


def run_suite(interp: Interpreter, suite: cst.BaseSuite, worlds: list[World]) -> Flow:
    """Run the statements of a suite over worlds."""
    return run_block(interp, suite.body, worlds)


def run_block(interp: Interpreter, statements: Sequence[cst.CSTNode], worlds: list[World]) -> Flow:
    """Run statements one after the other over worlds."""
    flow = Flow(normal=list(worlds))
    for statement in statements:
        if not flow.normal:
            break
        if isinstance(statement, cst.SimpleStatementLine | cst.SimpleStatementSuite):
            inner = run_block(interp, statement.body, flow.normal)
        else:
            inner = run_statement(interp, statement, flow.normal)
        flow.absorb(inner)
        flow.normal = merged(inner.normal)
    return flow


def run_statement(interp: Interpreter, statement: cst.CSTNode, worlds: list[World]) -> Flow:
    """Run one statement in each world."""
    flow = Flow()
    handler = STATEMENTS[type(statement)]
    for world in worlds:
        interp.step()
        interp.node = statement
        inner = at_yield(interp, statement, world) if interp.blocks else None
        if inner is None:
            inner = handler(interp, statement, world)
        flow.absorb(inner)
        flow.normal += inner.normal
    return flow


def simple(action: Callable[[Interpreter, Any], None]) -> Callable[[Interpreter, Any, World], Flow]:
    """A statement that only evaluates."""

    def run(interp: Interpreter, node: Any, world: World) -> Flow:
        def act() -> Value:
            action(interp, node)
            return NONE

        return interp.outcomes(world, act)

    return run


# -- simple statements


def run_expression(interp: Interpreter, node: cst.Expr) -> None:
    interp.evaluate(node.value)


def run_assign(interp: Interpreter, node: cst.Assign) -> None:
    value = interp.evaluate(node.value)
    for target in node.targets:
        interp.node = node
        assign(interp, target.target, value)


def run_annotated(interp: Interpreter, node: cst.AnnAssign) -> None:
    if interp.world.frame.is_class and isinstance(node.target, cst.Name):
        names.bind(interp, f"<field>{node.target.value}", NONE)
    if node.value is not None:
        value = interp.evaluate(node.value)
        interp.node = node
        assign(interp, node.target, value)


def run_delete(interp: Interpreter, node: cst.Del) -> None:
    targets = [node.target]
    if isinstance(node.target, cst.Tuple):
        targets = [e.value for e in node.target.elements]
    for target in targets:
        if isinstance(target, cst.Name):
            names.unbind(interp, target.value)


def run_import(interp: Interpreter, node: cst.Import) -> None:
    for alias in node.names:
        dotted = _dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            names.bind(interp, alias.asname.name.value, Native(dotted))
        else:
            top = dotted.split(".")[0]
            names.bind(interp, top, Native(top))


def run_import_from(interp: Interpreter, node: cst.ImportFrom) -> None:
    module = "." * len(node.relative) + (_dotted(node.module) if node.module is not None else "")
    if isinstance(node.names, cst.ImportStar):
        for name in library.star_names(module):
            names.bind(interp, name, library.member(module, name))
        return
    for alias in node.names:
        name = alias.name.value
        bound = name
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            bound = alias.asname.name.value
        names.bind(interp, str(bound), library.member(module, str(name)))


def _dotted(node: cst.Attribute | cst.Name) -> str:
    if isinstance(node, cst.Name):
        return node.value
    assert isinstance(node.value, cst.Attribute | cst.Name)
    return f"{_dotted(node.value)}.{node.attr.value}"


def run_global(interp: Interpreter, node: cst.Global) -> None:
    frame = interp.world.own(interp.world.frames[-1], Frame)
    frame.globals_ |= {item.name.value for item in node.names}


def run_nonlocal(interp: Interpreter, node: cst.Nonlocal) -> None:
    frame = interp.world.own(interp.world.frames[-1], Frame)
    frame.nonlocals |= {item.name.value for item in node.names}


def run_nothing(interp: Interpreter, node: cst.CSTNode) -> None:
    """A statement without effect on values."""


def run_assert(interp: Interpreter, node: cst.Assert, world: World) -> Flow:
    flow = interp.outcomes(world, lambda: interp.evaluate(node.test))
    kept = []
    for after in flow.normal:
        interp.world = after
        if interp.truth(after.outcome) is not False:
            narrow(interp, node.test, True)
            kept.append(after)
    flow.normal = kept
    return flow


def run_return(interp: Interpreter, node: cst.Return, world: World) -> Flow:
    flow = interp.outcomes(world, lambda: interp.evaluate(node.value) if node.value is not None else NONE)
    flow.returned, flow.normal = flow.normal, []
    return flow


def run_raise(interp: Interpreter, node: cst.Raise, world: World) -> Flow:
    def act() -> Value:
        value = interp.evaluate(node.exc) if node.exc is not None else NONE
        thing = interp.world.get(value)
        names_ = [n for n in interp.class_names(value)]
        if isinstance(thing, Opaque) or not names_:
            names_ = ["?"]
        raise Raised(value, (*names_, "builtins.Exception", "builtins.BaseException"))

    return interp.outcomes(world, act)


def run_break(interp: Interpreter, node: cst.Break, world: World) -> Flow:
    return Flow(broke=[world])


def run_continue(interp: Interpreter, node: cst.Continue, world: World) -> Flow:
    return Flow(continued=[world])


# -- definitions


def run_function_definition(interp: Interpreter, node: cst.FunctionDef) -> None:
    definition = interp.unit.definition_of(node)
    if definition is None:
        key = (id(node), 0)
        unit = interp.unit
        code = interp.codes.get(key)
        if code is None:
            code = interp.codes[key] = Code(node.name.value, lambda: (node, unit))
        function = make_function(interp, code, node.params)
    else:
        code = interp.code_of(definition)
        function = Function(code, interp.world.frames[-1])
    name = node.name.value
    if _is_setter(node, function):
        name = f"<setter>{name}"
    names.bind(interp, name, function)


def _is_setter(node: cst.FunctionDef, function: Function) -> bool:
    full = function.code.node if function.code is not None else node
    if not isinstance(full, cst.FunctionDef):
        return False
    return any(
        isinstance(d.decorator, cst.Attribute) and d.decorator.attr.value == "setter" for d in full.decorators
    )


def run_class_definition(interp: Interpreter, node: cst.ClassDef) -> None:
    definition = interp.unit.definition_of(node)
    if definition is None:
        key = (id(node), 0)
        unit = interp.unit
        code = interp.codes.get(key)
        if code is None:
            code = interp.codes[key] = Code(node.name.value, lambda: (node, unit))
    else:
        code = interp.code_of(definition)
    cls = interp.world.add(ClassObject(code, interp.world.frames[-1]))
    names.bind(interp, node.name.value, cls)


def run_class(interp: Interpreter, number: int) -> None:
    """Run a class's body, when the class is first used: its bases and attributes."""
    world = interp.world
    cls = world.own(number, ClassObject)
    cls.ready = True
    node, saved = cls.code.node, (interp.unit, interp.node, world.frames, interp.calls)
    if not isinstance(node, cst.ClassDef):
        return
    interp.unit = cls.code.unit
    world.frames = (*world.frames, cls.frame) if cls.frame is not None else world.frames
    bases = tuple(interp.evaluate(a.value) for a in node.bases if a.star == "")
    frame = interp.world.add(Frame(cls.frame, cls.code, is_class=True))
    interp.world.frames = (*interp.world.frames, frame.id)
    flow = run_suite(interp, node.body, [interp.world])
    if flow.normal:
        interp.world = flow.normal[0]
    interp.unit, interp.node, interp.world.frames, interp.calls = saved
    own = interp.world.own(number, ClassObject)
    own.bases = bases
    ran = interp.world.heap[frame.id]
    assert isinstance(ran, Frame)
    own.attributes = {**ran.variables, **own.attributes}


# -- branches


def condition_text(interp: Interpreter, test: cst.BaseExpression) -> tuple[str, bool] | None:
    """What a condition is remembered by, and whether it is negated; None for one that holds a call."""
    negated = False
    while isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        test, negated = test.expression, not negated
    key = id(test)
    if key not in interp.texts:
        interp.texts[key] = None if _has_call(test) else cst.Module([]).code_for_node(test)
    text = interp.texts[key]
    return None if text is None else (text, negated)


def _has_call(node: cst.CSTNode) -> bool:
    todo: list[cst.CSTNode] = [node]
    while todo:
        current = todo.pop()
        if isinstance(current, cst.Call | cst.Await | cst.Yield | cst.NamedExpr):
            return True
        todo.extend(current.children)
    return False


def branches(
    interp: Interpreter, test: cst.BaseExpression, world: World
) -> tuple[Flow, list[World], list[World]]:
    """Evaluate a condition: what raised, the worlds where it holds and where it does not.

    Where it is not known, the world is forked, each copy remembers which way it went, and names that the
    condition speaks of are narrowed.
    """
    flow = interp.outcomes(world, lambda: interp.evaluate(test))
    holds: list[World] = []
    fails: list[World] = []
    for after in flow.normal:
        interp.world = after
        truth = interp.truth(after.outcome)
        remembered = condition_text(interp, test)
        if truth is None and remembered is not None and remembered[0] in after.conditions:
            truth = after.conditions[remembered[0]] is not remembered[1]
        if truth is not None:
            (holds if truth else fails).append(after)
            continue
        other = after.fork()
        for arm, way in ((after, True), (other, False)):
            interp.world = arm
            if remembered is not None:
                arm.conditions[remembered[0]] = way is not remembered[1]
                _take_split(interp, remembered[0], way is not remembered[1])
            narrow(interp, test, way)
        holds.append(after)
        fails.append(other)
    flow.normal = []
    return flow, holds, fails


def narrow(interp: Interpreter, test: cst.BaseExpression, holds: bool) -> None:
    """Use a condition on a name: drop the alternatives it excludes."""
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        narrow(interp, test.expression, not holds)
        return
    if isinstance(test, cst.BooleanOperation):
        if isinstance(test.operator, cst.And) is holds:
            narrow(interp, test.left, holds)
            narrow(interp, test.right, holds)
        return
    if isinstance(test, cst.Name):
        _keep(interp, test.value, lambda v: interp.truth(v) is not (not holds))
    elif isinstance(test, cst.Comparison) and len(test.comparisons) == 1 and isinstance(test.left, cst.Name):
        part = test.comparisons[0]
        if isinstance(part.comparator, cst.Name) and part.comparator.value == "None":
            is_none = isinstance(part.operator, cst.Is | cst.Equal) is holds
            if isinstance(part.operator, cst.Is | cst.Equal | cst.IsNot | cst.NotEqual):
                _keep(interp, test.left.value, lambda v: (v == NONE) is is_none or _unknown(interp, v))


def _unknown(interp: Interpreter, value: Value) -> bool:
    return isinstance(interp.world.get(value), Opaque)


def _keep(interp: Interpreter, name: str, test: Callable[[Value], bool]) -> None:
    frame = interp.world.frame
    value = frame.variables.get(name)
    if not isinstance(value, OneOf):
        return
    kept = [option for option in value.options if test(option)]
    if kept and len(kept) < len(value.options):
        new: Value = kept[0] if len(kept) == 1 else OneOf(tuple(kept))
        interp.world.own(interp.world.frames[-1], Frame).variables[name] = new


def run_if(interp: Interpreter, node: cst.If, world: World) -> Flow:
    flow = Flow()
    remaining = [world]
    current: cst.If | cst.Else | None = node
    while current is not None and remaining:
        if isinstance(current, cst.Else):
            inner = run_suite(interp, current.body, remaining)
            flow.absorb(inner)
            flow.normal += inner.normal
            remaining = []
            break
        failing: list[World] = []
        for candidate in remaining:
            interp.step()
            raised, holds, fails = branches(interp, current.test, candidate)
            flow.absorb(raised)
            if holds:
                inner = run_suite(interp, current.body, holds)
                flow.absorb(inner)
                flow.normal += inner.normal
            failing += fails
        remaining = merged(failing)
        current = current.orelse
    ends = [*flow.normal, *remaining]
    split = (
        _split(interp, node.test, ends) if node.orelse is None or isinstance(node.orelse, cst.Else) else None
    )
    flow.normal = merged(ends)
    if split is not None and len(flow.normal) == 1:
        _remember_split(flow.normal[0], *split)
    return flow


def _split(
    interp: Interpreter, test: cst.BaseExpression, ends: list[World]
) -> tuple[str, dict[str, tuple[Value | None, Value | None]]] | None:
    """The names to which two arms give different values, with the condition that decides between them."""
    remembered = condition_text(interp, test)
    if len(ends) != 2 or remembered is None or remembered[0] not in ends[0].conditions:
        return None
    text = remembered[0]
    if ends[0].conditions[text] is ends[1].conditions.get(text):
        return None
    holds, fails = ends if ends[0].conditions[text] else reversed(ends)
    one, other = holds.frame.variables, fails.frame.variables
    return text, {n: (one.get(n), other.get(n)) for n in {**one, **other} if one.get(n) != other.get(n)}


def _remember_split(world: World, text: str, split: dict[str, tuple[Value | None, Value | None]]) -> None:
    joined = world.frame.variables
    world.splits[text] = {n: (a, b, joined[n]) for n, (a, b) in split.items() if a and b and n in joined}


def _take_split(interp: Interpreter, text: str, holds: bool) -> None:
    """The same condition again: the names whose values it had decided have the value of that arm."""
    frame = interp.world.frame
    for name, (one, other, joined) in interp.world.splits.get(text, {}).items():
        if frame.variables.get(name) == joined:
            value = one if holds else other
            interp.world.own(interp.world.frames[-1], Frame).variables[name] = value
            frame = interp.world.frame


# -- loops


def run_for(interp: Interpreter, node: cst.For, world: World) -> Flow:
    iterated = interp.outcomes(world, lambda: interp.evaluate(node.iter))
    flow = Flow(raised=iterated.raised)
    for start in iterated.normal:
        interp.world = start
        interp.node = node
        plan = passes(interp, start.outcome)
        worlds = [interp.world]
        for value in plan.values:
            bound = Flow()
            for w in worlds:

                def bind(value: Value = value) -> Value:
                    assign(interp, node.target, value)
                    return NONE

                inner = interp.outcomes(w, bind)
                bound.normal += inner.normal
                bound.raised += inner.raised
            flow.raised += bound.raised
            worlds = _iteration(interp, node.body, merged(bound.normal), flow)
            if not worlds:
                break
        _loop_end(interp, node.orelse, worlds, flow)
    return flow


def run_while(interp: Interpreter, node: cst.While, world: World) -> Flow:
    flow = Flow()
    worlds = [world]
    ended: list[World] = []
    for turn in range(3):
        holding: list[World] = []
        for w in worlds:
            raised, holds, fails = branches(interp, node.test, w)
            flow.raised += raised.raised
            if turn or not holds:
                ended += fails
            holding += holds
        if turn == 2:
            if not _endless(node.test):
                ended += holding
            break
        worlds = _iteration(interp, node.body, merged(holding), flow)
    _loop_end(interp, node.orelse, merged(ended), flow)
    return flow


def _endless(test: cst.BaseExpression) -> bool:
    return (isinstance(test, cst.Name) and test.value == "True") or (
        isinstance(test, cst.Integer) and test.value == "1"
    )


def _iteration(interp: Interpreter, body: cst.BaseSuite, worlds: list[World], flow: Flow) -> list[World]:
    """One pass through a loop's body; the worlds that go on to the next."""
    for w in worlds:
        w.conditions.clear()
        w.splits.clear()
    inner = run_suite(interp, body, worlds)
    flow.returned += inner.returned
    flow.raised += inner.raised
    flow.broke += inner.broke
    return merged([*inner.normal, *inner.continued])


def _loop_end(interp: Interpreter, orelse: cst.Else | None, worlds: list[World], flow: Flow) -> None:
    """A loop's else runs where it was not left by break; then both ways go on."""
    left, flow.broke = flow.broke, []
    if orelse is not None and worlds:
        inner = run_suite(interp, orelse.body, worlds)
        flow.absorb(inner)
        worlds = inner.normal
    flow.normal = merged([*flow.normal, *worlds, *left])


# -- with, try, match


def run_with(interp: Interpreter, node: cst.With, world: World) -> Flow:
    return _with_items(interp, node, list(node.items), world)


def _with_items(interp: Interpreter, node: cst.With, items: list[cst.WithItem], world: World) -> Flow:
    if not items:
        return run_suite(interp, node.body, [world])
    item = items[0]
    tokens: dict[int, tuple[Value, Any]] = {}

    def enter() -> Value:
        manager = interp.evaluate(item.item)
        interp.node = item.item
        thing = interp.world.get(manager)
        if isinstance(thing, Instance) and thing.cls == GENERATOR_CONTEXT:
            tokens[id(interp.world)] = (manager, thing)
            return NONE
        bound, token = library.enter(interp, manager)
        if item.asname is not None:
            assign(interp, item.asname.name, bound)
        tokens[id(interp.world)] = (manager, token)
        return NONE

    flow = interp.outcomes(world, enter)
    entered, flow.normal = flow.normal, []
    for after in entered:
        manager, token = tokens[id(after)]
        if isinstance(token, Instance):

            def body(world: World, value: Value) -> Flow:
                interp.world = world
                if item.asname is not None:
                    assign(interp, item.asname.name, value)
                return _with_items(interp, node, items[1:], interp.world)

            interp.node = item.item
            through = run_generator_context(interp, token, after, body)
            if through is None:
                through = _with_items(interp, node, items[1:], after)
            flow.absorb(through)
            flow.normal += through.normal
            continue
        inner = _with_items(interp, node, items[1:], after)
        for left in (
            *inner.normal,
            *inner.broke,
            *inner.continued,
            *inner.returned,
            *(w for w, _ in inner.raised),
        ):
            interp.world = left
            interp.node = node
            library.leave(interp, manager, token)
        flow.absorb(inner)
        flow.normal += inner.normal
    flow.normal = merged(flow.normal)
    return flow


def run_try(interp: Interpreter, node: cst.Try | cst.TryStar, world: World) -> Flow:
    start = world.fork() if node.handlers else None
    body = run_suite(interp, node.body, [world])
    flow = Flow()
    flow.absorb(body)
    uncaught: list[tuple[World, tuple[str, ...]]] = []
    raised, flow.raised = flow.raised, []
    entries: list[list[World]] = [[] for _ in node.handlers]
    for thrown, classes in raised:
        for index, handler in enumerate(node.handlers):
            if _catches(handler, classes):
                entries[index].append(thrown)
                break
        else:
            uncaught.append((thrown, classes))
    normal = list(body.normal)
    if node.orelse is not None and normal:
        inner = run_suite(interp, node.orelse.body, normal)
        flow.absorb(inner)
        normal = inner.normal
    for index, handler in enumerate(node.handlers):
        worlds = entries[index]
        if not raised and start is not None:
            unseen = start.fork()
            if any(w.machine.trail != start.machine.trail for w in body.normal):
                unseen.doubt += (
                    1  # whatever raises unseen may have done so before, between or after the events
                )
            worlds = [*worlds, unseen]
        if not worlds:
            continue
        if handler.name is not None and isinstance(handler.name.name, cst.Name):
            for w in worlds:
                interp.world = w
                names.bind(interp, handler.name.name.value, interp.world.opaque("an exception"))
        inner = run_suite(interp, handler.body, worlds)
        flow.absorb(inner)
        normal += inner.normal
    flow.normal = merged(normal)
    flow.raised += uncaught
    return _finally(interp, node.finalbody, flow) if node.finalbody is not None else flow


def _catches(handler: cst.ExceptHandler | cst.ExceptStarHandler, classes: tuple[str, ...]) -> bool:
    if handler.type is None:
        return True
    types = [handler.type]
    if isinstance(handler.type, cst.Tuple):
        types = [e.value for e in handler.type.elements]
    short = {c.rpartition(".")[2] for c in classes}
    for node in types:
        name = node.value if isinstance(node, cst.Name) else None
        if isinstance(node, cst.Attribute):
            name = node.attr.value
        if name in short or ("?" in short and name not in EVERY_EXCEPTION):
            return True
    return False


def _finally(interp: Interpreter, clause: cst.Finally, flow: Flow) -> Flow:
    """Run a finally block on every way out; what it leaves by itself wins."""
    out = Flow()
    for way in ("normal", "broke", "continued", "returned"):
        for w in getattr(flow, way):
            outcome = w.outcome
            inner = run_suite(interp, clause.body, [w])
            for after in inner.normal:
                after.outcome = outcome
            getattr(out, way).extend(inner.normal)
            out.absorb(inner)
    for w, classes in flow.raised:
        inner = run_suite(interp, clause.body, [w])
        out.raised += [(after, classes) for after in inner.normal]
        out.absorb(inner)
    out.normal = merged(out.normal)
    return out


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
    from .assign import unpacked

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


STATEMENTS: dict[type[cst.CSTNode], Callable[[Interpreter, Any, World], Flow]] = {
    cst.Expr: simple(run_expression),
    cst.Assign: simple(run_assign),
    cst.AnnAssign: simple(run_annotated),
    cst.AugAssign: simple(assign_augmented),
    cst.Del: simple(run_delete),
    cst.Import: simple(run_import),
    cst.ImportFrom: simple(run_import_from),
    cst.Global: simple(run_global),
    cst.Nonlocal: simple(run_nonlocal),
    cst.Pass: simple(run_nothing),
    cst.TypeAlias: simple(run_nothing),
    cst.Assert: run_assert,
    cst.Return: run_return,
    cst.Raise: run_raise,
    cst.Break: run_break,
    cst.Continue: run_continue,
    cst.FunctionDef: simple(run_function_definition),
    cst.ClassDef: simple(run_class_definition),
    cst.If: run_if,
    cst.For: run_for,
    cst.While: run_while,
    cst.With: run_with,
    cst.Try: run_try,
    cst.TryStar: run_try,
    cst.Match: run_match,
}
__all__ = ["FALSE", "STATEMENTS", "TRUE", "Instance", "Ref", "options", "run_body", "run_class", "run_suite"]
