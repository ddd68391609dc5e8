"""``torch.optim``: parameter groups, what ``step`` and ``zero_grad`` write, closures."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import TensorId
from ..values import (
    NONE,
    TRUE,
    Arguments,
    Const,
    Function,
    Instance,
    Items,
    Opaque,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
    either,
    options,
)
from .kinds import doubtful_of, tensors_of
from .names import canonical

PARAMS = Const("params")
GROUPS = "param_groups"
FUSED = "<fused>"
EVALUATES_TWICE = frozenset({"LBFGS"})
"""Optimizers that call the closure again after having written the parameters (torch/optim/lbfgs.py)."""


def optimizer_class(rt: Runtime, value: Value) -> str | None:
    """The short name of the ``torch.optim`` class a value is, or descends from; None if it is none."""
    for given in rt.class_names(value):
        name = canonical(given)
        if name.startswith("torch.optim.") and name.count(".") == 2 and name.split(".")[2][:1].isupper():
            return name.removeprefix("torch.optim.")
    return None


def construct(rt: Runtime, short: str, arguments: Arguments) -> Value:
    """``torch.optim.Short(params, ...)``."""
    instance = rt.world.add(Instance(f"torch.optim.{short}"))
    initialise(rt, instance, arguments)
    return instance


# -- parameter groups


def initialise(rt: Runtime, instance: Ref, arguments: Arguments) -> None:
    """``Optimizer.__init__``: the parameter groups, and whether the fused kernels are asked for."""
    given = arguments.get(0, "params")
    groups = [] if given is None else _groups_of(rt, given, _defaults(rt, arguments))
    attributes = rt.world.own(instance.id, Instance).attributes
    attributes[FUSED] = arguments.keywords.get("fused", NONE)
    attributes[GROUPS] = rt.sequence("list", groups)
    attributes.setdefault("state", rt.world.add(Table({}, rt.world.opaque("a parameter's state"))))
    attributes.setdefault("defaults", rt.world.add(Table({}, rt.world.opaque("a setting"))))


def _defaults(rt: Runtime, arguments: Arguments) -> dict[Const, Value]:
    """The settings a group has unless it says otherwise: keywords, or the ``defaults`` of a subclass."""
    second = rt.world.get(arguments.positional[1]) if len(arguments.positional) > 1 else None
    named = {Const(k): v for k, v in arguments.keywords.items() if k not in ("params", "defaults")}
    given = rt.world.get(arguments.keywords["defaults"]) if "defaults" in arguments.keywords else second
    return {**(given.items if isinstance(given, Table) else {}), **named}


def _groups_of(rt: Runtime, given: Value, defaults: dict[Const, Value]) -> list[Value]:
    """The groups that an iterable of parameters, of named parameters or of dicts makes."""
    found = rt.elements(given)
    plain: list[Value] = []
    groups: list[Value] = []
    for value in found.values:
        several: list[Value] = []
        for option in options(value):
            thing = rt.world.get(option)
            if isinstance(thing, Table):
                groups.append(_group(rt, _listed(rt, thing.items.get(PARAMS)), {**defaults, **thing.items}))
            elif isinstance(thing, Items):
                plain += [TensorRef(t) for t in tensors_of(rt, option)]
            else:
                several.append(option)
        if several:
            plain.append(either(*several) or value)
    if plain or not groups:
        groups.append(_group(rt, list(dict.fromkeys(plain)), defaults))
    return groups


def _listed(rt: Runtime, given: Value | None) -> list[Value]:
    """The parameters of one group."""
    if given is None:
        return []
    if isinstance(given, TensorRef):
        return [given]
    values = rt.elements(given).values
    named = [rt.world.get(v) for v in values]
    flat = [
        thing.items[-1] if isinstance(thing, Items) and thing.items else v for v, thing in zip(values, named)
    ]
    return list(dict.fromkeys(flat))


def _group(rt: Runtime, parameters: list[Value], settings: dict[Const, Value]) -> Value:
    entries = {**settings, PARAMS: rt.sequence("list", parameters)}
    return rt.world.add(Table(entries, rt.world.opaque("a setting")))


def parameters(rt: Runtime, instance: Value) -> list[TensorId]:
    """The parameters in an optimizer's groups."""
    return list(dict.fromkeys(t for held in _held(rt, instance) for t in tensors_of(rt, held)))


def _held(rt: Runtime, instance: Value) -> list[Value]:
    """The lists of parameters in an optimizer's groups."""
    thing = rt.world.get(instance)
    groups = (
        rt.world.get(thing.attributes[GROUPS])
        if isinstance(thing, Instance) and GROUPS in thing.attributes
        else None
    )
    found: list[Value] = []
    for group in groups.any() if isinstance(groups, Items) else ():
        for option in options(group):
            table = rt.world.get(option)
            held = table.items.get(PARAMS) if isinstance(table, Table) else None
            if held is not None:
                found.append(held)
    return found


