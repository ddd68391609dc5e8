"""Expressions: one handler a node class, each evaluating its children in Python's order."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import libcst as cst

from .. import library
from ..values import NONE, Const, Value
from ..values.asked import answered
from . import enums, names
from .assign import assign
from .branches import acts, decide
from .calls import arguments_of, call_code
from .comprehensions import (
    evaluate_comprehension,
    evaluate_dict,
    evaluate_dict_comprehension,
    evaluate_generator,
    evaluate_sequence,
    evaluate_starred_dict_comprehension,
)
from .operators import evaluate_binary, evaluate_boolean, evaluate_comparison, evaluate_unary, fold
from .special import as_text, special, tested
from .subscripts import evaluate_subscript
from .threads import awaited
from .watch import observe

if TYPE_CHECKING:
    from .interpreter import Interpreter


def evaluate_name(interp: Interpreter, node: cst.Name) -> Value:
    return names.lookup(interp, node.value)


def evaluate_constant(
    interp: Interpreter, node: cst.Integer | cst.Float | cst.Imaginary | cst.SimpleString
) -> Value:
    constant = _constant(node.value)
    return constant if constant is not None else interp.world.opaque("a literal")


@lru_cache(maxsize=4096)
def _constant(text: str) -> Const | None:
    """The value of a literal; None for one that this Python does not know."""
    try:
        return Const(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return None


def evaluate_concatenated(interp: Interpreter, node: cst.ConcatenatedString) -> Value:
    left, right = interp.evaluate(node.left), interp.evaluate(node.right)
    return fold("+", left, right) or interp.world.opaque("a string")


def evaluate_formatted(interp: Interpreter, node: cst.FormattedString) -> Value:
    parts: list[str] | None = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            if parts is not None:
                parts.append(part.value)
        elif isinstance(part, cst.FormattedStringExpression):
            value = interp.evaluate(part.expression)
            for spec in part.format_spec or ():
                if isinstance(spec, cst.FormattedStringExpression):
                    interp.evaluate(spec.expression)
            plain = part.format_spec is None and part.conversion is None
            text = _formatted(interp, value) if plain else None
            if parts is not None and text is not None:
                parts.append(text)
            else:
                parts = None
    return Const("".join(parts)) if parts is not None else interp.world.opaque("a string")


def _formatted(interp: Interpreter, value: Value) -> str | None:
    own = special(interp, value, "format", Const(""))
    if own is None:
        own = as_text(interp, value)
    if own is not None:
        return str(own.value) if isinstance(own, Const) else None
    return enums.formatted(value) if isinstance(value, Const) else None


def evaluate_attribute(interp: Interpreter, node: cst.Attribute) -> Value:
    value = interp.evaluate(node.value)
    interp.node = node
    if node.attr.value in interp.watch.attributes:
        observe(interp, node, value)
    return interp.attribute(value, node.attr.value)


def evaluate_call(interp: Interpreter, node: cst.Call) -> Value:
    function = node.func
    if type(function) is cst.Attribute:
        receiver = interp.evaluate(function.value)
        arguments = arguments_of(interp, node.args)
        interp.node = node
        if interp.walked.paths:
            library.foresee_part(interp, receiver, function.attr.value)
        return interp.method(receiver, function.attr.value, arguments)
    if isinstance(function, cst.Name) and function.value == "super" and not node.args:
        found = names.super_of(interp)
        if found is not None:
            return found
    called = interp.evaluate(function)
    arguments = arguments_of(interp, node.args)
    interp.node = node
    if isinstance(function, cst.Name) and function.value in interp.walked.paths:
        library.foresee(interp, called, function.value)
    return interp.call(called, arguments)


def evaluate_conditional(interp: Interpreter, node: cst.IfExp) -> Value:
    test = tested(interp, interp.evaluate(node.test))
    truth = decide(interp, node.test, test) if acts(interp, node.body, node.orelse) else interp.truth(test)
    if truth is not None:
        return interp.evaluate(node.body if truth else node.orelse)
    then, otherwise = interp.evaluate(node.body), interp.evaluate(node.orelse)
    return answered(interp.world, test, then, otherwise) or interp.world.value_of(then, otherwise)


def evaluate_lambda(interp: Interpreter, node: cst.Lambda) -> Value:
    return call_code(interp, "<lambda>", node, node.params)


def evaluate_named(interp: Interpreter, node: cst.NamedExpr) -> Value:
    value = interp.evaluate(node.value)
    inner = interp.world.frames
    while interp.world.frame.is_comprehension:
        interp.world.frames = interp.world.frames[:-1]
    assign(interp, node.target, value)
    interp.world.frames = inner
    return value


def evaluate_await(interp: Interpreter, node: cst.Await) -> Value:
    return interp.each(interp.evaluate(node.expression), lambda value: awaited(interp, value))


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
    cst.GeneratorExp: evaluate_generator,
    cst.DictComp: evaluate_dict_comprehension,
    cst.NamedExpr: evaluate_named,
    cst.Await: evaluate_await,
    cst.Yield: evaluate_yield,
    cst.Ellipsis: evaluate_ellipsis,
}
# Syntax newer than the oldest libcst we take.
if hasattr(cst, "TemplatedString"):
    EXPRESSIONS[cst.TemplatedString] = evaluate_template
if hasattr(cst, "StarredDictComp"):
    EXPRESSIONS[cst.StarredDictComp] = evaluate_starred_dict_comprehension
