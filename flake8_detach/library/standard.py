"""Python's standard library, as far as it carries tensors: copy, functools, itertools, collections, operator."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from ..autograd import Link
from ..frozen import replace
from ..values import (
    CONTENTS,
    FACTORY,
    NONE,
    Arguments,
    ArrayRef,
    Const,
    Instance,
    Items,
    Native,
    Opaque,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
)
from ..values.unseen import one_of, shuffled, without_places
from .kinds import number

MOST_REPEATS = 16
"""So many elements of ``repeat(x, n)`` are told apart."""


def shuffle(rt: Runtime, arguments: Arguments) -> Value:
    """``random.shuffle(x)``, and what others call so: the order of the list is not known any more."""
    value = arguments.get(0, "x")
    thing = rt.world.get(value) if value is not None else None
    if isinstance(thing, Items) and isinstance(value, Ref):
        if thing.rest is not None:
            without_places(rt, value)
        else:
            rt.world.own(value.id, Items).items = shuffled(rt, thing.items)
    return NONE


def _deepcopy(rt: Runtime, arguments: Arguments) -> Value | None:
    value = arguments.get(0)
    return deep_copy(rt, value, {}) if value is not None else None


def deep_copy(rt: Runtime, value: Value, memo: dict[Value, Value]) -> Value:
    """A copy that shares nothing; each object once."""
    if value in memo:
        return memo[value]
    if isinstance(value, TensorRef | ArrayRef):
        of = rt.machine.tensors[value.id]
        made = rt.machine.tensor(rt.site, "deepcopy", of.requires_grad, of.meta)
        rt.machine.note_copy(made, value.id)
        if value.id in rt.world.parameters:
            rt.world.parameters |= {made}
        memo[value] = type(value)(made)
        return memo[value]
    thing = rt.world.get(value)
    if thing is None or not isinstance(value, Ref):
        return value
    new: Ref
    match thing:
        case Items():
            new = memo[value] = rt.world.add(Items(thing.kind))
            items = [deep_copy(rt, v, memo) for v in thing.items]
            own = rt.world.own(new.id, Items)
            own.items = items
            own.rest = deep_copy(rt, thing.rest, memo) if thing.rest is not None else None
            return new
        case Table():
            new = memo[value] = rt.world.add(Table())
            entries = {k: deep_copy(rt, v, memo) for k, v in thing.items.items()}
            table = rt.world.own(new.id, Table)
            table.items = entries
            table.rest = deep_copy(rt, thing.rest, memo) if thing.rest is not None else None
            return new
        case Instance():
            new = memo[value] = rt.world.add(Instance(thing.cls))
            attributes = {k: deep_copy(rt, v, memo) for k, v in thing.attributes.items()}
            rt.world.own(new.id, Instance).attributes = attributes
            return new
        case Opaque():
            made_opaque = rt.world.opaque(thing.label)
            if thing.shown and thing.tensor is not None:
                return deep_copy(rt, TensorRef(thing.tensor), memo)
            return made_opaque
    return value


def _copy(rt: Runtime, arguments: Arguments) -> Value | None:
    value = arguments.get(0)
    if isinstance(value, TensorRef):
        of = rt.machine.tensors[value.id]
        made = rt.machine.share(rt.site, "copy.copy", value.id, Link.SHALLOW_COPY)
        rt.machine.require_grad(made, of.requires_grad)
        return TensorRef(made)
    thing = rt.world.get(value) if value is not None else None
    if isinstance(thing, Items | Table | Instance):
        return rt.world.add(thing.copy())
    return rt.world.opaque("a copy")


PARTIAL, PARTIAL_METHOD = "functools.partial", "functools.partialmethod"
FUNCTION = "<function>"
"""The hidden attribute of these that holds what they call."""


def _partial(cls: str) -> Callable[[Runtime, Arguments], Value]:
    def make(rt: Runtime, arguments: Arguments) -> Value:
        table = rt.world.add(Table({Const(k): v for k, v in arguments.keywords.items()}))
        given = rt.sequence("tuple", arguments.positional[1:])
        function = arguments.positional[0] if arguments.positional else NONE
        return rt.world.add(Instance(cls, {FUNCTION: function, "<given>": given, "<keywords>": table}))

    return make


def call_partial(rt: Runtime, instance: Instance, arguments: Arguments) -> Value:
    """Call a ``functools.partial``."""
    given = rt.world.get(instance.attributes["<given>"])
    keywords = rt.world.get(instance.attributes["<keywords>"])
    before = tuple(given.items) if isinstance(given, Items) else ()
    named = {str(k.value): v for k, v in keywords.items.items()} if isinstance(keywords, Table) else {}
    return rt.call(
        instance.attributes[FUNCTION],
        replace(
            arguments,
            positional=(*before, *arguments.positional),
            keywords={**named, **arguments.keywords},
        ),
    )


def _reduce(rt: Runtime, arguments: Arguments) -> Value | None:
    function, iterable = arguments.get(0), arguments.get(1)
    if function is None or iterable is None:
        return None
    values = list(rt.elements(iterable).values)
    total = arguments.get(2) or (values.pop(0) if values else NONE)
    for value in values:
        total = rt.call(function, Arguments((total, value)))
    return total


def _chain(rt: Runtime, arguments: Arguments) -> Value:
    found = [rt.elements(v) for v in arguments.positional]
    values = [v for f in found for v in f.values]
    if all(f.exact for f in found):
        return rt.sequence("iterator", values)
    return rt.sequence("iterator", values[:-1], values[-1] if values else None)


def _flat_chain(rt: Runtime, arguments: Arguments) -> Value:
    outer = rt.elements(arguments.positional[0]) if arguments.positional else None
    return _chain(rt, Arguments(outer.values if outer is not None else ()))


def _sequence(kind: str) -> Callable[[Runtime, Arguments], Value]:
    def make(rt: Runtime, arguments: Arguments) -> Value:
        if not arguments.positional:
            return rt.sequence(kind, [])
        found = rt.elements(arguments.positional[0])
        return rt.sequence(
            kind, found.values if found.exact else (), None if found.exact else found.values[-1]
        )

    return make


def _deque(rt: Runtime, arguments: Arguments) -> Value:
    """``deque(values, maxlen)``: with a length, the last so many."""
    made, most = _sequence("list")(rt, arguments), arguments.get(1, "maxlen")
    if isinstance(most, Const) and isinstance(most.value, int) and isinstance(made, Ref):
        own = rt.world.own(made.id, Items)
        own.most = most.value
        own.items = own.items[-most.value :] if most.value else []
    return made


def _dict(rt: Runtime, arguments: Arguments) -> Value:
    return rt.call(Native("builtins.dict"), arguments)


def _chain_map(rt: Runtime, arguments: Arguments) -> Value:
    """Of several mappings the first that has a key answers."""
    whole = _dict(rt, Arguments())
    for mapping in reversed(arguments.positional):
        rt.method(whole, "update", Arguments((mapping,)))
    return whole


def _default_dict(rt: Runtime, arguments: Arguments) -> Value:
    made = rt.call(Native("builtins.dict"), Arguments(arguments.positional[1:], arguments.keywords))
    factory = arguments.get(0) or NONE
    return rt.world.add(Instance("collections.defaultdict", {CONTENTS: made, FACTORY: factory}))


def _accumulate(rt: Runtime, arguments: Arguments) -> Value | None:
    """``accumulate(values, function, initial=...)``: the totals so far, the first of which is a value itself."""
    found = rt.elements(arguments.positional[0]) if arguments.positional else None
    if found is None:
        return None
    function = arguments.get(1, "func") or NONE
    values = list(found.values)
    initial = arguments.keywords.get("initial", NONE)
    if initial != NONE:
        values.insert(0, initial)
    totals = values[:1]
    for value in values[1:]:
        step = Native("operator.add") if function == NONE else function
        totals.append(rt.call(step, Arguments((totals[-1], value))))
    if found.exact:
        return rt.sequence("iterator", totals)
    return rt.sequence("iterator", totals[:-1], totals[-1] if totals else None)


def _queue(rt: Runtime, arguments: Arguments) -> Value:
    """A queue: a list whose first element is got first."""
    return rt.sequence("list", [])


def _cycle(rt: Runtime, arguments: Arguments) -> Value:
    found = rt.elements(arguments.positional[0]) if arguments.positional else None
    if found is None or not found.values:
        return rt.world.opaque("an iterator")
    rounds = max(1, MOST_REPEATS // len(found.values)) if found.exact else 0
    return rt.sequence("iterator", [*found.values] * rounds, one_of(rt, found.values))


def _repeat(rt: Runtime, arguments: Arguments) -> Value | None:
    value, times = arguments.get(0, "object"), arguments.get(1, "times")
    if value is None:
        return None
    if isinstance(times, Const) and isinstance(times.value, int) and times.value <= MOST_REPEATS:
        return rt.sequence("iterator", [value] * times.value)
    return rt.sequence("iterator", [value] if times is None else [], value)


def _islice(rt: Runtime, arguments: Arguments) -> Value | None:
    """``islice(it, stop)`` and ``islice(it, start, stop, step)`` with known bounds; a generator is read to its end."""
    found = rt.elements(arguments.positional[0]) if arguments.positional else None
    given = arguments.positional[1:]
    bounds = [
        b.value for b in given if isinstance(b, Const) and (b.value is None or isinstance(b.value, int))
    ]
    if found is None or not 1 <= len(bounds) <= 3 or len(bounds) != len(given):
        return None
    known = found.values if found.exact else found.values[:-1]
    stop = bounds[0] if len(bounds) == 1 else bounds[1]
    step = bounds[2] if len(bounds) == 3 else 1
    kept = known[(bounds[0] if len(bounds) > 1 else 0) : stop : step or 1]
    if found.exact or (isinstance(stop, int) and stop <= len(known)):
        return rt.sequence("iterator", kept)
    return rt.sequence("iterator", kept, found.values[-1] if found.values else None)


def _pairwise(rt: Runtime, arguments: Arguments) -> Value | None:
    found = rt.elements(arguments.positional[0]) if arguments.positional else None
    if found is None or not found.exact:
        return None
    pairs = itertools.pairwise(found.values)
    return rt.sequence("iterator", [rt.sequence("tuple", pair) for pair in pairs])


def _number(rt: Runtime, arguments: Arguments) -> Value:
    return number(rt)


def _field(rt: Runtime, arguments: Arguments) -> Value:
    """What a field of a dataclass is made of, unless it is given."""
    return rt.world.add(Instance("dataclasses.Field", dict(arguments.keywords)))


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "copy.deepcopy": _deepcopy,
    "copy.copy": _copy,
    PARTIAL: _partial(PARTIAL),
    PARTIAL_METHOD: _partial(PARTIAL_METHOD),
    "functools.reduce": _reduce,
    "itertools.accumulate": _accumulate,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _flat_chain,
    "itertools.cycle": _cycle,
    "itertools.repeat": _repeat,
    "itertools.islice": _islice,
    "itertools.pairwise": _pairwise,
    "collections.ChainMap": _chain_map,
    "collections.OrderedDict": _dict,
    "collections.UserDict": _dict,
    "collections.UserList": _sequence("list"),
    "weakref.WeakKeyDictionary": _dict,
    "weakref.WeakValueDictionary": _dict,
    "collections.defaultdict": _default_dict,
    "collections.deque": _deque,
    "dataclasses.field": _field,
    "enum.auto": lambda rt, arguments: rt.world.add(Instance("enum.auto")),
    "queue.Queue": _queue,
    "queue.SimpleQueue": _queue,
    "asyncio.Queue": _queue,
    "attr.ib": _field,
    "attr.field": _field,
    "attrs.field": _field,
    "types.SimpleNamespace": lambda rt, arguments: rt.world.add(
        Instance("types.SimpleNamespace", dict(arguments.keywords), open=arguments.rest is not None)
    ),
    "time.time": _number,
    "time.perf_counter": _number,
    "random.random": _number,
    "random.randint": _number,
    "random.shuffle": shuffle,
    "random.uniform": _number,
    "sys.exit": lambda rt, arguments: rt.call(Native("builtins.exit"), Arguments()),
}
NUMBER_MODULES = ("math.", "random.")