def _add_param_group(rt: Runtime, instance: Value, arguments: Arguments) -> Value:
    group = rt.world.get(arguments.positional[0]) if arguments.positional else None
    thing = rt.world.get(instance)
    if isinstance(group, Table) and isinstance(thing, Instance) and isinstance(instance, Ref):
        made = _group(rt, _listed(rt, group.items.get(PARAMS)), group.items)
        groups = rt.world.get(thing.attributes[GROUPS]) if GROUPS in thing.attributes else None
        known = list(groups.items) if isinstance(groups, Items) else []
        rt.world.own(instance.id, Instance).attributes[GROUPS] = rt.sequence("list", [*known, made])
    return NONE


# -- what writes


def _write(rt: Runtime, instance: Value) -> None:
    """Each parameter that has a gradient is written: tracked, but for the fused kernels."""
    thing = rt.world.get(instance)
    fused = thing.attributes.get(FUSED, NONE) if isinstance(thing, Instance) else NONE
    doubtful = doubtful_of(rt, _held(rt, instance))
    for tensor in parameters(rt, instance):
        if tensor in rt.machine.grads:
            rt.machine.write(
                rt.site,
                "step",
                tensor,
                library=True,
                untracked=fused == TRUE,
                unknown=int(tensor in doubtful),
            )


def step(rt: Runtime, instance: Value, arguments: Arguments) -> Value:
    """``optimizer.step(closure=None)``."""
    closure = arguments.get(0, "closure")
    if closure is None or closure == NONE:
        _write(rt, instance)
        return NONE
    result = rt.call(closure, Arguments())
    _write(rt, instance)
    if optimizer_class(rt, instance) in EVALUATES_TWICE:
        rt.call(closure, Arguments())
        _write(rt, instance)
    return result


def zero_grads(rt: Runtime, tensors: list[TensorId], keep: Value | None) -> None:
    """``zero_grad(set_to_none=True)``: forgets the gradients, or writes them."""
    for tensor in tensors:
        if keep is None or rt.truth(keep) is not False:
            rt.machine.grads.pop(tensor, None)
        elif (gradient := rt.machine.grads.get(tensor)) is not None:
            rt.machine.write(rt.site, "zero_grad", gradient, library=True)


def _zero_grad(rt: Runtime, instance: Value, arguments: Arguments) -> Value:
    zero_grads(rt, parameters(rt, instance), arguments.get(0, "set_to_none"))
    return NONE


METHODS: dict[str, Callable[[Runtime, Value, Arguments], Value]] = {
    "step": step,
    "zero_grad": _zero_grad,
    "add_param_group": _add_param_group,
    "state_dict": lambda rt, instance, arguments: rt.world.opaque("an optimizer's state"),
    "load_state_dict": lambda rt, instance, arguments: NONE,
}


def optimizer_method(rt: Runtime, instance: Value, name: str, arguments: Arguments) -> Value | None:
    """``optimizer.name(...)``."""
    if name == "__init__":
        if isinstance(instance, Ref):
            initialise(rt, instance, arguments)
        return NONE
    handler = METHODS.get(name)
    return handler(rt, instance, arguments) if handler is not None else None


# -- optimizers of which nothing is known

ZEROED, GIVEN = "<zero_grad>", "<made with>"
"""What is remembered of them: that ``zero_grad`` was called, and with which parameters they were made."""


def unknown_zero_grad(rt: Runtime, receiver: Ref) -> Value:
    """``x.zero_grad()`` of something unknown: it is an optimizer or a module."""
    rt.world.own(receiver.id, Opaque).attributes[ZEROED] = TRUE
    return NONE


def note_given(rt: Runtime, made: Value, arguments: Arguments) -> None:
    """Remember with which parameters something unknown was made: if it is an optimizer, it has no others."""
    first = arguments.get(0, "params")
    given = _parameters_in(rt, first) if first is not None else None
    if given and isinstance(made, Ref):
        held = rt.sequence("tuple", [TensorRef(t) for t in sorted(given)])
        rt.world.own(made.id, Opaque).attributes[GIVEN] = held


def _parameters_in(rt: Runtime, value: Value) -> set[TensorId] | None:
    """The parameters in a list of them, or of groups; None where there may be others."""
    found: set[TensorId] = set()
    for option in options(value):
        match option, rt.world.get(option):
            case TensorRef(number), _ if number in rt.world.parameters:
                several = {number}
            case Const(), _:
                several = set()
            case _, (Items() | Table(rest=None)) as thing:
                parts = thing.any() if isinstance(thing, Items) else [*thing.items.values()]
                inner = [_parameters_in(rt, part) for part in parts]
                if any(each is None for each in inner):
                    return None
                several = set[TensorId]().union(*filter(None, inner))
            case _:
                return None
        found |= several
    return found


def unknown_step(rt: Runtime, attributes: dict[str, Value], arguments: Arguments) -> Value | None:
    """``x.step()`` of something unknown: may write what has a gradient, if its ``zero_grad`` was called as well, and if it was
    not made with other parameters alone; a closure is called."""
    result: Value | None = None
    closure = arguments.get(0, "closure")
    if isinstance(closure, Function):
        result = rt.call(closure, Arguments())
    if ZEROED not in attributes:
        return result
    written = rt.world.parameters & rt.machine.grads.keys()
    if GIVEN in attributes:
        written &= set(tensors_of(rt, attributes[GIVEN]))
    for tensor in sorted(written):
        rt.machine.write(rt.site, "step", tensor, library=True, unknown=1)
    return result if result is not None else NONE
