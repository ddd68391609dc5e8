"""Whether ``contiguous()``, ``to()``, ``reshape()`` and their like copy: decided where dtype and layout are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..autograd import Meta, TensorId
from ..frozen import replace
from ..torch_facts import OpFacts, gives_one_number, gives_places, gives_truths, is_pointwise
from ..torch_facts.second import hands_on, squared
from ..values import Arguments, Const, Native, Runtime, TensorRef, Value
from . import shapes
from .kinds import kind_of
from .subscripts import contiguous_part

DTYPES = {
    "float": "float32",
    "double": "float64",
    "half": "float16",
    "long": "int64",
    "int": "int32",
    "short": "int16",
    "cfloat": "complex64",
    "cdouble": "complex128",
    "FloatTensor": "float32",
    "DoubleTensor": "float64",
    "LongTensor": "int64",
}
"""PyTorch's short names of dtypes (torch/_tensor_docs.py)."""
CASTS = frozenset(
    {
        "float",
        "double",
        "half",
        "long",
        "int",
        "short",
        "bool",
        "bfloat16",
        "char",
        "byte",
        "cfloat",
        "cdouble",
    }
)
FLATTENING = ("reshape", "flatten", "ravel", "reshape_as")
"""Those which give a view, and the tensor itself only where its sizes are right already."""
RESHAPING = frozenset({"reshape", "reshape_as", "flatten", "ravel", "contiguous", "view", "view_as"})
KEEPS_ROWS = frozenset(
    {"[]", "select", "narrow", "squeeze", "unsqueeze", "view", "view_as", "reshape", "flatten"}
)
"""Views of a contiguous tensor that are contiguous themselves when taken at the first dimension."""
PERMUTED = frozenset(
    {"t", "T", "mT", "transpose", "permute", "swapaxes", "swapdims", "movedim", "H", "moveaxis"}
)


def dtype_of(value: Value | None) -> str | None:
    """The dtype that an argument names, or None."""
    if isinstance(value, Native) and value.name.startswith("torch."):
        short = value.name.removeprefix("torch.")
        return DTYPES.get(short, short)
    return None


def device_of(value: Value | None) -> str | None:
    """The device that an argument names, or None."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def decide(
    rt: Runtime, label: str, facts: OpFacts, arguments: Arguments, operands: Mapping[int, Sequence[TensorId]]
) -> OpFacts:
    """Resolve a result that shares memory under conditions, where the conditions are known; and a power that is a square."""
    if label == "square" or (
        label in ("**", "pow") and arguments.get(1, "exponent") in (Const(2), Const(2.0))
    ):
        return squared(facts)
    if facts.of is None or not operands.get(facts.of):
        return facts
    if label == "[]" and facts.result == "view" and _may_be_copied(rt, arguments):
        return replace(facts, result="maybe_view")
    meta = rt.machine.tensors[operands[facts.of][0]].meta
    if label == "squeeze" and meta.shape is not None and not {1, None}.intersection(meta.shape):
        return hands_on(facts)
    if facts.result != "maybe_view":
        return facts
    shares = _shares(rt, label, meta, arguments)
    if shares is None:
        return facts
    if not shares:
        return replace(facts, result="new", of=None, multi_view=False, identity=False)
    if facts.identity and (label not in FLATTENING or shapes.asked(rt, label, meta, arguments) == meta.shape):
        return replace(facts, result="input", writes=(), saves=(), freed=False)
    return replace(facts, result="view", identity=False)


def _may_be_copied(rt: Runtime, arguments: Arguments) -> bool:
    """Is there an index that may be a list, a mask or a tensor of indices, by which a part is copied?"""
    return any(kind_of(rt, index) == "unknown" for index in arguments.positional[1:])


def _shares(rt: Runtime, label: str, meta: Meta, arguments: Arguments) -> bool | None:
    if label in RESHAPING:
        if meta.contiguous:
            return True
        if label in ("contiguous", "ravel"):  # ravel() is contiguous().view(-1)
            return meta.contiguous
        old, new = shapes.whole(meta.shape), shapes.asked(rt, label, meta, arguments)
        if old is None or new is None or meta.strides is None:
            return None
        return shapes.view_strides(old, meta.strides, new) is not None
    if label in CASTS:
        wanted = DTYPES.get(label, label)
        return wanted == meta.dtype if meta.dtype is not None else None
    if label == "cpu":
        return True if meta.device == "cpu" else None
    if label in ("to", "type", "type_as"):
        return _to_shares(rt, meta, arguments)
    return None


def _to_shares(rt: Runtime, meta: Meta, arguments: Arguments) -> bool | None:
    copies = arguments.keywords.get("copy")
    if copies is not None:
        return False if copies == Const(True) else None
    answers: list[bool | None] = []
    for value in (*arguments.positional[1:], *arguments.keywords.values()):
        dtype, device = dtype_of(value), device_of(value)
        if isinstance(value, TensorRef):
            other = rt.machine.tensors[value.id].meta
            same = None if None in (other.dtype, meta.dtype) else other.dtype == meta.dtype
            answers.append(same)
            answers.append(None if None in (other.device, meta.device) else other.device == meta.device)
        elif dtype is not None:
            answers.append(dtype == meta.dtype if meta.dtype is not None else None)
        elif device is not None:
            answers.append(device == meta.device if meta.device is not None else None)
        else:
            answers.append(None)
    if False in answers:
        return False
    return None if None in answers or not answers else True


def form_of(
    rt: Runtime,
    label: str,
    facts: OpFacts,
    arguments: Arguments,
    operands: Mapping[int, Sequence[TensorId]],
) -> Meta | None:
    """What is known of the results' form; None where the result is an argument itself."""
    if facts.result == "input":
        return None
    first = next((ts[0] for _, ts in sorted(operands.items()) if ts), None)
    of = rt.machine.tensors[first].meta if first is not None else Meta()
    if facts.result == "new":
        meta = Meta(_new_dtype(label, of, arguments), True, of.device)
        if label in ("expand", "t", "flip") or facts.name.endswith("_like"):
            meta = replace(meta, contiguous=of.contiguous)
        if is_pointwise(facts.name):
            return _pointwise(rt, meta, arguments)
        alone = len(arguments.positional) == 1 and not arguments.keywords and arguments.rest is None
        if label == "where" and alone:  # nonzero(as_tuple=True)
            return replace(meta, dtype="int64", shape=(None,))
        shape = () if alone and gives_one_number(label) else _layer_shape(rt, facts, operands)
        return meta if shape is None else replace(meta, shape=shape)
    if label == "meshgrid":
        return replace(of, shape=None, strides=None, contiguous=None, overlapping=_spreads(rt, operands))
    dtype = dtype_of(arguments.get(1, "dtype")) if label == "view" else None
    seen = _viewed(rt, label, of, arguments)
    return seen if dtype is None else replace(seen, dtype=dtype)


