"""``heapq`` and ``bisect``: lists that are kept in an order, known where their keys are constants."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..values import NONE, Arguments, Items, Ref, Value
from ..values.unseen import another, one_of, shuffled, without_places
from .ordering import in_order, ranks

if TYPE_CHECKING:
    from .interpreter import Interpreter


@dataclass(order=True, slots=True)
class Ranked:
    """An element of a heap, as it compares with the others."""

    rank: int
    value: Value = field(compare=False)


def _push(heap: list[Ranked], new: Sequence[Ranked]) -> Value:
    for each in new:
        heapq.heappush(heap, each)
    return NONE


def _pop(heap: list[Ranked], new: Sequence[Ranked]) -> Value:
    return heapq.heappop(heap).value if heap else NONE


def _heapify(heap: list[Ranked], new: Sequence[Ranked]) -> Value:
    heapq.heapify(heap)
    return NONE


def _pushpop(heap: list[Ranked], new: Sequence[Ranked]) -> Value:
    return heapq.heappushpop(heap, new[0]).value if new else NONE


def _replace(heap: list[Ranked], new: Sequence[Ranked]) -> Value:
    return heapq.heapreplace(heap, new[0]).value if heap and new else NONE


def _on_heap(
    operation: Callable[[list[Ranked], Sequence[Ranked]], Value], takes: bool
) -> Callable[[Interpreter, Arguments], Value | None]:
    """``heapq.operation(heap, item)``; `takes`: an element is taken out and returned."""

    def run(interp: Interpreter, arguments: Arguments) -> Value | None:
        heap = arguments.get(0)
        thing = interp.world.get(heap) if heap is not None else None
        if not isinstance(heap, Ref) or not isinstance(thing, Items):
            return None
        new = arguments.positional[1:2]
        values = [*thing.items, *new]
        known = None if thing.rest is not None else ranks(interp, values, NONE)
        if known is not None:
            entries = [Ranked(rank, value) for rank, value in zip(known, values, strict=True)]
            split = len(thing.items)
            kept = entries[:split]
            result = operation(kept, entries[split:])
            interp.world.own(heap.id, Items).items = [entry.value for entry in kept]
            return result
        return _in_any_order(interp, heap, new, takes)

    return run


def _in_any_order(interp: Interpreter, heap: Ref, new: Sequence[Value], takes: bool) -> Value:
    """The same where nobody knows which element is the least."""
    own = interp.world.own(heap.id, Items)
    own.items.extend(new)
    if own.rest is not None:
        without_places(interp, heap)
        rest = interp.world.own(heap.id, Items).rest
        return another(interp, rest) if takes and rest is not None else NONE
    values = list(own.items)
    result = one_of(interp, values) if takes and values else NONE
    interp.world.own(heap.id, Items).items = shuffled(interp, values)[1 if takes else 0 :]
    return result


def _insort(before: bool) -> Callable[[Interpreter, Arguments], Value | None]:
    def run(interp: Interpreter, arguments: Arguments) -> Value | None:
        place, new = arguments.get(0, "a"), arguments.get(1, "x")
        thing = interp.world.get(place) if place is not None else None
        if not isinstance(place, Ref) or not isinstance(thing, Items) or new is None:
            return None
        if thing.rest is not None:
            interp.world.own(place.id, Items).items.append(new)
            without_places(interp, place)
            return NONE
        values = [new, *thing.items] if before else [*thing.items, new]
        key = arguments.keywords.get("key", NONE)
        ordered = in_order(interp, values, Arguments(keywords={"key": key}))
        interp.world.own(place.id, Items).items = ordered
        return NONE

    return run


FUNCTIONS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    "heapq.heappush": _on_heap(_push, takes=False),
    "heapq.heappop": _on_heap(_pop, takes=True),
    "heapq.heapify": _on_heap(_heapify, takes=False),
    "heapq.heappushpop": _on_heap(_pushpop, takes=True),
    "heapq.heapreplace": _on_heap(_replace, takes=True),
    "bisect.insort": _insort(before=False),
    "bisect.insort_right": _insort(before=False),
    "bisect.insort_left": _insort(before=True),
}
