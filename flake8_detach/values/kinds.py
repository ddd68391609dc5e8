"""The values an expression may have.

Plain values are compared by content; what Python mutates (containers, instances, frames) lives on the heap and
is referred to by number, so that two names for one list see each other's changes and two worlds do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ..autograd import TensorId
from ..frozen import dataclass

if TYPE_CHECKING:
    from .heap import Code


@dataclass(frozen=True, slots=True)
class Const:
    """A Python constant: number, string, bytes, bool, None, Ellipsis."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Const) and type(self.value) is type(other.value) and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


class Default(Const):
    """What a parameter is where nobody is known to call its function: its default, as an example only.

    Handed on it is the constant; a test that hangs on it may go either way.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TensorRef:
    """A tensor of the machine."""

    id: TensorId


@dataclass(frozen=True, slots=True)
class ArrayRef:
    """A NumPy array; the machine knows it as a tensor without a version counter."""

    id: TensorId


@dataclass(frozen=True, slots=True)
class Ref:
    """An object on the heap."""

    id: int


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program, with what it closes over."""

    code: Code
    frame: int | None  # the frame it was defined in
    defaults: tuple[tuple[str, Value], ...] = ()
    receiver: Value | None = None  # bound: self or cls
    owner: int | None = None  # the class it was found on, for super()
    raw: bool = False  # its decorators were applied already


@dataclass(frozen=True, slots=True)
class Native:
    """Something imported, by its full dotted name: ``torch.nn.functional``, ``numpy.zeros``, ``builtins.len``."""

    name: str


@dataclass(frozen=True, slots=True)
class Method:
    """An attribute of a value which is about to be called: ``x.add_``, ``items.append``."""

    receiver: Value
    name: str


@dataclass(frozen=True, slots=True)
class Super:
    """``super()``: the attributes of `receiver`, looked up behind class `owner`."""

    receiver: Value
    owner: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a handful of values; which, hangs on conditions we do not follow."""

    options: tuple[Value, ...]


Value: TypeAlias = Const | TensorRef | ArrayRef | Ref | Function | Native | Method | Super | OneOf

NONE = Const(None)
TRUE = Const(True)
FALSE = Const(False)

MOST_OPTIONS = 4
"""More alternatives than this are no knowledge worth its price."""


def options(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value; itself where there is one."""
    return value.options if type(value) is OneOf else (value,)


def either(*values: Value) -> Value | None:
    """One of `values`; None where that would be too many to follow."""
    flat = tuple(dict.fromkeys([option for value in values for option in options(value)]))
    if len(flat) == 1:
        return flat[0]
    return OneOf(flat) if len(flat) <= MOST_OPTIONS else None
