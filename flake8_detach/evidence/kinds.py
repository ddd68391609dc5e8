"""What an expression may evaluate to, as far as the question "is it a tensor?" needs it.

A small lattice: `Unknown` at one end, and a handful of kinds that either are tensors, lead to tensors (modules,
iterables, functions), or are neither. `join` merges alternatives; it knows that what has no ``.data`` at all
(a number, None, a list) cannot be what a ``.data`` is read from, and lets the other alternative win.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_detach.evidence.scopes import ClassDefinition, FunctionDefinition


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor; ``reason`` completes the sentence "the receiver is …", ``rule`` names what found it out."""

    reason: str
    rule: str = "flow"

    @property
    def likely(self) -> bool:
        """Whether that is likely and no more: by the name of the method that was called on something unknown, or a module."""
        return self.rule in _LIKELY


_LIKELY = frozenset({"module call", "tensor method", "parameters call"})


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that has no ``.data``: a number, a string, None, a built-in container."""

    what: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A value which is no tensor but may have a ``.data``.

    ``closed``: what its attributes and methods give is no tensor either (NumPy, the standard library, …).
    """

    what: str
    closed: bool
    rule: str = "flow"


@dataclass(frozen=True, slots=True)
class Module:
    """An ``nn.Module``: of a class of ``torch.nn`` (``name``), or of which only that is known."""

    name: str | None = None


@dataclass(frozen=True, slots=True)
class Optimizer:
    """A ``torch.optim`` optimizer of PyTorch's own."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of a class whose source is seen."""

    definition: ClassDefinition


@dataclass(frozen=True, slots=True)
class ClassObject:
    """A class whose source is seen."""

    definition: ClassDefinition


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method whose source is seen; ``owner`` is the object it was taken from."""

    definition: FunctionDefinition
    owner: Kind | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """A method, by name, of a value which is known by its kind alone."""

    owner: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported object, by its dotted name; its source is not seen."""

    name: str


@dataclass(frozen=True, slots=True)
class Factory:
    """Something that gives a known kind when called: ``namedtuple(…)``, ``partial(…)``."""

    gives: Kind


@dataclass(frozen=True, slots=True)
class Several:
    """A sequence or iterator of like things."""

    element: Kind


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple whose items are known one by one."""

    items: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; ``entries`` are those of known string keys."""

    value: Kind
    entries: tuple[tuple[str, Kind], ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several things that are no tensors: instances, modules, functions."""

    items: tuple[Kind, ...]


Kind: TypeAlias = (
    Unknown | Tensor | Plain | Foreign | Module | Optimizer | Instance | ClassObject | Function | Method
    | Factory | OneOf | Imported | Several | Row | Table
)  # fmt: skip

UNKNOWN = Unknown()
MAX_ALTERNATIVES = 6
NOTHING = Plain("an element of an empty container")
PARAMETERS = Several(Tensor("an element of parameters()"))
PARAMETER_GROUP = Table(UNKNOWN, (("params", Several(Tensor("a parameter of an optimizer's group"))),))


def join(kinds: Iterable[Kind]) -> Kind:
    """The kind of a value that is one of several."""
    result: Kind | None = None
    for kind in kinds:
        result = kind if result is None else _join_two(result, kind)
    return UNKNOWN if result is None else result


_ALTERNATIVES = (Foreign, Instance, Module, Function, OneOf)


def _items(kind: Kind) -> tuple[Kind, ...]:
    return kind.items if isinstance(kind, OneOf) else (kind,)


def _join_two(a: Kind, b: Kind) -> Kind:
    match a, b:
        case _ if a == b:
            return a
        case Plain(), _:
            return b
        case _, Plain():
            return a
        case (Tensor(), Unknown()) | (Tensor(), Tensor()):
            return a
        case Unknown(), Tensor():
            return b
        case Several(x), Several(y):
            return Several(_join_two(x, y))
        case Row(x), Row(y) if len(x) == len(y):
            return Row(tuple(_join_two(i, j) for i, j in zip(x, y, strict=True)))
        case Module(), Module():
            return Module()
        case Table(x, e), Table(y, f):
            return Table(_join_two(x, y), e if e == f else ())
        case Foreign(what, p), Foreign(_, q):
            return Foreign(what, p and q)
        case _ if isinstance(a, _ALTERNATIVES) and isinstance(b, _ALTERNATIVES):
            items = dict.fromkeys([*_items(a), *_items(b)])
            return OneOf(tuple(items)) if len(items) <= MAX_ALTERNATIVES else UNKNOWN
    return UNKNOWN


def iterated(kind: Kind) -> Kind:
    """What iterating over a value gives."""
    return Plain("a key of a mapping") if isinstance(kind, Table) else element_of(kind)


def element_of(kind: Kind) -> Kind:
    """What a subscript with an unknown index gives."""
    match kind:
        case Several(element):
            return element
        case Row(items):
            return join(items)
        case Table(value):
            return value
        case Tensor(reason, rule):
            return Tensor(reason if reason.startswith("a part of ") else f"a part of {reason}", rule)
        case Foreign(_, True):
            return kind
        case Module("ParameterList" | "ParameterDict"):
            return Tensor("an element of a list of parameters")
        case Module(None | "Sequential" | "ModuleList" | "ModuleDict"):
            return Module()
    return UNKNOWN


def item_of(kind: Kind, key: object) -> Kind:
    """What a subscript with a constant gives."""
    match kind, key:
        case Row(items), int(i) if -len(items) <= i < len(items):
            return items[i]
        case Table(value, entries), str():
            return dict(entries).get(key, value)
    return element_of(kind)
