"""What all forks of a machine note together about aliases with a counter of their own: what a repair must know.

To replace ``x.data`` by ``x.detach()``, or a write through it by a write to ``x``, makes untracked writes tracked. That
changes nothing where nothing was written through the alias; nor where, at each write, no operation that may still be
differentiated had saved the memory. The ledger collects over all worlds, and so errs on the side of caution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .records import Hop, Link, Node, NodeId, Site, TensorId, Write

if TYPE_CHECKING:
    from .state import State


class Ledger:
    """`foreign`: memory of which the program does not show all users. `aliased`: memory that has such an alias.
    `swapped`: counters of tensors under which the memory was swapped, where something goes on with the old memory and
    the same counter.

    `gathered`: memory that was made of what other memory held, when, and of which.

    `dropped`: calls of something unseen whose result nobody took.

    `written`: where aliases were made through which something was written. `contested`: where those were made whose
    counter, were it that of their source, would have been compared with another outcome.

    `picked`: memory that an index of unknown dimensions gave: a copy, unless it was a single number.

    `presumed`: calls of a method of something unknown, by which alone it was taken for a tensor, and for which. `guessed`: those
    of which nobody took the result.

    `entered`: the moment when a definition was entered whose callers are not seen, and may have turned recording off; 0 where
    something shows that they record. `unsure`: nothing shows it of leaves that are made in there, either.
    """

    __slots__ = (
        "aliased",
        "contested",
        "dropped",
        "entered",
        "foreign",
        "gathered",
        "guessed",
        "lost",
        "picked",
        "presumed",
        "swapped",
        "unsure",
        "written",
    )

    def __init__(self) -> None:
        self.foreign: set[int] = set()
        self.gathered: dict[int, tuple[int, frozenset[int]]] = {}
        self.aliased: set[int] = set()
        self.swapped: set[int | None] = set()
        self.dropped: set[NodeId] = set()
        self.written: set[Site] = set()
        self.contested: set[Site] = set()
        self.picked: set[int] = set()
        self.presumed: dict[Site, TensorId] = {}
        self.guessed: set[TensorId] = set()
        self.entered = 0
        self.unsure = False
        self.lost = False  # more memory has left our sight than was worth following


def note_write(state: State, write: Write) -> None:
    """Note a write to memory that has an alias with a counter of its own."""
    ledger = state.ledger
    if write.storage not in ledger.aliased:
        return
    through = _made(write.hops)
    ledger.written |= through
    if write.storage not in state.watched:
        return
    for number, node in state.nodes.items():
        freed = state.freed.get(number)
        if freed is not None and not freed.unknown:
            continue
        if number in ledger.dropped and _writes_alone(node):
            continue
        for saved in node.saved:
            if saved.storage == write.storage and (saved.counter is None or saved.counter != write.counter):
                ledger.contested |= through | _made(saved.hops)


def note_swap(state: State, target: TensorId) -> None:
    """Note that `target` is about to see other memory."""
    counter = state.tensors[target].counter
    views = any(of.counter == counter and t != target for t, of in state.tensors.items())
    if views or any(saved.counter == counter for node in state.nodes.values() for saved in node.saved):
        state.ledger.swapped.add(counter)


def _writes_alone(node: Node) -> bool:
    """Is it a call like ``trunc_normal_(w)`` of something unseen, which by its name writes its only tensor?

    Where nobody takes the result it is called for that alone. If that requires grad, it is written without a record, or the call is refused; else there is nothing to record.
    """
    in_place = node.op.endswith("_") and not node.op.endswith("__")
    return node.opaque and in_place and sum(not saved.is_result for saved in node.saved) == 1


def _made(hops: tuple[Hop, ...]) -> set[Site]:
    return {hop.site for hop in hops if hop.link is Link.DATA}
