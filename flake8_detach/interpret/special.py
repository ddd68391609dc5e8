"""Special methods: what operators, tests and deletions mean for objects of the program's own classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import TRUTH, Arguments, Const, Function, Value

if TYPE_CHECKING:
    from .interpreter import Interpreter

ARITHMETIC = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "**": "pow",
    "@": "matmul",
    "&": "and",
    "|": "or",
    "^": "xor",
    "<<": "lshift",
    ">>": "rshift",
}
COMPARISONS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
REFLECTED = {"==": "eq", "!=": "ne", "<": "gt", "<=": "ge", ">": "lt", ">=": "le"}
UNARY = {"-": "neg", "+": "pos", "~": "invert", "abs": "abs"}


def special(interp: Interpreter, value: Value, name: str, *arguments: Value) -> Value | None:
    """Call a special method that the class of `value`, or a base of it in the program, defines; None: it has none."""
    method = interp.class_attribute(value, f"__{name}__")
    if not isinstance(method, Function):
        return None
    return interp.call(method, Arguments((value, *arguments)))


def arithmetic(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value | None:
    """``left symbol right`` by the operands' own methods."""
    name = ARITHMETIC[symbol]
    found = special(interp, left, name, right)
    return found if found is not None else special(interp, right, f"r{name}", left)


def comparison(interp: Interpreter, symbol: str, left: Value, right: Value) -> Value | None:
    """A comparison by the operands' own methods."""
    if symbol in ("in", "not in"):
        found = special(interp, right, "contains", left)
        return _negated(interp, found) if symbol == "not in" else found
    found = special(interp, left, COMPARISONS[symbol], right)
    if found is None:
        found = special(interp, right, REFLECTED[symbol], left)
    if found is None and symbol == "!=":
        return _negated(interp, comparison(interp, "==", left, right))
    return found


def _negated(interp: Interpreter, value: Value | None) -> Value | None:
    if value is None:
        return None
    truth = interp.truth(value)
    return interp.world.opaque(TRUTH) if truth is None else Const(not truth)


def in_place(interp: Interpreter, symbol: str, old: Value, value: Value) -> Value | None:
    """``old symbol= value`` by a method of its own."""
    return special(interp, old, f"i{ARITHMETIC[symbol]}", value)


def as_text(interp: Interpreter, value: Value) -> Value | None:
    """The text that an object's own methods give where it is printed or formatted."""
    found = special(interp, value, "str")
    return special(interp, value, "repr") if found is None else found


def tested(interp: Interpreter, value: Value) -> Value:
    """The value that a test of `value` asks: what ``__bool__`` or ``__len__`` give, or `value` itself."""
    found = special(interp, value, "bool")
    if found is None:
        found = special(interp, value, "len")
    return value if found is None else found
