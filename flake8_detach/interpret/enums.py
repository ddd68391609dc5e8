"""Enumerations: a class that descends from ``enum.Enum`` has its members as constants, which Python's own ``enum`` makes and compares."""

from __future__ import annotations

import enum
import types
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..frozen import dataclass
from ..values import (
    NONE,
    Arguments,
    ClassObject,
    Const,
    Elements,
    Instance,
    Items,
    Native,
    Opaque,
    Ref,
    Value,
    either,
)
from .classes import find_on_class, lineage, native_bases, ready_class
from .raising import raised

if TYPE_CHECKING:
    from .interpreter import Interpreter

AUTO = "enum.auto"
"""The class of what ``auto()`` gives."""
NUMBER = "_flake8_detach_class"
"""The attribute of a class made here that says which class of the program it is."""
KINDS: dict[str, tuple[type, ...]] = {
    "enum.IntFlag": (enum.IntFlag,),
    "enum.Flag": (enum.Flag,),
    "enum.IntEnum": (enum.IntEnum,),
    "enum.StrEnum": (str, enum.Enum),
    "enum.Enum": (enum.Enum,),
}
"""What a class is made of here that descends from one of these, the first that fits."""
TEXT = frozenset({"enum.StrEnum"})
"""Of these, ``str()`` gives the value."""
MIXED: dict[str, type] = {"builtins.int": int, "builtins.str": str, "builtins.float": float}


@dataclass(frozen=True, slots=True)
class Unseen:
    """A member's value that is no constant; None: one that the class's own methods make, of the member that is `named`."""

    value: Value | None
    named: str = ""


def make_members(interp: Interpreter, number: int) -> None:
    """A class's body ran: if it is an enumeration, what it assigned are its members."""
    names = native_bases(interp, Ref(number))
    kind = next((kind for kind in KINDS if kind in names), None)
    if kind is None:
        return
    own = interp.world.own(number, ClassObject)
    bases = KINDS[kind]
    mixed = next((MIXED[name] for name in names if name in MIXED), None)
    if mixed is not None and len(bases) == 1 and bases[0] is enum.Enum:
        bases = (mixed, *bases)
    given = {n: v for n, v in own.attributes.items() if _is_member(interp, n, v)}
    values = _values(interp, number, given, bases)
    if not values:
        return
    made = interp.remembered.enumerations.get(number)
    if made is None or [(m.name, m.value) for m in _all(made)] != list(values.items()):
        try:
            made = _class(own.code.name, bases, values, kind)
        except (TypeError, ValueError):
            return  # Python refuses such a class
        setattr(made, NUMBER, number)
        interp.remembered.enumerations[number] = made
    own.attributes.update({name: Const(made.__members__[name]) for name in values})


def _is_member(interp: Interpreter, name: str, value: Value) -> bool:
    if name.startswith(("_", "<")):
        return False
    thing = interp.world.get(value)
    if isinstance(value, Native):
        return value.name.rpartition(".")[2][:1].isupper()
    return isinstance(value, Const) or isinstance(thing, Items | Opaque | Instance)


def _values(
    interp: Interpreter, number: int, given: dict[str, Value], bases: tuple[type, ...]
) -> dict[str, Any]:
    """The members' values as Python has them: ``auto()`` counts on, and what is no constant is told apart only."""
    found: dict[str, Any] = {}
    makes = find_on_class(interp, number, "__new__") is not None
    counts = find_on_class(interp, number, "_generate_next_value_") is not None
    for name, value in given.items():
        plain = _plain(interp, value)
        if makes or (counts and plain is enum.auto):
            plain = Unseen(None, name)
        elif plain is enum.auto:
            plain = _next(name, bases, list(found.values()))
        if len(bases) > 1 or issubclass(bases[0], enum.Flag | int):
            if isinstance(plain, Unseen):
                continue  # nobody knows which number or text it is
        found[name] = plain
    return found


def _plain(interp: Interpreter, value: Value) -> Any:
    thing = interp.world.get(value)
    if isinstance(value, Const):
        return value.value
    if isinstance(thing, Instance) and thing.cls == AUTO:
        return enum.auto
    if isinstance(thing, Items) and thing.kind == "tuple" and thing.rest is None:
        parts = [_plain(interp, item) for item in thing.items]
        if not any(isinstance(part, Unseen) or part is enum.auto for part in parts):
            return tuple(parts)
    return Unseen(value)


def _next(name: str, bases: tuple[type, ...], before: list[Any]) -> Any:
    """What ``auto()`` gives."""
    if bases[0] is str:
        return name.lower()
    numbers = [v for v in before if isinstance(v, int)]
    if issubclass(bases[0], enum.Flag):
        return 1 << max((n.bit_length() for n in numbers), default=0)
    return max(numbers, default=0) + 1


