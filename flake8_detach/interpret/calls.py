"""Calls: arguments, binding them to parameters, following into functions, classes and methods of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..frozen import replace
from ..values import (
    NONE,
    Arguments,
    ArrayRef,
    ClassObject,
    Code,
    Const,
    Default,
    Frame,
    Function,
    Instance,
    Items,
    Method,
    Native,
    Opaque,
    Ref,
    Super,
    Table,
    TensorRef,
    Value,
    either,
)
from . import dispatch, enums, fields, heaps, held, instances, lazy, tensor_objects, threads
from .annotations import note_annotation
from .builtins import call_builtin
from .classes import find_above, find_on_class, subclasses
from .containers import call_container_method
from .decorators import as_decorated, call_decorated, follows, in_frame
from .escape import may_be_reset
from .objects import read_attribute
from .overridden import is_left_to_others
from .raising import raised

if TYPE_CHECKING:
    from .interpreter import Interpreter

MOST_RECURSION, MOST_COUNTED = 3, 8
"""How often one function may be on the stack; and if it is given a number that is known, which may count how often."""


def arguments_of(interp: Interpreter, args: Sequence[cst.Arg]) -> Arguments:
    """Evaluate a call's arguments, in order."""
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    rest: Value | None = None
    open_keywords = False
    for arg in args:
        value = interp.evaluate(arg.value)
        if arg.star == "*":
            found = interp.elements(value)
            if found.exact and rest is None:
                positional += found.values
            elif found.values:
                rest = either(*found.values) or interp.world.opaque("an argument")
            else:
                rest = interp.world.opaque("an argument")
        elif arg.star == "**":
            table = interp.world.get(held.unwrapped(interp, value))
            if isinstance(table, Table) and table.rest is None:
                keywords.update({str(k.value): v for k, v in table.items.items()})
            else:
                open_keywords = True
        elif arg.keyword is not None:
            keywords[arg.keyword.value] = value
        else:
            positional.append(value)
    return Arguments(tuple(positional), keywords, rest, open_keywords)


def make_function(
    interp: Interpreter, code: Code, parameters: cst.Parameters, receiver: Value | None = None
) -> Function:
    """A function value, its defaults evaluated now."""
    defaults: list[tuple[str, Value]] = []
    for param in (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params):
        if param.default is not None:
            defaults.append((param.name.value, interp.evaluate(param.default)))
    return Function(code, interp.world.frames[-1], tuple(defaults), receiver)


def call_code(interp: Interpreter, name: str, node: Any, parameters: cst.Parameters) -> Value:
    """The function value of a lambda or of a nested definition."""
    unit = interp.unit
    key = (id(node), 0)
    code = interp.codes.get(key)
    if code is None:
        code = interp.codes[key] = Code(name, lambda: (node, unit))
    return make_function(interp, code, parameters)


def bound_to(interp: Interpreter, arguments: Arguments) -> Value:
    """``types.MethodType(function, receiver)``."""
    function, receiver = arguments.get(0), arguments.get(1)
    if isinstance(function, Function) and function.receiver is None and receiver is not None:
        return replace(function, receiver=receiver)
    return interp.call(Native("functools.partial"), arguments)


PROGRAM_FUNCTIONS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    **fields.FUNCTIONS,
    **heaps.FUNCTIONS,
    **threads.FUNCTIONS,
    "types.MethodType": bound_to,
}
"""Functions of Python's own library that ask for what only the interpreter knows: a class's body, what a key function gives."""
PROGRAM_OBJECTS: dict[str, dict[str, Callable[[Interpreter, Ref, Arguments], Value | None]]] = {
    dispatch.DISPATCH: dispatch.METHODS,
    **threads.OBJECTS,
}
"""Methods of objects of Python's own library that do, by the objects' class."""


# -- calling


