"""One of several tensors is meant, nobody knows which: what may be said when something was done to each of them.

Each is followed from the same moment in the same state, one after the other. What was reported and freed on every way
is so whichever was meant; the rest only may be.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from ..frozen import replace
from ..pages import differing
from .records import Freed, NodeId
from .reports import Hazard, IdleTerm, Report, SkippedGradient
from .state import State


class Ways:
    """The ways that a choice of one `value` goes; begin with the state before, tell when each has `ended`, then `meet`."""

    def __init__(self, state: State, value: Hashable) -> None:
        self._value = value
        self._reports, self._freed = state.reports, state.freed
        self._told: list[tuple[Report, ...]] = []  # on the ways that count
        self._aside: tuple[Report, ...] = ()
        self._ends: dict[int, Mapping[NodeId, Freed]] = {}

    def ended(self, state: State, place: int, *, counts: bool) -> None:
        """The way of the alternative at `place` has ended; unless it `counts`, it is one of no tensor."""
        said, freed = state.reports[len(self._reports) :], state.freed
        state.reports, state.freed = self._reports, self._freed
        if counts:
            self._told.append(said)
            self._ends[place] = freed
        else:
            self._aside += said

    def meet(self, state: State) -> None:
        """Go on with what is known whichever way was taken."""
        told = (report for said in self._told for report in said)
        each = ({_what(r) for r in said if _is_sure(r)} for said in self._told)
        always = set.intersection(*each) if self._told else set()
        state.report(*self._aside, *_weakened(told, always))
        ends = [end for end in self._ends.values() if end is not self._freed]
        found = {n: self._freed_anew(n) for end in ends for n in differing(self._freed, end)}
        if found:
            state.freed = {**self._freed, **{n: freed for n, freed in found.items() if freed is not None}}

    def _freed_anew(self, number: NodeId) -> Freed | None:
        before = self._freed.get(number)
        anew = {
            place: freed
            for place, end in self._ends.items()
            if (freed := end.get(number)) is not None and freed != before
        }
        if not anew:
            return None
        place, freed = max(anew.items(), key=lambda item: item[1].unknown)
        if len(anew) == len(self._ends):
            return freed
        weaker = replace(freed, unknown=freed.unknown + 1, taken=(self._value, place))
        return weaker if before is None or weaker.unknown < before.unknown else None


def _is_sure(report: Report) -> bool:
    return not isinstance(report, Hazard) or not report.unknown


def _what(report: Report) -> Hashable:
    """What makes two reports the same, whichever of several tensors they are about."""
    match report:
        case Hazard():
            return Hazard, report.silent, report.write.site, report.backward
        case SkippedGradient():
            return SkippedGradient, report.write.site, report.backward
        case IdleTerm():
            return IdleTerm, report.loss.site, report.backward
    return type(report).__name__


def _weakened(told: Iterable[Report], always: set[Hashable]) -> Iterable[Report]:
    for report in told:
        if isinstance(report, Hazard):
            yield replace(report, unknown=1) if _is_sure(report) and _what(report) not in always else report
        elif not isinstance(report, SkippedGradient | IdleTerm) or _what(report) in always:
            yield report


def doubt_of(state: State, freed: Freed) -> int:
    """Unknown links before it is certain that a backward freed this: of the same choice, the same way is taken again."""
    if freed.taken is None:
        return freed.unknown
    value, place = freed.taken
    return freed.unknown - any(value is again and place == at for again, at in state.ids.taken)
