"""Weights that are computed anew at each forward: ``weight_norm``, ``spectral_norm``, ``register_parametrization``.

What trains is something else than ``module.weight``: the parameters from which it is computed, before each forward
(torch/nn/utils/weight_norm.py, spectral_norm.py) or whenever it is read (parametrize.py). The weight is then an attribute with a history.
"""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Link
from ..torch_facts import Operation, function, operator
from ..values import Arguments, Const, Instance, Ref, Runtime, Table, TensorRef, Value
from .module_state import MODULES, PARAMETERS, entries, new_parameter, prepare, register, remove
from .operations import operate

NORMS = "<norms>"
WEIGHT, SPECTRAL, OTHER = "weight_norm", "spectral_norm", "parametrization"
PARTS = {WEIGHT: ("_g", "_v"), SPECTRAL: ("_orig",)}
"""The parameters that take the weight's place, by what is added to its name; the last has its memory."""


def _told(rt: Runtime, arguments: Arguments, position: int = 1) -> tuple[Ref, str, TensorRef] | None:
    """A module, and its parameter that the call names."""
    module = arguments.get(0, "module")
    named = arguments.get(position, "name" if position == 1 else "tensor_name")
    name = "weight" if named is None else named.value if isinstance(named, Const) else None
    if not isinstance(module, Ref) or not isinstance(rt.world.get(module), Instance):
        return None
    old = entries(rt, module, PARAMETERS).get(name) if isinstance(name, str) else None
    return (module, name, old) if isinstance(old, TensorRef) and isinstance(name, str) else None


def _again(rt: Runtime, old: TensorRef, name: str) -> TensorRef:
    """``Parameter(weight.data)``."""
    made = rt.machine.share(rt.site, name, old.id, Link.DATA)
    rt.machine.require_grad(made, rt.machine.requires_grad(old.id))
    rt.world.parameters |= {made}
    return TensorRef(made)


