"""Subscripts of tensors and arrays: views by ints and slices, copies by lists and masks, and item assignment."""

from __future__ import annotations

from ..autograd import Link, Selector, Tensor
from ..torch_facts import gives_truths, operator
from ..values import (
    NONE,
    Arguments,
    ArrayRef,
    Elements,
    Items,
    Opaque,
    Runtime,
    TensorRef,
    Value,
)
from .arrays import SIZE_AT
from .forms import form_of
from .kinds import constants, doubtful_of, kind_of, number
from .operations import numbers_of, operands_of, operate
from .parts import subscripted

ITERATED = 2
"""How many elements of a tensor that is iterated over are told apart."""


def parts(rt: Runtime, index: Value) -> list[Value]:
    """The indexes of a subscript, one a dimension."""
    thing = rt.world.get(index)
    return list(thing.items) if isinstance(thing, Items) and thing.kind == "tuple" else [index]


def subscript(rt: Runtime, value: Value, index: Value) -> Value | None:
    """``value[index]``."""
    indexes = [_number_in(rt, each) for each in parts(rt, index)]
    if isinstance(value, ArrayRef):
        copies = any(kind_of(rt, i) in ("list", "tensor", "tensors") for i in indexes)
        if copies:
            return ArrayRef(rt.machine.tensor(rt.site, "[]"))
        return ArrayRef(
            rt.machine.share(rt.site, "[]", value.id, Link.VIEW, subscripted(rt, value, indexes), whole=False)
        )
    operation = operator("[]")
    if operation is None:
        return None
    found = operate(rt, "[]", operation, Arguments((value, *indexes)), select=subscripted(rt, value, indexes))
    doubtful = any(_may_be_number(rt, each) for each in indexes)
    if isinstance(found, TensorRef) and doubtful and not any(_copies(rt, each) for each in indexes):
        rt.machine.ledger.picked.add(rt.machine.tensors[found.id].storage)
    return found


PICKING = frozenset({"[]", "select", "unbind"})
"""What may pick a single number from a row of indexes."""
OF_MASKS = frozenset("& | ^ unary~ ~ invert bitwise_and bitwise_or bitwise_not bitwise_xor".split())
"""What is mostly done with truth values, as an index; these copy whatever their dimensions are."""
ROWS = (
    frozenset(
        """nonzero argwhere multinomial topk sort argsort msort unique randperm arange cat concat concatenate stack hstack
    vstack flatten ravel unsqueeze repeat_interleave chunk split tensor_split atleast_1d array flatnonzero linspace
    setdiff1d random.permutation""".split()
    )
    | SIZE_AT.keys()
)
"""What gives a row of indexes, or several of them; or is asked for of no single number."""


def _number_in(rt: Runtime, index: Value) -> Value:
    """An index as it acts: a tensor of one integer without dimensions is a number, by which a part is seen and not copied.

    What may be one of those is not known to be either.
    """
    tensor = _tensor_in(rt, index)
    if tensor is None or tensor.meta.dtype in ("bool", "uint8"):
        return index
    if tensor.meta.ndim == 0:
        return number(rt)
    if isinstance(index, ArrayRef):
        return index  # how many dimensions it has is not followed
    picks = tensor.label in PICKING and _may_be_number(rt, index)
    return rt.world.add(Opaque("an index")) if picks else index


def _may_be_number(rt: Runtime, index: Value) -> bool:
    """Is it a tensor of which the dimensions are not known, that may have none?"""
    tensor = _tensor_in(rt, index)
    if tensor is None or tensor.meta.dtype in ("bool", "uint8") or tensor.meta.ndim:
        return False
    return not gives_truths(tensor.label) and tensor.label not in OF_MASKS | ROWS


def _copies(rt: Runtime, index: Value) -> bool:
    """Does it pick elements by a list, a mask or a row of places, whatever stands beside it?"""
    tensor = _tensor_in(rt, index)
    if tensor is None:
        return kind_of(rt, index) in ("list", "tensors", "bool")
    return not _may_be_number(rt, index)


def _tensor_in(rt: Runtime, index: Value) -> Tensor | None:
    thing = rt.world.get(index)
    if isinstance(index, ArrayRef):
        return rt.machine.tensors[index.id]
    shown = isinstance(thing, Opaque) and thing.shown
    return (
        rt.machine.tensors[rt.world.shadow(index, rt.site) or 0]
        if isinstance(index, TensorRef) or shown
        else None
    )


def set_item(rt: Runtime, value: Value, index: Value, new: Value) -> Value | None:
    """``value[index] = new``: writes the part, keeps the index, and records where grad is required."""
    indexes = parts(rt, index)
    target = rt.world.show(value, rt.site)
    if target is None:
        return None
    select = subscripted(rt, value, indexes)
    if isinstance(value, ArrayRef):
        part = rt.machine.share(rt.site, "[]=", value.id, Link.VIEW, select, whole=False)
        rt.machine.write(rt.site, "[]=", part)
        return NONE
    operation = operator("[]=")
    if operation is None:
        return None
    arguments = Arguments((value, new, *indexes))
    bound = operation.bind(
        [kind_of(rt, v) for v in arguments.positional], {}, constants(arguments.positional, {})
    )
    if bound is None:
        rt.machine.write(rt.site, "[]=", target)
        return NONE
    facts, where = bound
    operands = operands_of(rt, facts, where, arguments, assume=False)
    operands[facts.writes[0] if facts.writes else 0] = (target,)
    rt.machine.apply(
        rt.site,
        "[]=",
        facts,
        operands,
        select=(select,),
        doubtful=doubtful_of(rt, (new,)),
        numbers=numbers_of(facts, where, arguments),
    )
    return NONE


MOST_ROWS = 4
"""So many rows of a tensor are told apart where its size is known."""


def iterate(rt: Runtime, value: Value) -> Elements:
    """The rows that iterating over a tensor yields: parts of an ``unbind``."""
    if isinstance(value, ArrayRef):
        row = rt.machine.share(rt.site, "a row", value.id, Link.VIEW, None, whole=False)
        return Elements((ArrayRef(row),), False)
    shape = rt.machine.tensors[value.id].meta.shape if isinstance(value, TensorRef) else None
    rows = shape[0] if shape else None
    known = rows is not None and 0 < rows <= MOST_ROWS
    return Elements(tuple(split(rt, value, rows if known and rows is not None else ITERATED) or ()), known)


def split(rt: Runtime, value: Value, count: int) -> list[Value] | None:
    """The first `count` rows of a tensor that is unpacked; None for what is no tensor."""
    from ..torch_facts import method

    thing = rt.world.get(value)
    if not isinstance(value, TensorRef) and not (isinstance(thing, Opaque) and thing.shown):
        return None
    tensor = rt.world.show(value, rt.site)
    operation = method("unbind")
    if operation is None or tensor is None:
        return None
    bound = operation.bind(["tensor"])
    if bound is None:
        return None
    rows: list[Selector] = [("index", 0, k) for k in range(count)]
    facts, operands = bound[0], {0: (tensor,)}
    form = form_of(rt, "unbind", facts, Arguments((TensorRef(tensor),)), operands)
    outputs = rt.machine.apply(
        rt.site, "unbind", facts, operands, select=rows, results=count, forms=[form] * count
    )
    return [TensorRef(t) for t in outputs]
