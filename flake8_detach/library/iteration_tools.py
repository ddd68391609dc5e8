"""``itertools`` for what is known whole: rows of what was given, in their order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from ..values import NONE, Arguments, Const, Items, Runtime, Value

MOST_ROWS = 64


def _known(rt: Runtime, values: Iterable[Value]) -> list[tuple[Value, ...]] | None:
    """The elements of each; None where one of them is not known whole."""
    found = [rt.elements(value) for value in values]
    return [each.values for each in found] if all(each.exact for each in found) else None


def _rows(rt: Runtime, rows: Iterable[Sequence[Value]]) -> Value | None:
    """An iterator over tuples; None where they are too many."""
    first = list(itertools.islice(rows, MOST_ROWS + 1))
    return (
        rt.sequence("iterator", [rt.sequence("tuple", row) for row in first])
        if len(first) <= MOST_ROWS
        else None
    )


def _count(value: Value | None) -> int | None:
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else None


def _choices(
    choose: Callable[[Sequence[Value], int], Iterable[Sequence[Value]]],
) -> Callable[[Runtime, Arguments], Value | None]:
    """``combinations(values, r)`` and its like."""

    def made(rt: Runtime, arguments: Arguments) -> Value | None:
        known = _known(rt, arguments.positional[:1])
        if not known:
            return None
        asked = arguments.get(1, "r")
        count = len(known[0]) if asked in (None, NONE) else _count(asked)
        return None if count is None or count < 0 else _rows(rt, choose(known[0], count))

    return made


def _product(rt: Runtime, arguments: Arguments) -> Value | None:
    known = _known(rt, arguments.positional)
    repeat = _count(arguments.keywords.get("repeat", Const(1)))
    return None if known is None or repeat is None else _rows(rt, itertools.product(*known, repeat=repeat))


def _zip_longest(rt: Runtime, arguments: Arguments) -> Value | None:
    known = _known(rt, arguments.positional)
    fill = arguments.keywords.get("fillvalue", NONE)
    return None if known is None else _rows(rt, itertools.zip_longest(*known, fillvalue=fill))


def _starmap(rt: Runtime, arguments: Arguments) -> Value | None:
    function, rows = arguments.get(0), arguments.get(1)
    if function is None or rows is None:
        return None
    found = rt.elements(rows)
    results: list[Value] = []
    for row in found.values:
        cells = rt.world.get(row)
        if not isinstance(cells, Items) or cells.rest is not None:
            return None
        results.append(rt.call(function, Arguments(tuple(cells.items))))
    if found.exact:
        return rt.sequence("iterator", results)
    return rt.sequence("iterator", results[:-1], results[-1] if results else None)


def _drop_while(rt: Runtime, arguments: Arguments) -> Value | None:
    test, known = arguments.get(0), _known(rt, arguments.positional[1:2])
    if test is None or not known:
        return None
    for place, value in enumerate(known[0]):
        verdict = rt.truth(rt.call(test, Arguments((value,))))
        if verdict is None:
            return None
        if not verdict:
            return rt.sequence("iterator", known[0][place:])
    return rt.sequence("iterator", [])


def _compress(rt: Runtime, arguments: Arguments) -> Value | None:
    known = _known(
        rt, [v for v in (arguments.get(0, "data"), arguments.get(1, "selectors")) if v is not None]
    )
    verdicts = [rt.truth(each) for each in known[1]] if known is not None and len(known) == 2 else [None]
    if known is None or None in verdicts:
        return None
    return rt.sequence("iterator", list(itertools.compress(known[0], map(bool, verdicts))))


def _group_by(rt: Runtime, arguments: Arguments) -> Value | None:
    """Neighbours of the same key, where the keys are known."""
    known, key = _known(rt, arguments.positional[:1]), arguments.get(1, "key") or NONE
    if not known:
        return None
    keys = [value if key == NONE else rt.call(key, Arguments((value,))) for value in known[0]]
    if not all(isinstance(each, Const) for each in keys):
        return None
    pairs = itertools.groupby(zip(keys, known[0], strict=True), key=lambda pair: pair[0])
    return _rows(rt, [(key, rt.sequence("iterator", [v for _, v in group])) for key, group in pairs])


def _tee(rt: Runtime, arguments: Arguments) -> Value | None:
    known, count = _known(rt, arguments.positional[:1]), _count(arguments.get(1, "n") or Const(2))
    if not known or count is None or count > MOST_ROWS:
        return None
    return rt.sequence("tuple", [rt.sequence("iterator", known[0]) for _ in range(count)])


def _passed_on(rt: Runtime, arguments: Arguments) -> Value | None:
    """A progress bar gives the elements of its first argument."""
    given = arguments.get(0, "iterable") or arguments.get(0, "sequence")
    found = rt.elements(given) if given is not None and isinstance(rt.world.get(given), Items) else None
    return rt.sequence("iterator", found.values) if found is not None and found.exact else None


BARS = frozenset(
    {"tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.notebook.tqdm", "tqdm.std.tqdm", "rich.progress.track"}
)
FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **dict.fromkeys(BARS, _passed_on),
    "itertools.combinations": _choices(itertools.combinations),
    "itertools.compress": _compress,
    "itertools.dropwhile": _drop_while,
    "itertools.groupby": _group_by,
    "itertools.permutations": _choices(itertools.permutations),
    "itertools.product": _product,
    "itertools.starmap": _starmap,
    "itertools.tee": _tee,
    "itertools.zip_longest": _zip_longest,
}
