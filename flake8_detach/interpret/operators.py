"""Operators: on constants as Python computes them, on containers, and on objects with methods of their own."""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import Flag
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..values import (
    FALSE,
    NONE,
    TRUE,
    TRUTH,
    Arguments,
    Const,
    Default,
    Instance,
    Items,
    Native,
    Opaque,
    Table,
    TensorRef,
    Value,
    either,
)
from ..values.asked import all_of, any_of, asked_by, is_grad_fn, together
from . import enums, held, lazy
from .branches import acts, decide
from .questions import compared, negated
from .special import COMPARISONS, arithmetic, comparison, special, tested
from .special import UNARY as METHODS

if TYPE_CHECKING:
    from .interpreter import Interpreter

BINARY: dict[type[cst.BaseBinaryOp], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
}
UNARY: dict[type[cst.BaseUnaryOp], str] = {
    cst.Minus: "-",
    cst.Plus: "+",
    cst.BitInvert: "~",
    cst.Not: "not",
}
COMPARE: dict[type[cst.BaseCompOp], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}
FOLD: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LARGEST_FOLD = 10_000
"""Constants are folded as long as they stay this small (a number's size, a string's length)."""


def evaluate_binary(interp: Interpreter, node: cst.BinaryOperation) -> Value:
    spine: list[cst.BinaryOperation] = []
    current: cst.BaseExpression = node
    while type(current) is cst.BinaryOperation and (current is node or not current.lpar):
        spine.append(current)
        current = current.left
    value = interp.evaluate(current)
    for operation in reversed(spine):
        other = interp.evaluate(operation.right)
        interp.node = operation
        value = binary(interp, BINARY[type(operation.operator)], value, other)
    return value


