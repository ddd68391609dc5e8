"""``torch.func.functional_call``: a module that runs once with other tensors in the place of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..autograd import TensorId
from ..values import (
    CONTENTS,
    NONE,
    Arguments,
    Const,
    Instance,
    Items,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
    options,
)
from .module_state import BUFFERS, MODULES, PARAMETERS, entries, put
from .module_tree import named_buffers, named_parameters


def _functional_call(rt: Runtime, arguments: Arguments) -> Value | None:
    module, given = arguments.get(0, "module"), arguments.get(1, "parameter_and_buffer_dicts")
    tensors = _tensors(rt, given) if given is not None else None
    if not isinstance(module, Ref) or tensors is None or arguments.rest is not None:
        return None
    before: list[tuple[Ref, str, str, Value]] = []
    try:
        for path, new in tensors.items():
            place = _place(rt, module, path)
            if place is not None:
                owner, kind, name = place
                before.append((owner, kind, name, entries(rt, owner, kind)[name]))
                put(rt, owner, kind, name, new)
        return rt.call(module, _passed_on(rt, arguments))
    finally:
        for owner, kind, name, old in reversed(before):
            put(rt, owner, kind, name, old)


def _stacked(rt: Runtime, arguments: Arguments) -> Value | None:
    """``stack_module_state(models)``: leaves of their own, each the stack of what the models have under one name."""
    models = arguments.get(0, "models")
    found = rt.elements(models).values if models is not None else []
    if not found or not isinstance(found[0], Ref):
        return None
    parts = [_leaves(rt, named(rt, found[0])) for named in (named_parameters, named_buffers)]
    return rt.sequence("tuple", parts)


def _leaves(rt: Runtime, tensors: Sequence[tuple[str, TensorId]]) -> Value:
    made: dict[Const, Value] = {}
    for name, of in tensors:
        made[Const(name)] = TensorRef(rt.machine.tensor(rt.site, name, rt.machine.requires_grad(of)))
    return rt.world.add(Table(made))


def _tensors(rt: Runtime, given: Value) -> dict[str, Value] | None:
    """The tensors by their names in the module: of a dict, or of several in a tuple."""
    thing = rt.world.get(given)
    if isinstance(thing, Instance) and CONTENTS in thing.attributes:
        return _tensors(rt, thing.attributes[CONTENTS])
    if isinstance(thing, Table) and thing.rest is None:
        return {str(key.value): value for key, value in thing.items.items()}
    if not isinstance(thing, Items) or thing.rest is not None:
        return None
    found: dict[str, Value] = {}
    for part in thing.items:
        tensors = _tensors(rt, part)
        if tensors is None:
            return None
        found |= tensors
    return found


def _place(rt: Runtime, module: Ref, path: str) -> tuple[Ref, str, str] | None:
    """The module, the dict and the name under which it holds what has this dotted name."""
    *parents, name = path.split(".")
    for parent in parents:
        child = entries(rt, module, MODULES).get(parent)
        one = options(child)[0] if child is not None else None
        if not isinstance(one, Ref):
            return None
        module = one
    kind = next((k for k in (PARAMETERS, BUFFERS) if name in entries(rt, module, k)), None)
    return (module, kind, name) if kind is not None else None


def _passed_on(rt: Runtime, arguments: Arguments) -> Arguments:
    """What the module is called with: a tuple is its arguments, anything else the only one."""
    args, kwargs = arguments.get(2, "args"), arguments.get(3, "kwargs")
    listed = rt.world.get(args) if args is not None else None
    table = rt.world.get(kwargs) if kwargs is not None else None
    named = {str(k.value): v for k, v in table.items.items()} if isinstance(table, Table) else {}
    if args is None or args == NONE:
        return Arguments((), named)
    if isinstance(listed, Items) and listed.kind == "tuple":
        return Arguments(tuple(listed.items), named, listed.rest)
    return Arguments((args,), named)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.func.functional_call": _functional_call,
    "torch.func.stack_module_state": _stacked,
    "torch.nn.utils.stateless.functional_call": _functional_call,
}
