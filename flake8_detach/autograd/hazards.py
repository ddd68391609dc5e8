"""What has become of what was saved: the writes since, seen by the version counter or not."""

from __future__ import annotations

from collections.abc import Sequence

from ..frozen import replace
from .copies import may_restore, restores
from .irregular import last_name
from .records import NO_CLAIM, Node, NodeId, Result, Saved, Site, Write
from .regions import meet
from .reports import Hazard, Refusal, SkippedGradient
from .signs import NEVER_NEGATIVE, Signs
from .state import State
from .views import present_history, refuses


def hazards_of(
    state: State,
    site: Site,
    use: str,
    node: Node,
    saved: Saved,
    *,
    far: int,
    hard: int | None = None,
    needed: frozenset[int] | None,
    recorded: bool = False,
) -> list[Hazard]:
    """The writes since `saved` was saved that make this backward raise or its gradients wrong.

    `use`: the label of the backward. `far`: unknown links between the root and `node`, `hard` without the question that `Edge.asks`. `needed`: the
    parameters whose gradients are asked for; None is all. The contents of what was kept for others are not used, but their
    version is compared, if one operation keeps all. So it is with what the asked-for gradients do not read. `recorded`: this
    backward is recorded itself.
    """
    base = (hard if hard is not None and saved.asks else far) + saved.unknown
    found: list[Hazard] = []
    wanted = needed is None or not saved.sake or not needed.isdisjoint(saved.sake)
    if saved.checked and saved.counter is not None:
        aside = int(node.several and not wanted)
        for write in state.bumps.get(saved.counter, ()):
            if write.stamp > saved.stamp:
                doubt = len(write.counted ^ saved.counted)
                unknown = base + write.unknown + doubt + aside
                found.append(Hazard(False, write, saved, node, site, unknown, use))
    unread = saved.unread if recorded else (*saved.unread, *saved.recorded)
    reading = _reading(state, node, saved, needed, unread) if wanted else None
    if reading is not None:
        for write, doubt in changes(state, saved):
            if not saved.checked or write.counter is None or write.counter != saved.counter:
                links = _noticing(state, node, saved, needed, write, unread=unread, reading=reading)
                if links is not None:
                    unknown = base + links + write.unknown + doubt
                    found.append(Hazard(True, write, saved, node, site, unknown, use))
    if saved.had_history and state.tensors[saved.tensor].node is None:
        cuts = (w for w in state.cuts.get(saved.tensor, ()) if w.stamp > saved.stamp)
        doubt = int(saved.own is None)
        found += (Hazard(False, w, saved, node, site, base + w.unknown + doubt, use) for w in cuts)
    return found


def _noticing(
    state: State,
    node: Node,
    saved: Saved,
    needed: frozenset[int] | None,
    write: Write,
    *,
    unread: tuple[int, ...],
    reading: int,
) -> int | None:
    """Unknown links before a gradient that notices the write is certain to be computed, `reading` before one that reads
    what was saved: the signs of that are all that ``relu`` looks at."""
    kept = (*saved.signs, *saved.sizes, *saved.nans)
    if not kept or write.rebinds:
        return reading

    def beside(*harmless: int) -> int | None:
        return _reading(state, node, saved, needed, (*unread, *harmless))

    def perhaps(certain: int | None) -> int:
        return reading + 1 if certain is None else min(certain, reading + 1)

    if write.signs is Signs.TURNED:
        return beside(*saved.sizes, *saved.nans)
    if write.signs is Signs.KEPT or (
        write.signs is Signs.KEPT_IF_POSITIVE and _is_never_negative(node, saved)
    ):
        return beside(*saved.signs, *saved.nans)
    if write.signs is Signs.UNKNOWN:
        return perhaps(beside(*saved.signs, *saved.nans))
    return perhaps(beside(*saved.nans))


def _is_never_negative(node: Node, saved: Saved) -> bool:
    return saved.is_result and node.facts is not None and last_name(node.facts.name) in NEVER_NEGATIVE


def _reading(
    state: State, node: Node, saved: Saved, needed: frozenset[int] | None, unread: tuple[int, ...]
) -> int | None:
    """Unknown links before a gradient that depends on the contents of `saved` is certain to be computed; None: none is.
    Those of the parameters `unread` do not.

    A frozen convolution keeps its input, which only the gradient of its weight would read; what multiplies the result of
    ``round()`` is kept for a gradient that ends there.
    """
    ends = [e.node for e in node.edges if e.node is not None and needed is None and _ends(state, e.node)]
    if not unread and not ends:
        return 0
    reading = [
        edge.unknown
        for edge in node.edges
        if edge.parameter not in unread
        and edge.node not in ends
        and (edge.parameter is None or not saved.sake or edge.parameter in saved.sake)
        and (needed is None or edge.parameter in needed)
    ]
    return min(reading, default=None)


def _ends(state: State, number: NodeId, depth: int = 0) -> bool:
    """Whether every gradient ends here: nothing but zeros go on."""
    edges = state.nodes[number].edges if number in state.nodes else ()
    return bool(edges) and all(
        e.flat or (e.node is not None and depth < FAR and _ends(state, e.node, depth + 1)) for e in edges
    )


FAR = 4
"""Operations between one that is differentiated and one whose gradient is zero that are looked through."""


