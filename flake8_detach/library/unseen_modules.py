"""Modules that another file made: the parameters that a program gets hold of stand for them, and a call keeps these."""

from __future__ import annotations

from collections.abc import Iterator

from ..autograd import Grad, Link, TensorId
from ..values import Arguments, HeapObject, Instance, Opaque, Ref, Runtime, Table, TensorRef, Value, options
from ..values.walked import Path
from .kinds import doubtful_of
from .module_state import DICTS, entries, module_class, new_parameter
from .module_tree import walk

HIDDEN = "<parameters>"
"""Where a module remembers the parameter that stands for those of children nothing is known of."""
WEIGHT = "weight"
WALKS = frozenset({"parameters", "named_parameters"})
TREES = frozenset({"modules", "children"})
NAMED_TREES = frozenset({"named_modules", "named_children"})
DEEPEST = 4


# -- the parameters that stand for others


def hidden_parameters(rt: Runtime, module: Value) -> list[Value]:
    """The parameters that stand for those of unknown children, and of what is unknown itself."""
    thing = rt.world.get(module)
    if isinstance(thing, Opaque):
        return [_hidden(rt, module)]
    found: list[Value] = []
    hides = False
    for _, current in walk(rt, module):
        for name, child in _unknown_in(rt, current):
            if name in rt.walked.called:
                _become_module(rt, child)
            held = _held(rt, child)
            found += held
            hides = hides or not held
    known = thing.attributes.get(HIDDEN) if isinstance(thing, Instance) else None
    if known is not None:
        return [*found, known]
    return [*found, _hidden(rt, module)] if hides else found


def hidden_of(module: HeapObject | None) -> list[TensorId]:
    """The parameter that stands for all of something unknown, where somebody has asked for them."""
    held = module.attributes.get(HIDDEN) if isinstance(module, Opaque) else None
    return _tensors(held) if held is not None else []


def _tensors(value: Value) -> list[TensorId]:
    return [option.id for option in options(value) if isinstance(option, TensorRef)]


def _held(rt: Runtime, value: Value) -> list[Value]:
    return [TensorRef(t) for t in hidden_of(rt.world.get(value))]


def _hidden(rt: Runtime, module: Value) -> Value:
    thing = rt.world.get(module)
    assert isinstance(module, Ref) and isinstance(thing, Instance | Opaque)
    known = thing.attributes.get(HIDDEN)
    if known is None:
        known = _new(rt)
        if isinstance(thing, Instance):
            rt.world.own(module.id, Instance).attributes[HIDDEN] = known
        else:
            rt.world.own(module.id, Opaque).attributes[HIDDEN] = known
    return known


def _new(rt: Runtime) -> Value:
    """A parameter of a module nothing is known of."""
    made = new_parameter(rt, "a parameter")
    rt.machine.ledger.foreign.add(rt.machine.tensors[made.id].storage)
    if rt.freezes or rt.machine.ledger.entered:
        rt.machine.doubt_leaf(made.id)
    return made


def _unknown_in(rt: Runtime, module: Value) -> Iterator[tuple[str, Value]]:
    """What a module has, by name, that may be a module or a parameter for all that is known."""
    thing = rt.world.get(module)
    assert isinstance(thing, Instance)
    named = [(k, v) for k, v in thing.attributes.items() if not k.startswith("<")]
    named += [pair for kind in DICTS for pair in entries(rt, module, kind).items()]
    for name, value in named:
        for option in options(value):
            if isinstance(rt.world.get(option), Opaque):
                yield name, option


# -- what is seen to be a module


def foresee(rt: Runtime, called: Value, name: str) -> None:
    """Something unknown is called by a `name` that is asked for its parameters elsewhere: it has them already."""
    for path in sorted(rt.walked.paths.get(name, ())):
        for option in options(called):
            _become(rt, option, path)


def foresee_part(rt: Runtime, owner: Value, name: str) -> None:
    """``owner.name(...)``: see `foresee`. What a module calls is one that counts among its parameters."""
    asked = name in rt.walked.paths
    for option in options(owner):
        thing = rt.world.get(option)
        if isinstance(thing, Instance | Opaque) and (asked or (rt.walked.walks and name in thing.attributes)):
            part = thing.attributes.get(name)
            if part is None:
                part = rt.attribute(option, name)
            if asked:
                foresee(rt, part, name)
            elif module_class(rt, option) is not None:
                _become_module(rt, part)