def call_value(interp: Interpreter, function: Value, arguments: Arguments) -> Value:
    """Call one value (no alternatives)."""
    match function:
        case Function():
            return call_function(interp, function, arguments)
        case Method(receiver=receiver, name=name):
            return call_method(interp, receiver, name, arguments)
        case Native(name=name):
            made = lazy.handed_to(interp, name, arguments)
            return made if made is not None else call_native(interp, name, arguments)
    thing = interp.world.get(function)
    if isinstance(thing, ClassObject):
        return instances.instantiate(interp, function, arguments)
    if isinstance(thing, Instance):
        if thing.cls == dispatch.DISPATCH:
            found = dispatch.call(interp, thing, arguments)
            return found if found is not None else interp.unknown_call("a call", arguments)
        own = interp.class_attribute(function, "__call__")
        if isinstance(own, Function):
            return call_function(interp, own, arguments.behind(function))
        found = interp.native(lambda: library.call_instance(interp, function, arguments))
        if found is not None:
            return found
        return interp.unknown_call(_class_label(thing), arguments)
    if isinstance(thing, Opaque):
        found = interp.native(lambda: library.opaque_call(interp, function, thing.label, arguments))
        if found is not None:
            return found
        return interp.unknown_call(thing.label, arguments, layer=thing.layer, proved=not thing.imported)
    return interp.unknown_call("a call", arguments)


def call_native(interp: Interpreter, name: str, arguments: Arguments) -> Value:
    """Call something imported."""
    if name.startswith("builtins."):
        found = call_builtin(interp, name.removeprefix("builtins."), arguments)
    elif name in PROGRAM_FUNCTIONS:
        found = PROGRAM_FUNCTIONS[name](interp, arguments)
    else:
        found = interp.native(lambda: library.call(interp, name, arguments))
    return found if found is not None else _imported(interp, name, arguments)


def _imported(interp: Interpreter, name: str, arguments: Arguments) -> Value:
    """Call something imported that the library does not know; a class makes what may be a layer."""
    short = name.rpartition(".")[2]
    functions = any(isinstance(v, Function | Method) for v in arguments.every())
    changes = not library.only_reads(name, functions=functions)
    if not short.lstrip("_")[:1].isupper() or short.isupper():
        return interp.unknown_call(short, arguments, changes=changes)
    given = [v for v in arguments.every() if isinstance(v, TensorRef)]
    result = interp.unknown_call(short, Arguments(tuple(given))) if given else interp.world.opaque(short)
    if isinstance(result, Ref):
        made = interp.world.own(result.id, Opaque)
        made.layer = made.imported = True
        library.note_given(interp, result, arguments)
    if changes:
        may_be_reset(interp, arguments.every())
    return result


def _class_label(instance: Instance) -> str:
    return instance.cls.rpartition(".")[2] if isinstance(instance.cls, str) else "an object"


def call_method(interp: Interpreter, receiver: Value, name: str, arguments: Arguments) -> Value:
    """Call a method of one value (no alternatives)."""
    receiver = as_decorated(interp, receiver)
    world = interp.world
    match receiver:
        case TensorRef() | ArrayRef():
            if (
                world.objects
                and isinstance(receiver, TensorRef)
                and tensor_objects.read(interp, receiver, name)
            ):
                return interp.call(read_attribute(interp, receiver, name), arguments)
            found = interp.native(lambda: library.tensor_method(interp, receiver, name, arguments))
            return found if found is not None else interp.unknown_call(name, arguments.behind(receiver))
        case Native(name=module):
            return call_value(interp, library.member(module, name), arguments)
        case Super():
            return _call_above(interp, receiver, name, arguments)
    thing = world.get(receiver)
    if enums.class_of(receiver) is not None:
        member = read_attribute(interp, receiver, name)
        bound = member != Method(receiver, name)
        return interp.call(member, arguments) if bound else interp.unknown_call(name, arguments)
    if isinstance(receiver, Const) and receiver != NONE and not hasattr(receiver.value, name):
        raise raised(interp, "AttributeError")  # a None may be what others put a value in place of
    if lazy.is_waiting(thing) and isinstance(receiver, Ref):
        return lazy.method(interp, receiver, name, arguments)
    if isinstance(thing, Items | Table) or isinstance(receiver, Const):
        lazy.consumed(interp, arguments)
        result = call_container_method(interp, receiver, name, arguments)
        return result if result is not None else interp.unknown_call(name, arguments)
    if isinstance(thing, Opaque):
        if name in thing.attributes and not thing.shown:
            return interp.call(thing.attributes[name], arguments)
        found = interp.native(lambda: library.opaque_method(interp, receiver, name, arguments))
        return found if found is not None else interp.unknown_call(name, arguments)
    if isinstance(thing, Instance):
        return _call_instance_method(interp, receiver, thing, name, arguments)
    if isinstance(thing, ClassObject) and isinstance(receiver, Ref):
        if name == "__subclasses__":
            return interp.sequence("list", subclasses(interp, receiver.id))
        owned = find_on_class(interp, receiver.id, name)
        if owned is not None:
            return interp.call(read_attribute(interp, receiver, name), arguments)
        found = interp.native(lambda: library.class_method(interp, receiver, name, arguments))
        return found if found is not None else interp.unknown_call(name, arguments)
    if isinstance(receiver, Function) and name == "__get__":
        return bound_to(interp, arguments.behind(receiver))
    attribute = interp.attribute(receiver, name)
    if isinstance(attribute, Method):
        return interp.unknown_call(name, arguments)  # nothing more is known of it than that it is a method
    return interp.call(attribute, arguments)


