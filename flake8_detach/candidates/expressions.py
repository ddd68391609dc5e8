"""What an expression gives, as far as its form alone tells: memory that nothing has saved, or anything.

An operation's *result* is safe to overwrite where the operation keeps no result for its backward (``a + b``, ``a @ b``,
``torch.zeros(...)``, ``x.clone()``), and a view of such memory is as safe. Which operations these are is measured
(`torch_facts`).
"""

from __future__ import annotations

import ast
from enum import Enum
from functools import lru_cache

from ..torch_facts import OpFacts, function, method


class Gives(Enum):
    """What an expression gives."""

    NUMBER = "no tensor: a number, a text, a size"
    NEW = "memory of its own that no operation keeps"
    CONTAINER = "a new container: its items are not its own"
    ITSELF = "the name that is being bound, or a view of it"
    ANYTHING = "anything"


METADATA = frozenset(
    {"shape", "ndim", "dtype", "device", "layout", "is_cuda", "itemsize", "nbytes", "requires_grad"}
)
"""Attributes that look at no contents."""
OVERLAPPING = frozenset({"expand", "expand_as", "broadcast_to", "as_strided", "unfold"})
"""Views whose elements may share memory with each other: PyTorch refuses to write them."""
MODULES = {"torch": "torch", "F": "torch.nn.functional", "nn": "torch.nn", "init": "torch.nn.init"}
NUMBERS = frozenset({"len", "int", "float", "bool", "str", "range", "round", "isinstance", "hasattr"})
CONTAINERS = frozenset(
    {"list", "tuple", "dict", "set", "defaultdict", "OrderedDict", "sorted", "enumerate", "zip"}
)
DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def gives(node: ast.expr, name: str = "") -> Gives:
    """What `node` gives, where it is bound to `name`."""
    match node:
        case ast.Constant() | ast.JoinedStr():
            return Gives.NUMBER
        case ast.Compare():
            return Gives.NEW
        case ast.UnaryOp(operand=ast.Constant()):
            return Gives.NUMBER
        case ast.UnaryOp() | ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.MatMult()):
            return Gives.CONTAINER if isinstance(node, ast.BinOp) and _builds(node) else Gives.NEW
        case ast.BinOp(op=ast.FloorDiv() | ast.Mod() | ast.BitAnd() | ast.BitOr() | ast.BitXor()):
            return Gives.NEW
        case ast.IfExp(body=body, orelse=other):
            arms = {gives(body, name), gives(other, name)}
            return max(arms, key=RISK.index)
        case ast.Name(id=found):
            return Gives.ITSELF if found == name else Gives.ANYTHING
        case ast.Attribute(attr=attr):
            return Gives.NUMBER if attr in METADATA else Gives.ANYTHING
        case ast.Subscript(value=value):
            inner = gives(value, name)
            return inner if inner is not Gives.CONTAINER else Gives.ANYTHING
        case ast.Call():
            return _called(node, name)
        case _:
            return Gives.CONTAINER if isinstance(node, DISPLAYS) else Gives.ANYTHING


RISK = (Gives.NUMBER, Gives.NEW, Gives.ITSELF, Gives.CONTAINER, Gives.ANYTHING)
"""Of two ways, the one that says less holds for both."""


def gives_result(node: ast.expr, k: int) -> Gives:
    """What the `k`-th of several results of an operation is."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return Gives.ANYTHING
    module, called = module_of(node.func.value), node.func.attr
    forms = _function(f"{module}.{called}") if module else _method(called)
    return _made(forms, ("results", f"result{k}"))


def keeps_nothing(name: str, module: str = "") -> bool:
    """Does the tensor method `name` (or the function `name` of `module`) keep nothing for backward, and give no view?"""
    forms = _function(f"{module}.{name}") if module else _method(name)
    return bool(forms) and all(facts.result in ("new", "value") and not facts.saves for facts in forms)


def writes_receiver(name: str) -> bool:
    """Does the tensor method `name` write the tensor it is called on? Of an unknown one its name tells."""
    forms = _method(name)
    return any(0 in facts.writes for facts in forms) if forms else True


def keeps_result(name: str) -> bool:
    """Does the in-place tensor method `name` keep what it wrote, or its old value, for backward?"""
    return any(saved.item == 0 or _is_result(saved.item) for facts in _method(name) for saved in facts.saves)


def is_view(name: str) -> bool:
    """Does the tensor method `name` give a view of its receiver, or the receiver itself, as it may be written?"""
    forms = _method(name)
    return (
        bool(forms)
        and name not in OVERLAPPING
        and all(
            facts.result in ("view", "maybe_view", "input")
            and facts.of == 0
            and not facts.multi_view
            and not any(_is_result(saved.item) for saved in facts.saves)
            for facts in forms
        )
    )


def module_of(node: ast.expr) -> str:
    """The module of PyTorch that an expression names, as people import it; empty if it is something else."""
    name = dotted(node)
    first, dot, rest = name.partition(".")
    return MODULES[first] + dot + rest if first in MODULES else ""


def dotted(node: ast.expr) -> str:
    """``a.b.c`` as text; empty for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join((node.id, *reversed(parts)))


def _builds(node: ast.BinOp) -> bool:
    """Is it a container that is made longer?"""
    return isinstance(node.left, DISPLAYS) or isinstance(node.right, DISPLAYS)


def _called(node: ast.Call, name: str) -> Gives:
    if any(keyword.arg in ("requires_grad", "out", None) for keyword in node.keywords):
        return Gives.ANYTHING
    match node.func:
        case ast.Name(id=called):
            return (
                Gives.NUMBER
                if called in NUMBERS
                else Gives.CONTAINER
                if called in CONTAINERS
                else Gives.ANYTHING
            )
        case ast.Attribute(value=receiver, attr=called):
            module = module_of(receiver)
            if module:
                return _made(_function(f"{module}.{called}"))
            made = _made(_method(called))
            if made is not Gives.ANYTHING:
                return made
            return gives(receiver, name) if is_view(called) else Gives.ANYTHING
        case _:
            return Gives.ANYTHING


def _made(forms: tuple[OpFacts, ...], results: tuple[str, ...] = ()) -> Gives:
    """What an operation gives in each of its forms: new memory, if none of `results` is kept (the default is any)."""
    if forms and all(facts.result == "value" for facts in forms):
        return Gives.NUMBER
    new = bool(forms) and all(
        facts.result in ("new", "value")
        and not facts.leaf
        and not any(
            _is_result(saved.item) and (not results or saved.item in results) for saved in facts.saves
        )
        for facts in forms
    )
    return Gives.NEW if new else Gives.ANYTHING


def _is_result(item: int | str) -> bool:
    return isinstance(item, str)


@lru_cache(maxsize=2048)
def _method(name: str) -> tuple[OpFacts, ...]:
    operation = method(name)
    return tuple(variant.facts for variant in operation.variants) if operation is not None else ()


@lru_cache(maxsize=2048)
def _function(name: str) -> tuple[OpFacts, ...]:
    operation = function(name)
    return tuple(variant.facts for variant in operation.variants) if operation is not None else ()