def called_as_part(rt: Runtime, owner: Value, part: Ref) -> None:
    """What a module has and calls passes gradients on, if nothing else is known of it."""
    thing = rt.world.get(part)
    known = not isinstance(thing, Opaque) or thing.shown or (thing.layer and not thing.imported)
    if not known and module_class(rt, owner) is not None:
        _mark(rt, part)


def _become_module(rt: Runtime, value: Value) -> None:
    for option in options(value):
        _become(rt, option, ())


def _become(rt: Runtime, value: Value, path: Path) -> None:
    thing = rt.world.get(value)
    if not isinstance(thing, Opaque) or not isinstance(value, Ref) or thing.shown or len(path) > DEEPEST:
        return
    if path == (WEIGHT,):
        if WEIGHT not in thing.attributes:
            rt.world.own(value.id, Opaque).attributes[WEIGHT] = _new(rt)
    elif path:
        part = thing.attributes.get(path[0])
        if part is None:
            part = rt.world.opaque(path[0])
            rt.world.own(value.id, Opaque).attributes[path[0]] = part
        _become(rt, part, path[1:])
    else:
        _hidden(rt, value)
    if thing.imported or not thing.layer:
        _mark(rt, value)


def _kept_by(rt: Runtime, thing: Opaque, depth: int = 0) -> list[TensorId]:
    """The parameters of something unknown, and of its parts, that a program gets hold of."""
    found: list[TensorId] = []
    for name, value in thing.attributes.items():
        part = rt.world.get(value)
        if name in (HIDDEN, WEIGHT):
            found += _tensors(value)
        elif isinstance(part, Opaque) and depth < DEEPEST:
            found += _kept_by(rt, part, depth + 1)
    return found


def shown(rt: Runtime, module: Ref) -> None:
    """It is used as only a module is."""
    _mark(rt, module)
    _hidden(rt, module)


def _mark(rt: Runtime, module: Ref) -> None:
    own = rt.world.own(module.id, Opaque)
    own.layer, own.imported = True, False


# -- what is done with it


def given_by(rt: Runtime, value: Value) -> list[TensorId]:
    """The tensor that a module nothing is known of gave."""
    thing = rt.world.get(value)
    made = thing.tensor if isinstance(thing, Opaque) and not thing.shown else None
    return [made] if made is not None and rt.machine.tensors[made].requires_grad is Grad.YES else []


def method(rt: Runtime, module: Ref, name: str, arguments: Arguments) -> Value | None:
    """``module.name(...)`` of something unknown that only a module has."""
    if name in WALKS:
        row = _hidden(rt, module)
        if name == "named_parameters":
            row = rt.sequence("tuple", [rt.world.opaque("a name"), row])
        return rt.sequence("iterator", [], row)
    thing = rt.world.get(module)
    layer = isinstance(thing, Opaque) and thing.layer
    if name == "apply" and layer and arguments.positional:
        rt.call(arguments.positional[0], Arguments((_part(rt, module),)))
        return module
    if name in TREES and (layer or name == "modules"):
        return rt.sequence("iterator", [], _part(rt, module))
    if name in NAMED_TREES and (layer or name == "named_modules"):
        row = rt.sequence("tuple", [rt.world.opaque("a name"), _part(rt, module)])
        return rt.sequence("iterator", [], row)
    if name == "state_dict":
        parameter = _hidden(rt, module)
        if not isinstance(parameter, TensorRef):
            return None
        alias = rt.machine.share(rt.site, "state_dict", parameter.id, Link.DETACH)
        return rt.world.add(Table({}, TensorRef(alias)))
    return None


def _part(rt: Runtime, module: Ref) -> Value:
    """A module among those of something unknown: its parameters are among those of the whole."""
    parameter = _hidden(rt, module)
    return rt.world.add(Opaque("a module", attributes={HIDDEN: parameter, WEIGHT: parameter}, layer=True))


def call(rt: Runtime, function: Value, label: str, arguments: Arguments) -> Value | None:
    """``function(...)`` of something unknown: a module whose parameters are asked for may have kept some of them."""
    thing = rt.world.get(function)
    parameters = _kept_by(rt, thing) if isinstance(thing, Opaque) and thing.layer else []
    if not parameters:
        return None
    inputs = rt.tensors_in(arguments.every())
    doubtful = doubtful_of(rt, arguments.every())
    result = rt.machine.apply_unknown(
        rt.site, label, inputs, Grad.YES, layer=True, parameters=parameters, doubtful=doubtful
    )
    return rt.world.opaque(label, result)
