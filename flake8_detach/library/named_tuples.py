"""Tuples whose elements have names: ``collections.namedtuple``, ``typing.NamedTuple`` called, and the methods of all such."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Const, Instance, Items, Ref, Runtime, Table, Value

NAMED_TUPLE_CLASS, NAMED_TUPLE = "collections.namedtuple", "typing.NamedTuple"
"""The class of what ``namedtuple(...)`` gives, and what all named tuples descend from here."""
FIELDS, DEFAULTS = "<fields>", "<defaults>"


def _names(rt: Runtime, given: Value | None) -> list[Const] | None:
    """The names of the fields: a text, names, or pairs of a name and a type."""
    if isinstance(given, Const) and isinstance(given.value, str):
        return [Const(name) for name in given.value.replace(",", " ").split()]
    found = rt.elements(given) if given is not None else None
    if found is None or not found.exact:
        return None
    names: list[Const] = []
    for value in found.values:
        pair = rt.world.get(value)
        name = pair.items[0] if isinstance(pair, Items) and pair.items else value
        if not isinstance(name, Const):
            return None
        names.append(name)
    return names


def _made(rt: Runtime, arguments: Arguments) -> Value | None:
    """``namedtuple("P", "x y")``, ``NamedTuple("P", [("x", int)])``: what makes instances of it."""
    given = arguments.get(1, "field_names")
    names = _names(rt, given if given is not None else arguments.keywords.get("fields"))
    if names is None:
        return None
    held: dict[str, Value] = {FIELDS: rt.sequence("tuple", names)}
    defaults = rt.elements(arguments.keywords.get("defaults", NONE))
    if "defaults" in arguments and defaults.exact:
        held[DEFAULTS] = rt.sequence("tuple", defaults.values)
    return rt.world.add(Instance(NAMED_TUPLE_CLASS, held))


def field_names(rt: Runtime, cls: Value) -> list[str]:
    """The fields of what ``namedtuple(...)`` gave; of nothing else."""
    thing = rt.world.get(cls)
    fields = rt.world.get(thing.attributes[FIELDS]) if _is_maker(thing) else None  # type: ignore[union-attr]
    return [str(f.value) for f in fields.items if isinstance(f, Const)] if isinstance(fields, Items) else []


def _is_maker(thing: object) -> bool:
    return isinstance(thing, Instance) and thing.cls == NAMED_TUPLE_CLASS


def is_named_tuple_class(rt: Runtime, cls: Value) -> bool:
    """Is it what ``namedtuple(...)`` gave?"""
    return _is_maker(rt.world.get(cls))


def call(rt: Runtime, cls: Ref, instance: Instance, arguments: Arguments) -> Value | None:
    """``P(1, y=2)``: a tuple whose elements have names."""
    if arguments.rest is not None or arguments.open_keywords:
        return None
    names = field_names(rt, cls)
    defaults = rt.elements(instance.attributes[DEFAULTS]).values if DEFAULTS in instance.attributes else ()
    given = {
        **dict(zip(reversed(names), reversed(defaults))),
        **dict(zip(names, arguments.positional)),
        **arguments.keywords,
    }
    return rt.world.add(Instance(NAMED_TUPLE, {name: given.get(name, NONE) for name in names}))


def replaced(rt: Runtime, instance: Ref, arguments: Arguments) -> Value | None:
    """``p._replace(y=3)``."""
    thing = rt.world.get(instance)
    if not isinstance(thing, Instance) or arguments.open_keywords:
        return None
    made = rt.world.add(thing.copy())
    rt.world.own(made.id, Instance).attributes.update(arguments.keywords)
    return made


def _as_dict(rt: Runtime, instance: Ref, arguments: Arguments) -> Value | None:
    thing = rt.world.get(instance)
    assert isinstance(thing, Instance)
    return rt.world.add(Table({Const(k): v for k, v in thing.attributes.items()}))


def make(rt: Runtime, cls: Ref, arguments: Arguments) -> Value | None:
    """``P._make(values)``."""
    found = rt.elements(arguments.positional[0]) if arguments.positional else None
    return rt.call(cls, Arguments(found.values)) if found is not None and found.exact else None


def attribute(rt: Runtime, instance: Ref, thing: Instance, name: str) -> Value | None:
    """``p._fields``, and the same of what ``namedtuple(...)`` gave."""
    if name != "_fields":
        return None
    if _is_maker(thing):
        return thing.attributes[FIELDS]
    if NAMED_TUPLE not in rt.class_names(instance):
        return None
    return rt.sequence("tuple", [Const(field) for field in thing.attributes])


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "_asdict": _as_dict,
    "_replace": replaced,
}
CLASS_METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {"_make": make}
FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    NAMED_TUPLE_CLASS: _made,
    NAMED_TUPLE: _made,
}
