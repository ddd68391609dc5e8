"""What other calls may have changed, before a definition is looked at by itself.

    class Agent:
        def __init__(self):             def act(self, state):                      def finish(self):
            self.log_probs = []             self.log_probs.append(log_prob)            torch.stack(self.log_probs)...

Where nobody in the file calls these, `finish` is analysed with what ``__init__`` has made. The list is empty then, but it will
not be when somebody calls it: what the file's other functions bind anew or fill is something unknown, and a container that is
empty is one of unknown contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..frozen import dataclass
from ..values import ClassObject, Const, Instance, Items, Ref, Table, TensorRef, Value, World

_ASSIGN = r"[ \t]*(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)"
_FILL = r"\.(?:append|appendleft|extend|insert|add|update|setdefault|pop|popleft|remove|clear|push)[ \t]*\("
_PART = r"(?:\[[^\n]*?\])"
_REBOUND = re.compile(rf"\.(\w+){_ASSIGN}")
_TOGETHER = re.compile(r"[^=(]*\.\w+[ \t]*,[^=]*|[^=(]*,[^=]*\.\w+[ \t]*")
_FILLED = re.compile(_FILL)
_MUTATED = re.compile(rf"\.(\w+)(?:{_PART}?{_FILL}|{_PART}{_ASSIGN})")
_GLOBAL = re.compile(r"\bglobal[ \t]+([\w, \t]+)")
_MUTATED_NAME = re.compile(rf"(?<![\w.])(\w+)(?:{_PART}?{_FILL}|{_PART}{_ASSIGN})")
_ASKS = re.compile(r"\b(?:hasattr|getattr|vars)[ \t]*\(|\b__dict__\b")
_MEMBER = re.compile(r"\.(\w+)")
IMMUTABLE = frozenset({"tuple"})


@dataclass(frozen=True, slots=True)
class Changes:
    """Names, of attributes or of a module's variables, that functions bind anew, and those whose contents they change.

    `asks`: somebody asks whether an object has an attribute, which an earlier call may have given it.
    """

    rebound: frozenset[str]
    mutated: frozenset[str]
    asks: bool = False


NO_CHANGES = Changes(frozenset(), frozenset())


def changes_of_attributes(source: Any) -> Changes:
    """What is changed of any object outside of constructors."""
    masked = list(source.outline.masked)
    for d in source.outline.definitions:
        if d.kind == "function" and d.name in ("__init__", "__new__"):
            masked[d.first_line - 1 : d.end_line] = [""] * (d.end_line - d.first_line + 1)
    text = "\n".join(masked)
    together = {name for line in text.split("\n") for name in _assigned_together(line)}
    rebound = frozenset(together.union(_REBOUND.findall(text)))
    return Changes(rebound, _found(_MUTATED, text), _ASKS.search(text) is not None)


def _assigned_together(line: str) -> Iterator[str]:
    """The attributes among the targets of ``self.a, self.b = …``."""
    targets, equals, value = line.partition("=")
    if equals and "," in targets and not value.startswith("=") and _TOGETHER.fullmatch(targets):
        yield from _MEMBER.findall(targets)


def _found(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """What a pattern of changes finds. It is slow, so it is shown only the lines that may hold one."""
    lines = (line for line in text.split("\n") if ("]" in line and "=" in line) or _FILLED.search(line))
    return frozenset(pattern.findall("\n".join(lines)))


def changes_of_variables(source: Any) -> Changes:
    """What functions change of the module's variables; a variable of their own with such a name counts as well."""
    parts = [
        "\n".join(source.outline.masked[d.line - 1 : d.end_line])
        for d in source.outline.definitions
        if d.kind == "function"
    ]
    text = "\n".join(parts)
    declared = _GLOBAL.findall(text) if "global" in text else []
    rebound = {name.strip() for names in declared for name in names.split(",")}
    return Changes(frozenset(rebound), _found(_MUTATED_NAME, text))


def settle(
    world: World, values: Mapping[str, Value], of_values: Changes, of_attributes: Changes
) -> dict[str, Value]:
    """What `values` may be by the time somebody calls: those that differ. Objects among them are settled in place."""
    return _Settling(world, of_attributes, set()).values(values, of_values)


@dataclass(frozen=True, slots=True)
class _Settling:
    world: World
    of_attributes: Changes
    seen: set[int]

    def values(self, values: Mapping[str, Value], changes: Changes) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, value in values.items():
            if name.startswith("<"):
                continue
            settled = self.value(name, value, changes)
            if settled is not value:
                found[name] = settled
        return found

    def value(self, name: str, value: Value, changes: Changes) -> Value:
        thing = self.world.get(value)
        match thing:
            case Items() | Table():
                if name in changes.rebound:
                    return self.world.opaque(name)
                if isinstance(thing, Items) and thing.kind in IMMUTABLE:
                    return value
                if name in changes.mutated or (not thing.items and thing.rest is None):
                    rest = self.world.opaque(name)
                    made = Table({}, rest) if isinstance(thing, Table) else Items(thing.kind, [], rest)
                    return self.world.add(made)
            case Instance() | ClassObject():
                self.object(value, thing)
            case None if isinstance(value, TensorRef | Const) and name in changes.rebound:
                parameter = isinstance(value, TensorRef) and value.id in self.world.parameters
                return value if parameter else self.world.opaque(name)
        return value

    def object(self, value: Value, thing: Instance | ClassObject) -> None:
        """The attributes of an object of the program, or of one of its classes."""
        assert isinstance(value, Ref)
        if value.id in self.seen or (isinstance(thing, Instance) and isinstance(thing.cls, str)):
            return
        self.seen.add(value.id)
        changed = self.values(thing.attributes, self.of_attributes)
        if changed:
            if isinstance(thing, Instance):
                self.world.own(value.id, Instance).attributes.update(changed)
            else:
                self.world.own(value.id, ClassObject).attributes.update(changed)
        if isinstance(thing, Instance) and isinstance(thing.cls, int):
            cls = self.world.heap.get(thing.cls)
            if isinstance(cls, ClassObject):
                self.object(Ref(thing.cls), cls)
