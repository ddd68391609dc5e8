"""Assignment: names, attributes, items, unpacking, and augmented assignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..values import Const, Items, OneOf, Opaque, Ref, Value
from ..values.unseen import another
from . import names
from .items import read_item, write_item
from .operators import BINARY, binary
from .special import in_place
from .subscripts import index_of
from .watch import observe

if TYPE_CHECKING:
    from .interpreter import Interpreter

AUGMENTED: dict[type[cst.BaseAugOp], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.ModuloAssign: cst.Modulo,
    cst.PowerAssign: cst.Power,
    cst.MatrixMultiplyAssign: cst.MatrixMultiply,
    cst.BitAndAssign: cst.BitAnd,
    cst.BitOrAssign: cst.BitOr,
    cst.BitXorAssign: cst.BitXor,
    cst.LeftShiftAssign: cst.LeftShift,
    cst.RightShiftAssign: cst.RightShift,
}


def assign(interp: Interpreter, target: cst.BaseExpression, value: Value) -> None:
    """Bind `value` to a target."""
    match target:
        case cst.Name():
            names.bind(interp, target.value, value)
        case cst.Attribute():
            owner = interp.evaluate(target.value)
            interp.node = target
            if target.attr.value in interp.watch.attributes:
                observe(interp, target, owner)
            interp.set_attribute(owner, target.attr.value, value)
        case cst.Subscript():
            since = interp.machine.moment()
            owner = interp.evaluate(target.value)
            index = index_of(interp, target.slice)
            interp.node = target
            write_item(interp, owner, index, value)
            library.lost(interp, owner, since)
        case cst.Tuple() | cst.List():
            unpack(interp, target.elements, value)
        case cst.StarredElement():
            assign(interp, target.value, value)


def unpack(interp: Interpreter, targets: Sequence[cst.BaseElement], value: Value) -> None:
    """``a, *b, c = value``."""
    parts = unpacked(interp, value, [isinstance(t, cst.StarredElement) for t in targets])
    for target, part in zip(targets, parts):
        assign(interp, target.value, part)


def unpacked(interp: Interpreter, value: Value, starred: Sequence[bool]) -> list[Value]:
    """The values that `value` gives to targets of which some is starred."""
    count = len(starred)
    thing = interp.world.get(value)
    if isinstance(value, OneOf):
        columns = [unpacked(interp, option, starred) for option in value.options if option != Const(None)]
        if columns:
            rows = list(columns[0])
            for column in columns[1:]:
                rows = [interp.world.value_of(a, b) for a, b in zip(rows, column)]
            return rows
    if isinstance(thing, Opaque) and not thing.shown and True not in starred and isinstance(value, Ref):
        return [_part_of(interp, value, k) for k in range(count)]
    found = library.split(interp, value, count) if True not in starred else None
    if found is not None:
        return list(found)
    elements = interp.elements(value)
    known = list(elements.values)
    if True in starred:
        at = list(starred).index(True)
        behind = count - at - 1
        if not elements.exact:
            further = known[-1] if known else interp.world.opaque("an element")
            places = [*known, *(another(interp, further) for _ in range(count))]
            several = interp.sequence("list", [], places[at])
            return [*places[:at], several, *(another(interp, further) for _ in range(behind))]
        middle = known[at : len(known) - behind]
        return [*known[:at], interp.sequence("list", middle), *known[len(known) - behind :]]
    if elements.exact and len(known) == count:
        return known
    if isinstance(thing, Items) and len(thing.items) >= count:
        return known[:count]
    while len(known) < count:
        known.append(interp.world.opaque("an element"))
    return known[:count]


def _part_of(interp: Interpreter, value: Ref, index: int) -> Value:
    """Element `index` of something unknown: an unknown of its own, computed from what the whole was."""
    opaque = interp.world.own(value.id, Opaque)
    key = Const(index)
    if key not in opaque.items:
        tensor = None
        if opaque.tensor is not None:
            tensor = interp.machine.apply_unknown(interp.site, f"part of {opaque.label}", [opaque.tensor])
        opaque.items[key] = interp.world.opaque(opaque.label, tensor)
    return opaque.items[key]


def assign_augmented(interp: Interpreter, node: cst.AugAssign) -> None:
    """``target op= value``: in place where the target's value is mutable, and rebound."""
    symbol = BINARY[AUGMENTED[type(node.operator)]]
    target = node.target
    if isinstance(target, cst.Name):
        old = interp.evaluate(target)
        value = interp.evaluate(node.value)
        interp.node = node
        names.bind(interp, target.value, augmented(interp, symbol, old, value))
    elif isinstance(target, cst.Attribute):
        since = interp.machine.moment()
        owner = interp.evaluate(target.value)
        interp.node = target
        if target.attr.value in interp.watch.attributes:
            observe(interp, target, owner)
        old = interp.attribute(owner, target.attr.value)
        value = interp.evaluate(node.value)
        interp.node = node
        new = augmented(interp, symbol, old, value)
        interp.set_attribute(owner, target.attr.value, new)
        library.lost(interp, owner, since)
    elif isinstance(target, cst.Subscript):
        since = interp.machine.moment()
        owner = interp.evaluate(target.value)
        index = index_of(interp, target.slice)
        interp.node = target
        old = interp.each(owner, lambda o: interp.each(index, lambda i: read_item(interp, o, i)))
        value = interp.evaluate(node.value)
        interp.node = node
        new = augmented(interp, symbol, old, value)
        write_item(interp, owner, index, new)
        library.lost(interp, owner, since)


def augmented(interp: Interpreter, symbol: str, old: Value, value: Value) -> Value:
    """The new value of an augmented assignment's target."""
    return interp.each(old, lambda o: interp.each(value, lambda v: _augmented(interp, symbol, o, v)))


def _augmented(interp: Interpreter, symbol: str, old: Value, value: Value) -> Value:
    own_method = in_place(interp, symbol, old, value)
    if own_method is not None:
        return own_method
    found = interp.native(lambda: library.augmented(interp, symbol, old, value))
    if found is not None:
        return found
    thing = interp.world.get(old)
    if isinstance(thing, Items) and thing.kind == "list" and symbol == "+" and isinstance(old, Ref):
        added = interp.elements(value)
        own = interp.world.own(old.id, Items)
        if added.exact:
            own.items += added.values
        elif added.values:
            own.rest = (
                added.values[0] if own.rest is None else interp.world.value_of(own.rest, added.values[0])
            )
        return old
    return binary(interp, symbol, old, value)
