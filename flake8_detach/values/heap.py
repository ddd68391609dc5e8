"""What Python can mutate: frames, containers, instances, classes, and objects we know nothing of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..autograd import Link, Site, TensorId
from .kinds import Const, Value


class Code:
    """The code of a function or class, parsed when first needed. Compared by identity.

    `load` gives the syntax node and the unit that holds it.
    """

    __slots__ = ("_load", "_loaded", "name")

    def __init__(self, name: str, load: Callable[[], tuple[Any, Any]]) -> None:
        self.name = name
        self._load = load
        self._loaded: tuple[Any, Any] | None = None

    @property
    def node(self) -> Any:
        """The definition's syntax node."""
        return self._both()[0]

    @property
    def unit(self) -> Any:
        """The unit of source that holds it."""
        return self._both()[1]

    def _both(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


@dataclass(slots=True)
class Frame:
    """The variables of a scope. `parent` is where free names are looked up; class scopes are skipped there."""

    parent: int | None
    code: Code | None
    variables: dict[str, Value] = field(default_factory=dict)
    is_class: bool = False
    globals_: frozenset[str] = frozenset()
    nonlocals: frozenset[str] = frozenset()
    is_comprehension: bool = False  # ``:=`` in it binds outside it

    def copy(self) -> Frame:
        return Frame(
            self.parent,
            self.code,
            dict(self.variables),
            self.is_class,
            self.globals_,
            self.nonlocals,
            self.is_comprehension,
        )


@dataclass(slots=True)
class Items:
    """A list, tuple, set, iterator or deque: the elements known, and `rest`, any further one; `names` of the elements, where they have some.

    `seen`: what was read at other indexes since the list last changed. `most`: so many it holds, and then lets go of one for another.
    """

    kind: str
    items: list[Value] = field(default_factory=list)
    rest: Value | None = None
    names: tuple[str, ...] = ()
    seen: dict[Value, Value] = field(default_factory=dict)
    most: int | None = None

    def copy(self) -> Items:
        return Items(self.kind, list(self.items), self.rest, self.names, dict(self.seen), self.most)

    def named(self, name: str) -> Value | None:
        """The element of that name."""
        known = name in self.names and self.names.index(name) < len(self.items)
        return self.items[self.names.index(name)] if known else None

    def any(self) -> list[Value]:
        """What an element at an unknown index may be."""
        return [*self.items, self.rest] if self.rest is not None else list(self.items)


@dataclass(slots=True)
class Table:
    """A dict: the entries known, and `rest`, the value of any further key; `seen`, as that of a list."""

    items: dict[Const, Value] = field(default_factory=dict)
    rest: Value | None = None
    seen: dict[Value, Value] = field(default_factory=dict)

    def copy(self) -> Table:
        return Table(dict(self.items), self.rest, dict(self.seen))


CONTENTS = "<contents>"
FACTORY = "<factory>"
"""Hidden attributes of objects that are containers: their elements, and what a ``defaultdict`` makes new ones by."""


@dataclass(slots=True)
class Instance:
    """An object of a class: of the program (`cls` is its heap number) or imported (its dotted name)."""

    cls: int | str
    attributes: dict[str, Value] = field(default_factory=dict)
    open: bool = False  # attributes we have not seen set may exist

    def copy(self) -> Instance:
        return Instance(self.cls, dict(self.attributes), self.open)


@dataclass(slots=True)
class ClassObject:
    """A class of the program. Its body is run when the class is first used (`ready`)."""

    code: Code
    frame: int | None
    bases: tuple[Value, ...] = ()
    attributes: dict[str, Value] = field(default_factory=dict)
    ready: bool = False

    def copy(self) -> ClassObject:
        return ClassObject(self.code, self.frame, self.bases, dict(self.attributes), self.ready)


TRUTH = "a truth value"
"""The label of what a comparison gives, where that is not known: True or False, which never changes."""


@dataclass(slots=True)
class Opaque:
    """Something we know nothing of. It remembers what was seen of it, so that reading an attribute twice
    gives the same value.

    `tensor` stands for it in the machine, should it be a tensor; `shown` says that something proved it.
    `layer` says that it is used as a module is: called, it passes gradients on. Of an `imported` class it may be another kind of object
    all the same, as long as nothing else shows it to be a module.
    `link` says that it came from another value by a link that is a tensor's if that value is one.
    `annotated` says that its annotation calls it a tensor: whether gradients flow into it is as little known as before.
    """

    label: str
    attributes: dict[str, Value] = field(default_factory=dict)
    items: dict[Value, Value] = field(default_factory=dict)
    element: Value | None = None
    tensor: TensorId | None = None
    shown: bool = False
    layer: bool = False
    link: tuple[Value, Link, Site] | None = None
    annotated: bool = False
    imported: bool = False

    def copy(self) -> Opaque:
        return Opaque(
            self.label,
            dict(self.attributes),
            dict(self.items),
            self.element,
            self.tensor,
            self.shown,
            self.layer,
            self.link,
            self.annotated,
            self.imported,
        )


HeapObject: TypeAlias = Frame | Items | Table | Instance | ClassObject | Opaque
