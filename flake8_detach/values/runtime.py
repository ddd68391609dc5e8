"""What a library handler may ask of the interpreter that called it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Protocol, TypeVar

from ..autograd import Machine, Site, TensorId
from ..frozen import dataclass, replace
from ..settings import Declared
from .heap import Code
from .kinds import Ref, Value
from .walked import Walked
from .world import World

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call's arguments, evaluated. `rest`: an element of an argument list we could not unpack."""

    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = field(default_factory=dict)
    rest: Value | None = None
    open_keywords: bool = False

    def get(self, index: int, name: str | None = None) -> Value | None:
        """The argument at `index`, or given by keyword."""
        if index < len(self.positional):
            return self.positional[index]
        return self.keywords.get(name) if name is not None else None

    def __contains__(self, place: int | str) -> bool:
        """Is there an argument at this position, or given by this keyword?"""
        return place < len(self.positional) if isinstance(place, int) else place in self.keywords

    def at(self, place: int | str) -> Value:
        """The argument at a position, or given by a keyword; there must be one."""
        return self.positional[place] if isinstance(place, int) else self.keywords[place]

    def but(self, place: int | str, value: Value) -> Arguments:
        """The same arguments with another in one place."""
        if isinstance(place, int):
            return replace(self, positional=(*self.positional[:place], value, *self.positional[place + 1 :]))
        return replace(self, keywords={**self.keywords, place: value})

    def every(self) -> tuple[Value, ...]:
        """All argument values."""
        rest = (self.rest,) if self.rest is not None else ()
        return (*self.positional, *self.keywords.values(), *rest)

    def behind_first(self) -> Arguments:
        """The same arguments without the first."""
        return replace(self, positional=self.positional[1:])

    def behind(self, first: Value) -> Arguments:
        """The same arguments with one more in front."""
        return Arguments((first, *self.positional), self.keywords, self.rest, self.open_keywords)


@dataclass(frozen=True, slots=True)
class Elements:
    """What iterating over a value yields: the elements, exactly (`exact`), or samples of them."""

    values: tuple[Value, ...]
    exact: bool


class Raised(Exception):
    """The program raises an exception; `names` are the classes it is known to be of, outermost last."""

    def __init__(self, value: Value, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.value = value
        self.names = names


class Runtime(Protocol):
    """The interpreter, as the library sees it."""

    world: World
    declared: Declared
    """What the project's settings say of its functions."""
    walked: Walked
    """What the file's text asks of modules."""

    @property
    def freezes(self) -> bool:
        """Does the file tell parameters of something not to require grad? Those of what it was given may be these."""

    @property
    def in_part(self) -> bool:
        """Is it a part of a program that is analysed, of which the callers are not known?"""

    @property
    def site(self) -> Site:
        """Where the program is."""

    @property
    def machine(self) -> Machine:
        """The current world's autograd."""

    def each(self, value: Value, action: Callable[[Value], Value]) -> Value:
        """Apply `action` to every alternative of a value. Raises Raised where all of them do."""

    def native(self, action: Callable[[], N]) -> N:
        """Run a part of the library, turning PyTorch's refusals into exceptions of the program. Raises Raised."""

    def call(self, function: Value, arguments: Arguments) -> Value:
        """Call a value. Raises Raised."""

    def method(self, receiver: Value, name: str, arguments: Arguments) -> Value:
        """Call a method of a value. Raises Raised."""

    def attribute(self, value: Value, name: str) -> Value:
        """Read an attribute. Raises Raised."""

    def item(self, value: Value, index: Value) -> Value:
        """``value[index]``. Raises Raised."""

    def set_item(self, value: Value, index: Value, new: Value) -> None:
        """``value[index] = new``. Raises Raised."""

    def binary(self, symbol: str, left: Value, right: Value) -> Value:
        """``left symbol right``. Raises Raised."""

    def augmented(self, symbol: str, old: Value, value: Value) -> Value:
        """What ``old symbol= value`` binds. Raises Raised."""

    def truth(self, value: Value) -> bool | None:
        """Is the value true? None: not known."""

    def elements(self, value: Value) -> Elements:
        """Iterate over a value."""

    def unknown_call(
        self,
        label: str,
        arguments: Arguments,
        layer: bool = False,
        *,
        looked: bool = True,
        changes: bool = True,
    ) -> Value:
        """The result of a call whose inside cannot be seen; of a `layer`, gradients do pass through it.

        `looked` is False for one that could have been followed into, `changes` for one that only reads its arguments.
        """

    def tensors_in(self, values: Sequence[Value]) -> list[TensorId]:
        """The tensors among `values` and in the lists and tuples among them; opaque ones are given a
        tensor to stand for what they may be."""

    def sequence(self, kind: str, items: Sequence[Value], rest: Value | None = None) -> Ref:
        """A new list, tuple or set."""

    def source_of(self, code: Code) -> str:
        """The text of a function of the program."""

    def class_names(self, value: Value) -> tuple[str, ...]:
        """The dotted names of the imported classes an instance or class descends from, nearest first."""
