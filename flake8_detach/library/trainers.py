"""Training frameworks that run backward for the program: Lightning's manual optimization, Accelerate, Fabric."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Const, Instance, Items, Native, Ref, Runtime, Table, Value
from . import backward, optimizers
from .kinds import tensors_of
from .names import canonical

HELPERS = frozenset(
    {
        "accelerate.Accelerator",
        "accelerate.accelerator.Accelerator",
        "lightning.Fabric",
        "lightning.fabric.Fabric",
        "lightning_fabric.Fabric",
    }
)
"""Objects that wrap models and optimizers and run backward themselves."""
OPTIMIZERS = "<optimizers>"


# -- Lightning


def is_lightning(rt: Runtime, value: Value) -> bool:
    """Is `value` a LightningModule?"""
    return any(canonical(name).endswith("LightningModule") for name in rt.class_names(value))


def _optimizers(rt: Runtime, module: Ref, arguments: Arguments) -> Value:
    """``self.optimizers()``: what ``configure_optimizers`` made; one of them by itself."""
    thing = rt.world.get(module)
    known = thing.attributes.get(OPTIMIZERS) if isinstance(thing, Instance) else None
    if known is None:
        configured = rt.method(module, "configure_optimizers", Arguments())
        found = _found(rt, configured)
        if not found:
            known = rt.world.opaque("the optimizers")
        else:
            known = found[0] if len(found) == 1 else rt.sequence("list", found)
        rt.world.own(module.id, Instance).attributes[OPTIMIZERS] = known
    return known


def _found(rt: Runtime, configured: Value) -> list[Value]:
    """The optimizers among the things ``configure_optimizers`` may return: one, a list, a dict with one, a list
    of dicts, or a pair of a list of them and a list of schedulers."""
    if optimizers.optimizer_class(rt, configured) is not None:
        return [configured]
    thing = rt.world.get(configured)
    if isinstance(thing, Table):
        inner = thing.items.get(Const("optimizer"))
        return _found(rt, inner) if inner is not None else []
    if isinstance(thing, Items):
        return [optimizer for value in thing.items for optimizer in _found(rt, value)]
    return []


def _manual_backward(rt: Runtime, module: Ref, arguments: Arguments) -> Value | None:
    loss = arguments.get(0, "loss")
    if loss is None:
        return None
    return rt.method(loss, "backward", Arguments(arguments.positional[1:], arguments.keywords))


def _nothing(rt: Runtime, receiver: Ref, arguments: Arguments) -> Value:
    return NONE


LIGHTNING: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "optimizers": _optimizers,
    "manual_backward": _manual_backward,
    "log": _nothing,
    "log_dict": _nothing,
    "save_hyperparameters": _nothing,
    "toggle_optimizer": _nothing,
    "untoggle_optimizer": _nothing,
}


# -- Accelerate and Fabric


def construct(rt: Runtime, name: str) -> Value:
    """``Accelerator(...)``."""
    return rt.world.add(Instance(name))


def _prepared(rt: Runtime, helper: Ref, arguments: Arguments) -> Value:
    """``prepare(model, optimizer, …)``: wrappers of the same parameters."""
    given = arguments.positional
    return given[0] if len(given) == 1 else rt.sequence("tuple", given, arguments.rest)


def _backward(rt: Runtime, helper: Ref, arguments: Arguments) -> Value | None:
    loss = arguments.get(0, "loss") or arguments.get(0, "tensor")
    roots = tensors_of(rt, loss) if loss is not None else []
    return backward.run(rt, roots, Arguments((), arguments.keywords), first=1, unknown=1) if roots else None


def _clip(name: str) -> Callable[[Runtime, Ref, Arguments], Value | None]:
    def clip(rt: Runtime, helper: Ref, arguments: Arguments) -> Value | None:
        return rt.call(Native(f"torch.nn.utils.{name}"), arguments)

    return clip


HELPER_METHODS: dict[str, Callable[[Runtime, Ref, Arguments], Value | None]] = {
    "prepare": _prepared,
    "prepare_model": _prepared,
    "prepare_optimizer": _prepared,
    "setup": _prepared,
    "setup_module": _prepared,
    "setup_optimizers": _prepared,
    "unwrap_model": _prepared,
    "backward": _backward,
    "clip_grad_norm_": _clip("clip_grad_norm_"),
    "clip_grad_value_": _clip("clip_grad_value_"),
    "print": _nothing,
    "wait_for_everyone": _nothing,
}
