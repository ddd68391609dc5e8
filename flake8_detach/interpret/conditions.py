"""What is remembered of conditions: that of the same text, or of the same value, is the same again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from .. import library
from ..values import TRUTH, Frame, Opaque, Ref, Value, World
from .walking import inside

if TYPE_CHECKING:
    from .interpreter import Interpreter

Condition = tuple[int, str]
"""What a condition is remembered by: the frame whose names it speaks of and its text, or the value and no text."""
CHAINS = (cst.Name, cst.Attribute, cst.Subscript)
_WORD = re.compile(r"\w+|\[")
ACTING = (cst.Call, cst.Await, cst.Yield, cst.NamedExpr)


def condition_of(interp: Interpreter, test: cst.BaseExpression) -> tuple[Condition, bool] | None:
    """What a condition is remembered by, and whether it is negated; None for one that holds a call."""
    negated = False
    while type(test) is cst.UnaryOperation and isinstance(test.operator, cst.Not):
        test, negated = test.expression, not negated
    key = id(test)
    if key not in interp.remembered.texts:
        interp.remembered.texts[key] = None if holds_call(test) else text_of(test)
    text = interp.remembered.texts[key]
    if text is None:
        return None
    if text not in interp.remembered.read_by:
        interp.remembered.read_by[text] = frozenset(_read_by(test))
    return (interp.world.frames[-1], text), negated


def text_of(node: cst.CSTNode) -> str:
    """A node as it would be written."""
    if type(node) is cst.Name and not node.lpar:
        return node.value
    if type(node) is cst.Attribute and not node.lpar:
        return f"{text_of(node.value)}.{node.attr.value}"
    return cst.Module([]).code_for_node(node)


def _read_by(test: cst.BaseExpression) -> Iterator[str]:
    """What a condition reads: names, and the objects whose attributes or items it reads."""
    for node in (test, *inside(test, lambda each: not isinstance(each, CHAINS))):
        if isinstance(node, CHAINS):
            yield text_of(node)
            if not isinstance(node, cst.Name):
                yield text_of(node.value)


def value_condition(interp: Interpreter, test: cst.BaseExpression, value: Value) -> Condition | None:
    """What the condition of one name is remembered by beside: its value, which other functions may know by other names."""
    if type(test) is not cst.Name or not isinstance(value, Ref):
        return None
    return (value.id, "") if isinstance(interp.world.get(value), Opaque) else None


def steady_in(interp: Interpreter, world: World, body: cst.BaseSuite, condition: Condition) -> bool:
    """Does a condition hold in the next pass of a loop as in this one? So it does unless the loop calls a method of
    what the condition reads, or hands that to a call, or nobody here gave it a value. (What is bound or assigned is
    forgotten where that is done.) Nobody changes what a comparison gave."""
    number, text = condition
    handed = interp.remembered.handed.get(id(body))
    if handed is None:
        handed = interp.remembered.handed[id(body)] = frozenset(_handed(body))
    frame = world.heap[number]
    if not text:
        unchanging = isinstance(frame, Opaque) and frame.label == TRUTH
        return unchanging or not _is_named(world, number, handed)
    assert isinstance(frame, Frame)
    return all(
        each not in handed and (each in frame.variables or not each.isidentifier())
        for each in interp.remembered.read_by[text]
    )


def forget_asked(world: World, test: str) -> None:
    """Forget what is known of a loop's test, which is asked anew in each pass."""
    words = words_of(test)
    world.conditions = {
        (number, text): held
        for (number, text), held in world.conditions.items()
        if (text not in test if text else not _is_named(world, number, words))
    }


def _is_named(world: World, number: int, names: Collection[str]) -> bool:
    """Has an object one of these names here?"""
    at: int | None = world.frames[-1]
    while at is not None:
        frame = world.heap[at]
        assert isinstance(frame, Frame)
        if any(frame.variables.get(name) == Ref(number) for name in names):
            return True
        at = frame.parent
    return False


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """What a condition's text speaks of: names, those of attributes included, and ``[`` for items."""
    return frozenset(_WORD.findall(text))


def _handed(body: cst.BaseSuite) -> Iterator[str]:
    for node in inside(body, _all):
        if isinstance(node, cst.Call):
            if isinstance(node.func, cst.Attribute):
                yield text_of(node.func.value)
            yield from (text_of(a.value) for a in node.args if isinstance(a.value, CHAINS))


def holds_call(node: cst.CSTNode) -> bool:
    """Can evaluating it change anything?"""
    return any(_acts(each) for each in (node, *inside(node, _all)))


def may_change(node: cst.CSTNode) -> bool:
    """The same, but that calls which only ask change nothing: what they are told may change from one to the next."""
    return any(_acts(each) and not _only_asks(each) for each in (node, *inside(node, _all)))


def _acts(node: cst.CSTNode) -> bool:
    return type(node) in ACTING


def _only_asks(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.Call) or node.args:
        return False
    asked = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    return isinstance(asked, cst.Name) and asked.value in library.QUESTIONS


def _all(node: cst.CSTNode) -> bool:
    return True
