"""``functools.singledispatch`` and ``singledispatchmethod``: the class of an argument chooses which of several bodies runs.

Where that class is not known well enough, each body that may run is one of several alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from ..frozen import replace
from ..library.standard import FUNCTION, PARTIAL
from ..values import Arguments, Const, Function, Instance, Items, Method, Native, Ref, Table, Value, either
from .builtins import is_of

if TYPE_CHECKING:
    from .interpreter import Interpreter

DISPATCHES = {"functools.singledispatch": 0, "functools.singledispatchmethod": 1}
"""At which place the argument stands that chooses."""
DISPATCH = "functools.singledispatch"
"""The class of what these decorators make of a function."""
BODIES, PLACE = "<bodies>", "<place>"
"""Its hidden attributes: pairs of a class and a function, and at which place the argument stands."""


def made_of(interp: Interpreter, name: str, function: Value) -> Value:
    """What the decorator `name` makes of a function, which runs where no other body is for the argument's class."""
    place = Const(DISPATCHES[name])
    return interp.world.add(
        Instance(DISPATCH, {FUNCTION: function, BODIES: interp.sequence("list", []), PLACE: place})
    )


def is_one(interp: Interpreter, value: Value) -> bool:
    """Is it such a function?"""
    thing = interp.world.get(value)
    return isinstance(thing, Instance) and thing.cls == DISPATCH


def registers(interp: Interpreter, decorator: Value) -> bool:
    """Is it ``function.register``, or what ``function.register(cls)`` gives?"""
    from .decorators import as_decorated

    thing = interp.world.get(decorator)
    if isinstance(thing, Instance) and thing.cls == PARTIAL:
        decorator = thing.attributes[FUNCTION]
    if not isinstance(decorator, Method) or decorator.name != "register":
        return False
    return is_one(interp, as_decorated(interp, decorator.receiver))


def _register(interp: Interpreter, function: Ref, arguments: Arguments) -> Value | None:
    """``function.register(body)``, ``function.register(cls, body)``, or as a decorator ``function.register(cls)``."""
    first, body = arguments.get(0, "cls"), arguments.get(1, "func") or arguments.keywords.get("method")
    if first is None:
        return None
    thing = interp.world.get(function)
    assert isinstance(thing, Instance)
    if body is None and not isinstance(first, Function):
        given, named = interp.sequence("tuple", [first]), interp.world.add(Table())
        register = Method(function, "register")
        return interp.world.add(
            Instance(PARTIAL, {FUNCTION: register, "<given>": given, "<keywords>": named})
        )
    classes = [first] if body is not None else list(_annotated(interp, thing, first))
    for cls in classes:
        pair = interp.sequence("tuple", [cls, body or first])
        bodies = thing.attributes[BODIES]
        assert isinstance(bodies, Ref)
        interp.world.own(bodies.id, Items).items.append(pair)
    return body or first


def _annotated(interp: Interpreter, function: Instance, body: Value) -> Iterator[Value]:
    """The classes by which a body's argument is annotated; something unknown where that cannot be read."""
    from .decorators import in_frame

    node = body.code.node if isinstance(body, Function) else None
    place = function.attributes[PLACE]
    assert isinstance(place, Const)
    if isinstance(node, cst.FunctionDef):
        parameters = [*node.params.posonly_params, *node.params.params]
        annotation = parameters[place.value].annotation if len(parameters) > place.value else None
        if annotation is not None:
            assert isinstance(body, Function)
            for part in _parts(annotation.annotation):
                yield in_frame(interp, body, part)
            return
    yield interp.world.opaque("a class")


def _parts(annotation: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The classes of ``A | B``, or of ``Union[A, B]``, which may stand in quotes."""
    if isinstance(annotation, cst.BinaryOperation) and isinstance(annotation.operator, cst.BitOr):
        yield from _parts(annotation.left)
        yield from _parts(annotation.right)
    elif isinstance(annotation, cst.Subscript):
        for element in annotation.slice:
            if isinstance(element.slice, cst.Index):
                yield from _parts(element.slice.value)
    elif isinstance(annotation, cst.SimpleString) and isinstance(annotation.evaluated_value, str):
        try:
            yield from _parts(cst.parse_expression(annotation.evaluated_value))
        except cst.ParserSyntaxError:
            yield annotation
    else:
        yield annotation


def call(interp: Interpreter, function: Instance, arguments: Arguments) -> Value | None:
    """Run the body that the argument's class chooses; None where there is no such argument."""
    place = function.attributes[PLACE]
    assert isinstance(place, Const)
    given = arguments.get(place.value)
    if given is None:
        return None

    def run(value: Value) -> Value:
        positional = [*arguments.positional]
        positional[place.value] = value
        return interp.call(_body(interp, function, value), replace(arguments, positional=tuple(positional)))

    return interp.each(given, run)


def _body(interp: Interpreter, function: Instance, value: Value) -> Value:
    """The body that runs for a value; where that is not known, one of those that may."""
    pairs = [interp.elements(pair).values for pair in interp.elements(function.attributes[BODIES]).values]
    told = [(cls, body, is_of(interp, value, cls)) for cls, body in pairs]
    sure = [(cls, body) for cls, body, verdict in told if verdict]
    best = [body for cls, body in sure if all(_is_under(interp, cls, other) for other, _ in sure)]
    chosen = best[-1:] or [body for _, body in sure] or [function.attributes[FUNCTION]]
    several = either(*chosen, *(body for _, body, verdict in told if verdict is None))
    return several or interp.world.opaque("one of many bodies")


def _is_under(interp: Interpreter, cls: Value, other: Value) -> bool:
    """Is a class the other one, or does it descend from it?"""
    if cls == other:
        return True
    told = interp.call(Native("builtins.issubclass"), Arguments((cls, other)))
    return interp.truth(told) is True


METHODS: dict[str, Callable[[Interpreter, Ref, Arguments], Value | None]] = {"register": _register}
