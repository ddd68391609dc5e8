"""Objects of classes without ``__init__``, such as dataclasses: annotated names in the class's body are their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..frozen import replace
from ..library.named_tuples import NAMED_TUPLE
from ..values import (
    Arguments,
    ClassObject,
    Const,
    Default,
    Function,
    Instance,
    Items,
    Native,
    Ref,
    Table,
    Value,
)
from .classes import find_on_class, lineage, ready_class

if TYPE_CHECKING:
    from .interpreter import Interpreter

MARK = "<field>"
"""Begins the name under which a class's body remembers that a name was annotated there."""
SPECIFICATION = "dataclasses.Field"
"""The class of what ``dataclasses.field(...)`` gives; ``attrs`` has others of the same use."""
DECORATORS = frozenset({"dataclass", "define", "frozen", "mutable", "attrs", "s"})
"""What makes such a class, by the last part of its name, of ``dataclasses`` and ``attrs``."""
FACTORIES = ("default_factory", "factory")


def field_names(interp: Interpreter, number: int) -> list[str]:
    """The fields of class `number`, those of its bases first."""
    found: dict[str, None] = {}
    for _, part in reversed(list(lineage(interp, number))):
        for base in part.bases:
            found |= dict.fromkeys(library.names_of_fields(interp, base))
        found |= {n.removeprefix(MARK): None for n in part.attributes if n.startswith(MARK)}
    return list(found)


def fill(interp: Interpreter, number: int, instance: Ref, arguments: Arguments) -> None:
    """Set the fields: from the arguments, else as their ``field(...)`` says; a named tuple has all of them, in order."""
    names = field_names(interp, number)
    given: dict[str, Value] = {**dict(zip(names, arguments.positional)), **arguments.keywords}
    whole = NAMED_TUPLE in interp.class_names(instance)
    ordered = {name: given[name] for name in names if name in given} if whole else given
    interp.world.own(instance.id, Instance).attributes.update(ordered)
    for name in names:
        found = find_on_class(interp, number, name) if name not in given else None
        if whole:
            value = given.get(name) or (found[0] if found is not None else interp.world.opaque(name))
            attributes = interp.world.own(instance.id, Instance).attributes
            attributes.pop(name, None)
            attributes[name] = value
            continue
        wanted = interp.world.get(found[0]) if found is not None else None
        if not isinstance(wanted, Instance) or wanted.cls != SPECIFICATION:
            continue
        said = wanted.attributes
        factory = next((said[word] for word in FACTORIES if word in said), None)
        made = interp.call(factory, Arguments()) if factory is not None else said.get("default")
        if made is not None:
            interp.world.own(instance.id, Instance).attributes[name] = made


def presume(interp: Interpreter, number: int, instance: Ref) -> None:
    """Set the fields of an instance that was made by nobody we see: each has its default, or what callers gave instead."""
    decorated = any(_makes_fields(part.code.node) for _, part in lineage(interp, number))
    attributes = interp.world.own(instance.id, Instance).attributes
    for _, part in lineage(interp, number):
        for name, value in part.attributes.items():
            wanted = interp.world.get(value)
            if isinstance(wanted, Instance) and wanted.cls == SPECIFICATION:
                default = wanted.attributes.get("default")
            elif decorated and f"{MARK}{name}" in part.attributes and isinstance(value, Const):
                default = value
            else:
                continue
            known = default.value if isinstance(default, Const) else None
            attributes.setdefault(name, interp.world.opaque(name) if known is None else Default(known))


def _makes_fields(node: object) -> bool:
    """Is a class decorated with what makes a constructor of its fields?"""
    for decorator in node.decorators if isinstance(node, cst.ClassDef) else ():
        made = decorator.decorator
        name = made.func if isinstance(made, cst.Call) else made
        last = name.attr.value if isinstance(name, cst.Attribute) else getattr(name, "value", "")
        if last in DECORATORS:
            return True
    return False


# -- the functions of ``dataclasses``


def _listed(interp: Interpreter, arguments: Arguments) -> Value | None:
    """``dataclasses.fields(x)``: what tells the name of each field."""
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    number = thing.cls if isinstance(thing, Instance) else getattr(value, "id", None)
    if not isinstance(thing, Instance | ClassObject) or not isinstance(number, int):
        return None
    if isinstance(thing, ClassObject):
        ready_class(interp, number)
    names = field_names(interp, number)
    return interp.sequence(
        "tuple", [interp.world.add(Instance(SPECIFICATION, {"name": Const(name)})) for name in names]
    )


def _replaced(interp: Interpreter, arguments: Arguments) -> Value | None:
    """``dataclasses.replace(instance, field=...)``: another instance with the other fields of this one."""
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    if not isinstance(thing, Instance) or arguments.open_keywords:
        return None
    made = interp.world.add(thing.copy())
    interp.world.own(made.id, Instance).attributes.update(arguments.keywords)
    after = interp.class_attribute(made, "__post_init__")
    if isinstance(after, Function):
        interp.call(replace(after, receiver=None), Arguments((made,)))
    return made


def _parts(interp: Interpreter, value: Value) -> dict[str, Value] | None:
    """The fields of an object of a dataclass of the program, and what they are."""
    thing = interp.world.get(value)
    if not isinstance(thing, Instance) or not isinstance(thing.cls, int):
        return None
    names = field_names(interp, thing.cls)
    return {name: interp.attribute(value, name) for name in names} if names else None


def _converted(interp: Interpreter, value: Value, as_table: bool, copies: bool) -> Value:
    """What ``asdict`` and ``astuple`` make of a value: of tensors, copies (``copy.deepcopy``)."""
    inner = _parts(interp, value)
    if inner is not None:
        found = {k: _converted(interp, v, as_table, copies) for k, v in inner.items()}
        if as_table:
            return interp.world.add(Table({Const(k): v for k, v in found.items()}))
        return interp.sequence("tuple", list(found.values()))
    thing = interp.world.get(value)
    if isinstance(thing, Items):
        rest = _converted(interp, thing.rest, as_table, copies) if thing.rest is not None else None
        return interp.sequence(
            thing.kind, [_converted(interp, v, as_table, copies) for v in thing.items], rest
        )
    if isinstance(thing, Table):
        rest = _converted(interp, thing.rest, as_table, copies) if thing.rest is not None else None
        items = {k: _converted(interp, v, as_table, copies) for k, v in thing.items.items()}
        return interp.world.add(Table(items, rest))
    return interp.call(Native("copy.deepcopy"), Arguments((value,))) if copies else value


def _conversion(as_table: bool, copies: bool = True) -> Callable[[Interpreter, Arguments], Value | None]:
    def run(interp: Interpreter, arguments: Arguments) -> Value | None:
        value = arguments.get(0, "obj")
        if value is None or _parts(interp, value) is None:
            return None
        return _converted(interp, value, as_table, copies)

    return run


FUNCTIONS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    "dataclasses.fields": _listed,
    "dataclasses.asdict": _conversion(as_table=True),
    "dataclasses.astuple": _conversion(as_table=False),
    "attr.asdict": _conversion(as_table=True, copies=False),
    "attrs.asdict": _conversion(as_table=True, copies=False),
    **dict.fromkeys(("dataclasses.replace", "copy.replace", "attr.evolve", "attrs.evolve"), _replaced),
}
