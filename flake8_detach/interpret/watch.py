"""What is noted of each watched attribute (``.data``): what it was read from, and whether all who use that memory were seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..autograd import TensorId
from ..values import Const, Frame, Method, Opaque, TensorRef, Value, World, options
from .kept_memory import kept_storages
from .places import Place

if TYPE_CHECKING:
    from .interpreter import Interpreter


@dataclass(slots=True)
class Watch:
    """The notes, by unit and attribute node.

    `observed`: what the owner was seen to be. `memory`: whether all users of its memory are known. `made`: its memory, where
    that is the definition's own so far. `settled`: the object that the definition is a method of, if no old value of its
    attributes is known.
    """

    attributes: frozenset[str]
    observed: dict[Any, set[str]] = field(default_factory=dict)
    memory: dict[Any, set[bool]] = field(default_factory=dict)
    made: dict[Any, set[int]] = field(default_factory=dict)
    settled: int | None = None


def observe(interp: Interpreter, node: Any, owner: Value) -> None:
    """Note what the owner of a watched attribute is: a tensor, something used as one, something else, or not known."""
    place = (interp.unit, node)
    seen = interp.watch.observed.setdefault(place, set())
    memory = interp.watch.memory.setdefault(place, set())
    for choice in options(owner):
        if isinstance(choice, TensorRef):
            own = _is_own(interp, choice.id)
            memory.add(own)
            seen.add("tensor")
            if own and interp.since:
                storage = interp.machine.tensors[choice.id].storage
                interp.watch.made.setdefault(place, set()).add(storage)
            continue
        memory.add(False)
        if isinstance(
            choice, Const
        ):  # None and numbers have no such attribute: there, the program does not come this far
            continue
        thing = interp.world.get(choice)
        if isinstance(thing, Opaque):
            seen.add("used as a tensor" if thing.shown else "unknown")
        elif isinstance(choice, Method):  # no method has what is watched: it is something a user stored there
            seen.add("unknown")
        else:
            seen.add("not a tensor")


def note_kept(interp: Interpreter, worlds: Sequence[World]) -> None:
    """A definition that was analysed by itself has ended: what it leaves behind, another call of it may find."""
    watch = interp.watch
    kept: set[int] = set()
    if watch.made:
        kept = {s for world in worlds for s in kept_storages(world, interp.since, watch.settled)}
    for place, storages in watch.made.items():
        if storages & kept:
            watch.memory[place].add(False)
    watch.made.clear()


def _is_own(interp: Interpreter, tensor: TensorId) -> bool:
    """Was this tensor made by what runs now, as its own base, and has all that uses its memory, or counts with it, been seen?

    A definition may be called from elsewhere, with other tensors: only what it makes itself is its own, or has made
    by code in sight; not by a method of its own object, which may be another one in a subclass.
    """
    of, ledger = interp.machine.tensors[tensor], interp.machine.ledger
    if ledger.lost or of.storage in ledger.foreign or of.base is not None or of.frozen:
        return False
    if of.counter in ledger.swapped:
        return False
    if interp.since == 0:
        return True
    if (
        of.storage <= interp.since
        or not isinstance(of.site, Place)
        or not _is_made_here(interp, of.storage, of.site)
    ):
        return False
    # the innermost call that still runs of those in which it was made
    call = max((frame for frame in interp.world.frames if frame < of.storage), default=0)
    return of.storage not in kept_storages(interp.world, max(call, interp.since), interp.watch.settled)


def _is_made_here(interp: Interpreter, storage: int, site: Place) -> bool:
    """Was this memory made by the code that runs, or by what that certainly calls?"""
    within = site.calls[len(interp.calls) :]
    if not within or site.unit is interp.unit:
        return site.unit is interp.unit
    return storage > _called_at(interp) and _is_fixed(within[0], within[1] if within[1:] else site)


def _called_at(interp: Interpreter) -> int:
    """The moment when the innermost function that runs was called."""
    for number in reversed(interp.world.frames):
        frame = interp.world.heap[number]
        if isinstance(frame, Frame) and not frame.is_comprehension and not frame.is_class:
            return number
    return interp.since


def _is_fixed(call: Place, inside: Place) -> bool:
    """Is it this code that a call runs? A constructor, a function, or a method of another object than the caller's own."""
    called, caller = inside.unit.definition, call.unit.definition
    decorators = getattr(inside.unit.node, "decorators", ())
    if not all(library.runs_each_time(_name_of(each.decorator)) for each in decorators):
        return False
    if called is None or called.parent is None or called.name == "__init__":
        return called is not None
    match call.node:
        case cst.Call(func=cst.Attribute(value=cst.Name(value=name))):
            own = caller.parent is not None and isinstance(call.unit.node, cst.FunctionDef)
            return not own or name not in {p.name.value for p in call.unit.node.params.params[:1]}
        case cst.Call(func=cst.Attribute(value=cst.Attribute())):
            return True
    return False


def _name_of(decorator: cst.BaseExpression) -> str:
    """The last part of a decorator's name."""
    node = decorator.func if isinstance(decorator, cst.Call) else decorator
    last = node.attr if isinstance(node, cst.Attribute) else node
    return last.value if isinstance(last, cst.Name) else ""