def _call_instance_method(
    interp: Interpreter, receiver: Value, thing: Instance, name: str, arguments: Arguments
) -> Value:
    attribute = thing.attributes.get(name)
    if attribute is None:
        attribute = interp.class_attribute(receiver, name)
        if attribute is not None:
            attribute = read_attribute(interp, receiver, name)
    if attribute is not None:
        if type(attribute) is Ref:
            library.called_as_part(interp, receiver, attribute)
        return interp.call(attribute, arguments)
    methods = PROGRAM_OBJECTS.get(thing.cls) if isinstance(thing.cls, str) else None
    if methods is not None and isinstance(receiver, Ref):
        found = methods[name](interp, receiver, arguments) if name in methods else None
        return found if found is not None else interp.unknown_call(name, arguments)
    inner = held.contents(interp, receiver)
    if inner is not None:
        result = held.call(interp, receiver, inner, name, arguments)
        if result is not None:
            return result
    found = threads.method(interp, receiver, name, arguments)
    if found is None:
        found = interp.native(lambda: library.instance_method(interp, receiver, name, arguments))
    if found is not None:
        return found
    return interp.unknown_call(name, arguments, layer=library.is_module(interp, receiver))


def _call_above(interp: Interpreter, receiver: Super, name: str, arguments: Arguments) -> Value:
    """``super().name(...)``."""
    world, instance = interp.world, receiver.receiver
    above = find_above(interp, world.kept_on(instance) or instance, receiver.owner, name)
    if above is not None and isinstance(above[0], Function):
        return call_function(interp, replace(above[0], owner=above[1]), arguments.behind(instance))
    if name == "__new__" and isinstance(instance, Ref) and isinstance(world.get(instance), ClassObject):
        if library.is_class_of_tensors(interp, instance):
            return library.make_tensor(interp, instance, arguments.behind_first())
        return instances.made_by_type(interp, arguments) or instances.bare(interp, instance)
    if isinstance(instance, TensorRef):
        found = interp.native(lambda: library.tensor_method(interp, instance, name, arguments))
        return found if found is not None else interp.unknown_call(name, arguments.behind(instance))
    inner = held.contents(interp, instance)
    if inner is not None:
        result = held.call(interp, instance, inner, name, arguments)
        if result is not None:
            return result
    found = interp.native(lambda: library.instance_method(interp, instance, name, arguments))
    return found if found is not None else world.opaque(name)


