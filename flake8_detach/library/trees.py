"""``torch.utils._pytree``: functions over the leaves of lists, tuples and dictionaries within each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..values import Arguments, Const, Items, Runtime, Table, Value
from ..values.unseen import one_of

DEEPEST = 8
"""So many containers within each other are looked through."""


def _is_node(thing: object) -> bool:
    return isinstance(thing, Table) or (isinstance(thing, Items) and thing.kind in ("list", "tuple"))


def _leaves(rt: Runtime, tree: Value, deep: int = 0) -> Iterator[Value | None]:
    """The leaves in order; None stands for some that are not known."""
    thing = rt.world.get(tree)
    if not isinstance(thing, Items | Table) or not _is_node(thing) or deep >= DEEPEST:
        yield tree
        return
    held = thing.items if isinstance(thing, Items) else thing.items.values()
    for part in held:
        yield from _leaves(rt, part, deep + 1)
    if thing.rest is not None:
        yield from (None, *_leaves(rt, thing.rest, deep + 1))


def _mapped(rt: Runtime, function: Value, tree: Value, others: tuple[Value, ...], deep: int = 0) -> Value:
    thing = rt.world.get(tree)
    if not isinstance(thing, Items | Table) or not _is_node(thing) or deep >= DEEPEST:
        return rt.call(function, Arguments((tree, *others)))

    def below(part: Value, at: Value | None) -> Value:
        beside = [rt.item(other, at) if at is not None else rt.world.opaque("a leaf") for other in others]
        return _mapped(rt, function, part, tuple(beside), deep + 1)

    if isinstance(thing, Items):
        items = [below(part, Const(place)) for place, part in enumerate(thing.items)]
        rest = below(thing.rest, None) if thing.rest is not None else None
        return rt.sequence(thing.kind, items, rest)
    entries = {key: below(part, key) for key, part in thing.items.items()}
    rest = below(thing.rest, None) if thing.rest is not None else None
    return rt.world.add(Table(entries, rest))  # in the world in which these calls have ended


def _map(rt: Runtime, arguments: Arguments) -> Value | None:
    function, tree = arguments.get(0, "func"), arguments.get(1, "tree")
    if function is None or tree is None:
        return None
    return _mapped(rt, function, tree, arguments.positional[2:])


def _list(rt: Runtime, arguments: Arguments) -> Value | None:
    tree = arguments.get(0, "tree")
    if tree is None:
        return None
    found = list(_leaves(rt, tree))
    if None not in found:
        return rt.sequence("list", [leaf for leaf in found if leaf is not None])
    known = found[: found.index(None)]
    unknown = [leaf for leaf in found[len(known) :] if leaf is not None]
    rest = one_of(rt, [rt.world.opaque("a leaf"), *unknown])
    return rt.sequence("list", [leaf for leaf in known if leaf is not None], rest)


def _flatten(rt: Runtime, arguments: Arguments) -> Value | None:
    leaves = _list(rt, arguments)
    return None if leaves is None else rt.sequence("tuple", [leaves, rt.world.opaque("a tree's form")])


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.utils._pytree.tree_flatten": _flatten,
    "torch.utils._pytree.tree_leaves": _list,
    "torch.utils._pytree.tree_map": _map,
}
