"""The second order of a group of calls, in the file's notation.

A line for each argument whose gradient is asked for (for several, where they say the same)::

    grad other | grad! for other; other! for grad | freed

First where the recorded backward leads: to the gradient handed down (`grad`), to arguments, to the operation itself
(`result`). ``~``: nothing but zeros flow there. Then what it keeps, as in ``saves``, ``!~`` where only some calls keep the
own object; without ``for``, for the sake of all (the gradient handed down is never kept for its own). Last whether it raises
the second time. ``same:`` and ``view:`` in front: the gradient given is what was handed down, or a view of it; ``inner:`` a
view of a tensor that nobody else has; ``perhaps:`` in some calls what was handed down or a view of it. An
argument that has no line is a linear one: ``grad``; ``?`` is not known, ``constant`` has no history of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .named import Named
from .probe import Path
from .second import Place, Second, see_second

CALLS = 3
"""So many calls of a group are asked."""

LINEAR = "grad"
UNKNOWN = "?"
CONSTANT = "constant"


@dataclass
class Labelled:
    """A second order with labels in the place of arguments; ``operands[others]``: other elements of the same list."""

    leads: set[str]
    flat: set[str]
    saved: dict[str, set[str]]
    own: set[str]
    freed: bool
    gives: str
    joint: set[str]


def second_of(group: Sequence[Named], names: Sequence[str], grads: Sequence[str]) -> dict[str, str] | None:
    """By parameter names; None where nothing of it is known."""
    recorded = [n for n in group if n.differentiable]
    # Three factors keep for each other's sake what two do not: a row speaks of as many as its commonest call has.
    alike = [n for n in recorded if all(_lengths(recorded[0]).get(p, k) == k for p, k in _lengths(n).items())]
    asked = [_labelled(n) for n in alike[:CALLS]]
    texts: dict[str, list[str]] = {}
    for p in grads:
        text = _text([(a[p], given) for a, given in asked if p in a], names)
        if text != LINEAR:
            texts.setdefault(text, []).append(p)
    if list(texts) == [UNKNOWN] and len(texts[UNKNOWN]) == len(grads):
        return None
    return {" ".join(ps): text for text, ps in texts.items()}


def _lengths(n: Named) -> dict[str, int]:
    """How many tensors were given to each parameter, of those a gradient flows to."""
    return Counter(n.words[n.where[key]].name for key, _ in n.seen.paths)


def _labelled(n: Named) -> tuple[dict[str, Labelled], set[str]]:
    """What is known of a call by parameter, and what it was given."""
    labelled: dict[str, Labelled] = {}
    found = see_second(n.seen.call, n.seen.paths) if n.seen.call is not None else {}
    for path, second in found.items():
        mine = n.words[n.where[path[0]]].name
        if mine not in labelled and second is not None:
            labelled[mine] = _with_labels(second, _labels(n, path))
    return labelled, n.tensors | {"grad", "result"}


def _labels(n: Named, path: Path) -> Callable[[Place], str]:
    mine = n.words[n.where[path[0]]].name
    listed = path[1] is not None or sum(n.words[w].name == mine for w in n.where.values()) > 1
    listed &= path[0] not in n.seen.gathered

    def label(place: Place) -> str:
        if isinstance(place, str):
            return place
        name = n.words[n.where[place[0]]].name
        if name != mine or not listed:
            return name
        return f"{name}[own]" if place == path else f"{name}[others]"

    return label


def _with_labels(second: Second, label: Callable[[Place], str]) -> Labelled:
    def all_of(places: Iterable[Place]) -> set[str]:
        return {label(place) for place in places}

    leads = all_of(second.leads)
    if second.partly:
        leads = leads - {"result"} | {"result?"}
    saved: dict[str, set[str]] = {}
    for item, sakes in second.saved.items():
        saved.setdefault(label(item), set()).update(all_of(sakes))  # other elements have one label
    return Labelled(
        leads=leads,
        flat=all_of(second.flat),
        saved=saved,
        own=all_of(second.own),
        freed=second.freed,
        gives=second.gives,
        joint=all_of(second.joint),
    )


def _text(calls: Sequence[tuple[Labelled, set[str]]], names: Sequence[str]) -> str:
    if not calls:
        return UNKNOWN
    calls = [c for c in calls if c[0].leads]  # shapes such that nothing matters say nothing of others
    if not calls:
        return CONSTANT
    mine = [labelled for labelled, _ in calls]
    order = ["grad", "result", *names]

    def rank(label: str) -> tuple[int, str]:
        bare = label.partition("[")[0].rstrip("?0123456789")
        return (order.index(bare) if bare in order else len(order), label)

    leads: list[str] = []
    everywhere: set[str] = set().union(*(m.leads for m in mine))
    for lead in sorted(everywhere, key=rank):
        bare = lead.partition("[")[0].rstrip("?")
        holders = [m for m, g in calls if bare in g]
        doubt = "" if all(lead in m.leads for m in holders) or lead.endswith("?") else "?"
        flat = "~" if all(lead.rstrip("?") in m.flat for m in holders if lead in m.leads) else ""
        if not (lead == "result?" and "result" in everywhere):
            leads.append(lead + doubt + flat)
    kept: list[str] = []
    items: set[str] = set().union(*(m.saved for m in mine))
    for item in sorted(items, key=rank):
        keepers = [m for m in mine if item in m.saved]
        bare = item.partition("[")[0]
        holders = [m for m, g in calls if bare in g or bare not in names]
        owning = sum(item in m.own for m in keepers)
        own = "" if not owning else "!" if owning == len(keepers) else "!~"
        sakes = {s for m in keepers for s in m.saved[item]}
        agreed = all(m.saved[item] >= sakes & m.leads and item not in m.joint for m in keepers)
        doubt = "" if agreed and len(keepers) == len(holders) else "?"
        most = {lead.rstrip("?") for lead in everywhere}
        whole = sakes >= (most - {"grad"} if item.startswith("grad") else most)
        whose = "" if whole else " for " + " ".join(sorted(sakes, key=rank))
        kept.append(bare + own + doubt + item[len(bare) :] + whose)
    parts = [" ".join(leads)]
    freed = all(m.freed for m in mine)
    if kept or freed:
        parts.append("; ".join(kept))
    if freed:
        parts.append("freed")
    gives = {m.gives for m in mine}
    perhaps = len(gives) > 1 and not gives.isdisjoint({"same", "view"})
    word = "perhaps" if perhaps else gives.pop() if len(gives) == 1 else "new"
    front = "" if word == "new" else f"{word}: "
    return front + " | ".join(parts)