def _class(name: str, bases: tuple[type, ...], values: dict[str, Any], kind: str) -> type[enum.Enum]:
    def fill(body: dict[str, Any]) -> None:
        if kind in TEXT:
            body["__str__"] = str.__str__
        for member, value in values.items():
            body.__setitem__(member, value)

    made = types.new_class(name, bases, exec_body=fill)
    assert issubclass(made, enum.Enum)
    return made


def _all(made: type[enum.Enum]) -> Iterator[enum.Enum]:
    """The members, aliases left out."""
    return iter(dict.fromkeys(made.__members__.values()))


# -- what the program does with them


def made_for(interp: Interpreter, cls: Value) -> type[enum.Enum] | None:
    """The enumeration that a class of the program is."""
    if not isinstance(cls, Ref) or not isinstance(interp.world.get(cls), ClassObject):
        return None
    ready_class(interp, cls.id)
    return interp.remembered.enumerations.get(cls.id)


def class_of(value: Value) -> int | None:
    """The class of the program that a member is of."""
    member = value.value if isinstance(value, Const) else None
    return getattr(type(member), NUMBER, None) if isinstance(member, enum.Enum) else None


def attribute(interp: Interpreter, value: Value, name: str) -> Value | None:
    """``member.value`` and ``member.name``; None for what the class has to say."""
    member = value.value if isinstance(value, Const) else None
    if not isinstance(member, enum.Enum) or name.strip("_") not in ("value", "name"):
        return None
    if name.strip("_") == "name":
        return Const(member.name)
    held = member.value
    if isinstance(held, Unseen):
        return held.value if held.value is not None else interp.world.opaque("a value")
    if isinstance(held, tuple):
        return interp.sequence("tuple", [Const(part) for part in held])
    return Const(held)


def members(interp: Interpreter, cls: Value) -> Elements | None:
    """The members, of a class that is an enumeration."""
    made = made_for(interp, cls)
    return Elements(tuple(Const(member) for member in _all(made)), True) if made is not None else None


def by_value(interp: Interpreter, cls: Ref, arguments: Arguments) -> Value | None:
    """``Mode("train")``."""
    made, given = made_for(interp, cls), arguments.get(0, "value")
    if made is None or given is None:
        return None
    plain = _plain(interp, given)
    if not isinstance(plain, Unseen):
        try:
            return Const(made(plain))
        except ValueError as error:
            found = _missing(interp, cls, given)
            if found not in (None, NONE):
                return found
            if not any(isinstance(member.value, Unseen) for member in _all(made)):
                raise raised(interp, "ValueError") from error
    return either(*(Const(member) for member in _all(made)))


def _missing(interp: Interpreter, cls: Ref, value: Value) -> Value | None:
    """What the class's own ``_missing_`` gives for a value of no member."""
    if find_on_class(interp, cls.id, "_missing_") is None:
        return None
    return interp.call(interp.attribute(cls, "_missing_"), Arguments((value,)))


def is_member(value: Value) -> bool:
    """Is it a member of an enumeration?"""
    return isinstance(value, Const) and isinstance(value.value, enum.Enum)


def text_of(value: Const) -> str | None:
    """``str(value)`` of a constant; None where it differs between the versions of Python."""
    if isinstance(value.value, enum.Enum) and isinstance(value.value, int):
        return None
    return str(value.value)


def formatted(value: Const) -> str | None:
    """The same of what stands in an f-string, where other bases of a member have their say."""
    member = value.value
    mixed = isinstance(member, enum.Enum) and len(type(member).__bases__) > 1
    return None if mixed and "__str__" not in vars(type(member)) else text_of(value)


def by_name(interp: Interpreter, cls: Ref, name: Value) -> Value | None:
    """``Mode["TRAIN"]``."""
    made = made_for(interp, cls)
    if made is None:
        return None
    if not isinstance(name, Const):
        return either(*(Const(member) for member in _all(made)))
    if name.value not in made.__members__:
        raise raised(interp, "KeyError")
    return Const(made.__members__[name.value])


def is_of(interp: Interpreter, value: Value, cls: Value) -> bool | None:
    """Is a member of that class, or of one that descends from it? None for what is no member."""
    number = class_of(value)
    if number is None:
        return None
    if isinstance(cls, Native):
        return cls.name in native_bases(interp, Ref(number)) or None
    return isinstance(cls, Ref) and cls.id in {n for n, _ in lineage(interp, number)}
