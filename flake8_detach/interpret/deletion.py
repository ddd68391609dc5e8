"""``del``: names, attributes, items and slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..values import Const, Instance, Items, Ref, Table, Value, options
from . import held, names
from .items import slice_of
from .special import special
from .subscripts import index_of

if TYPE_CHECKING:
    from .interpreter import Interpreter


def run_delete(interp: Interpreter, node: cst.Del) -> None:
    """``del target``."""
    _delete(interp, node.target)


def _delete(interp: Interpreter, target: cst.BaseExpression) -> None:
    match target:
        case cst.Name():
            names.unbind(interp, target.value)
        case cst.Tuple() | cst.List():
            for element in target.elements:
                _delete(interp, element.value)
        case cst.Attribute():
            owner = interp.evaluate(target.value)
            thing = interp.world.get(owner)
            if isinstance(thing, Instance) and isinstance(owner, Ref):
                interp.world.own(owner.id, Instance).attributes.pop(target.attr.value, None)
            names.forget_conditions(interp, target.attr.value)
        case cst.Subscript():
            owner = interp.evaluate(target.value)
            index = index_of(interp, target.slice)
            interp.node = target
            names.forget_conditions(interp, "[")
            for choice in options(owner):
                _delete_item(interp, choice, index)


def _delete_item(interp: Interpreter, owner: Value, index: Value) -> None:
    if special(interp, owner, "delitem", index) is not None or not isinstance(owner, Ref):
        return
    owner = held.contents(interp, owner) or owner
    thing = interp.world.get(owner)
    if isinstance(thing, Table) and isinstance(index, Const):
        interp.world.own(owner.id, Table).items.pop(index, None)
    elif isinstance(thing, Items) and thing.rest is None:
        own = interp.world.own(owner.id, Items)
        bounds = interp.world.get(index)
        cut = slice_of(bounds) if isinstance(bounds, Items) and bounds.kind == "slice" else None
        if cut is not None:
            del own.items[cut]
        elif isinstance(index, Const) and isinstance(index.value, int):
            if -len(own.items) <= index.value < len(own.items):
                del own.items[index.value]
        elif own.items:
            own.rest = interp.world.value_of(own.items[0], own.items[-1])
