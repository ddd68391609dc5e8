"""Which part of a tensor a subscript, ``narrow`` or ``select`` sees, as far as constants say it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ..autograd import BOX, LESS, WHOLE, Range, Selector
from ..values import NONE, Arguments, Const, Items, Runtime, TensorRef, Value
from .kinds import kind_of


def subscripted(rt: Runtime, of: Value, indexes: Sequence[Value]) -> Selector:
    """What ``of[indexes]`` sees."""
    used = [i for i in indexes if i != NONE]
    gap = next((k for k, i in enumerate(used) if kind_of(rt, i) == "ellipsis"), len(used))
    front = list(takewhile(lambda i: _takes_one(rt, i), used[:gap]))
    back = used[gap + 1 :]
    if not all(_takes_one(rt, i) for i in back):
        back = []
    ranges: list[Range] = []
    exact = len(front) + len(back) + (gap < len(used)) == len(indexes)
    for dim, index in (*enumerate(front), *enumerate(back, -len(back))):
        found, all_of_it = _range(rt, _counted(rt, of, dim), index)
        ranges += found
        exact = exact and all_of_it
    return _selector(rt, ranges, exact)


def _takes_one(rt: Runtime, index: Value) -> bool:
    """Does an index stand for one dimension? A mask takes as many as it has."""
    return kind_of(rt, index) in ("int", "number", "slice")


def _counted(rt: Runtime, of: Value, dim: int) -> int:
    """A dimension counted from the first, where it is known how many there are."""
    count = rt.machine.tensors[of.id].meta.ndim if isinstance(of, TensorRef) and dim < 0 else None
    return dim if count is None else dim + count


def _range(rt: Runtime, dim: int, index: Value) -> tuple[list[Range], bool]:
    """What an index leaves of a dimension, and whether that is all of it."""
    if isinstance(index, Const) and isinstance(index.value, int):
        return [_row(dim, index.value)], True
    thing = rt.world.get(index)
    if not isinstance(thing, Items) or thing.kind != "slice":
        return [], False
    known = [part.value if isinstance(part, Const) else ... for part in thing.items]
    start, stop, step = known if len(known) == 3 else (..., ..., ...)
    exact = ... not in known and step in (None, 1)
    first = start if isinstance(start, int) else 0
    last = stop if isinstance(stop, int) else None
    return ([] if first == 0 and last is None else [(dim, first, last, False)]), exact


def _row(dim: int, k: int) -> Range:
    return dim, k, k + 1 if k != -1 else None, True


def _selector(rt: Runtime, ranges: Sequence[Range], exact: bool) -> Selector:
    if not ranges:
        return (WHOLE, rt.machine.ids.last, 0) if exact else None
    dim, start, _, single = ranges[0]
    if exact and len(ranges) == 1 and single and dim == 0 and start >= 0:
        return ("index", 0, start)
    return (BOX, 0 if exact else LESS, tuple(ranges))


def cut(rt: Runtime, of: Value, name: str, arguments: Arguments) -> Selector:
    """What ``of.narrow(dim, start, length)`` and ``of.select(dim, index)`` see; of other methods nothing is said."""
    if name not in ("narrow", "select"):
        return None
    names = ("dim", "start", "length") if name == "narrow" else ("dim", "index")
    given = [arguments.get(k, wanted) for k, wanted in enumerate(names)]
    known = [v.value for v in given if isinstance(v, Const) and isinstance(v.value, int)]
    if len(known) != len(names):
        return None
    dim, start = _counted(rt, of, known[0]), known[1]
    if name == "select":
        return _selector(rt, [_row(dim, start)], True)
    stop = start + known[2]
    return _selector(rt, [(dim, start, stop if (stop < 0) == (start < 0) else None, False)], True)
