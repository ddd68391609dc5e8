"""Definitions: what ``def`` and ``class`` bind, and how a class comes to have its attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import libcst as cst

from ..frozen import replace
from ..values import NONE, Arguments, ClassObject, Code, Const, Frame, Function, Instance, Ref, Table, Value
from . import enums, names
from .blocks import run_suite
from .calls import make_function
from .classes import find_on_class, ready_class
from .decorators import decorated, decorates_at_once, follows, forget_decorated, in_frame

if TYPE_CHECKING:
    from .interpreter import Interpreter

METACLASS = "<metaclass>"
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
        interp.waiting[code] = function
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
    if interp.tells_bases:
        _tell_bases(interp, cls)
    names.bind(interp, node.name.value, cls)
    made = _decorated_class(interp, cls, code, definition)
    if made != cls:
        names.bind(interp, node.name.value, made)


def _tell_bases(interp: Interpreter, cls: Ref) -> None:
    """A class is made: ``__init_subclass__`` of its bases is called with what stands beside them."""
    made = ready_class(interp, cls.id)
    hook = find_on_class(interp, cls.id, "__init_subclass__", above=cls.id)
    if hook is None or not isinstance(hook[0], Function) or not follows(interp, hook[0]):
        return
    function = Function(made.code, made.frame)
    keywords = made.code.node.keywords if isinstance(made.code.node, cst.ClassDef) else ()
    given = {
        each.keyword.value: in_frame(interp, function, each.value)
        for each in keywords
        if each.keyword is not None and each.keyword.value != "metaclass"
    }
    interp.call(replace(hook[0], owner=hook[1], raw=True), Arguments((cls,), given))


def _decorated_class(interp: Interpreter, cls: Ref, code: Code, definition: Any) -> Value:
    """What those decorators that are the program's own make of a class: mostly the class, kept in some registry."""
    if definition is not None and not any(
        _is_own(interp, root) for root in _decorator_roots(interp, definition)
    ):
        return cls
    decorators = code.node.decorators if isinstance(code.node, cst.ClassDef) else ()
    value: Value = cls
    for decorator in reversed(decorators):
        if _is_own(interp, _root_name(decorator.decorator)):
            function = in_frame(interp, Function(code, interp.world.frames[-1]), decorator.decorator)
            made = interp.call(function, Arguments((value,)))
            if isinstance(made, Function) or isinstance(interp.world.get(made), ClassObject | Instance):
                value = made
    return value


def _root_name(expression: cst.BaseExpression) -> str:
    """The first name of a decorator."""
    while isinstance(expression, cst.Attribute | cst.Call):
        expression = expression.value if isinstance(expression, cst.Attribute) else expression.func
    return expression.value if isinstance(expression, cst.Name) else ""


def _is_own(interp: Interpreter, root: str) -> bool:
    """Is a decorator that begins with this name the program's own, and followed into?"""
    value = names.lookup(interp, root) if root else NONE
    if isinstance(value, Function):
        return follows(interp, value)
    return interp.follow is None and isinstance(interp.world.get(value), ClassObject | Instance)


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
    meta = [interp.evaluate(k.value) for k in node.keywords if k.keyword and k.keyword.value == "metaclass"]
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
    if meta:
        own.attributes[METACLASS] = meta[0]
    made = find_on_class(interp, number, METACLASS) if interp.tells_bases else None
    if made is not None and isinstance(interp.world.get(made[0]), ClassObject):
        _run_metaclass(interp, Ref(number), made[0])
    if _may_be_enumeration(node):
        enums.make_members(interp, number)


def _may_be_enumeration(node: cst.ClassDef) -> bool:
    """Whether the names of a class's bases leave that open; the bases of most are not run for it."""
    names = (a.value.attr if isinstance(a.value, cst.Attribute) else a.value for a in node.bases)
    return any(isinstance(name, cst.Name) and name.value[:1].isupper() for name in names)


def _run_metaclass(interp: Interpreter, cls: Ref, meta: Value) -> None:
    """A metaclass of the program makes the class: ``__new__`` may change the namespace it is given, ``__init__`` the class."""
    assert isinstance(meta, Ref)
    made = interp.world.own(cls.id, ClassObject)
    names_of_class = {Const(name): value for name, value in made.attributes.items() if name.isidentifier()}
    space = interp.world.add(Table(names_of_class))
    given = (Const(made.code.name), interp.sequence("tuple", made.bases), space)
    interp.making[space.id] = cls
    try:
        for name, receiver in (("__new__", meta), ("__init__", cls)):
            method = find_on_class(interp, meta.id, name)
            if method is not None and isinstance(method[0], Function) and follows(interp, method[0]):
                interp.call(replace(method[0], owner=method[1]), Arguments((receiver, *given)))
    finally:
        del interp.making[space.id]
