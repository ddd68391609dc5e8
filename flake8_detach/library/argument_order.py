"""Arguments in another order than the forms of the facts: PyTorch still takes some that its documentation dropped."""

from __future__ import annotations

from ..torch_facts import function as function_facts
from ..values import Arguments, Const, Items, Runtime, Value
from .kinds import kind_of
from .operations import operate

SCALED = {
    **dict.fromkeys(("add", "add_", "sub", "sub_"), "alpha"),
    **dict.fromkeys(("addcmul", "addcmul_", "addcdiv", "addcdiv_"), "value"),
}
"""Operations that once had a factor in front of what it scales: ``x.add_(2, y)``; the keyword that took its place."""
CAPITALS = 26
"""Numbers of dimensions below this are capitals among the labels of an equation, higher ones small letters."""


def in_order(rt: Runtime, name: str, arguments: Arguments) -> Arguments:
    """The arguments of an operation, what it is called on first, as its forms have them."""
    keyword = SCALED.get(name)
    given = arguments.positional
    if keyword is None or len(given) < 3 or kind_of(rt, given[1]) not in ("int", "number"):
        return arguments
    named = {**arguments.keywords, keyword: given[1]}
    return Arguments((given[0], *given[2:]), named, arguments.rest, arguments.open_keywords)


def einsum(rt: Runtime, arguments: Arguments) -> Value | None:
    """``torch.einsum``, also as ``einsum(x, [0, 1], y, [1, 2], [0, 2])``."""
    operation = function_facts("torch.einsum")
    given = arguments.positional
    if operation is None:
        return None
    if len(given) < 2 or kind_of(rt, given[0]) != "tensor":
        return operate(rt, "einsum", operation, arguments)
    operands, lists = given[::2], given[1::2]
    result = operands[len(lists)] if len(operands) > len(lists) else None
    labels = [_labels(rt, each) for each in (*lists, *(() if result is None else (result,)))]
    known = [each for each in labels if each is not None]
    if len(known) < len(labels):
        return None
    equation = ",".join(known[: len(lists)]) + ("" if result is None else f"->{known[-1]}")
    return operate(rt, "einsum", operation, Arguments((Const(equation), *operands[: len(lists)])))


def _labels(rt: Runtime, value: Value) -> str | None:
    thing = rt.world.get(value)
    if not isinstance(thing, Items) or thing.rest is not None:
        return None
    numbers = [each.value for each in thing.items if isinstance(each, Const) and isinstance(each.value, int)]
    if len(numbers) < len(thing.items) or not all(0 <= n < 2 * CAPITALS for n in numbers):
        return None
    return "".join(chr(ord("A") + n if n < CAPITALS else ord("a") + n - CAPITALS) for n in numbers)


FUNCTIONS = {"torch.einsum": einsum}
