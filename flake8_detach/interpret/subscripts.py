"""``value[index]``, and what stands between the brackets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from ..values import NONE, Value
from .items import read_item

if TYPE_CHECKING:
    from .interpreter import Interpreter


def evaluate_subscript(interp: Interpreter, node: cst.Subscript) -> Value:
    value = interp.evaluate(node.value)
    index = index_of(interp, node.slice)
    interp.node = node
    return interp.each(value, lambda v: interp.each(index, lambda i: read_item(interp, v, i)))


def index_of(interp: Interpreter, elements: Sequence[cst.SubscriptElement]) -> Value:
    """The value between the brackets: slices become items of kind "slice", several elements a tuple."""
    found: list[Value] = []
    for element in elements:
        if isinstance(element.slice, cst.Index):
            value = interp.evaluate(element.slice.value)
            if element.slice.star:
                return interp.world.opaque("an index")
            found.append(value)
        elif isinstance(element.slice, cst.Slice):
            bounds = (element.slice.lower, element.slice.upper, element.slice.step)
            found.append(
                interp.sequence("slice", [interp.evaluate(b) if b is not None else NONE for b in bounds])
            )
    if len(found) == 1 and not _trailing_comma(elements):
        return found[0]
    return interp.sequence("tuple", found)


def _trailing_comma(elements: Sequence[cst.SubscriptElement]) -> bool:
    return isinstance(elements[-1].comma, cst.Comma)
