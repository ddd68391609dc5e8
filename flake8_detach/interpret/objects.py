"""Attributes of objects: instances, classes, containers, unknowns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..frozen import replace
from ..library.standard import FUNCTION, PARTIAL, PARTIAL_METHOD
from ..values import (
    Arguments,
    ArrayRef,
    ClassObject,
    Const,
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
)
from . import descriptors, enums, held, names, tensor_objects
from .classes import find_on_class, ready_class
from .items import weakly, write_item
from .special import special

if TYPE_CHECKING:
    from .interpreter import Interpreter


def read_attribute(interp: Interpreter, value: Value, name: str) -> Value:
    """``value.name`` of one value (no alternatives)."""
    world = interp.world
    match value:
        case TensorRef() | ArrayRef():
            if world.objects and isinstance(value, TensorRef):
                kept = tensor_objects.read(interp, value, name)
                if kept is not None:
                    return kept[0] if kept[1] is None else _instance_member(interp, kept[0], kept[1], value)
            found = interp.native(lambda: library.tensor_attribute(interp, value, name))
            return found if found is not None else Method(value, name)
        case Native(name=module):
            return library.member(module, name)
        case Const() if enums.class_of(value) is not None:
            return _of_member(interp, value, name)
        case Const() | Method() | Super() | Function():
            return Method(value, name)
    thing = world.get(value)
    assert isinstance(value, Ref)
    match thing:
        case Instance():
            return _of_instance(interp, value, thing, name)
        case ClassObject():
            owned = find_on_class(interp, value.id, name)
            if owned is not None:
                return _class_member(interp, owned[0], owned[1], value)
            return Const(thing.code.name) if name == "__name__" else Method(value, name)
        case Items() | Table():
            element = thing.named(name) if isinstance(thing, Items) else None
            return element if element is not None else Method(value, name)
        case Opaque():
            known = thing.attributes.get(name)
            if known is not None:
                return known
            found = interp.native(lambda: library.opaque_attribute(interp, value, name))
            if found is not None:
                return found
            attribute = world.opaque(name)
            world.own(value.id, Opaque).attributes[name] = attribute
            return attribute
    return world.opaque(name)


def _of_member(interp: Interpreter, value: Const, name: str) -> Value:
    """``Mode.TRAIN.name`` of a member of an enumeration."""
    number = enums.class_of(value)
    assert number is not None
    owned = find_on_class(interp, number, name)
    if owned is not None and not isinstance(owned[0], Const):
        return _instance_member(interp, *owned, value)
    found = enums.attribute(interp, value, name)
    if found is not None:
        return found
    return Method(value, name) if hasattr(value.value, name) else interp.world.opaque(name)


def _of_instance(interp: Interpreter, value: Ref, thing: Instance, name: str) -> Value:
    if name in thing.attributes:
        return thing.attributes[name]
    if name == "__dict__":
        return held.view(interp, value)
    if name == "__class__":
        return Ref(thing.cls) if isinstance(thing.cls, int) else Native(thing.cls)
    if held.MERGED in thing.attributes:
        table = interp.world.get(held.contents(interp, value) or value)
        if isinstance(table, Table) and Const(name) in table.items:
            return table.items[Const(name)]
    if isinstance(thing.cls, int):
        owned = find_on_class(interp, thing.cls, name)
        if owned is not None:
            answered = descriptors.read(interp, owned[0], owned[1], value, name)
            return answered if answered is not None else _instance_member(interp, *owned, value)
    found = interp.native(lambda: library.instance_attribute(interp, value, name))
    if found is not None:
        return found
    if isinstance(thing.cls, int):
        computed = special(interp, value, "getattr", Const(name))
        if computed is not None:
            return computed
        own = interp.world.own(value.id, Instance)
        attribute = assigned_elsewhere(interp, name)
        own.attributes[name] = attribute
        return attribute
    return Method(value, name)


def assigned_elsewhere(interp: Interpreter, name: str) -> Value:
    """An attribute that no method we ran has set: something unknown, the same at every reading."""
    return interp.world.opaque(name)


def _decorators(interp: Interpreter, function: Function) -> list[str]:
    """The plain names of a function's decorators."""
    known = interp.remembered.decorators.get(function.code)
    if known is None:
        known = interp.remembered.decorators[function.code] = _decorators_of(function.code.node)
    return known


def _decorators_of(node: cst.CSTNode) -> list[str]:
    if not isinstance(node, cst.FunctionDef):
        return []
    found = []
    for decorator in node.decorators:
        expression = decorator.decorator
        if isinstance(expression, cst.Name):
            found.append(expression.value)
        elif isinstance(expression, cst.Attribute):
            found.append(expression.attr.value)
    return found


