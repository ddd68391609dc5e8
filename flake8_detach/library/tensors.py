"""Methods, attributes and operators of tensors: the facts' operations, and the few which are verbs of their own."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from ..autograd import Grad, Link, TensorId
from ..torch_facts import attribute as attribute_facts
from ..torch_facts import method as method_facts
from ..values import (
    FALSE,
    NONE,
    TRUE,
    TRUTH,
    Arguments,
    ArrayRef,
    Const,
    Instance,
    Items,
    Native,
    Runtime,
    TensorRef,
    Value,
)
from ..values.asked import flag, grad_fn, question
from . import (
    argument_order,
    arrays,
    backward,
    hooks,
    operators,
    parts,
    shapes,
    snapshots,
    tensor_classes,
    terms,
)
from .kinds import number, tensors_of
from .names import is_float
from .operations import hand_class_on, operate

NOTHING = Arguments()


def tensor_method(rt: Runtime, receiver: Value, name: str, arguments: Arguments) -> Value | None:
    """``receiver.name(...)`` of a tensor or array."""
    if name.startswith("__") and (found := operators.special(rt, receiver, name, arguments)) is not None:
        return found
    if isinstance(receiver, ArrayRef):
        return arrays.array_method(rt, receiver, name, arguments)
    assert isinstance(receiver, TensorRef)
    handler = METHODS.get(name)
    if handler is not None:
        return handler(rt, receiver, arguments)
    operation = method_facts(name)
    if operation is None:
        return None
    part = parts.cut(rt, receiver, name, arguments)
    return operate(
        rt, name, operation, argument_order.in_order(rt, name, arguments.behind(receiver)), select=part
    )


# -- the verbs


def _share(link: Link) -> Callable[[Runtime, TensorRef, Arguments], Value]:
    def share(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
        made = rt.machine.share(rt.site, link.value, tensor.id, link)
        hand_class_on(rt, [tensor.id], [made])
        return TensorRef(made)

    return share


def _numpy(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    source = tensor.id
    force = arguments.get(0, "force")
    if force is not None and rt.truth(force) is not False:
        source = rt.machine.share(rt.site, "numpy", source, Link.DETACH)
    return ArrayRef(rt.machine.share(rt.site, "numpy", source, Link.NUMPY))


def _storage(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    """Raw memory, which is written without any counter (torch/storage.py), as an array's is."""
    return ArrayRef(rt.machine.share(rt.site, "untyped_storage", tensor.id, Link.FOREIGN))


