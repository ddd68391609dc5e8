"""``torch.distributions``: an object remembers what it was made of; its methods are operations on that, and measured.

``Normal(loc, scale).log_prob(value)`` is one operation on `value`, `loc` and `scale`. What is not measured is a call whose
inside cannot be seen, on all of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..frozen import replace
from ..torch_facts import function as function_facts
from ..values import TRUE, Arguments, Instance, Ref, Runtime, Table, TensorRef, Value
from ..values import Const as Constant
from .operations import operate

PREFIX = "torch.distributions."
GIVEN, NAMED = "<given>", "<named>"


def measured(name: str) -> str | None:
    """The class that a dotted name means, as the facts call it; None for one that was not measured."""
    if not name.startswith(PREFIX):
        return None
    known = PREFIX + name.rpartition(".")[2]
    return known if function_facts(f"{known}.sample") is not None else None


def is_one(rt: Runtime, value: Value) -> bool:
    """Is `value` a distribution that was made where we saw it?"""
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and isinstance(thing.cls, str) and thing.cls.startswith(PREFIX)


def _normalised(rt: Runtime, cls: str, arguments: Arguments) -> Arguments:
    """What a categorical distribution is made of as it keeps it: its constructor computes that, so what is written to the
    tensor it was given changes nothing later, and what was computed with it may need it."""
    front = NORMALISED.get(cls)
    if front is None:
        return arguments
    positional, keywords = list(arguments.positional), dict(arguments.keywords)
    for place, name in ((front, "probs"), (front + 1, "logits")):
        given = arguments.get(place, name)
        if not isinstance(given, TensorRef):
            continue
        last = Arguments((Constant(-1),), {"keepdim": TRUE})
        total = rt.method(given, "sum" if name == "probs" else "logsumexp", last)
        kept = rt.binary("/" if name == "probs" else "-", given, total)
        if name in keywords:
            keywords[name] = kept
        else:
            positional[place] = kept
    return replace(arguments, positional=tuple(positional), keywords=keywords)


NORMALISED = {
    f"{PREFIX}{name}": front
    for name, front in {"Categorical": 0, "OneHotCategorical": 0, "RelaxedOneHotCategorical": 1}.items()
}
"""The distributions whose constructor normalises `probs` or `logits`, with the arguments before these."""


def call(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """Call something of ``torch.distributions``: make a distribution, or compute with some (``kl_divergence``)."""
    known = measured(name)
    if known is not None and arguments.rest is None:
        arguments = _normalised(rt, known, arguments)
        named = rt.world.add(Table({Constant(k): v for k, v in arguments.keywords.items()}))
        given = rt.sequence("tuple", arguments.positional)
        return rt.world.add(Instance(known, {GIVEN: given, NAMED: named}))
    inside = [value for given in arguments.every() for value in _inside(rt, given)]
    return rt.unknown_call(name.rpartition(".")[2], Arguments(tuple(inside)))


def _inside(rt: Runtime, value: Value) -> Sequence[Value]:
    """What a distribution was made of; anything else is itself."""
    made = _made_of(rt, value)
    return [value] if made is None else list(made.every())


def _made_of(rt: Runtime, value: Value) -> Arguments | None:
    thing = rt.world.get(value)
    if not isinstance(thing, Instance) or GIVEN not in thing.attributes or NAMED not in thing.attributes:
        return None
    named = rt.world.get(thing.attributes[NAMED])
    given = rt.elements(thing.attributes[GIVEN]).values
    pairs = named.items.items() if isinstance(named, Table) else ()
    return Arguments(tuple(given), {str(k.value): v for k, v in pairs if isinstance(k, Constant)})


def method(rt: Runtime, instance: Ref, name: str, arguments: Arguments) -> Value | None:
    """``distribution.name(...)``."""
    thing, made = rt.world.get(instance), _made_of(rt, instance)
    if made is None or not isinstance(thing, Instance):
        return None
    operation = function_facts(f"{thing.cls}.{name}")
    value = arguments.get(0, "value") if name == "log_prob" else None
    if operation is not None and (name != "log_prob" or value is not None):
        front = (value,) if value is not None else ()
        found = operate(rt, name, operation, Arguments((*front, *made.positional), made.keywords))
        if found is not None:
            return found
    return rt.unknown_call(name, Arguments((*made.every(), *arguments.every())))


def attribute(rt: Runtime, instance: Ref, name: str) -> Value | None:
    """``distribution.name``: a parameter that it was made of, or something computed from these."""
    thing, made = rt.world.get(instance), _made_of(rt, instance)
    if made is None or not isinstance(thing, Instance):
        return None
    kept = _kept(rt, str(thing.cls), made, name)
    return kept if kept is not None else rt.unknown_call(name, made)


def _kept(rt: Runtime, cls: str, made: Arguments, name: str) -> Value | None:
    """The very parameter that an attribute is; where it was broadcast, a view that sees it all. A number becomes a tensor."""
    short, operation = cls.removeprefix(PREFIX), function_facts(f"{cls}.sample")
    name = SAME.get(short, {}).get(name, name)
    names = [each.name for each in operation.variants[0].form.parameters] if operation is not None else []
    if short in COPYING or cls in NORMALISED or name not in names or made.rest is not None:
        return None
    value = made.get(names.index(name), name)
    if isinstance(value, Constant) and isinstance(value.value, int | float):
        return TensorRef(rt.machine.tensor(rt.site, name))
    return value if isinstance(value, TensorRef) else None


COPYING = frozenset({"Beta"})
"""The distributions that keep copies of their parameters; those that keep normalised ones are others."""
SAME: dict[str, dict[str, str]] = {
    "Bernoulli": {"mean": "probs"},
    "Cauchy": {"mode": "loc"},
    "Gumbel": {"mode": "loc"},
    "Laplace": {"mean": "loc", "mode": "loc"},
    "MultivariateNormal": {"mean": "loc", "mode": "loc"},
    "Normal": {"mean": "loc", "mode": "loc", "stddev": "scale"},
    "Poisson": {"mean": "rate", "variance": "rate"},
    "StudentT": {"mode": "loc"},
}
"""Other attributes that are a parameter."""