def binary(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    """``left symbol right``."""
    if isinstance(left, Default) or isinstance(right, Default):
        return interp.world.opaque(TRUTH)
    return interp.each(left, lambda a: interp.each(right, lambda b: _binary(interp, symbol, a, b)))


def _binary(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    by_methods = comparison if symbol in COMPARISONS else arithmetic  # operator.ge() is one as well
    found = _by_itself(interp, symbol, left, right, by_methods)
    if found is not None:
        return found
    found = interp.native(lambda: library.binary(interp, symbol, left, right))
    if found is not None:
        return found
    one, other = interp.world.get(left), interp.world.get(right)
    if symbol == "+" and isinstance(one, Items) and isinstance(other, Items):
        rest = (
            either(*(r for r in (one.rest, other.rest) if r is not None)) if one.rest or other.rest else None
        )
        return interp.sequence(one.kind, [*one.items, *other.items], rest)
    if symbol == "*" and isinstance(one, Items) and isinstance(right, Const):
        if isinstance(right.value, int) and 0 <= right.value * len(one.items) <= 64:
            return interp.sequence(one.kind, one.items * right.value, one.rest)
        return interp.sequence(one.kind, [], either(*one.any()) if one.any() else None)
    if symbol == "%" and isinstance(left, Const) and isinstance(left.value, str):
        if isinstance(other, Items) and other.rest is None and all(isinstance(i, Const) for i in other.items):
            text = Const(tuple(i.value for i in other.items if isinstance(i, Const)))
            return fold(symbol, left, text) or interp.world.opaque("a string")
        return interp.world.opaque("a string")
    if symbol == "|" and isinstance(one, Table) and isinstance(other, Table):
        return interp.world.add(Table({**one.items, **other.items}, other.rest or one.rest))
    return interp.unknown_call(symbol, Arguments((left, right)))


def _by_itself(
    interp: Interpreter,
    symbol: str,
    left: Value,
    right: Value,
    by_methods: Callable[[Interpreter, str, Value, Value], Value | None],
) -> Value | None:
    """The result on constants, or by methods of the program, which members of an enumeration may have, too."""
    if enums.is_member(left) or enums.is_member(right):
        return by_methods(interp, symbol, left, right) or fold(symbol, left, right)
    return fold(symbol, left, right) or by_methods(interp, symbol, left, right)


def fold(symbol: str, left: Value, right: Value) -> Const | None:
    """The result on two constants, as Python computes it; None where it raises or grows too large."""
    if not isinstance(left, Const) or not isinstance(right, Const) or symbol not in FOLD:
        return None
    for side in (left.value, right.value):
        if isinstance(side, int) and abs(side) > LARGEST_FOLD:
            return None
        if isinstance(side, str | bytes | tuple) and len(side) > LARGEST_FOLD:
            return None
    if symbol == "**" and isinstance(right.value, int | float) and abs(right.value) > 64:
        return None
    if symbol == "*" and isinstance(left.value, str | bytes) | isinstance(right.value, str | bytes):
        return None
    try:
        return Const(FOLD[symbol](left.value, right.value))
    except (TypeError, ValueError, ArithmeticError):
        return None


def evaluate_unary(interp: Interpreter, node: cst.UnaryOperation) -> Value:
    value = interp.evaluate(node.expression)
    interp.node = node
    symbol = UNARY[type(node.operator)]
    return interp.each(value, lambda v: _unary(interp, symbol, v))


def _unary(interp: Interpreter, symbol: str, value: Value) -> Value:
    if symbol == "not":
        truth = interp.truth(tested(interp, value))
        if truth is None:
            return negated(interp, value) or interp.world.opaque(TRUTH)
        return Const(not truth)
    if isinstance(value, Const) and isinstance(value.value, int | float | complex):
        if symbol == "-":
            return Const(-value.value)
        return value if symbol == "+" else interp.world.opaque("a number")
    own = special(interp, value, METHODS[symbol])
    if own is not None:
        return own
    found = interp.native(lambda: library.unary(interp, symbol, value))
    return found if found is not None else interp.unknown_call(symbol, Arguments((value,)))


def evaluate_boolean(interp: Interpreter, node: cst.BooleanOperation) -> Value:
    left = interp.evaluate(node.left)
    test = tested(interp, left)
    truth = decide(interp, node.left, test) if acts(interp, node.right) else interp.truth(test)
    stop = isinstance(node.operator, cst.Or)
    if truth is stop:
        return left
    right = interp.evaluate(node.right)
    if truth is not None:
        return right
    asked = together(interp.world, (left, right), any_of if stop else all_of)
    return asked or interp.world.value_of(left, right)


def evaluate_comparison(interp: Interpreter, node: cst.Comparison) -> Value:
    left = interp.evaluate(node.left)
    results: list[Value] = []
    for part in node.comparisons:
        if results and results[-1] == FALSE:
            return FALSE
        right = interp.evaluate(part.comparator)
        interp.node = node
        results.append(compare(interp, COMPARE[type(part.operator)], left, right))
        left = right
    if len(results) == 1:
        return results[0]
    if any(r == FALSE for r in results):
        return FALSE
    return TRUE if all(r == TRUE for r in results) else interp.world.opaque(TRUTH)


def compare(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    """``left symbol right``."""
    if isinstance(left, Default) or isinstance(right, Default):
        return interp.world.opaque(TRUTH)
    return interp.each(left, lambda a: interp.each(right, lambda b: _compare(interp, symbol, a, b)))


def _compare(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    if symbol in ("is", "is not"):
        same = _identical(interp, left, right)
        if same is not None:
            return Const(same is (symbol == "is"))
        return compared(interp, symbol, left, right) or interp.world.opaque(TRUTH)
    found = _by_itself(interp, symbol, left, right, comparison)
    if found is not None:
        return found
    if symbol in ("==", "!="):
        equal = _equal(interp, left, right)
        if equal is not None:
            return Const(equal is (symbol == "=="))
    if symbol in ("in", "not in"):
        lazy.consume(interp, right)
        inside = _contains(interp, right, left)
        return interp.world.opaque(TRUTH) if inside is None else Const(inside is (symbol == "in"))
    asked = compared(interp, symbol, left, right)
    if asked is not None:
        return asked
    found = interp.native(lambda: library.binary(interp, symbol, left, right))
    return found if found is not None else interp.world.opaque(TRUTH)


def _identical(interp: Interpreter, left: Value, right: Value) -> bool | None:
    if left == right:
        return True
    for one, other in ((left, right), (right, left)):
        if one == NONE:
            thing = interp.world.get(other)
            if isinstance(thing, Opaque):
                return False if thing.shown or is_grad_fn(interp.world, other) else None
            if asked_by(interp.world, other) is not None:
                return None
            return None if isinstance(other, Native) else False
    if isinstance(left, Const) and isinstance(right, Const):
        return False
    if isinstance(left, TensorRef) and isinstance(right, TensorRef):
        return False
    return library.same(interp, left, right)


def _equal(interp: Interpreter, left: Value, right: Value) -> bool | None:
    """Are two containers equal, all of whose elements are constants, or two dtypes or classes?"""
    same = library.same(interp, left, right)
    if same is not None:
        return same
    one, other = interp.world.get(left), interp.world.get(right)
    if not isinstance(one, Items) or not isinstance(other, Items) or one.rest or other.rest:
        return None
    if not all(isinstance(item, Const) for item in (*one.items, *other.items)) or "iterator" in (
        one.kind,
        other.kind,
    ):
        return None
    if one.kind == "set":
        return other.kind == "set" and set(one.items) == set(other.items)
    return one.kind == other.kind and one.items == other.items


def _contains(interp: Interpreter, container: Value, item: Value) -> bool | None:
    thing = interp.world.get(held.unwrapped(interp, container))
    if isinstance(container, Const) and isinstance(container.value, Flag) and isinstance(item, Const):
        return isinstance(item.value, type(container.value)) and item.value in container.value
    if isinstance(container, Const) and isinstance(container.value, str) and isinstance(item, Const):
        return isinstance(item.value, str) and item.value in container.value
    if isinstance(thing, Table | Items) and not thing.items and thing.rest is None:
        return False
    if not isinstance(item, Const):
        found = (
            [library.same(interp, item, each) for each in thing.items] if isinstance(thing, Items) else [None]
        )
        open_end = isinstance(thing, Items) and thing.rest is not None
        return True if True in found else (None if None in found or open_end else False)
    if isinstance(thing, Table):
        return True if item in thing.items else (False if thing.rest is None else None)
    if isinstance(thing, Instance):
        held_there = library.iterate_instance(interp, container)
        names_only = held_there is not None and all(isinstance(each, Const) for each in held_there.values)
        if held_there is None or not held_there.exact or not names_only:
            return None
        return item in held_there.values
    if isinstance(thing, Items):
        if item in thing.items:
            return True
        closed = thing.rest is None and all(isinstance(i, Const) for i in thing.items)
        return False if closed else None
    return None