def _instance_member(interp: Interpreter, member: Value, owner: int, instance: Value) -> Value:
    if isinstance(member, Ref):
        return _bound_partial(interp, member, owner, instance)
    if not isinstance(member, Function) or member.receiver is not None:
        return member
    decorators = _decorators(interp, member)
    if "staticmethod" in decorators:
        return replace(member, raw=len(decorators) == 1)
    if "classmethod" in decorators:
        thing = interp.world.get(instance)
        number = thing.cls if isinstance(thing, Instance) else enums.class_of(instance)
        cls = Ref(number) if isinstance(number, int) else instance
        return replace(member, receiver=cls, owner=owner, raw=len(decorators) == 1)
    if "property" in decorators:
        return interp.call(replace(member, owner=owner, raw=True), Arguments((instance,)))
    if "cached_property" in decorators:
        computed = interp.call(replace(member, owner=owner, raw=True), Arguments((instance,)))
        if isinstance(instance, Ref) and isinstance(interp.world.get(instance), Instance):
            interp.world.own(instance.id, Instance).attributes[member.code.name] = computed
        return computed
    return replace(member, receiver=instance, owner=owner)


def _bound_partial(interp: Interpreter, member: Ref, owner: int, instance: Value) -> Value:
    """A ``functools.partialmethod`` read from an instance: a partial of the bound method."""
    thing = interp.world.get(member)
    if not isinstance(thing, Instance) or thing.cls != PARTIAL_METHOD:
        return member
    bound = _instance_member(interp, thing.attributes[FUNCTION], owner, instance)
    return interp.world.add(Instance(PARTIAL, {**thing.attributes, FUNCTION: bound}))


def _class_member(interp: Interpreter, member: Value, owner: int, cls: Value) -> Value:
    if isinstance(member, Function) and member.receiver is None:
        decorators = _decorators(interp, member)
        if "classmethod" in decorators:
            return replace(member, receiver=cls, owner=owner, raw=len(decorators) == 1)
        if "staticmethod" in decorators:
            return replace(member, raw=len(decorators) == 1)
        return replace(member, owner=owner)
    return member


def write_attribute(interp: Interpreter, value: Value, name: str, new: Value, weak: bool) -> None:
    """``value.name = new`` of one value; `weak` keeps the old value as an alternative."""
    world = interp.world
    names.forget_conditions(interp, name)
    if isinstance(value, TensorRef | ArrayRef):
        known = interp.native(lambda: library.set_tensor_attribute(interp, value, name, new))
        if known is None and isinstance(value, TensorRef):
            tensor_objects.write(interp, value, name, new, weak)
        return
    thing = world.get(value)
    if not isinstance(value, Ref) or thing is None:
        return
    if isinstance(thing, Opaque):
        if library.is_tensor_setter(interp, value, name):
            interp.native(lambda: library.set_tensor_attribute(interp, value, name, new))
            return
        world.own(value.id, Opaque).attributes[name] = weakly(interp, thing.attributes.get(name), new, weak)
    elif isinstance(thing, Instance):
        if name == "__dict__":
            _set_dict(interp, value, new)
            return
        assigns = _assigns(interp, value)
        if assigns is not None:
            interp.call(assigns, Arguments((value, Const(name), new)))
            return
        if _is_taken(interp, value, thing, name, new):
            return
        if interp.native(lambda: library.set_instance_attribute(interp, value, name, new, weak)) is not None:
            return
        world.own(value.id, Instance).attributes[name] = weakly(interp, thing.attributes.get(name), new, weak)
    elif isinstance(thing, ClassObject):
        ready_class(interp, value.id)
        own = world.own(value.id, ClassObject)
        own.attributes[name] = weakly(interp, own.attributes.get(name), new, weak)


def write_past_setattr(interp: Interpreter, value: Ref, thing: Instance, name: str, new: Value) -> None:
    """``object.__setattr__(value, name, new)``: whatever ``__setattr__`` the object's class has, or descends from."""
    if not _is_taken(interp, value, thing, name, new):
        interp.world.own(value.id, Instance).attributes[name] = new


def _is_taken(interp: Interpreter, value: Ref, thing: Instance, name: str, new: Value) -> bool:
    """Does something else take an attribute that is set: the entries of the object, a property, a descriptor?"""
    if held.MERGED in thing.attributes:
        write_item(interp, value, Const(name), new)
        return True
    setter = _setter(interp, thing, name)
    if setter is not None:
        interp.call(setter, Arguments((value, new)))
        return True
    return descriptors.write(interp, value, thing, name, new)


def _assigns(interp: Interpreter, value: Ref) -> Function | None:
    """The ``__setattr__`` that the object's class defines; what it assigns itself goes past it."""
    method = interp.class_attribute(value, "__setattr__")
    if not isinstance(method, Function):
        return None
    frames = (interp.world.heap[number] for number in interp.world.frames)
    running = any(isinstance(frame, Frame) and frame.code is method.code for frame in frames)
    return None if running else method


def _set_dict(interp: Interpreter, value: Ref, new: Value) -> None:
    """``value.__dict__ = new``."""
    if new == value:
        interp.world.own(value.id, Instance).attributes[held.MERGED] = new
        return
    table = interp.world.get(held.unwrapped(interp, new))
    if isinstance(table, Table):
        for key, entry in table.items.items():
            interp.set_attribute(value, str(key.value), entry)


def _setter(interp: Interpreter, thing: Instance, name: str) -> Value | None:
    """The setter of a property, if `name` is one."""
    if not isinstance(thing.cls, int):
        return None
    owned = find_on_class(interp, thing.cls, f"<setter>{name}")
    if owned is None or not isinstance(owned[0], Function):
        return None
    return replace(owned[0], raw=True, owner=owned[1])
