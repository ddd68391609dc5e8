"""Definitions: what ``def`` and ``class`` bind, and how a class comes to have its attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..values import ClassObject, Code, Frame, Function
from . import names
from .blocks import run_suite
from .calls import make_function
from .decorators import decorated, decorates_at_once, forget_decorated

if TYPE_CHECKING:
    from .interpreter import Interpreter

DECORATOR = re.compile(r"\s*@\s*(\w+)")


def run_function_definition(interp: Interpreter, node: cst.FunctionDef) -> None:
    definition = interp.unit.definition_of(node)
    if definition is None:
        key = (id(node), 0)
        unit = interp.unit
        code = interp.codes.get(key)
        if code is None:
            code = interp.codes[key] = Code(node.name.value, lambda: (node, unit))
        function = make_function(interp, code, node.params)
        if node.decorators:
            forget_decorated(interp, function)
            decorated(interp, function, node)
    else:
        code = interp.code_of(definition)
        function = Function(code, interp.world.frames[-1])
        forget_decorated(interp, function)
        if decorates_at_once(interp, _decorator_roots(interp, definition)):
            whole = code.node
            if isinstance(whole, cst.FunctionDef):
                decorated(interp, function, whole)
    name = node.name.value
    if _may_be_setter(interp, definition) and _is_setter(node, function):
        name = f"<setter>{name}"
    names.bind(interp, name, function)


def _may_be_setter(interp: Interpreter, definition: Any) -> bool:
    """Whether a look at the text of a definition's decorators leaves that open; most are not parsed for it."""
    if definition is None:
        return True
    decorators = interp.source.lines[definition.first_line - 1 : definition.line - 1]
    return any("setter" in line for line in decorators)


def _decorator_roots(interp: Interpreter, definition: Any) -> list[str]:
    """The first names of a definition's decorators, as its text has them."""
    lines = interp.source.lines[definition.first_line - 1 : definition.line - 1]
    return [found[1] for line in lines if (found := DECORATOR.match(line))]


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
    if definition is None:
        run_class(interp, cls.id)
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
