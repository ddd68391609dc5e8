"""What the program's text says about a place: where a finding is shown, and what the things there are called."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..finding import Span, Step
from ..interpret.places import Place
from ..torch_facts import Operation
from ..torch_facts import function as function_facts
from ..torch_facts import method as method_facts

DETACHING = frozenset({"detach", "detach_"})
WRITING = frozenset(
    {"fill", "sort", "partition", "put", "itemset", "resize", "byteswap", "setfield", "numpy"}
)
"""Methods of arrays that write what they are called on, without an underscore to say so."""
MODULES = ("torch.", "torch.nn.functional.", "torch.nn.init.", "torch.linalg.", "torch.special.")
"""Where a function may stand that is called by its short name."""
LONGEST = 40
"""Expressions longer than this are shortened in a message."""


class Text:
    """The text of one file, for its places. `natives` are the names of imported things."""

    def __init__(self, natives: frozenset[str]) -> None:
        self.natives = natives

    def is_native(self, node: cst.BaseExpression) -> bool:
        """Is this an imported module or something in one: the ``torch`` of ``torch.relu_``?"""
        *inner, root = chain(node)
        dotted = all(isinstance(part, cst.Attribute) for part in inner)
        return dotted and isinstance(root, cst.Name) and root.value in self.natives

    def written(self, node: cst.CSTNode) -> cst.BaseExpression | None:
        """The expression that a write writes: a receiver, a first argument, an ``out=``, a target."""
        match node:
            case cst.AugAssign():
                return node.target
            case cst.Assign():
                return node.targets[0].target
            case cst.Call():
                return self._written_by_call(node)
            case cst.BaseExpression():
                return node
        return None

    def _written_by_call(self, node: cst.Call) -> cst.BaseExpression | None:
        for arg in node.args:
            if arg.keyword is not None and arg.keyword.value == "out":
                return arg.value
        if isinstance(node.func, cst.Attribute) and not self.is_native(node.func.value):
            name = node.func.attr.value
            if name.endswith("_") or name in WRITING:
                return node.func.value
        return node.args[0].value if node.args else None

    def callee(self, node: cst.Call) -> str:
        """The last name of what is called."""
        return node.func.attr.value if isinstance(node.func, cst.Attribute) else _name(node.func)

    def receiver(self, node: cst.CSTNode) -> cst.BaseExpression | None:
        """What a method is called on, a function's first argument, or what an attribute is read of."""
        match node:
            case cst.Call(func=cst.Attribute(value=value)) if not self.is_native(value):
                return value
            case cst.Call(args=[cst.Arg(value=value), *_]):
                return value
            case cst.Attribute(value=value) | cst.Subscript(value=value):
                return value
        return None

    def operand(self, node: cst.CSTNode, op: str, parameter: str) -> cst.BaseExpression | None:
        """The expression given for a parameter of an operation; None where the text does not show it."""
        if isinstance(node, cst.BinaryOperation):
            left = parameter in ("self", "input")
            return node.left if left else node.right
        if not isinstance(node, cst.Call):
            return None
        for arg in node.args:
            if arg.keyword is not None and arg.keyword.value == parameter:
                return arg.value
        is_method = isinstance(node.func, cst.Attribute) and not self.is_native(node.func.value)
        if self.callee(node) != op:
            return None  # a module, or a helper of PyTorch's: its weights are not in the text
        facts = method_facts(op) if is_method else _function(op)
        if facts is None or parameter not in facts.parameters:
            return None
        index = facts.parameters.index(parameter)
        given = [a.value for a in node.args if a.keyword is None and a.star == ""]
        if is_method:
            given = [node.func.value, *given] if isinstance(node.func, cst.Attribute) else given
        return given[index] if index < len(given) else None


def _function(short: str) -> Operation | None:
    for module in MODULES:
        found = function_facts(module + short)
        if found is not None:
            return found
    return None


def _name(node: cst.CSTNode) -> str:
    return node.value if isinstance(node, cst.Name) else ""


def chain(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """An expression and what it is an attribute, item or method call of, outermost first."""
    current: cst.CSTNode | None = node
    while current is not None:
        yield current
        if isinstance(current, cst.Attribute | cst.Subscript):
            current = current.value
        elif isinstance(current, cst.Call) and isinstance(current.func, cst.Attribute):
            current = current.func.value
        else:
            current = None


# -- positions


def span_of(place: object) -> Span:
    """The span of a place's expression; of a definition, that of its name."""
    assert isinstance(place, Place)
    node = place.node
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        node = node.name
    span: Span = place.unit.span(node)
    return span


def callers(place: Place) -> tuple[Place, ...]:
    """The calls in the text that led to a place, outermost first; that analysis began at a definition is none."""
    return tuple(call for call in place.calls if not isinstance(call.node, cst.FunctionDef))


def calls_to(place: Place) -> list[Step]:
    """The steps of a trace for the calls that led to a place."""
    return [Step("call", span_of(call), "called here") for call in callers(place)]


def line_of(place: object) -> int:
    """The line of a place, for messages."""
    return span_of(place).line


def shown(node: cst.CSTNode, text: Text) -> cst.CSTNode:
    """The part of a write that its finding is shown at: the ``.data`` or ``.detach()``, else what is written."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        if node.func.attr.value == "detach_":
            return node.func
    target = text.written(node)
    if target is None:
        return node
    for part in chain(target):
        if isinstance(part, cst.Attribute) and part.attr.value == "data":
            return part
        if isinstance(part, cst.Call) and isinstance(part.func, cst.Attribute):
            if part.func.attr.value in DETACHING:
                return part
    return target


# -- texts


def text_of(node: cst.CSTNode) -> str:
    """An expression as the program spells it, on one line and not too long."""
    text = full_text(node)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def full_text(node: cst.CSTNode) -> str:
    """An expression as the program spells it, on one line."""
    return " ".join(cst.Module([]).code_for_node(node).split())


def is_plain(node: cst.CSTNode) -> bool:
    """A name, or attributes and items of one: may be repeated in an advice without being computed twice."""
    parts = list(chain(node))
    plain = all(isinstance(p, cst.Name | cst.Attribute | cst.Subscript) for p in parts)
    return plain and len(full_text(node)) <= LONGEST


__all__ = [
    "Text",
    "callers",
    "calls_to",
    "chain",
    "full_text",
    "is_plain",
    "line_of",
    "shown",
    "span_of",
    "text_of",
]
