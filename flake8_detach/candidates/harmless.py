"""Writes that cannot matter: those to memory which the function itself made, or was given, and which nothing can have
saved before.

    mask = torch.zeros(n, n)          hidden = self.norm(x)
    mask[:, k:] = float("-inf")       hidden *= 2
    scores = q @ k + mask             return hidden

On the left nothing had seen `mask` before it was written, and a sum keeps nothing; on the right, what `norm` gives may be
what it keeps for backward. Only the right one is worth the interpreter's time. A function's arguments count as
new where the function is looked at for its own sake; for its callers' sake it is told that it writes them.

This looks at one function (``ast``) and errs on the side of finding a write harmful.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from ..source.tree import nodes_in
from .events import LOOP, ROWS, UNRECORDED, Bind, Event, Given, Memory, NotFollowed, Path, Use, Write
from .reader import Reader
from .scopes import Code, Gives, Known, dotted, parameters_of, scope_of
from .uses import switches_recording


@dataclass(frozen=True, slots=True)
class Effect:
    """What a function's writes may do: to what is saved while it runs (`inside`), and to which of its arguments."""

    inside: bool
    outside: frozenset[str] = frozenset()


ANY_ARGUMENT = "*"
"""In `Effect.outside`: nothing is known of the arguments."""
UNKNOWN = Effect(inside=True, outside=frozenset({ANY_ARGUMENT}))
HARMLESS = Effect(inside=False)
NO_TENSOR = frozenset({Gives.NUMBER, Gives.CONTAINER})
UNSHARED = frozenset({Gives.NUMBER, Gives.NEW})
MOST_EVENTS = 500
"""Of memory to which more happens in one function nothing is told: each write is held against all that is before it."""
STATIC = frozenset({"staticmethod", "classmethod"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What happens to the memory that a function names; `plain`: nothing runs when it is called but itself."""

    reader: Reader
    memories: Sequence[Memory]
    plain: bool


def read(code: Code, known: Known | None = None) -> Reading | None:
    """What a function does; None where it cannot be told. `known` knows what it calls."""
    function = code.function
    if not isinstance(function, ast.FunctionDef) or (
        (code.attributes is None or code.attributes.file.switches) and _switches_outside_blocks(function)
    ):
        return None
    reader = Reader(frozenset(parameters_of(function)), scope_of(function, code.attributes, known))
    try:
        reader.block(function.body)
    except (NotFollowed, RecursionError):
        return None
    if any(not reader.bounds.get(key, set()) <= {Gives.NUMBER} for key in reader.taken_for_numbers):
        return None
    plain = not reader.yields and all(dotted(d) in STATIC for d in function.decorator_list)
    return Reading(reader, reader.memories(), plain)


def effect_of(reading: Reading | None) -> Effect:
    """The effect of what was read; what was not may do anything."""
    if reading is None:
        return UNKNOWN
    inside, outside = reading.reader.writes_unseen, set[str]()
    for memory in reading.memories:
        owned = {name.partition(".")[0] for name in memory.names} & reading.reader.arguments
        is_argument = bool(owned)
        if len(memory.events) > MOST_EVENTS:
            inside, outside = True, outside | owned
            continue
        for index, (name, event) in enumerate(memory.events):
            if isinstance(event, Write) and (name in reading.reader.arguments or not _counts(memory, name)):
                sure = _sure_binding(memory, index)
                made = memory.events[sure][1].path if sure is not None else ()
                inside = (
                    inside
                    or not _harmless(memory, index, event, sure, is_argument=is_argument)
                    or _unrecorded(event.path) > _unrecorded(made)
                )
                if sure is None:
                    outside |= owned
    return Effect(inside, frozenset(outside))


def gives_new(reading: Reading | None, place: int | None = None) -> bool:
    """Is what a function returns memory of its own, which nothing in it can have saved or kept? `place`: of the tuples
    that it returns, the item of that number."""
    if reading is None or not reading.plain:
        return False
    reader = reading.reader
    if reader.gives_anything if place is None else place in reader.gives_anything:
        return False
    if place is not None and not all(
        call is not None and reader.scope.result(call.func, place) is Gives.NEW for call in reader.returned
    ):
        return False
    for memory in reading.memories:
        given = {event.place for _, event in memory.events if isinstance(event, Given)}
        if given and place in (None, *given):
            if (place is not None and given != {place}) or len(memory.events) > MOST_EVENTS:
                return False
            is_argument = not reader.arguments.isdisjoint(memory.names)
            for index, (_, event) in enumerate(memory.events):
                if isinstance(event, Given) and not _is_own(memory, index, is_argument=is_argument):
                    return False
    return True


def given_back(reading: Reading | None) -> str | None:
    """The argument that a function returns, where it returns nothing else but memory of its own."""
    if reading is None or not reading.plain or reading.reader.gives_anything:
        return None
    found = set[str]()
    for memory in reading.memories:
        if len(memory.events) > MOST_EVENTS:
            return None
        for index, (_, event) in enumerate(memory.events):
            if isinstance(event, Given) and not _is_own(memory, index, is_argument=False):
                before = _before(memory, index, None)
                bound = {each.gives for each in before if isinstance(each, Bind)} - {Gives.ITSELF}
                used = any(isinstance(each, Use) for each in before)
                if event.place is not None or used or not bound <= UNSHARED:
                    return None
                found |= memory.names
    return found.pop() if len(found) == 1 and found <= reading.reader.arguments else None


def _is_own(memory: Memory, index: int, *, is_argument: bool) -> bool:
    """Is what is given to the caller memory that was made here, and that nothing can have saved or kept?"""
    sure = _sure_binding(memory, index)
    before = _before(memory, index, sure)
    bound = {each.gives for each in before if isinstance(each, Bind)} - {Gives.ITSELF}
    return (
        (sure is not None or not is_argument)
        and bool(bound)
        and bound <= UNSHARED
        and not any(isinstance(each, Use) for each in before)
    )


def _switches_outside_blocks(function: ast.FunctionDef) -> bool:
    """Is recording switched elsewhere than at the head of a block or of the function? There it acts on what follows."""
    nodes = [node for part in function.body for node in nodes_in(part)]
    switches = [
        node for node in nodes if isinstance(node, ast.Attribute | ast.Name) and switches_recording(node)
    ]
    heads = [item.context_expr for node in nodes if isinstance(node, ast.With) for item in node.items]
    return len(switches) != sum(map(switches_recording, heads))


def _sure_binding(memory: Memory, index: int) -> int | None:
    """Where the memory that an event is about was made, if that is sure: the last binding before it that is sure to have
    been made then; where a name got another one's memory there, the last one of that."""
    (name, at), joined = memory.events[index], set[int]()
    path = at.path
    for place in range(index - 1, -1, -1):
        of, event = memory.events[place]
        if not isinstance(event, Bind) or not (of == name or name.startswith(f"{of}.")):
            continue
        if (event.gives is not Gives.ITSELF or event.of) and _around(event.path, path):
            if event.gives is not Gives.ITSELF:
                return None if _may_be_anothers(memory, place, index, joined) else place
            joined.add(place)
            name, path = event.of, event.path
    return None


def _may_be_anothers(memory: Memory, made: int, index: int, joined: set[int]) -> bool:
    """May a name have got another one's memory since it was `made`, which was made elsewhere then? Those `joined` are known."""
    path = memory.events[index][1].path
    around = _shared(memory.events[made][1].path, path)
    return any(
        isinstance(event, Bind)
        and bool(event.of)
        and place not in joined
        and (made <= place < index or _share_loop(event.path, path, around))
        for place, (_, event) in enumerate(memory.events)
    )


def _unrecorded(path: Path) -> int:
    """So many blocks around it switch recording."""
    return sum(arm == UNRECORDED for _, arm in path)


def _around(outer: Path, inner: Path) -> bool:
    """Are the blocks `outer` run before what stands later in the blocks `inner`, whenever that is run?"""
    held = _shared(outer, inner)
    return all(arm == ROWS for _, arm in outer[held:])


def _shared(one: Path, other: Path) -> int:
    """In how many blocks both are."""
    count = 0
    for mine, theirs in zip(one, other):
        if mine != theirs:
            break
        count += 1
    return count


def _harmless(memory: Memory, index: int, write: Write, sure: int | None, *, is_argument: bool) -> bool:
    """Is the memory written here new, and has nothing been able to save it?"""
    before = _before(memory, index, sure)
    bound = {event.gives for event in before if isinstance(event, Bind)} - {Gives.ITSELF}
    if sure is None and not is_argument and not bound:
        return False  # a name from outside
    if bound and bound <= NO_TENSOR and (sure is not None or not is_argument) and not write.items:
        return True
    if Gives.ANYTHING in bound or (write.items and Gives.CONTAINER in bound):
        return False
    return not any(isinstance(event, Use) for event in before)


def _counts(memory: Memory, name: str) -> bool:
    """Is a name only ever bound to numbers, whatever else was bound to one of them? Then to add to it binds it anew."""
    bound = [event for of, event in memory.events if of == name and isinstance(event, Bind)]
    return bool(bound) and all(event.gives is Gives.NUMBER for event in bound)


def _before(memory: Memory, index: int, sure: int | None) -> list[Event]:
    """What may have happened to the memory of an event before it, since a binding that is sure.

    What is given to the caller ends the call: nothing here comes after it.
    """
    path = memory.events[index][1].path
    since = 0 if sure is None else sure
    around = 0 if sure is None else _shared(memory.events[sure][1].path, path)
    return [
        each
        for at, (_, each) in enumerate(memory.events)
        if not isinstance(each, Given)
        and (
            (since <= at < index and not _exclude_each_other(each.path, path))
            or _share_loop(each.path, path, around)
        )
    ]


def _exclude_each_other(one: Path, other: Path) -> bool:
    """Are they in two arms of one statement?"""
    for mine, theirs in zip(one, other):
        if mine != theirs:
            return mine[0] == theirs[0]
    return False


def _share_loop(one: Path, other: Path, deeper_than: int) -> bool:
    """Are both in one loop that is deeper than so many blocks?"""
    for depth, (mine, theirs) in enumerate(zip(one, other)):
        if mine != theirs:
            return False
        if mine[1] in (LOOP, ROWS) and depth >= deeper_than:
            return True
    return False
