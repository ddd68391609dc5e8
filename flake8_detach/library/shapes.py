"""Sizes and strides, where the program says them: which views can be views, and which elements share a place.

A shape is a tuple of sizes, None where one is not known; strides are known only with the whole shape, and count
elements. ``c10/core/TensorImpl.h`` and ``computeStride`` in ``aten/src/ATen/TensorUtils.cpp`` say how PyTorch does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TypeAlias

from ..autograd import Meta
from ..values import Arguments, Const, Default, Items, Runtime, TensorRef, Value
from .subscripts import Form, form_of_part

Shape: TypeAlias = tuple[int | None, ...]

UNKNOWN: Form = (None, None)


def strides_of(shape: Shape | None) -> tuple[int, ...] | None:
    """The strides of contiguous memory."""
    if shape is None:
        return None
    strides: list[int] = []
    step = 1
    for size in reversed(shape):
        if size is None:
            return None
        strides.insert(0, step)
        step *= max(size, 1)
    return tuple(strides)


def whole(shape: Shape | None) -> tuple[int, ...] | None:
    """A shape all of whose sizes are known."""
    sizes = tuple(size for size in shape or () if size is not None)
    return sizes if shape is not None and len(sizes) == len(shape) else None


def contiguous(shape: Shape | None, strides: tuple[int, ...] | None) -> bool | None:
    """Do the elements stand one after another? Strides of dimensions of one element do not matter."""
    sizes = whole(shape)
    if sizes is None or strides is None:
        return None
    plain = strides_of(sizes)
    assert plain is not None
    return 0 in sizes or all(size == 1 or a == b for size, a, b in zip(sizes, strides, plain))


def view_strides(sizes: Sequence[int], strides: Sequence[int], new: Sequence[int]) -> tuple[int, ...] | None:
    """The strides of a view with sizes `new`; None where the memory allows none."""
    if 0 in sizes:
        return strides_of(tuple(new))
    chunks: list[tuple[int, int]] = []  # (elements, stride of the last dimension)
    for size, stride in zip(sizes, strides):
        if size == 1:
            continue
        if chunks and chunks[-1][1] == stride * size:
            chunks[-1] = (chunks[-1][0] * size, stride)
        else:
            chunks.append((size, stride))
    found: list[int] = []
    left, step = 1, 1
    for size in reversed(new):
        if size == 1:
            found.insert(0, step)
            continue
        if left == 1:
            if not chunks:
                return None
            left, step = chunks.pop()
        if left % size:
            return None
        found.insert(0, step)
        left, step = left // size, step * size
    return None if left != 1 or chunks else tuple(found)


def sizes_of(rt: Runtime, values: Sequence[Value]) -> Shape | None:
    """Sizes given one by one or as one list; None where not even their number is known."""
    if len(values) == 1:
        thing = rt.world.get(values[0])
        if isinstance(thing, Items):
            return tuple(map(integer_size, thing.items)) if thing.rest is None else None
        if not isinstance(values[0], Const):
            return None
    return tuple(map(integer_size, values))


def integer_size(value: Value | None) -> int | None:
    """A size which is not just an example."""
    return None if isinstance(value, Default) else _integer(value)


def _integer(value: Value | None) -> int | None:
    found = value.value if isinstance(value, Const) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


# -- views


def asked(rt: Runtime, label: str, of: Meta, arguments: Arguments) -> tuple[int, ...] | None:
    """The sizes that ``reshape()`` and its like are asked for."""
    sizes = whole(of.shape)
    if sizes is None or arguments.rest is not None:
        return None
    rest = arguments.positional[1:]
    if label == "ravel":
        return (prod(sizes),)
    if label == "flatten":
        first, last = arguments.get(1, "start_dim"), arguments.get(2, "end_dim")
        start = _dimension(first, len(sizes), 0)
        end = _dimension(last, len(sizes), len(sizes) - 1)
        if start is None or end is None:
            return None
        return (*sizes[:start], prod(sizes[start : end + 1]), *sizes[end + 1 :]) if sizes else (1,)
    if label not in ("reshape", "view") or arguments.keywords or not rest:
        return None
    wanted = sizes_of(rt, rest)
    if wanted is None or None in wanted:
        return None
    return _filled([size for size in wanted if size is not None], prod(sizes))


def _filled(wanted: Sequence[int], count: int) -> tuple[int, ...] | None:
    """Sizes with the one that is -1 worked out."""
    known = prod(size for size in wanted if size != -1)
    if wanted.count(-1) > 1 or not known or count % known:
        return None
    found = tuple(count // known if size == -1 else size for size in wanted)
    return found if prod(found) == count else None


def _dimension(value: Value | None, ndim: int, default: int) -> int | None:
    """A dimension counted from the front."""
    number = default if value is None else _integer(value)
    if number is None or not -ndim <= number < max(ndim, 1):
        return None
    return number % ndim if ndim else 0


def of_view(rt: Runtime, label: str, of: Meta, arguments: Arguments) -> Form:
    """The form of a view of `of`."""
    if of.shape is None or arguments.rest is not None:
        return (counted(rt, arguments) if label in ("view", "reshape") else None), None
    order = permutation(rt, label, len(of.shape), arguments)
    if order is not None:
        strides = None if of.strides is None else tuple(of.strides[i] for i in order)
        return tuple(of.shape[i] for i in order), strides
    if label in ("contiguous", "view_as", "reshape_as", "float", "to", "cpu", "type", "type_as", "detach"):
        return (of.shape, of.strides) if label not in ("view_as", "reshape_as") else UNKNOWN
    if label in ("view", "reshape", "flatten", "ravel"):
        new, old = asked(rt, label, of, arguments), whole(of.shape)
        if new is None or old is None:
            return (counted(rt, arguments) if label in ("view", "reshape") else None), None
        return new, None if of.strides is None else view_strides(old, of.strides, new)
    if label in ("expand", "broadcast_to"):
        return _expanded(of, sizes_of(rt, arguments.positional[1:]))
    if label == "expand_as":
        other = arguments.get(1, "other")
        return _expanded(
            of, rt.machine.tensors[other.id].meta.shape if isinstance(other, TensorRef) else None
        )
    if label == "[]":
        return form_of_part(rt, of, arguments.positional[1:])
    if label in ("unsqueeze", "select"):
        return _picked(label, of, arguments)
    if label in ("chunk", "split", "tensor_split", "split_with_sizes", "narrow", "unbind"):
        return _part(label, of, arguments)
    return UNKNOWN


def counted(rt: Runtime, arguments: Arguments) -> Shape | None:
    """The sizes that ``view()`` is asked for, as far as they are known: at least how many."""
    if arguments.rest is not None or arguments.keywords:
        return None
    wanted = sizes_of(rt, arguments.positional[1:])
    return tuple(None if n == -1 else n for n in wanted) if wanted else None


def order_of(rt: Runtime, label: str, of: Meta, arguments: Arguments) -> tuple[int, ...] | None:
    """Where the dimensions of a view of `of` stand in memory, as `Meta.order` says it."""
    if label in ("contiguous", "detach", "data", "float", "to", "cpu"):
        return None if label == "contiguous" else of.order
    if of.ndim is None or of.order == ():
        return of.order
    moved = permutation(rt, label, of.ndim, arguments)
    if moved is None:
        return () if label in PERMUTING or of.order is not None else None
    old = of.order if of.order is not None else tuple(range(of.ndim))
    new = tuple(old[i] for i in moved)
    return None if new == tuple(range(of.ndim)) else new


PERMUTING = frozenset(
    {
        "T",
        "mT",
        "H",
        "mH",
        "t",
        "transpose",
        "swapaxes",
        "swapdims",
        "permute",
        "movedim",
        "moveaxis",
        "adjoint",
    }
)


def permutation(rt: Runtime, label: str, ndim: int, arguments: Arguments) -> tuple[int, ...] | None:
    """How a view puts the dimensions of its base."""
    if (label in ("t", "T", "H", "mT", "mH") and ndim == 2) or label == "T":
        return tuple(reversed(range(ndim)))
    if label in ("mT", "mH") and ndim > 2:
        return (*range(ndim - 2), ndim - 1, ndim - 2)
    if label in ("transpose", "swapaxes", "swapdims"):
        pair = [_dimension(arguments.get(i), ndim, -1) for i in (1, 2) if arguments.get(i) is not None]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            order = list(range(ndim))
            order[pair[0]], order[pair[1]] = order[pair[1]], order[pair[0]]
            return tuple(order)
    if label == "permute":
        found = whole(sizes_of(rt, arguments.positional[1:]))
        order = [number % ndim for number in found or () if ndim]
        if sorted(order) == list(range(ndim)):
            return tuple(order)
    return None


def _part(label: str, of: Meta, arguments: Arguments) -> Form:
    """A part along one dimension: all of it where it divides evenly."""
    assert of.shape is not None
    place, name = (1, "dim") if label in ("narrow", "unbind") else (2, "dim")
    at = _dimension(arguments.get(place, name), len(of.shape), 0)
    if at is None or not of.shape:
        return UNKNOWN
    before, size, after = of.shape[:at], of.shape[at], of.shape[at + 1 :]
    if label == "unbind":
        strides = None if of.strides is None else (*of.strides[:at], *of.strides[at + 1 :])
        return (*before, *after), strides
    asked_for = _integer(arguments.get(3 if label == "narrow" else 1))
    part = None
    if label == "narrow":
        part = asked_for
    elif size and asked_for and label in ("chunk", "split") and size % asked_for == 0:
        part = asked_for if label == "split" else size // asked_for
    return (*before, part, *after), of.strides


def _expanded(of: Meta, wanted: Shape | None) -> Form:
    """``expand(4, -1)``: a dimension that is widened has a stride of nothing."""
    if wanted is None or of.shape is None or len(wanted) < len(of.shape):
        return UNKNOWN
    added = len(wanted) - len(of.shape)
    old = (*(1 for _ in range(added)), *of.shape)
    shape = tuple(o if w == -1 else w for o, w in zip(old, wanted))
    if of.strides is None:
        return shape, None
    strides = (*(0 for _ in range(added)), *of.strides)
    return shape, tuple(0 if o == 1 and w != 1 else s for o, w, s in zip(old, shape, strides))


def overlaps(shape: Shape | None, strides: tuple[int, ...] | None) -> bool:
    """Do several elements certainly share one place?"""
    return any(
        size is not None and size > 1 and stride == 0 for size, stride in zip(shape or (), strides or ())
    )


def widens(label: str, old: Shape | None, new: Shape | None) -> bool:
    """Does ``expand()`` and its like certainly spread one element over several places?"""
    if label not in EXPANDING or old is None or new is None or len(old) > len(new):
        return False
    padded = (*(1 for _ in range(len(new) - len(old))), *old)
    return any(o == 1 and n is not None and n > 1 for o, n in zip(padded, new))


EXPANDING = frozenset({"expand", "expand_as", "broadcast_to"})


def _picked(label: str, of: Meta, arguments: Arguments) -> Form:
    assert of.shape is not None
    ndim = len(of.shape)
    if label == "unsqueeze":
        at = _dimension(arguments.get(1, "dim"), ndim + 1, -1)
        if at is None:
            return UNKNOWN
        step = None
        if of.strides is not None:
            sizes = whole(of.shape) or ()
            inner = sizes[at] * of.strides[at] if at < ndim else 1
            step = (*of.strides[:at], inner, *of.strides[at:])
        return (*of.shape[:at], 1, *of.shape[at:]), step
    at = _dimension(arguments.get(1, "dim"), ndim, 0)
    if at is None or not ndim:
        return UNKNOWN
    strides = None if of.strides is None else (*of.strides[:at], *of.strides[at + 1 :])
    return (*of.shape[:at], *of.shape[at + 1 :]), strides


# -- results of their own


def of_layer(name: str, of: Meta, weight: Meta) -> Shape | None:
    """The shape of what a layer makes of its input, where that is plain."""
    sizes = weight.shape if weight.ndim == 2 else None
    if name in ("linear", "Linear") and of.shape:
        return (*of.shape[:-1], sizes[0] if sizes else None)
    if name in ("embedding", "Embedding") and of.shape is not None:
        return (*of.shape, sizes[1] if sizes else None)
    return of.shape if name in SAME_SHAPE else None


SAME_SHAPE = frozenset(
    """softmax log_softmax Softmax LogSoftmax dropout Dropout layer_norm LayerNorm batch_norm BatchNorm1d BatchNorm2d
    cumsum masked_fill clone ReLU GELU Tanh Sigmoid SiLU ELU LeakyReLU Softplus""".split()
)
"""Layers and functions whose result has the shape of what they are given."""


def of_pointwise(rt: Runtime, arguments: Arguments) -> Shape | None:
    """The shape that the tensors among the arguments have together."""
    found: Shape | None = ()
    for value in (*arguments.positional, *arguments.keywords.values()):
        if isinstance(value, TensorRef):
            found = broadcast(found, rt.machine.tensors[value.id].meta.shape)
        elif not isinstance(value, Const):
            return None
    return found if arguments.rest is None else None


def broadcast(one: Shape | None, other: Shape | None) -> Shape | None:
    """The shape of a result of two operands."""
    if one is None or other is None:
        return None
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    padded = (*(1 for _ in range(len(long) - len(short))), *short)
    return tuple(_wider(a, b) for a, b in zip(long, padded))


def _wider(one: int | None, other: int | None) -> int | None:
    if one == other or other == 1:
        return one
    if one == 1:
        return other
    return one if other is None else other if one is None else None
