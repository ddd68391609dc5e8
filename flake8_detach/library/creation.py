"""Making tensors: fresh memory, memory shared with an argument, parameters."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Grad, Link, Meta
from ..values import (
    NONE,
    Arguments,
    ArrayRef,
    Const,
    Items,
    Runtime,
    TensorRef,
    Value,
)
from . import terms
from .forms import dtype_of
from .kinds import kind_of, leaf_kinds, tensors_of
from .shapes import Shape, sizes_of, strides_of
from .tensors import grad_flag

FRESH = frozenset(
    """tensor zeros ones empty full rand randn randint randperm arange linspace logspace eye range normal
    zeros_like ones_like empty_like full_like rand_like randn_like randint_like multinomial
    empty_strided tril_indices triu_indices hann_window sparse_coo_tensor scalar_tensor empty_permuted
    FloatTensor LongTensor DoubleTensor IntTensor BoolTensor ByteTensor HalfTensor Tensor""".split()
)
"""``torch.`` functions whose result has memory of its own and no history (torch/_torch_docs.py)."""
RECORDED = frozenset({"normal", "FloatTensor", "Tensor"})
"""Those which are operations, by their facts, where they are given a tensor."""
OF_VALUES = frozenset({"tensor", "scalar_tensor", "FloatTensor", "Tensor", "DoubleTensor"})
"""Those which copy the numbers they are given."""
TYPES = frozenset({"FloatTensor", "Tensor"})
"""Classes of tensors, which see the memory of one tensor that they are given, and pass gradients on."""
INTEGERS = frozenset(
    {"randint", "randperm", "LongTensor", "IntTensor", "arange", "tril_indices", "triu_indices"}
)


def create(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """``torch.name(...)`` for a creation function; None for any other, and where ``out=`` makes it a write."""
    if name not in FRESH or arguments.keywords.get("out", NONE) != NONE:
        return None
    if name in RECORDED and any(kind_of(rt, each) == "tensor" for each in arguments.every()):
        return None
    grad = grad_flag(rt, arguments.keywords.get("requires_grad"))
    if name in TYPES and len(arguments.positional) == 1 and kind_of(rt, arguments.positional[0]) == "unknown":
        grad = Grad.MAYBE
    dtype = dtype_of(arguments.keywords.get("dtype"))
    if dtype is None and "dtype" not in arguments.keywords:
        dtype = _default_dtype(rt, name, arguments)
    device = "cpu" if "device" not in arguments.keywords else None
    shape = _shape(rt, name, arguments)
    if name.endswith("_like") and arguments.positional:
        of = tensors_of(rt, arguments.positional[0])
        meta = rt.machine.tensors[of[0]].meta if of else Meta()
        dtype, device, shape = dtype or meta.dtype, meta.device, meta.shape
    form = Meta(dtype, True, device, shape, strides_of(shape))
    made = rt.machine.tensor(rt.site, name, grad, form)
    if name in OF_VALUES and grad is Grad.NO:
        terms.made_of(rt, made, arguments.get(0, "data"), f"torch.{name}()")
    return TensorRef(made)


def _default_dtype(rt: Runtime, name: str, arguments: Arguments) -> str | None:
    if name in INTEGERS:
        floats = any(isinstance(a, Const) and isinstance(a.value, float) for a in arguments.positional)
        return "float32" if name == "arange" and floats else "int64"
    if name in ("tensor", "full", "scalar_tensor"):
        value = arguments.get(1 if name == "full" else 0)
        kinds = leaf_kinds(rt, value) if value is not None else set()
        if kinds == {float} or kinds == {float, int}:
            return "float32"
        return {frozenset({int}): "int64", frozenset({bool}): "bool"}.get(frozenset(kinds))
    if name in ("rand", "randn", "zeros", "ones", "empty", "linspace", "eye", "FloatTensor", "Tensor"):
        return "float32"
    return None


def _shape(rt: Runtime, name: str, arguments: Arguments) -> Shape | None:
    if arguments.rest is not None:
        return None
    if name in ("rand", "randn", "zeros", "ones", "empty"):
        given = arguments.keywords.get("size")
        return sizes_of(rt, arguments.positional if given is None else (given,))
    if name == "randint":
        given = arguments.get(2 if len(arguments.positional) > 2 else 1, "size")
        return sizes_of(rt, (given,)) if given is not None else None
    if name == "full" and arguments.positional:
        return sizes_of(rt, arguments.positional[:1])
    if name in ("arange", "linspace", "randperm"):
        only = name != "linspace" and len(arguments.positional) == 1
        return sizes_of(rt, arguments.positional) if only else (None,)
    if name == "tensor":
        return _nested(rt, arguments.get(0))
    return None


def _nested(rt: Runtime, value: Value | None) -> Shape | None:
    """The shape of a list of lists of numbers."""
    sizes: list[int] = []
    while value is not None:
        thing = rt.world.get(value)
        if not isinstance(thing, Items):
            return tuple(sizes) if isinstance(value, Const) else None
        if thing.rest is not None:
            return None
        sizes.append(len(thing.items))
        value = thing.items[0] if thing.items else None
    return tuple(sizes)


def _parameter(rt: Runtime, arguments: Arguments) -> Value | None:
    value = arguments.get(0, "data")
    flag = arguments.get(1, "requires_grad")
    grad = grad_flag(rt, flag, default=Grad.YES)
    tensors = tensors_of(rt, value) if value is not None else []
    if tensors:
        meta = rt.machine.tensors[tensors[0]].meta
        made = rt.machine.share(rt.site, "Parameter", tensors[0], Link.PARAMETER)
        rt.machine.describe(made, meta)
    else:
        made = rt.machine.tensor(rt.site, "Parameter", grad, Meta("float32", True))
    rt.machine.require_grad(made, grad)
    rt.world.parameters |= {made}
    return TensorRef(made)


def _buffer(rt: Runtime, arguments: Arguments) -> Value | None:
    """``nn.Buffer(t)``: an alias as ``t.detach()`` makes it, which a module keeps among its buffers."""
    value = arguments.get(0, "data")
    tensors = tensors_of(rt, value) if value is not None else []
    if not tensors:
        return None
    need = rt.machine.requires_grad(tensors[0])
    made = rt.machine.share(rt.site, "Buffer", tensors[0], Link.DETACH)
    rt.machine.require_grad(made, need)
    rt.world.buffers |= {made}
    return TensorRef(made)


def _as_tensor(rt: Runtime, arguments: Arguments) -> Value | None:
    value = arguments.get(0)
    if isinstance(value, TensorRef):
        return value
    if isinstance(value, ArrayRef):
        return _of_array(rt, value, arguments)
    grad = grad_flag(rt, arguments.keywords.get("requires_grad"))
    known = tensors_of(rt, value, sure_only=True) if value is not None else []
    if value is not None and not known and tensors_of(rt, value):
        return rt.unknown_call("as_tensor", Arguments((value,)))
    made = rt.machine.tensor(rt.site, "as_tensor", grad, Meta(None, True, "cpu"))
    if grad is Grad.NO:
        terms.made_of(rt, made, value, "torch.as_tensor()")
    return TensorRef(made)


def _of_array(rt: Runtime, array: ArrayRef, arguments: Arguments) -> Value:
    """The array's memory, unless another dtype or a copy is asked for."""
    meta = rt.machine.tensors[array.id].meta
    asked = arguments.get(1, "dtype")
    wanted = dtype_of(asked)
    other = asked is not None and asked != NONE
    copied = arguments.keywords.get("copy") == Const(True)
    if copied or (other and wanted is not None and meta.dtype is not None and wanted != meta.dtype):
        form = Meta(wanted if other else meta.dtype, True, "cpu", meta.shape, strides_of(meta.shape))
        return TensorRef(rt.machine.tensor(rt.site, "as_tensor", meta=form))
    shared = rt.machine.share(rt.site, "as_tensor", array.id, Link.FOREIGN)
    if other and wanted != meta.dtype:
        shared = rt.machine.share(rt.site, "as_tensor", shared, Link.MAYBE)
    return TensorRef(shared)


def _variable(rt: Runtime, arguments: Arguments) -> Value | None:
    """``Variable(t)``: since 0.4 the tensor's alias with a new history."""
    value = arguments.get(0)
    tensors = tensors_of(rt, value) if value is not None else []
    if not tensors:
        return None
    made = rt.machine.share(rt.site, "Variable", tensors[0], Link.DETACH)
    rt.machine.require_grad(made, grad_flag(rt, arguments.get(1, "requires_grad")))
    return TensorRef(made)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.Parameter": _parameter,
    "torch.nn.Buffer": _buffer,
    "torch.as_tensor": _as_tensor,
    "torch.asarray": _as_tensor,
    "torch.autograd.Variable": _variable,
}
