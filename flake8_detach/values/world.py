"""A world: one possible state of the running program, with fork and join.

``fork`` copies what the heap's objects are found by only; an object is copied when a world first changes it (`own`).
``join`` makes one world of two that came from one fork by arms without events: what differs becomes a value
with alternatives. The arms were run one after the other on one sequence of numbers, so what they created is
disjoint.
"""

from __future__ import annotations

from typing import TypeVar

from ..autograd import Grad, Machine, Site, TensorId
from ..pages import Pages, differing
from .heap import ClassObject, Frame, HeapObject, Instance, Items, Opaque, Table
from .kinds import ArrayRef, Const, Ref, TensorRef, Value, either

K = TypeVar("K")
H = TypeVar("H", Frame, Items, Table, Instance, ClassObject, Opaque)


class World:
    """Heap, autograd machine, the stack of frames, and the conditions that led here."""

    __slots__ = (
        "autocast",
        "buffers",
        "caching",
        "conditions",
        "doubt",
        "frames",
        "heap",
        "leaving",
        "machine",
        "objects",
        "outcome",
        "owned",
        "parameters",
        "splits",
    )

    def __init__(self) -> None:
        self.heap: Pages[HeapObject] = Pages()
        self.owned: set[int] = set()
        self.machine = Machine()
        self.frames: tuple[int, ...] = ()
        self.conditions: dict[tuple[int, str], bool] = {}
        self.outcome: Value = Const(None)  # what was returned, or raised
        self.parameters: frozenset[int] = frozenset()  # tensors that are nn.Parameters
        self.buffers: frozenset[int] = frozenset()  # tensors that are nn.Buffers
        # tensor -> the object that says of which class of the program it is, and what attributes it was given
        self.objects: dict[TensorId, int] = {}
        # condition -> name -> its value where the condition holds, where it does not, and joined
        self.splits: dict[tuple[int, str], dict[str, tuple[Value | None, Value | None, Value]]] = {}
        # generators being left: their frame, and the way the block that they yielded to was left
        self.leaving: tuple[tuple[int, str], ...] = ()
        self.doubt = 0  # unknown links all that happens here stands on
        self.autocast: str | None = None  # the type that some operations compute in
        self.caching = False  # are parametrized weights computed once only?

    def fork(self) -> World:
        """An independent copy."""
        other = World.__new__(World)
        other.heap = self.heap.fork()
        other.owned = set()
        self.owned = set()
        other.machine = self.machine.fork()
        other.frames = self.frames
        other.conditions = dict(self.conditions)
        other.splits = dict(self.splits)
        other.outcome = self.outcome
        other.parameters = self.parameters
        other.buffers = self.buffers
        other.objects = self.objects
        other.leaving = self.leaving
        other.doubt = self.doubt
        other.autocast = self.autocast
        other.caching = self.caching
        return other

    def become(self, other: World) -> None:
        """Take over another world's state."""
        for name in World.__slots__:
            setattr(self, name, getattr(other, name))

    # -- heap

    def add(self, thing: HeapObject) -> Ref:
        """Put an object on the heap."""
        number = self.machine.fresh()
        self.heap[number] = thing
        self.owned.add(number)
        return Ref(number)

    def get(self, value: Value) -> HeapObject | None:
        """The object a value refers to, for reading."""
        return self.heap.get(value.id) if type(value) is Ref else None

    def own(self, number: int, kind: type[H]) -> H:
        """The object `number`, for changing. Raises TypeError if it is not of `kind`."""
        thing = self.heap[number]
        if not isinstance(thing, kind):
            raise TypeError(f"heap object {number} is not a {kind.__name__}")
        if number not in self.owned:
            thing = thing.copy()
            self.heap[number] = thing
            self.owned.add(number)
        if isinstance(thing, Items | Table) and thing.seen:
            thing.seen = {}
        return thing

    def opaque(self, label: str, tensor: TensorId | None = None) -> Ref:
        """A fresh value of which nothing is known but the tensor it would be."""
        return self.add(Opaque(label, tensor=tensor))

    def shadow(self, value: Value, site: Site) -> TensorId | None:
        """The tensor that stands for a value which is one, or may be; None for what cannot be one."""
        if isinstance(value, TensorRef | ArrayRef):
            return value.id
        thing = self.get(value)
        if not isinstance(thing, Opaque) or not isinstance(value, Ref):
            return None
        if thing.tensor is None:
            tensor = None
            if thing.link is not None:
                source, link, at = thing.link
                of = self.shadow(source, site)
                tensor = self.machine.share(at, f".{link.value}", of, link) if of is not None else None
            if tensor is None:
                tensor = self.machine.tensor(site, thing.label, Grad.MAYBE)
                self.machine.ledger.foreign.add(self.machine.tensors[tensor].storage)
            self.own(value.id, Opaque).tensor = tensor
            return tensor
        return thing.tensor

    def show(self, value: Value, site: Site) -> TensorId | None:
        """Something proved `value` to be a tensor: remember it, and where it came from by a tensor's link."""
        tensor = self.shadow(value, site)
        thing = self.get(value)
        if isinstance(thing, Opaque) and isinstance(value, Ref) and not thing.shown:
            self.own(value.id, Opaque).shown = True
            if thing.link is not None:
                self.show(thing.link[0], site)
        return tensor

    def kept_on(self, value: Value) -> Ref | None:
        """What the program keeps on a tensor: an object with its class and the attributes it was given."""
        if not self.objects or type(value) is not TensorRef:
            return None
        number = self.objects.get(value.id)
        return None if number is None else Ref(number)

    def keep_on(self, tensor: TensorId, thing: Instance) -> Ref:
        """Keep such an object on a tensor."""
        made = self.add(thing)
        self.objects = {**self.objects, tensor: made.id}
        return made

    # -- frames

    @property
    def frame(self) -> Frame:
        """The innermost frame, for reading."""
        thing = self.heap[self.frames[-1]]
        assert isinstance(thing, Frame)
        return thing

    def value_of(self, one: Value, other: Value) -> Value:
        """One or the other; where that would be too many, something unknown."""
        if one is other:
            return one
        joined = either(one, other)
        return joined if joined is not None else self.opaque("one of many values")

    # -- join

    def join(self, other: World) -> None:
        """Take `other`, which ran after this one from the same fork, into this world."""
        self.machine = self.machine.join(other.machine)
        self.owned = set()
        for number in self.heap.take(other.heap):
            self.heap[number] = self._joined(self.heap[number], other.heap[number])
        self.conditions = {k: v for k, v in self.conditions.items() if other.conditions.get(k) is v}
        self.splits = {k: v for k, v in self.splits.items() if other.splits.get(k) == v}
        self.outcome = self.value_of(self.outcome, other.outcome)
        self.parameters |= other.parameters
        self.buffers |= other.buffers
        self.objects = {**other.objects, **self.objects} if other.objects else self.objects
        self.doubt = max(self.doubt, other.doubt)

    def _joined(self, one: HeapObject, other: HeapObject) -> HeapObject:
        match one, other:
            case Frame(), Frame():
                new = one.copy()
                new.variables = self._merged(one.variables, other.variables)
                return new
            case Instance(), Instance():
                return Instance(
                    one.cls, self._merged(one.attributes, other.attributes), one.open or other.open
                )
            case ClassObject(), ClassObject():
                new_class = one.copy() if one.ready else other.copy()
                if one.ready and other.ready:
                    new_class.attributes = self._merged(one.attributes, other.attributes)
                return new_class
            case Table(), Table():
                rest = self._rest(one.rest, other.rest)
                return Table(self._merged(one.items, other.items), rest)
            case Items(), Items():
                return self._joined_items(one, other)
            case Opaque(), Opaque():
                new_opaque = one.copy()
                new_opaque.attributes = self._merged(one.attributes, other.attributes)
                new_opaque.items = {**other.items, **one.items}
                new_opaque.element = self._rest(one.element, other.element)
                new_opaque.tensor = one.tensor if one.tensor is not None else other.tensor
                new_opaque.shown = one.shown or other.shown
                new_opaque.layer = one.layer or other.layer
                new_opaque.imported = one.imported and other.imported
                return new_opaque
            case Instance(), Items():
                return other  # an iterator that was consumed in one of the two
            case _:
                return one

    def _joined_items(self, one: Items, other: Items) -> Items:
        shared = min(len(one.items), len(other.items))
        items = [self.value_of(a, b) for a, b in zip(one.items, other.items)]
        rest = self._rest(one.rest, other.rest)
        for extra in (*one.items[shared:], *other.items[shared:]):
            rest = self._rest(rest, extra)
        return Items(one.kind, items, rest, one.names if one.names == other.names else (), most=one.most)

    def _rest(self, one: Value | None, other: Value | None) -> Value | None:
        if one is None or other is None:
            return one if other is None else other
        return self.value_of(one, other)

    def _merged(self, one: dict[K, Value], other: dict[K, Value]) -> dict[K, Value]:
        merged = {**one, **other}
        for key in differing(one, other):
            if key in one:
                merged[key] = self.value_of(one[key], other[key])
        return merged
