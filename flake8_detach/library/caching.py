"""``functools.cache`` and ``lru_cache``: what was computed for some arguments is the same object at the next call."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Const, Instance, Ref, Runtime, Value

CACHED = "functools.cached"
"""The class of a function that remembers what it gave: the function, and a result by each call's arguments."""
MAKER = "functools.lru_cache"
"""The class of the decorator that ``lru_cache(maxsize=…)`` gives."""
WRAPPED, SIZE = "<function>", "<size>"


def wrap(rt: Runtime, arguments: Arguments) -> Value:
    """``cache(f)`` and ``lru_cache(f)``, or with settings only the decorator."""
    function = arguments.get(0)
    if function is None or isinstance(function, Const):
        return rt.world.add(Instance(MAKER, {SIZE: function or arguments.keywords.get("maxsize", NONE)}))
    return _cached(rt, function, NONE)


def decorate(rt: Runtime, maker: Instance, arguments: Arguments) -> Value | None:
    """``lru_cache(maxsize=…)(f)``."""
    function = arguments.get(0)
    return None if function is None else _cached(rt, function, maker.attributes[SIZE])


def _cached(rt: Runtime, function: Value, size: Value) -> Value:
    return rt.world.add(Instance(CACHED, {WRAPPED: function, SIZE: size}))


def call(rt: Runtime, cached: Ref, arguments: Arguments) -> Value:
    """Call a function that remembers: arguments that are not known to be those of another call are new ones."""
    thing = rt.world.get(cached)
    assert isinstance(thing, Instance)
    key = repr((arguments.positional, sorted(arguments.keywords.items())))
    known = thing.attributes.get(key)
    if known is None:
        known = rt.call(thing.attributes[WRAPPED], arguments)
        size = thing.attributes[SIZE]
        if arguments.rest is None and not arguments.open_keywords and size != Const(0):
            kept = rt.world.own(cached.id, Instance).attributes
            results = [name for name in kept if name not in (WRAPPED, SIZE)]
            if isinstance(size, Const) and isinstance(size.value, int) and len(results) >= size.value:
                del kept[results[0]]
            kept[key] = known
    return known


def _clear(rt: Runtime, cached: Ref, arguments: Arguments) -> Value:
    own = rt.world.own(cached.id, Instance)
    own.attributes = {name: own.attributes[name] for name in (WRAPPED, SIZE)}
    return NONE


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {"cache_clear": _clear}
FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "functools.cache": wrap,
    "functools.lru_cache": wrap,
}
