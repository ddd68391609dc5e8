"""Loops over ``enumerate``, ``zip`` or ``islice`` of a generator, which runs as such a loop goes on, and is not used up before.

for step, batch in enumerate(batches()):
    ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from ..library.iteration_tools import BARS
from ..values import NONE, Arguments, Const, Instance, Items, Native, Value, World
from ..values.unseen import one_of
from .contexts import GENERATOR
from .flow import Flow
from .lazy import is_lazy

if TYPE_CHECKING:
    from .interpreter import Interpreter

PULLING = frozenset({"builtins.enumerate", "builtins.zip"})
HANDING_ON = BARS | {"itertools.islice", "itertools.chain"}
"""What gives the elements of its first argument as they are."""
NAMES = frozenset(name.rpartition(".")[2] for name in PULLING | HANDING_ON)
COLUMNS = "<columns>"
"""What a generator's elements are rows with: what is iterated over beside it, and in its own place what is not used."""
WHOLE = "<whole>"
"""The generator itself."""
PLACE = "<place>"
"""Its own place in the row."""
ENDS = "<ends>"
"""There if the loop ends where another column has ended."""


def iterated(
    interp: Interpreter, node: cst.BaseExpression, evaluate: Callable[[cst.BaseExpression], Value]
) -> Value:
    """The value of a loop's iterable. `evaluate` gives that of an expression, a generator that is made there not run yet."""
    function = _pulls(interp, node)
    if function is None or not isinstance(node, cst.Call):
        return evaluate(node)
    if function.name in HANDING_ON:
        wanted = 2 if function.name == "itertools.islice" else 1
        plain = sum(arg.keyword is None for arg in node.args) == wanted
        return _handed_on(interp, node, function, evaluate) if plain else evaluate(node)
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    generator: tuple[int, Instance] | None = None
    for arg in node.args:
        if arg.keyword is not None:
            keywords[arg.keyword.value] = interp.evaluate(arg.value)
            continue
        inner = _pulls(interp, arg.value)
        hands_on = inner is not None and inner.name in HANDING_ON
        given = (lambda e: iterated(interp, e, evaluate)) if hands_on else evaluate
        value = given(arg.value) if generator is None else interp.evaluate(arg.value)
        thing = interp.world.get(value)
        if isinstance(thing, Instance) and thing.cls == GENERATOR:
            generator = len(positional), thing
        positional.append(value)
    interp.node = node
    if generator is None:
        return interp.call(function, Arguments(tuple(positional), keywords))
    place, thing = generator
    columns = interp.sequence("tuple", positional)
    rows: dict[str, Value] = {COLUMNS: columns, PLACE: Const(place), ENDS: NONE}
    if function.name.endswith("enumerate"):
        rows = {COLUMNS: interp.sequence("tuple", [NONE, NONE]), PLACE: Const(1)}
    rows[WHOLE] = thing.attributes.get(WHOLE, positional[place])
    return interp.world.add(Instance(GENERATOR, {**thing.attributes, **rows}))


def _handed_on(
    interp: Interpreter, node: cst.Call, function: Native, evaluate: Callable[[cst.BaseExpression], Value]
) -> Value:
    """``islice(generator, stop)``, ``chain(generator)``, and such ones of others."""
    first = iterated(interp, node.args[0].value, evaluate)
    more = [(arg.keyword, interp.evaluate(arg.value)) for arg in node.args[1:]]
    thing = interp.world.get(first)
    interp.node = node
    positional = [value for keyword, value in more if keyword is None]
    if isinstance(thing, Instance) and thing.cls == GENERATOR:
        ends: dict[str, Value] = {ENDS: NONE} if function.name == "itertools.islice" else {}
        ends.setdefault(WHOLE, thing.attributes.get(WHOLE, first))
        return interp.world.add(Instance(GENERATOR, {**thing.attributes, **ends}))
    if function.name in BARS and is_lazy(interp, first):
        return first
    keywords = {keyword.value: value for keyword, value in more if keyword is not None}
    return interp.call(function, Arguments((first, *positional), keywords))


def _pulls(interp: Interpreter, node: cst.BaseExpression) -> Native | None:
    """The built-in function that makes the rows of a loop, where its arguments are plain."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Name | cst.Attribute):
        return None
    name = node.func if isinstance(node.func, cst.Name) else node.func.attr
    if name.value not in NAMES or not node.args or any(arg.star for arg in node.args):
        return None
    function = interp.evaluate(node.func)
    if not isinstance(function, Native) or function.name not in PULLING | HANDING_ON:
        return None
    return function if function.name in PULLING or node.args[0].keyword is None else None


def row(interp: Interpreter, generator: Instance, element: Value) -> Value:
    """What the loop's variable is bound to where the generator gives `element`."""
    columns = interp.world.get(generator.attributes.get(COLUMNS, element))
    place = generator.attributes.get(PLACE)
    if not isinstance(columns, Items) or not isinstance(place, Const):
        return element
    cells = [element if k == place.value else _cell(interp, column) for k, column in enumerate(columns.items)]
    return interp.sequence("tuple", cells)


def _cell(interp: Interpreter, column: Value) -> Value:
    """What another column gives for some row; None stands for a row's number."""
    return (
        interp.world.opaque("an index") if column == NONE else one_of(interp, interp.elements(column).values)
    )


def ended(generator: Instance, world: World) -> Flow:
    """Before a row: another column may have ended, and the loop with it."""
    return Flow(broke=[world.fork()]) if ENDS in generator.attributes else Flow()