def changes(state: State, saved: Saved) -> list[tuple[Write, int]]:
    """The writes that changed what backward will read, each with its doubtful alias links; none where the last of them
    put back what was saved.

    An object kept itself is read where it is by then: ``x.data = y`` moved it to other memory. Should it have come back to
    its own (``old = x.data; x.data = y; x.data = old``), only what was written there matters.
    """
    if saved.own is None:
        return _either(changes(state, replace(saved, own=True)), changes(state, replace(saved, own=False)))
    home = memory = Result(saved.tensor, saved.storage, saved.region, saved.maybes)
    since = saved.stamp
    found: list[tuple[Write, int]] = []
    undone = 0
    moves = state.rebinds.get(saved.tensor, ()) if saved.own else ()
    for move in (m for m in moves if m.stamp > saved.stamp):
        undone = _note_changes(state, saved, found, undone, memory, since=since, until=move.stamp)
        into = move.into if move.into is not None else memory
        if (into.storage, into.region) != (memory.storage, memory.region):
            undone = _note_change(state, saved, found, undone, move, 0)
        memory, since = into, move.stamp
    if memory == home:
        found, undone, since = [], 0, saved.stamp
    undone = _note_changes(state, saved, found, undone, memory, since=since, until=None)
    return found if len(found) > undone else []


def _either(one: list[tuple[Write, int]], other: list[tuple[Write, int]]) -> list[tuple[Write, int]]:
    """The changes of which it is not known whether these or those are met."""
    doubts = [{write.stamp: doubt for write, doubt in side} for side in (one, other)]
    most = {write.stamp: write for write, _ in (*one, *other)}
    return [
        (write, min(side.get(stamp, NO_CLAIM) for side in doubts) + any(stamp not in side for side in doubts))
        for stamp, write in sorted(most.items())
    ]


def _note_changes(
    state: State,
    saved: Saved,
    found: list[tuple[Write, int]],
    undone: int,
    memory: Result,
    *,
    since: int,
    until: int | None,
) -> int:
    """Add the changes between two moments. Gives how many of all are `undone`: the last of them put back what was
    saved."""
    for write in state.writes.get(memory.storage, ()):
        within = write.stamp > since and (until is None or write.stamp < until)
        doubt = meet(write.region, memory.region) if within else None
        if doubt is None:
            continue
        undone = _note_change(state, saved, found, undone, write, doubt + len(write.maybes ^ memory.maybes))
    return undone


def _note_change(
    state: State, saved: Saved, found: list[tuple[Write, int]], undone: int, write: Write, doubt: int
) -> int:
    """Add one change. If it may put back what was saved, none of those since is certain to matter. One statement that writes
    parameter after parameter, where one stands for all, puts nothing back."""
    earlier = found[undone:]
    found.append((write, doubt))
    if restores(state, write, saved, earlier):
        return len(found)
    if any(change.site != write.site for change, _ in earlier) and may_restore(state, write, saved):
        found[undone:] = [(change, links + 1) for change, links in found[undone:]]
    return undone


def unpack(state: State, node: Node, hazards: Sequence[Hazard]) -> Refusal | None:
    """What the first saved tensor that cannot be unpacked makes the node raise, for certain. One that was kept as the object
    itself, or as a view made on the way, is asked for its history first (SavedVariable::unpack): that of a view is made
    anew, or refused."""
    sure = [h for h in hazards if not h.silent and not h.unknown]
    for saved in node.saved:
        if saved.own and not saved.unknown and saved.tensor in state.tensors:
            present_history(state, saved.tensor)
        mine = [h for h in sure if h.saved is saved]
        if any(h.write.cuts for h in mine):
            return Refusal.CUT
        if mine:
            of = state.tensors[saved.tensor]
            asked = saved.own or not saved.is_result
            return Refusal.VIEW_CHANGED if asked and refuses(state, of) is not None else Refusal.MODIFIED
    return None


def skipped(
    state: State, site: Site, use: str, order: Sequence[NodeId], claimed: frozenset[Site]
) -> list[SkippedGradient]:
    """Unrecorded writes to results on the way, of which no gradient reads the old values."""
    found: dict[Site, SkippedGradient] = {}
    read = _last_read(state, order)
    for number in order:
        node = state.nodes[number]
        for result in node.results:
            if _of_leaf(state, result):
                continue
            for write in state.writes.get(result.storage, ()):
                if write.stamp <= node.stamp or write.recorded or write.library or write.unknown:
                    continue
                if write.site in claimed or write.maybes ^ result.maybes:
                    continue
                later = read.get(result.storage, 0) > write.stamp
                known = found.get(write.site)
                if known is not None and (known.read_later or not later):
                    continue
                if meet(write.region, result.region) == 0:
                    found[write.site] = SkippedGradient(write, node, later, site, use)
    return list(found.values())


def _of_leaf(state: State, result: Result) -> bool:
    """A view of a leaf (``weight.t()``): the leaf gets its gradient whatever is written to it meanwhile."""
    of = state.tensors.get(result.tensor)
    if of is None or of.base is None or of.base not in state.tensors:
        return False
    return state.tensors[of.base].node is None


def _last_read(state: State, order: Sequence[NodeId]) -> dict[int, int]:
    """When each storage was last read by one of the operations in `order`, the latest first."""
    read: dict[int, int] = {}
    for number in order:
        for edge in state.nodes[number].edges:
            if edge.tensor in state.tensors:
                read.setdefault(state.tensors[edge.tensor].storage, state.nodes[number].stamp)
    return read
