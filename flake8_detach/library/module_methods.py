"""The methods every module has: walks, state dicts, train and eval, casts, registration."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Grad, Link, TensorId
from ..values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    Const,
    Instance,
    Native,
    Ref,
    Runtime,
    Table,
    TensorRef,
    Value,
)
from . import module_hooks, snapshots
from .forms import dtype_of
from .kinds import tensors_of
from .module_state import BUFFERS, MODULES, PARAMETERS, TRAINING, lookup, register
from .module_tree import children, named_buffers, named_parameters, walk
from .optimizers import zero_grads
from .unseen_modules import hidden_parameters

# -- walks


def _recurses(rt: Runtime, arguments: Arguments, index: int) -> bool:
    flag = arguments.get(index, "recurse")
    return flag is None or rt.truth(flag) is not False


def _parameters(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    deep = _recurses(rt, arguments, 0)
    known: list[Value] = [TensorRef(t) for _, t in named_parameters(rt, module, deep)]
    hidden = hidden_parameters(rt, module) if deep else []
    return rt.sequence("iterator", [*known, *hidden[:-1]], hidden[-1] if hidden else None)


def _pairs(rt: Runtime, pairs: list[tuple[str, TensorId]], others: list[Value]) -> Value:
    rows = [rt.sequence("tuple", [Const(n), TensorRef(t)]) for n, t in pairs]
    more = [rt.sequence("tuple", [rt.world.opaque("a name"), other]) for other in others]
    return rt.sequence("iterator", [*rows, *more[:-1]], more[-1] if more else None)


def _prefixed(arguments: Arguments, pairs: list[tuple[str, TensorId]]) -> list[tuple[str, TensorId]]:
    prefix = arguments.get(0, "prefix")
    if not isinstance(prefix, Const) or not prefix.value:
        return pairs
    return [(f"{prefix.value}.{name}", tensor) for name, tensor in pairs]


def _named_parameters(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    deep = _recurses(rt, arguments, 1)
    pairs = _prefixed(arguments, named_parameters(rt, module, deep))
    return _pairs(rt, pairs, hidden_parameters(rt, module) if deep else [])


def _buffers(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [TensorRef(t) for _, t in named_buffers(rt, module)])


def _named_buffers(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return _pairs(rt, _prefixed(arguments, named_buffers(rt, module)), [])


def _modules(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [m for _, m in walk(rt, module)])


def _named_modules(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [rt.sequence("tuple", [Const(n), m]) for n, m in walk(rt, module)])


def _list_children(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return rt.sequence("iterator", [v for _, v in children(rt, module)])


def _named_children(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    rows = [rt.sequence("tuple", [Const(k), v]) for k, v in children(rt, module)]
    return rt.sequence("iterator", rows)


def _get(rt: Runtime, module: Ref, arguments: Arguments) -> Value | None:
    """``get_parameter("a.b")``, ``get_submodule``, ``get_buffer``."""
    path = arguments.get(0, "target")
    if not isinstance(path, Const) or not isinstance(path.value, str):
        return None
    current: Value = module
    for name in path.value.split("."):
        found = lookup(rt, current, name)
        if found is None:
            return None
        current = found
    return current


# -- state


def _state_dict(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    """Aliases by ``.detach()`` of all parameters and buffers; with ``keep_vars`` these themselves."""
    keep = arguments.keywords.get("keep_vars")
    keeps = keep is not None and rt.truth(keep) is True
    table = Table()
    for name, tensor in (*named_parameters(rt, module), *named_buffers(rt, module)):
        alias = tensor if keeps else rt.machine.share(rt.site, "state_dict", tensor, Link.DETACH)
        table.items[Const(name)] = TensorRef(alias)
    if hidden_parameters(rt, module):
        table.rest = rt.world.opaque("a tensor of the state")
    return rt.world.add(table)


def _load_state_dict(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    """Writes, tracked, each parameter and buffer that the dict has; with ``assign`` the dict's tensors take their
    places."""
    given = arguments.get(0, "state_dict")
    source = rt.world.get(given) if given is not None else None
    named = source.items if isinstance(source, Table) and source.rest is None else None
    flag = arguments.get(2, "assign")
    assigns = flag is not None and rt.truth(flag) is not False
    for name, tensor in (*named_parameters(rt, module), *named_buffers(rt, module)):
        if named is not None and Const(name) not in named:
            continue
        if not assigns:
            if given is not None:
                snapshots.loaded(rt, given, name, tensor)
            rt.machine.write(rt.site, "load_state_dict", tensor, library=True)
        elif named is not None:
            _replace(rt, module, name, named[Const(name)], tensor in rt.world.parameters)
    return rt.world.opaque("missing and unexpected keys")


def _replace(rt: Runtime, module: Ref, path: str, new: Value, is_parameter: bool) -> None:
    *parents, name = path.split(".")
    owner: Value | None = module
    for parent in parents:
        owner = lookup(rt, owner, parent) if owner is not None else None
    if not isinstance(owner, Ref):
        return
    if is_parameter:
        made = rt.call(Native("torch.nn.Parameter"), Arguments((new,)))
        register(rt, owner, PARAMETERS, name, made)
    else:
        register(rt, owner, BUFFERS, name, new)


def _zero_grad(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    tensors = [tensor for _, tensor in named_parameters(rt, module)]
    zero_grads(rt, tensors, arguments.get(0, "set_to_none"))
    return NONE


# -- modes and casts


def _train(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    flag = arguments.get(0, "mode") or TRUE
    for _, current in walk(rt, module):
        if isinstance(current, Ref):
            rt.world.own(current.id, Instance).attributes[TRAINING] = flag
    return module


def _eval(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return _train(rt, module, Arguments((FALSE,)))


def _same(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    return module


def _cast(dtype: str | None) -> Callable[[Runtime, Ref, Arguments], Value]:
    """``module.half()``: parameters keep their objects and get other memory (``param.data = …``), unless they are
    of that dtype already."""

    def cast(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
        wanted = dtype
        if wanted is None:
            values = (*arguments.positional, *arguments.keywords.values())
            wanted = next((d for d in map(dtype_of, values) if d is not None), None)
        for _, tensor in named_parameters(rt, module) if wanted is not None else ():
            meta = rt.machine.tensors[tensor].meta
            if meta.dtype != wanted:
                fresh = rt.machine.tensor(rt.site, "to", Grad.NO)
                rt.machine.rebind(rt.site, "to", tensor, fresh)
        return module

    return cast


def _requires_grad_(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    flag = arguments.get(0, "requires_grad")
    truth = rt.truth(flag) if flag is not None else True
    grad = Grad.MAYBE if truth is None else (Grad.YES if truth else Grad.NO)
    for _, tensor in named_parameters(rt, module):
        rt.machine.require_grad(tensor, grad)
    return module


def _apply(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    function = arguments.get(0)
    if function is not None:
        for _, current in reversed(list(walk(rt, module))):
            rt.call(function, Arguments((current,)))
    return module


# -- registration


def _register(kind: str, second: str) -> Callable[[Runtime, Ref, Arguments], Value]:
    def run(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
        name, value = arguments.get(0, "name"), arguments.get(1, second)
        if isinstance(name, Const) and value is not None:
            register(rt, module, kind, str(name.value), value)
        return NONE

    return run


def _written(
    label: str, of: Callable[[Runtime, Value], list[tuple[str, TensorId]]]
) -> Callable[[Runtime, Ref, Arguments], Value]:
    def run(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
        for _, tensor in of(rt, module):
            rt.machine.write(rt.site, label, tensor, library=True)
        return NONE

    return run


METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "parameters": _parameters,
    "named_parameters": _named_parameters,
    "buffers": _buffers,
    "named_buffers": _named_buffers,
    "modules": _modules,
    "named_modules": _named_modules,
    "children": _list_children,
    "named_children": _named_children,
    "get_parameter": _get,
    "get_buffer": _get,
    "get_submodule": _get,
    "state_dict": _state_dict,
    "load_state_dict": _load_state_dict,
    "zero_grad": _zero_grad,
    "train": _train,
    "eval": _eval,
    "to": _cast(None),
    "type": _cast(None),
    "float": _cast("float32"),
    "half": _cast("float16"),
    "double": _cast("float64"),
    "bfloat16": _cast("bfloat16"),
    "cuda": _same,
    "cpu": _same,
    "share_memory": _same,
    "compile": lambda rt, module, arguments: NONE,
    "requires_grad_": _requires_grad_,
    "apply": _apply,
    "register_buffer": _register(BUFFERS, "tensor"),
    "register_parameter": _register(PARAMETERS, "param"),
    "add_module": _register(MODULES, "module"),
    "register_module": _register(MODULES, "module"),
    "reset_running_stats": _written("reset_running_stats", named_buffers),
    "reset_parameters": _written("reset_parameters", named_parameters),
    "flatten_parameters": lambda rt, module, arguments: NONE,
    **module_hooks.METHODS,
}


def tensors_in(rt: Runtime, value: Value) -> list[TensorId]:
    """The parameters of a module, or the tensors of an iterable."""
    thing = rt.world.get(value)
    if isinstance(thing, Instance):
        return [tensor for _, tensor in named_parameters(rt, value)]
    return tensors_of(rt, value)
