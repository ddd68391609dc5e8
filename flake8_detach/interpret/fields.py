"""Objects of classes without ``__init__``, such as dataclasses: annotated names in the class's body are their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, ClassObject, Const, Instance, Ref, Value
from .classes import find_on_class, lineage, ready_class

if TYPE_CHECKING:
    from .interpreter import Interpreter

MARK = "<field>"
"""Begins the name under which a class's body remembers that a name was annotated there."""
SPECIFICATION = "dataclasses.Field"
"""The class of what ``dataclasses.field(...)`` gives; ``attrs`` has others of the same use."""
FACTORIES = ("default_factory", "factory")


def field_names(interp: Interpreter, number: int) -> list[str]:
    """The fields of class `number`, those of its bases first."""
    found: dict[str, None] = {}
    for _, part in reversed(list(lineage(interp, number))):
        found |= {n.removeprefix(MARK): None for n in part.attributes if n.startswith(MARK)}
    return list(found)


def listed(interp: Interpreter, arguments: Arguments) -> Value | None:
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


def fill(interp: Interpreter, number: int, instance: Ref, arguments: Arguments) -> None:
    """Set the fields: from the arguments, else as their ``field(...)`` says."""
    names = field_names(interp, number)
    given: dict[str, Value] = {**dict(zip(names, arguments.positional)), **arguments.keywords}
    interp.world.own(instance.id, Instance).attributes.update(given)
    for name in names:
        found = find_on_class(interp, number, name) if name not in given else None
        wanted = interp.world.get(found[0]) if found is not None else None
        if not isinstance(wanted, Instance) or wanted.cls != SPECIFICATION:
            continue
        said = wanted.attributes
        factory = next((said[word] for word in FACTORIES if word in said), None)
        value = interp.call(factory, Arguments()) if factory is not None else said.get("default")
        if value is not None:
            interp.world.own(instance.id, Instance).attributes[name] = value
