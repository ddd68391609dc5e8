"""``torch.nn.utils.prune``: a weight that each forward computes from its original and a mask (torch/nn/utils/prune.py)."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Const, Ref, Runtime, TensorRef, Value
from .module_state import BUFFERS, PARAMETERS, entries, new_buffer, register, remove
from .normed import NORMS, PRUNED, enter, named, taken_back, told


def _prune(rt: Runtime, arguments: Arguments) -> Value | None:
    """``l1_unstructured(module, name, amount)`` and its like: pruned once more, it gets another mask."""
    module, name = arguments.get(0, "module"), named(arguments, "name")
    if not isinstance(module, Ref):
        return None
    original = entries(rt, module, PARAMETERS).get(f"{name}_orig")
    if original is None:
        found = told(rt, arguments)
        if found is None:
            return None
        original = found[2]
        remove(rt, module, name, PARAMETERS)
        register(rt, module, PARAMETERS, f"{name}_orig", original)
    if not isinstance(original, TensorRef):
        return None
    mask = new_buffer(rt, f"{name}_mask")
    register(rt, module, BUFFERS, f"{name}_mask", mask)
    enter(rt, module, name, Const(PRUNED), [mask, original])
    return module


def _prune_all(rt: Runtime, arguments: Arguments) -> Value | None:
    """``global_unstructured([(module, name), …], pruning_method)``."""
    given = arguments.get(0, "parameters")
    for pair in rt.elements(given).values if given is not None else ():
        _prune(rt, Arguments(tuple(rt.elements(pair).values)))
    return NONE


def _removed(rt: Runtime, arguments: Arguments) -> Value | None:
    """``remove(module, name)``: the original sees the memory of the weight as it was pruned."""
    module, name = arguments.get(0, "module"), named(arguments, "name")
    original = entries(rt, module, PARAMETERS).get(f"{name}_orig") if module is not None else None
    if not isinstance(original, TensorRef):
        return None
    rt.machine.rebind(rt.site, "prune.remove", original.id, None, library=True)
    return taken_back(rt, arguments, NORMS, name, original)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **{
        f"torch.nn.utils.prune.{name}": _prune
        for name in (
            "identity",
            "random_unstructured",
            "l1_unstructured",
            "random_structured",
            "ln_structured",
            "custom_from_mask",
        )
    },
    "torch.nn.utils.prune.global_unstructured": _prune_all,
    "torch.nn.utils.prune.remove": _removed,
}