def _detach_(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    rt.machine.detach_(rt.site, "detach_", tensor.id)
    return tensor


def _retain_grad(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    rt.machine.retain_grad(tensor.id)
    return NONE


def _requires_grad_(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    flag = arguments.get(0, "requires_grad")
    rt.machine.require_grad(tensor.id, grad_flag(rt, flag, default=Grad.YES), site=rt.site)
    return tensor


def grad_flag(rt: Runtime, flag: Value | None, default: Grad = Grad.NO) -> Grad:
    """The meaning of a ``requires_grad=`` argument."""
    if flag is None:
        return default
    truth = rt.truth(flag)
    return Grad.MAYBE if truth is None else (Grad.YES if truth else Grad.NO)


def _same(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    return tensor


def _number(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    return number(rt)


def _item(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    return terms.number_of_tensor(rt, tensor.id, ".item()")


def _float(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    return terms.number_of_tensor(rt, tensor.id, "float()")


def _stride(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    if arguments.positional:
        return number(rt)
    return rt.sequence("tuple", [], number(rt))


def _size(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    asked = arguments.get(0, "dim")
    shape = _shape(rt, tensor)
    return shape if asked is None else rt.item(shape, asked)


def _shape(rt: Runtime, tensor: TensorRef) -> Value:
    """``x.shape``: each size that the program says, and a number where it does not."""
    sizes = rt.machine.tensors[tensor.id].meta.shape
    if sizes is None:
        return rt.sequence("tuple", [], number(rt))
    return rt.sequence("tuple", [number(rt) if size is None else Const(size) for size in sizes])


def _dim(rt: Runtime, tensor: TensorRef, arguments: Arguments = NOTHING) -> Value:
    ndim = rt.machine.tensors[tensor.id].meta.ndim
    return number(rt) if ndim is None else Const(ndim)


def _numel(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    sizes = shapes.whole(rt.machine.tensors[tensor.id].meta.shape)
    return number(rt) if sizes is None else Const(prod(sizes))


def _by_dtype(holds: Callable[[str], bool]) -> Callable[[Runtime, TensorRef, Arguments], Value]:
    def ask(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
        dtype = rt.machine.tensors[tensor.id].meta.dtype
        return number(rt) if dtype is None else Const(holds(dtype))

    return ask


def length(rt: Runtime, tensor: TensorRef) -> Value | None:
    """``len(x)``, where it is known."""
    sizes = rt.machine.tensors[tensor.id].meta.shape
    return Const(sizes[0]) if sizes and sizes[0] is not None else None


def _tolist(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    return rt.sequence("list", [], number(rt))


def _backward(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    return backward.tensor_backward(rt, tensor.id, arguments)


def _set_(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    """``x.set_(y)``: another storage under the same object, its counter bumped; through an alias, only the alias
    changes."""
    of = rt.machine.tensors[tensor.id]
    if not any(hop.link is Link.DATA or hop.link is Link.DETACH for hop in of.hops):
        rt.machine.write(rt.site, "set_", tensor.id)
    source = tensors_of(rt, arguments.positional[0]) if arguments.positional else []
    rt.machine.replace_storage(tensor.id, source[0] if source else None)
    return tensor


def _resize_(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    of = rt.machine.tensors[tensor.id]
    if not any(hop.link is Link.DATA or hop.link is Link.DETACH for hop in of.hops):
        rt.machine.write(rt.site, "resize_", tensor.id)
    return tensor


def _new_of(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value | None:
    """``x.new(2, 3)`` of sizes, ``x.new(y)`` as ``torch.Tensor(y)``."""
    given = arguments.get(0)
    if isinstance(given, TensorRef):
        return rt.call(Native("torch.Tensor"), Arguments((given,)))
    return _new(rt, tensor, arguments)


def _new(rt: Runtime, tensor: TensorRef, arguments: Arguments) -> Value:
    grad = grad_flag(rt, arguments.keywords.get("requires_grad"))
    return TensorRef(rt.machine.tensor(rt.site, "new", grad))


METHODS: dict[str, Callable[[Runtime, TensorRef, Arguments], Value | None]] = {
    "as_subclass": tensor_classes.as_subclass,
    "detach": _share(Link.DETACH),
    "detach_": _detach_,
    "numpy": _numpy,
    "__array__": _numpy,
    "untyped_storage": _storage,
    "storage": _storage,
    "requires_grad_": _requires_grad_,
    "backward": _backward,
    "item": _item,
    "__float__": _float,
    "tolist": _tolist,
    "size": _size,
    "stride": _stride,
    "dim": _dim,
    "ndimension": _dim,
    "numel": _numel,
    "is_floating_point": _by_dtype(is_float),
    "is_complex": _by_dtype(lambda dtype: dtype.startswith("complex")),
    "nelement": _numel,
    "retain_grad": _retain_grad,
    "share_memory_": _same,
    "cuda": lambda rt, tensor, arguments: _moved(rt, tensor),
    **hooks.METHODS,
    "set_": _set_,
    "resize_": _resize_,
    "resize_as_": _resize_,
    "new_tensor": _new,
    "new_zeros": _new,
    "new_ones": _new,
    "new_empty": _new,
    "new_full": _new,
    "new": _new_of,
}


def _moved(rt: Runtime, tensor: TensorRef) -> Value:
    operation = method_facts("to")
    result = (
        operate(rt, "cuda", operation, Arguments((tensor, Const("cuda")))) if operation is not None else None
    )
    return result if result is not None else tensor


# -- attributes


def tensor_attribute(rt: Runtime, value: Value, name: str) -> Value | None:
    """``value.name`` of a tensor or array, where it is not a method."""
    if isinstance(value, ArrayRef):
        return arrays.array_attribute(rt, value, name)
    assert isinstance(value, TensorRef)
    if name == "data":
        made = rt.machine.share(rt.site, ".data", value.id, Link.DATA)
        hand_class_on(rt, [value.id], [made])
        return TensorRef(made)
    if name == "grad":
        return _grad(rt, value.id)
    if name == "requires_grad":
        known = {Grad.YES: TRUE, Grad.NO: FALSE}.get(rt.machine.requires_grad(value.id))
        return known if known is not None else flag(rt.world, question(value.id))
    if name in ("is_leaf", "grad_fn"):
        return _history(rt, value.id, name)
    if name == "shape":
        return _shape(rt, value)
    if name == "ndim":
        return _dim(rt, value)
    meta = rt.machine.tensors[value.id].meta
    if name == "dtype" and meta.dtype is not None:
        return Native(f"torch.{meta.dtype}")
    if name in ("is_cuda", "is_cpu") and meta.device is not None:
        return Const(meta.device.partition(":")[0] == name.removeprefix("is_"))
    if name == "device" and meta.device is not None:
        kind = Const(meta.device.partition(":")[0])
        return rt.world.add(Instance("torch.device", {"type": kind}))
    if name in ("dtype", "device", "layout"):
        return rt.world.add(Instance(f"torch.{name}"))
    if name in ("is_cuda", "is_cpu", "is_sparse", "itemsize", "nbytes", "_version"):
        return number(rt)
    operation = attribute_facts(name)
    if operation is not None and name not in ("data", "grad"):
        return operate(rt, name, operation, Arguments((value,)))
    return None


def _history(rt: Runtime, tensor: TensorId, name: str) -> Value:
    """``x.is_leaf`` and ``x.grad_fn``. Only what requires grad has a history; what may, and was given, may have one."""
    of, need = rt.machine.tensors[tensor], rt.machine.requires_grad(tensor)
    leaf = name == "is_leaf"
    if need is Grad.NO or (need is Grad.YES and of.leaf and of.base is None):
        return TRUE if leaf else NONE
    if of.node is None and of.base is None:
        return rt.world.opaque(TRUTH if leaf else "a grad_fn, or None")
    if need is Grad.YES:
        return FALSE if leaf else grad_fn(rt.world)
    asked = question(tensor)
    return flag(rt.world, asked.contrary()) if leaf else grad_fn(rt.world, asked)


def _grad(rt: Runtime, tensor: TensorId) -> Value:
    machine = rt.machine
    snapshots.gradient_read(rt, tensor, filled=tensor in machine.grads)
    if tensor in machine.grads:
        found = machine.grads[tensor]
        if found is None:
            found = machine.tensor(rt.site, ".grad")
            machine.grads[tensor] = found
        return TensorRef(found)
    of = machine.tensors[tensor]
    # That of a result stays None, unless it is the leaf itself (`.to()`), or somebody else may have asked to keep it.
    own = not (of.retains or of.maybes or of.storage in machine.ledger.foreign)
    if of.requires_grad is Grad.YES and (of.node is None or own):
        return NONE
    return rt.world.opaque("grad")


def set_tensor_attribute(rt: Runtime, value: Value, name: str, new: Value) -> Value | None:
    """``value.name = new`` of a tensor; None for an attribute of which PyTorch knows nothing."""
    target = rt.world.show(value, rt.site)
    if target is None:
        return None
    if name == "data":
        source = tensors_of(rt, new)
        of = rt.machine.tensors[target]
        if source:
            other = rt.machine.tensors[source[0]]
            if other.storage == of.storage and other.region == of.region:
                return NONE  # `x.data += v` assigns back the alias it wrote
        rt.machine.rebind(rt.site, ".data =", target, source[0] if source else None)
    elif name == "grad":
        if new == NONE:
            rt.machine.grads.pop(target, None)
        else:
            grads = tensors_of(rt, new)
            rt.machine.grads[target] = grads[0] if grads else None
    elif name == "requires_grad":
        rt.machine.require_grad(target, grad_flag(rt, new), site=rt.site, assigned=True)
    else:
        return None
    return NONE


__all__ = [
    "Items",
    "set_tensor_attribute",
    "tensor_attribute",
    "tensor_method",
]