def call_function(interp: Interpreter, function: Function, arguments: Arguments) -> Value:
    """Follow into a function of the program; too deep or too often, it is an unknown call."""
    if function.receiver is not None:
        arguments = arguments.behind(function.receiver)
    frames = [interp.world.heap[f] for f in interp.world.frames]
    again = sum(1 for f in frames if isinstance(f, Frame) and f.code is function.code and f.code is not None)
    counted = any(isinstance(v, Const) and type(v.value) is int for v in arguments.every())
    most = MOST_COUNTED if counted else MOST_RECURSION
    if len(interp.calls) >= interp.most_calls() or again >= most or not follows(interp, function):
        return interp.unknown_call(function.code.name, arguments, looked=not interp.in_part)
    interp.enter(function.code)
    node = function.code.node
    if node is None:
        return interp.unknown_call(function.code.name, arguments)
    if is_left_to_others(interp, function, arguments):
        return interp.unknown_call(function.code.name, arguments)
    if isinstance(node, cst.FunctionDef) and node.decorators and not function.raw:
        return call_decorated(interp, function, node, arguments)
    frame = Frame(function.frame, function.code)
    if not bind_parameters(interp, function, node.params, arguments, frame):
        return interp.unknown_call(function.code.name, arguments)
    if function.owner is not None and arguments.positional:
        frame.variables["<owner>"] = Ref(function.owner)
        frame.variables["<receiver>"] = arguments.positional[0]
    return interp.run_function(function, frame, node.body)


def bind_parameters(
    interp: Interpreter, function: Function, parameters: cst.Parameters, arguments: Arguments, frame: Frame
) -> bool:
    """Bind arguments as Python does; False where the call does not fit."""
    names = [p.name.value for p in (*parameters.posonly_params, *parameters.params)]
    keyword_only = [p.name.value for p in parameters.kwonly_params]
    variables = frame.variables
    defaults = dict(function.defaults)
    for name, value in zip(names, arguments.positional):
        variables[name] = value
    extra = list(arguments.positional[len(names) :])
    star = parameters.star_arg
    if isinstance(star, cst.Param):
        more = arguments.rest
        if more is None and _called_by_nobody(interp):
            more = interp.world.opaque("an argument")
        variables[star.name.value] = interp.sequence("tuple", extra, more)
    elif extra:
        return False
    others: dict[Const, Value] = {}
    for name, value in arguments.keywords.items():
        if name in names or name in keyword_only:
            variables.setdefault(name, value)
        else:
            others[Const(name)] = value
    if parameters.star_kwarg is not None:
        is_open = arguments.open_keywords or _called_by_nobody(interp)
        rest = interp.world.opaque("an argument") if is_open else None
        variables[parameters.star_kwarg.name.value] = interp.world.add(Table(others, rest))
    for param in (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params):
        name = param.name.value
        if name in variables:
            if param.default is None:
                note_annotation(interp, function, param, variables[name])
            continue
        if arguments.rest is not None or (arguments.open_keywords and param.default is None):
            variables[name] = arguments.rest if arguments.rest is not None else interp.world.opaque(name)
        elif param.default is not None:
            value = defaults[name] if name in defaults else _default(interp, function, name, param.default)
            variables[name] = _example(interp, name, value) if _called_by_nobody(interp) else value
        else:
            variables[name] = interp.world.opaque(name)
            note_annotation(interp, function, param, variables[name])
    return True


def _called_by_nobody(interp: Interpreter) -> bool:
    """Did the analysis begin at this definition?"""
    return not interp.calls and isinstance(interp.node, cst.FunctionDef)


def _example(interp: Interpreter, name: str, default: Value) -> Value:
    """A default where callers may give something else: `None` mostly stands for a value that is to be given."""
    if default == NONE:
        return interp.world.opaque(name)
    return Default(default.value) if isinstance(default, Const) else default


def _default(interp: Interpreter, function: Function, name: str, expression: cst.BaseExpression) -> Value:
    """A parameter's default, evaluated once: a mutable one is shared by all calls."""
    key = f"<default>{function.code.name}.{name}.{id(expression)}"
    if function.frame is None:
        return in_frame(interp, function, expression)
    frame = interp.world.heap[function.frame]
    assert isinstance(frame, Frame)
    if key not in frame.variables:
        value = in_frame(interp, function, expression)
        interp.world.own(function.frame, Frame).variables[key] = value
        return value
    return frame.variables[key]
