"""What a module holds: parameters, buffers and children, in the three dicts that ``nn.Module`` keeps them in.

They are dicts on the heap (``module._parameters`` …), so that a ``copy.copy`` of a module shares them and a program
which writes to them is understood. Plain attributes are the instance's own.
"""

from __future__ import annotations

from ..autograd import Grad, Meta
from ..values import (
    TRUE,
    Const,
    Instance,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
    options,
)
from .names import canonical
from .shapes import strides_of

MODULE = "torch.nn.Module"
PARAMETERS, BUFFERS, MODULES = "_parameters", "_buffers", "_modules"
DICTS = (PARAMETERS, BUFFERS, MODULES)
TRAINING = "<training>"
NOT_MODULES = frozenset({"Parameter", "Buffer", "UninitializedParameter", "UninitializedBuffer"})
BASES = ("LightningModule", "PreTrainedModel", ".Module")
"""How the names of classes end that descend from ``nn.Module`` in other packages."""
WRAPPERS = frozenset(
    {
        "torch.nn.DataParallel",
        "torch.nn.parallel.DataParallel",
        "torch.nn.parallel.DistributedDataParallel",
        "torch.nn.parallel.distributed.DistributedDataParallel",
        "torch.optim.swa_utils.AveragedModel",
    }
)
"""Modules that hold another as ``module`` and call it."""


def module_class(rt: Runtime, value: Value) -> str | None:
    """The short name of the ``torch.nn`` class a value is, or descends from; None if it is no module."""
    for given in rt.class_names(value):
        name = canonical(given)
        if name in WRAPPERS:
            return name.rpartition(".")[2]
        if name.startswith("torch.nn.") and name.count(".") == 2:
            short = name.removeprefix("torch.nn.")
            if short[:1].isupper() and short not in NOT_MODULES:
                return short
        elif name.endswith(BASES):
            return "Module"
    return None


def prepare(rt: Runtime, module: Ref) -> None:
    """What every module has before its ``__init__`` runs."""
    attributes = rt.world.own(module.id, Instance).attributes
    if TRAINING not in attributes:
        attributes[TRAINING] = TRUE
        for kind in DICTS:
            attributes[kind] = rt.world.add(Table())


def entries(rt: Runtime, module: Value, kind: str) -> dict[str, Value]:
    """The parameters, buffers or children of a module itself, by name."""
    thing = rt.world.get(module)
    held = thing.attributes.get(kind) if isinstance(thing, Instance) else None
    found: dict[str, Value] = {}
    for option in options(held) if held is not None else ():
        table = rt.world.get(option)
        if isinstance(table, Table):
            for key, value in table.items.items():
                found.setdefault(str(key.value), value)
    return found


def lookup(rt: Runtime, module: Value, name: str) -> Value | None:
    """``module.name`` where neither the object nor its class has it (Module.__getattr__)."""
    for kind in DICTS:
        found = entries(rt, module, kind).get(name)
        if found is not None:
            return found
    return None


def register(rt: Runtime, module: Ref, kind: str, name: str, value: Value) -> None:
    """Put a value under `name` into one of the dicts, and out of the others."""
    for other in DICTS:
        if other != kind:
            remove(rt, module, name, other)
    rt.world.own(module.id, Instance).attributes.pop(name, None)
    _table(rt, module, kind).items[Const(name)] = value


def put(rt: Runtime, module: Ref, kind: str, name: str, value: Value) -> None:
    """Put a value under `name` into one of the dicts, whatever it is."""
    _table(rt, module, kind).items[Const(name)] = value


def remove(rt: Runtime, module: Ref, name: str, kind: str) -> None:
    """Take `name` out of one of the dicts."""
    if name in entries(rt, module, kind):
        _table(rt, module, kind).items.pop(Const(name), None)


def _table(rt: Runtime, module: Ref, kind: str) -> Table:
    """One of the dicts, for changing; where the program has put something else there, a new one takes its place."""
    held = rt.world.own(module.id, Instance).attributes.get(kind)
    if not isinstance(held, Ref) or not isinstance(rt.world.get(held), Table):
        made = Table({Const(k): v for k, v in entries(rt, module, kind).items()})
        held = rt.world.add(made)
        rt.world.own(module.id, Instance).attributes[kind] = held
    return rt.world.own(held.id, Table)


def assign(rt: Runtime, module: Ref, name: str, new: Value, weak: bool) -> bool:
    """``module.name = new`` (Module.__setattr__); False where it is a plain attribute."""
    kind = _kind_of(rt, module, name, new)
    if kind is None:
        return False
    old = entries(rt, module, kind).get(name)
    register(rt, module, kind, name, rt.world.value_of(old, new) if weak and old is not None else new)
    return True


def _kind_of(rt: Runtime, module: Ref, name: str, new: Value) -> str | None:
    for option in options(new):
        if isinstance(option, TensorRef) and option.id in rt.world.parameters:
            return PARAMETERS
        if isinstance(option, TensorRef) and option.id in rt.world.buffers:
            return BUFFERS
        if isinstance(rt.world.get(option), Instance) and module_class(rt, option) is not None:
            return MODULES
    return next((kind for kind in DICTS if name in entries(rt, module, kind)), None)


def new_parameter(rt: Runtime, name: str, shape: tuple[int | None, ...] | None = None) -> TensorRef:
    """A fresh parameter."""
    form = Meta("float32", True, "cpu", shape, strides_of(shape))
    made = rt.machine.tensor(rt.site, name, Grad.YES, form)
    rt.world.parameters |= {made}
    return TensorRef(made)


def new_buffer(rt: Runtime, name: str, shape: tuple[int | None, ...] | None = None) -> TensorRef:
    """A fresh buffer."""
    form = Meta("float32", True, "cpu", shape, strides_of(shape))
    return TensorRef(rt.machine.tensor(rt.site, name, Grad.NO, form))
