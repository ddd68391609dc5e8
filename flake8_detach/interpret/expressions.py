"""Expressions: one handler a node class, each evaluating its children in Python's order."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    Const,
    Frame,
    Function,
    Items,
    Native,
    OneOf,
    Opaque,
    Ref,
    Table,
    TensorRef,
    Value,
    either,
    options,
)
from . import names
from .calls import arguments_of, call_code
from .iteration import Pass, passes

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


def evaluate_name(interp: Interpreter, node: cst.Name) -> Value:
    return names.lookup(interp, node.value)


def evaluate_constant(interp: Interpreter, node: cst.BaseNumber | cst.SimpleString) -> Value:
    try:
        return Const(ast.literal_eval(node.value))  # type: ignore[attr-defined]
    except (ValueError, SyntaxError):
        return interp.world.opaque("a literal")


def evaluate_concatenated(interp: Interpreter, node: cst.ConcatenatedString) -> Value:
    left, right = interp.evaluate(node.left), interp.evaluate(node.right)
    return fold(interp, "+", left, right) or interp.world.opaque("a string")


def evaluate_formatted(interp: Interpreter, node: cst.FormattedString) -> Value:
    parts: list[str] | None = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            if parts is not None:
                parts.append(part.value)
        elif isinstance(part, cst.FormattedStringExpression):
            value = interp.evaluate(part.expression)
            plain = part.format_spec is None and part.conversion is None
            if parts is not None and isinstance(value, Const) and plain:
                parts.append(str(value.value))
            else:
                parts = None
    return Const("".join(parts)) if parts is not None else interp.world.opaque("a string")


def evaluate_attribute(interp: Interpreter, node: cst.Attribute) -> Value:
    value = interp.evaluate(node.value)
    interp.node = node
    if node.attr.value in interp.watched:
        interp.observe(node, value)
    return interp.attribute(value, node.attr.value)


def evaluate_call(interp: Interpreter, node: cst.Call) -> Value:
    function = node.func
    if isinstance(function, cst.Attribute):
        receiver = interp.evaluate(function.value)
        arguments = arguments_of(interp, node.args)
        interp.node = node
        return interp.method(receiver, function.attr.value, arguments)
    if isinstance(function, cst.Name) and function.value == "super" and not node.args:
        found = names.super_of(interp)
        if found is not None:
            return found
    called = interp.evaluate(function)
    arguments = arguments_of(interp, node.args)
    interp.node = node
    return interp.call(called, arguments)


def evaluate_subscript(interp: Interpreter, node: cst.Subscript) -> Value:
    from .objects import read_item

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


# -- operators


def evaluate_binary(interp: Interpreter, node: cst.BinaryOperation) -> Value:
    spine: list[cst.BinaryOperation] = []
    current: cst.BaseExpression = node
    while isinstance(current, cst.BinaryOperation) and not current.lpar or current is node:
        assert isinstance(current, cst.BinaryOperation)
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
    return interp.each(left, lambda a: interp.each(right, lambda b: _binary(interp, symbol, a, b)))


def _binary(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    folded = fold(interp, symbol, left, right)
    if folded is not None:
        return folded
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
            return fold(interp, symbol, left, text) or interp.world.opaque("a string")
        return interp.world.opaque("a string")
    if symbol == "|" and isinstance(one, Table) and isinstance(other, Table):
        return interp.world.add(Table({**one.items, **other.items}, other.rest or one.rest))
    method = interp.class_attribute(left, f"__{OPERATOR_METHODS.get(symbol, 'none')}__")
    if isinstance(method, Function):
        return interp.call(method, Arguments((left, right)))
    return interp.unknown_call(symbol, Arguments((left, right)))


OPERATOR_METHODS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "@": "matmul",
    "**": "pow",
    "%": "mod",
}


def fold(interp: Interpreter, symbol: str, left: Value, right: Value) -> Const | None:
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
        truth = interp.truth(value)
        return interp.world.opaque("a truth value") if truth is None else Const(not truth)
    if isinstance(value, Const) and isinstance(value.value, int | float | complex):
        if symbol == "-":
            return Const(-value.value)
        return value if symbol == "+" else interp.world.opaque("a number")
    found = interp.native(lambda: library.unary(interp, symbol, value))
    return found if found is not None else interp.unknown_call(symbol, Arguments((value,)))


def evaluate_boolean(interp: Interpreter, node: cst.BooleanOperation) -> Value:
    left = interp.evaluate(node.left)
    truth = interp.truth(left)
    stop = isinstance(node.operator, cst.Or)
    if truth is stop:
        return left
    right = interp.evaluate(node.right)
    return right if truth is not None else interp.world.value_of(left, right)


def evaluate_comparison(interp: Interpreter, node: cst.Comparison) -> Value:
    left = interp.evaluate(node.left)
    results: list[Value] = []
    for part in node.comparisons:
        right = interp.evaluate(part.comparator)
        interp.node = node
        results.append(compare(interp, COMPARE[type(part.operator)], left, right))
        left = right
    if len(results) == 1:
        return results[0]
    if any(r == FALSE for r in results):
        return FALSE
    return TRUE if all(r == TRUE for r in results) else interp.world.opaque("a truth value")


def compare(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    """``left symbol right``."""
    return interp.each(left, lambda a: interp.each(right, lambda b: _compare(interp, symbol, a, b)))


def _compare(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value:
    if symbol in ("is", "is not"):
        same = _identical(interp, left, right)
        if same is not None:
            return Const(same is (symbol == "is"))
        return interp.world.opaque("a truth value")
    folded = fold(interp, symbol, left, right)
    if folded is not None:
        return folded
    if symbol in ("in", "not in"):
        inside = _contains(interp, right, left)
        return interp.world.opaque("a truth value") if inside is None else Const(inside is (symbol == "in"))
    found = interp.native(lambda: library.binary(interp, symbol, left, right))
    return found if found is not None else interp.world.opaque("a truth value")


def _identical(interp: Interpreter, left: Value, right: Value) -> bool | None:
    if left == right:
        if isinstance(left, Ref) and isinstance(interp.world.get(left), Opaque):
            return True
        return True if not isinstance(left, Native) else True
    for one, other in ((left, right), (right, left)):
        if one == NONE:
            thing = interp.world.get(other)
            if isinstance(thing, Opaque):
                return False if thing.shown else None
            return None if isinstance(other, Native) else False
    if isinstance(left, Const) and isinstance(right, Const):
        return False
    if isinstance(left, TensorRef) and isinstance(right, TensorRef):
        return False
    return None


def _contains(interp: Interpreter, container: Value, item: Value) -> bool | None:
    thing = interp.world.get(container)
    if isinstance(container, Const) and isinstance(container.value, str) and isinstance(item, Const):
        return isinstance(item.value, str) and item.value in container.value
    if not isinstance(item, Const):
        return None
    if isinstance(thing, Table):
        return True if item in thing.items else (False if thing.rest is None else None)
    if isinstance(thing, Items):
        if item in thing.items:
            return True
        closed = thing.rest is None and all(isinstance(i, Const) for i in thing.items)
        return False if closed else None
    return None


def evaluate_conditional(interp: Interpreter, node: cst.IfExp) -> Value:
    truth = interp.truth(interp.evaluate(node.test))
    if truth is not None:
        return interp.evaluate(node.body if truth else node.orelse)
    then = interp.evaluate(node.body)
    return interp.world.value_of(then, interp.evaluate(node.orelse))


# -- displays, lambdas, comprehensions


def evaluate_sequence(interp: Interpreter, node: cst.List | cst.Tuple | cst.Set) -> Value:
    items: list[Value] = []
    rest: Value | None = None
    for element in node.elements:
        value = interp.evaluate(element.value)
        if isinstance(element, cst.StarredElement):
            found = interp.elements(value)
            if found.exact:
                items += found.values
            elif found.values:
                rest = either(*found.values)
        else:
            items.append(value)
    kind = {cst.List: "list", cst.Tuple: "tuple", cst.Set: "set"}[type(node)]
    return interp.sequence(kind, items, rest)


def evaluate_dict(interp: Interpreter, node: cst.Dict) -> Value:
    table = Table()
    for element in node.elements:
        if isinstance(element, cst.StarredDictElement):
            value = interp.evaluate(element.value)
            other = interp.world.get(value)
            if isinstance(other, Table):
                table.items.update(other.items)
                table.rest = other.rest or table.rest
            else:
                table.rest = interp.world.opaque("a value")
        elif isinstance(element, cst.DictElement):
            key = interp.evaluate(element.key)
            value = interp.evaluate(element.value)
            if isinstance(key, Const):
                table.items[key] = value
            else:
                table.rest = value if table.rest is None else interp.world.value_of(table.rest, value)
    return interp.world.add(table)


def evaluate_lambda(interp: Interpreter, node: cst.Lambda) -> Value:
    return call_code(interp, "<lambda>", node, node.params)


def evaluate_comprehension(interp: Interpreter, node: cst.ListComp | cst.SetComp | cst.GeneratorExp) -> Value:
    found: list[Value] = []
    exact = comprehend(interp, node.for_in, lambda: found.append(interp.evaluate(node.elt)))
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "iterator"}[type(node)]
    return interp.sequence(
        kind, found, None if exact or not found else interp.world.value_of(found[0], found[-1])
    )


def evaluate_dict_comprehension(interp: Interpreter, node: cst.DictComp) -> Value:
    table = Table()

    def entry() -> None:
        key, value = interp.evaluate(node.key), interp.evaluate(node.value)
        if isinstance(key, Const):
            table.items[key] = value
        else:
            table.rest = value if table.rest is None else interp.world.value_of(table.rest, value)

    if not comprehend(interp, node.for_in, entry) and table.items and table.rest is None:
        table.rest = next(iter(table.items.values()))
    return interp.world.add(table)


def comprehend(interp: Interpreter, clause: cst.CompFor, element: Callable[[], None]) -> bool:
    """Run a comprehension in a scope of its own; True if every element was met exactly once."""
    outer = interp.world.frames
    scope = interp.world.add(Frame(outer[-1], interp.world.frame.code))
    first = interp.evaluate(clause.iter)  # evaluated outside the comprehension's scope
    interp.world.frames = (*outer, scope.id)
    exact = _clause(interp, clause, first, element)
    interp.world.frames = interp.world.frames[:-1]
    return exact


def _clause(interp: Interpreter, clause: cst.CompFor, iterable: Value, element: Callable[[], None]) -> bool:
    from .assign import assign

    plan: Pass = passes(interp, iterable)
    exact = plan.exact
    for value in plan.values:
        interp.step()
        assign(interp, clause.target, value)
        keep = True
        for condition in clause.ifs:
            truth = interp.truth(interp.evaluate(condition.test))
            if truth is None:
                exact = False
            keep = keep and truth is not False
        if not keep:
            continue
        if clause.inner_for_in is not None:
            inner = interp.evaluate(clause.inner_for_in.iter)
            exact = _clause(interp, clause.inner_for_in, inner, element) and exact
        else:
            element()
    return exact


def evaluate_named(interp: Interpreter, node: cst.NamedExpr) -> Value:
    from .assign import assign

    value = interp.evaluate(node.value)
    assign(interp, node.target, value)
    return value


def evaluate_await(interp: Interpreter, node: cst.Await) -> Value:
    return interp.evaluate(node.expression)


def evaluate_yield(interp: Interpreter, node: cst.Yield) -> Value:
    value: Value = NONE
    if isinstance(node.value, cst.From):
        value = interp.evaluate(node.value.item)
        for found in interp.elements(value).values:
            names.yielded(interp, found)
    else:
        if node.value is not None:
            value = interp.evaluate(node.value)
        names.yielded(interp, value)
    return interp.world.opaque("what was sent")


def evaluate_ellipsis(interp: Interpreter, node: cst.Ellipsis) -> Value:
    return Const(...)


def evaluate_template(interp: Interpreter, node: cst.BaseExpression) -> Value:
    """A template string: a value of its own kind, never a tensor."""
    return interp.world.opaque("a template string")


EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Interpreter, Any], Value]] = {
    cst.Name: evaluate_name,
    cst.Integer: evaluate_constant,
    cst.Float: evaluate_constant,
    cst.Imaginary: evaluate_constant,
    cst.SimpleString: evaluate_constant,
    cst.ConcatenatedString: evaluate_concatenated,
    cst.FormattedString: evaluate_formatted,
    cst.Attribute: evaluate_attribute,
    cst.Call: evaluate_call,
    cst.Subscript: evaluate_subscript,
    cst.BinaryOperation: evaluate_binary,
    cst.UnaryOperation: evaluate_unary,
    cst.BooleanOperation: evaluate_boolean,
    cst.Comparison: evaluate_comparison,
    cst.IfExp: evaluate_conditional,
    cst.List: evaluate_sequence,
    cst.Tuple: evaluate_sequence,
    cst.Set: evaluate_sequence,
    cst.Dict: evaluate_dict,
    cst.Lambda: evaluate_lambda,
    cst.ListComp: evaluate_comprehension,
    cst.SetComp: evaluate_comprehension,
    cst.GeneratorExp: evaluate_comprehension,
    cst.DictComp: evaluate_dict_comprehension,
    cst.NamedExpr: evaluate_named,
    cst.Await: evaluate_await,
    cst.Yield: evaluate_yield,
    cst.Ellipsis: evaluate_ellipsis,
}
if hasattr(cst, "TemplatedString"):
    EXPRESSIONS[cst.TemplatedString] = evaluate_template
__all__ = ["BINARY", "EXPRESSIONS", "OneOf", "binary", "compare", "fold", "index_of", "options"]
