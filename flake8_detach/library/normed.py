"""Weights that are computed anew at each forward: ``weight_norm``, ``spectral_norm``, ``register_parametrization``.

What trains is something else than ``module.weight``: the parameters from which it is computed, before each forward
(torch/nn/utils/weight_norm.py, spectral_norm.py) or whenever it is read (parametrize.py). The weight is then an attribute with a history.
"""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Link
from ..torch_facts import Operation, function, operator
from ..values import Arguments, Const, Instance, Ref, Runtime, Table, TensorRef, Value
from .module_state import BUFFERS, MODULES, PARAMETERS, entries, new_parameter, prepare, register, remove
from .operations import operate

NORMS, PARAMETRIZED = "<norms>", "<parametrized>"
"""What is computed before each forward, and what is computed whenever it is read."""
CACHED, CACHING = "<cached>", "torch.nn.utils.parametrize.cached"
"""Where a module keeps what ``parametrize.cached()`` computed once; that context."""
WEIGHT, SPECTRAL, PRUNED, OTHER = "weight_norm", "spectral_norm", "prune", "parametrization"
PARTS = {WEIGHT: ("_g", "_v"), SPECTRAL: ("_orig",), PRUNED: ("_mask", "_orig")}
"""The parameters (and the mask) that take the weight's place, by what is added to its name; the last has its memory."""


def told(rt: Runtime, arguments: Arguments, position: int = 1) -> tuple[Ref, str, TensorRef] | None:
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
        found = told(rt, arguments)
        if found is None:
            return None
        module, name, old = found
        remove(rt, module, name, PARAMETERS)
        parts: list[TensorRef] = []
        for ending in PARTS[kind]:
            last = ending == PARTS[kind][-1]
            part = _again(rt, old, name + ending) if last else new_parameter(rt, name + ending)
            register(rt, module, PARAMETERS, name + ending, part)
            parts.append(part)
        enter(rt, module, name, Const(kind), parts)
        return module

    return run


