"""Classes of the program whose instances are tensors: what they are made of, and how one is told its class."""

from __future__ import annotations

from collections.abc import Callable

from ..torch_facts import method as method_facts
from ..values import FALSE, Arguments, ClassObject, Instance, Native, Ref, Runtime, TensorRef, Value
from .conditions import is_tensor_class
from .names import canonical
from .operations import operate

PARAMETER, TENSOR = "torch.nn.Parameter", "torch.Tensor"


def is_one(rt: Runtime, cls: Value) -> bool:
    """Is it a class of the program whose instances are tensors?"""
    return any(map(is_tensor_class, rt.class_names(cls)))


def make(rt: Runtime, cls: Ref, arguments: Arguments) -> Value:
    """What ``__new__`` of PyTorch's own makes: a tensor over the memory that it is given."""
    made = rt.call(Native(PARAMETER if _of_parameters(rt, cls) else TENSOR), arguments)
    return _told(rt, made, cls)


def unknown(rt: Runtime, cls: Ref) -> Value:
    """One of which nothing is known but its class."""
    made = make(rt, cls, Arguments())
    if isinstance(made, TensorRef):
        rt.machine.doubt_leaf(made.id)
    return made


def as_subclass(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value | None:
    """``tensor.as_subclass(cls)``: a view of it."""
    operation, cls = method_facts("as_subclass"), arguments.get(0, "cls")
    if operation is None or cls is None:
        return None
    made = operate(rt, "as_subclass", operation, Arguments((tensor, cls)))
    return _told(rt, made, cls) if made is not None else None


def _make_subclass(rt: Runtime, arguments: Arguments) -> Value | None:
    """``torch.Tensor._make_subclass(cls, data, require_grad=False)``."""
    cls, data = arguments.get(0, "cls"), arguments.get(1, "data")
    if cls is None or data is None:
        return None
    made = rt.call(Native(PARAMETER), Arguments((data, arguments.get(2, "require_grad") or FALSE)))
    if isinstance(made, TensorRef) and not _of_parameters(rt, cls):
        rt.world.parameters -= {made.id}
    return _told(rt, made, cls)


def _of_parameters(rt: Runtime, cls: Value) -> bool:
    return any(canonical(name) == PARAMETER for name in rt.class_names(cls))


def _told(rt: Runtime, tensor: Value, cls: Value) -> Value:
    if isinstance(tensor, TensorRef) and isinstance(cls, Ref) and isinstance(rt.world.get(cls), ClassObject):
        rt.world.keep_on(tensor.id, Instance(cls.id))
    return tensor


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.Tensor._make_subclass": _make_subclass
}