def _layer_shape(
    rt: Runtime, facts: OpFacts, operands: Mapping[int, Sequence[TensorId]]
) -> shapes.Shape | None:
    name = facts.name.rpartition(".")[2]
    given = operands.get(0, ())
    place = facts.parameters.index("weight") if "weight" in facts.parameters else -1
    weight = operands.get(place, ())
    if len(given) != 1:
        return None
    known = rt.machine.tensors[weight[0]].meta if len(weight) == 1 else Meta()
    return shapes.of_layer(name, rt.machine.tensors[given[0]].meta, known)


def _pointwise(rt: Runtime, meta: Meta, arguments: Arguments) -> Meta:
    """The result of something transposed may be laid out as that is."""
    shape = shapes.of_pointwise(rt, arguments)
    given = [v.id for v in (*arguments.positional, *arguments.keywords.values()) if isinstance(v, TensorRef)]
    if any(rt.machine.tensors[t].meta.contiguous is False for t in given):
        return replace(meta, shape=shape, contiguous=None)
    return replace(meta, shape=shape, strides=shapes.strides_of(shape))


def _spreads(rt: Runtime, operands: Mapping[int, Sequence[TensorId]]) -> bool | None:
    """``meshgrid`` expands each of its arguments along the others."""
    given = [shapes.whole(rt.machine.tensors[t].meta.shape) for ts in operands.values() for t in ts]
    several = len(given) > 1 and all(sizes is not None and sizes > (1,) for sizes in given)
    return True if several else None


def _viewed(rt: Runtime, label: str, of: Meta, arguments: Arguments) -> Meta:
    shape, strides = shapes.of_view(rt, label, of, arguments)
    known = shapes.contiguous(shape, strides)
    return replace(
        of,
        shape=shape,
        strides=strides,
        contiguous=_view_contiguous(rt, label, of, arguments) if known is None else known,
        overlapping=True
        if shapes.overlaps(shape, strides) or shapes.widens(label, of.shape, shape)
        else None,
        order=shapes.order_of(rt, label, of, arguments),
    )


def _new_dtype(label: str, of: Meta, arguments: Arguments) -> str | None:
    if label in CASTS:
        return DTYPES.get(label, label)
    named = next((d for d in map(dtype_of, (*arguments.positional, *arguments.keywords.values())) if d), None)
    if label in ("to", "type"):
        return named or of.dtype
    if gives_truths(label):
        return "bool"
    if gives_places(label):
        return "int64"
    return named or (of.dtype if of.dtype is not None and of.dtype.startswith(("float", "bfloat")) else None)


def _view_contiguous(rt: Runtime, label: str, of: Meta, arguments: Arguments) -> bool | None:
    if label in PERMUTED:
        return False if of.contiguous and of.ndim != 1 else None
    if label in ("detach", "data"):
        return of.contiguous
    if label == "[]":
        return contiguous_part(rt, of, arguments.positional[1:])
    if label in KEEPS_ROWS and label not in ("select", "narrow"):
        return of.contiguous
    return None


__all__ = ["CASTS", "TensorRef", "decide", "device_of", "dtype_of", "form_of"]