def _normed(kind: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``torch.nn.utils.weight_norm(module, name="weight", …)``, and ``spectral_norm``."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        told = _told(rt, arguments)
        if told is None:
            return None
        module, name, old = told
        remove(rt, module, name, PARAMETERS)
        parts: list[TensorRef] = []
        for ending in PARTS[kind]:
            last = ending == PARTS[kind][-1]
            part = _again(rt, old, name + ending) if last else new_parameter(rt, name + ending)
            register(rt, module, PARAMETERS, name + ending, part)
            parts.append(part)
        _enter(rt, module, name, Const(kind), parts)
        return module

    return run


def _parametrized(kind: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``torch.nn.utils.parametrizations.weight_norm(module, name="weight", …)``, and its like."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        told = _told(rt, arguments)
        if told is None:
            return None
        count = len(PARTS.get(kind, ("",)))
        return _put_behind(rt, told, Const(kind), count)

    return run


def _register(rt: Runtime, arguments: Arguments) -> Value | None:
    """``register_parametrization(module, tensor_name, parametrization)``."""
    told, made = _told(rt, arguments), arguments.get(2, "parametrization")
    return None if told is None or made is None else _put_behind(rt, told, made, 1)


def _put_behind(rt: Runtime, told: tuple[Ref, str, TensorRef], kind: Value, count: int) -> Value:
    """The originals go to ``module.parametrizations.name``."""
    module, name, old = told
    holder = entries(rt, module, MODULES).get("parametrizations")
    if not isinstance(holder, Ref):
        holder = _module(rt)
        register(rt, module, MODULES, "parametrizations", holder)
    inner = _module(rt)
    register(rt, holder, MODULES, name, inner)
    remove(rt, module, name, PARAMETERS)
    parts: list[TensorRef] = []
    for k in range(count):
        label = f"original{k}" if count > 1 else "original"
        part = old if k == count - 1 else new_parameter(rt, label)
        register(rt, inner, PARAMETERS, label, part)
        parts.append(part)
    _enter(rt, module, name, kind, parts)
    return module


def _module(rt: Runtime) -> Ref:
    made = rt.world.add(Instance("torch.nn.Module"))
    prepare(rt, made)
    return made


def _enter(rt: Runtime, module: Ref, name: str, kind: Value, parts: list[TensorRef]) -> None:
    own = rt.world.own(module.id, Instance)
    held = own.attributes.get(NORMS)
    table = rt.world.get(held) if held is not None else None
    items = dict(table.items) if isinstance(table, Table) else {}
    items[Const(name)] = rt.sequence("tuple", [kind, *parts])
    rt.world.own(module.id, Instance).attributes[NORMS] = rt.world.add(Table(items))
    recompute(rt, module)


def recompute(rt: Runtime, module: Value, only: str | None = None) -> None:
    """Compute the weights anew (or the one called `only`), as each forward does."""
    thing = rt.world.get(module)
    if not isinstance(module, Ref) or not isinstance(thing, Instance) or NORMS not in thing.attributes:
        return
    table = rt.world.get(thing.attributes[NORMS])
    for name, entry in list(table.items.items()) if isinstance(table, Table) else ():
        kind, *parts = rt.elements(entry).values
        if only in (None, name.value):
            value = _computed(rt, kind, parts)
            rt.world.own(module.id, Instance).attributes[str(name.value)] = value


def _computed(rt: Runtime, kind: Value, parts: list[Value]) -> Value:
    if kind == Const(WEIGHT):
        return _run(rt, WEIGHT, operator("*"), [parts[1], parts[0]])
    if kind == Const(SPECTRAL):
        size = _run(rt, SPECTRAL, function("torch.sum"), parts)
        return _run(rt, SPECTRAL, operator("/"), [parts[0], size])
    if kind == Const(OTHER):
        return rt.unknown_call(OTHER, Arguments(tuple(parts)))
    return rt.call(kind, Arguments(tuple(parts)))


def _run(rt: Runtime, label: str, operation: Operation | None, given: list[Value]) -> Value:
    assert operation is not None
    found = operate(rt, label, operation, Arguments(tuple(given)))
    assert found is not None
    return found


def _removed(rt: Runtime, arguments: Arguments) -> Value | None:
    """``remove_weight_norm(module, name="weight")``: the weight is a parameter once more."""
    module, named = arguments.get(0, "module"), arguments.get(1, "name")
    thing = rt.world.get(module) if module is not None else None
    name = named.value if isinstance(named, Const) else "weight"
    if not isinstance(module, Ref) or not isinstance(thing, Instance) or NORMS not in thing.attributes:
        return None
    table = rt.world.get(thing.attributes[NORMS])
    if not isinstance(table, Table) or Const(name) not in table.items:
        return None
    kind = rt.elements(table.items[Const(name)]).values[0]
    for ending in PARTS.get(str(kind.value) if isinstance(kind, Const) else "", ()):
        remove(rt, module, f"{name}{ending}", PARAMETERS)
    left = {k: v for k, v in table.items.items() if k != Const(name)}
    rt.world.own(module.id, Instance).attributes[NORMS] = rt.world.add(Table(left))
    register(rt, module, PARAMETERS, str(name), new_parameter(rt, str(name)))
    return module


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.utils.weight_norm": _normed(WEIGHT),
    "torch.nn.utils.spectral_norm": _normed(SPECTRAL),
    "torch.nn.utils.remove_weight_norm": _removed,
    "torch.nn.utils.remove_spectral_norm": _removed,
    "torch.nn.utils.parametrizations.weight_norm": _parametrized(WEIGHT),
    "torch.nn.utils.parametrizations.spectral_norm": _parametrized(SPECTRAL),
    "torch.nn.utils.parametrizations.orthogonal": _parametrized(OTHER),
    "torch.nn.utils.parametrize.register_parametrization": _register,
}