def _parametrized(kind: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``torch.nn.utils.parametrizations.weight_norm(module, name="weight", …)``, and its like."""

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        found = told(rt, arguments)
        if found is None:
            return None
        count = len(PARTS.get(kind, ("",)))
        return _put_behind(rt, found, Const(kind), count)

    return run


def _register(rt: Runtime, arguments: Arguments) -> Value | None:
    """``register_parametrization(module, tensor_name, parametrization)``."""
    found, made = told(rt, arguments), arguments.get(2, "parametrization")
    return None if found is None or made is None else _put_behind(rt, found, made, 1)


def _put_behind(rt: Runtime, found: tuple[Ref, str, TensorRef], kind: Value, count: int) -> Value:
    """The originals go to ``module.parametrizations.name``."""
    module, name, old = found
    holder = entries(rt, module, MODULES).get("parametrizations")
    if not isinstance(holder, Ref):
        holder = _module(rt, "ModuleDict")
        register(rt, module, MODULES, "parametrizations", holder)
    inner = _module(rt, "ModuleList")
    register(rt, holder, MODULES, name, inner)
    if isinstance(kind, Ref):
        register(rt, inner, MODULES, "0", kind)
    remove(rt, module, name, PARAMETERS)
    parts: list[TensorRef] = []
    for k in range(count):
        label = f"original{k}" if count > 1 else "original"
        part = old if k == count - 1 else new_parameter(rt, label)
        register(rt, inner, PARAMETERS, label, part)
        parts.append(part)
    enter(rt, module, name, kind, parts, into=PARAMETRIZED)
    return module


def _module(rt: Runtime, cls: str) -> Ref:
    made = rt.world.add(Instance(f"torch.nn.{cls}"))
    prepare(rt, made)
    return made


def enter(
    rt: Runtime, module: Ref, name: str, kind: Value, parts: list[TensorRef], *, into: str = NORMS
) -> None:
    """From now on ``module.name`` is computed from `parts`."""
    items = {**_held(rt, module, into), Const(name): rt.sequence("tuple", [kind, *parts])}
    rt.world.own(module.id, Instance).attributes[into] = rt.world.add(Table(items))
    if into == NORMS:
        recompute(rt, module)


def _held(rt: Runtime, module: Value | None, of: str) -> dict[Const, Value]:
    """How the weights of a module are computed, by their names."""
    thing = rt.world.get(module) if module is not None else None
    held = thing.attributes.get(of) if isinstance(thing, Instance) else None
    table = rt.world.get(held) if held is not None else None
    return dict(table.items) if isinstance(table, Table) else {}


def recompute(rt: Runtime, module: Value) -> None:
    """Compute the weights anew, as each forward does."""
    for of in (NORMS, PARAMETRIZED):
        for name, entry in _held(rt, module, of).items():
            value = _once(rt, module, name, entry) if of == PARAMETRIZED else _from_parts(rt, entry)
            if isinstance(module, Ref):
                rt.world.own(module.id, Instance).attributes[str(name.value)] = value


def forget(rt: Runtime, module: Value) -> None:
    """After a forward, nobody holds the weights which it computed when it read them."""
    for name in _held(rt, module, PARAMETRIZED):
        if isinstance(module, Ref):
            rt.world.own(module.id, Instance).attributes.pop(str(name.value), None)


def read(rt: Runtime, module: Value, name: str) -> Value | None:
    """``module.weight``, if that is computed whenever it is read (torch/nn/utils/parametrize.py)."""
    entry = _held(rt, module, PARAMETRIZED).get(Const(name))
    return None if entry is None else _once(rt, module, Const(name), entry)


def _once(rt: Runtime, module: Value, name: Const, entry: Value) -> Value:
    """Under ``parametrize.cached()`` what was computed at the first reading is handed out again."""
    thing, key = rt.world.get(module), f"{CACHED}{name.value}"
    held = thing.attributes.get(key) if rt.world.caching and isinstance(thing, Instance) else None
    value = held if held is not None else _from_parts(rt, entry)
    if rt.world.caching and isinstance(module, Ref):
        rt.world.own(module.id, Instance).attributes[key] = value
    return value


def _cached(rt: Runtime, arguments: Arguments) -> Value:
    """``parametrize.cached()``."""
    return rt.world.add(Instance(CACHING))


def is_context(rt: Runtime, value: Value) -> bool:
    """Is `value` a ``parametrize.cached()``?"""
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and thing.cls == CACHING


def enter_cached(rt: Runtime) -> bool:
    """Gives whether one was entered before."""
    before, rt.world.caching = rt.world.caching, True
    return before


def leave_cached(rt: Runtime, before: bool) -> None:
    """The outermost forgets all."""
    rt.world.caching = before
    if before:
        return
    for number, thing in list(rt.world.heap.items()):
        kept = [k for k in thing.attributes if k.startswith(CACHED)] if isinstance(thing, Instance) else []
        for key in kept:
            del rt.world.own(number, Instance).attributes[key]


def _from_parts(rt: Runtime, entry: Value) -> Value:
    kind, *parts = rt.elements(entry).values
    return _computed(rt, kind, parts)


def _computed(rt: Runtime, kind: Value, parts: list[Value]) -> Value:
    if isinstance(kind, Const) and kind.value in (WEIGHT, PRUNED):
        return _run(rt, str(kind.value), operator("*"), [parts[1], parts[0]])
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
    return taken_back(rt, arguments, NORMS, named(arguments, "name"))


def _unparametrized(rt: Runtime, arguments: Arguments) -> Value | None:
    """``remove_parametrizations(module, tensor_name)``."""
    return taken_back(rt, arguments, PARAMETRIZED, named(arguments, "tensor_name"))


def named(arguments: Arguments, keyword: str) -> str:
    """The name of the parameter that a call is about."""
    given = arguments.get(1, keyword)
    return str(given.value) if isinstance(given, Const) else "weight"


def taken_back(
    rt: Runtime, arguments: Arguments, of: str, name: str, again: TensorRef | None = None
) -> Value | None:
    """From now on ``module.name`` is a plain parameter: a new one, or `again`."""
    module, held = arguments.get(0, "module"), _held(rt, arguments.get(0, "module"), of)
    if not isinstance(module, Ref) or Const(name) not in held:
        return None
    kind = rt.elements(held.pop(Const(name))).values[0]
    for ending in PARTS.get(str(kind.value) if isinstance(kind, Const) else "", ()):
        for where in (PARAMETERS, BUFFERS):
            remove(rt, module, f"{name}{ending}", where)
    rt.world.own(module.id, Instance).attributes[of] = rt.world.add(Table(dict(held)))
    register(rt, module, PARAMETERS, name, new_parameter(rt, name) if again is None else again)
    return module


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.utils.weight_norm": _normed(WEIGHT),
    "torch.nn.utils.spectral_norm": _normed(SPECTRAL),
    "torch.nn.utils.remove_weight_norm": _removed,
    "torch.nn.utils.remove_spectral_norm": _removed,
    "torch.nn.utils.parametrizations.weight_norm": _parametrized(WEIGHT),
    "torch.nn.utils.parametrizations.spectral_norm": _parametrized(SPECTRAL),
    "torch.nn.utils.parametrizations.orthogonal": _parametrized(OTHER),
    CACHING: _cached,
    "torch.nn.utils.parametrize.register_parametrization": _register,
    "torch.nn.utils.parametrize.remove_parametrizations": _unparametrized,
}
