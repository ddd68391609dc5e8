"""What an expression gives, as far as its form alone tells: memory that nothing has saved, or anything.

An operation's *result* is safe to overwrite where the operation keeps no result for its backward (``a + b``, ``a @ b``,
``torch.zeros(...)``, ``x.clone()``), and a view of such memory is as safe. Which operations these are is measured
(`torch_facts`).
"""

from __future__ import annotations

import ast
from functools import lru_cache

from ..source.writes import LAST_IN_PLACE
from ..torch_facts import OpFacts, function, method
from .scopes import NOWHERE, Gives, Scope, dotted

METADATA = frozenset(
    {"shape", "ndim", "dtype", "device", "layout", "is_cuda", "itemsize", "nbytes", "requires_grad"}
)
"""Attributes that look at no contents."""
NOT_TO_WRITE = frozenset({"expand", "expand_as", "broadcast_to", "as_strided", "unfold", "detach"})
"""Views whose elements may share memory with each other, which PyTorch refuses to write; and the one whose writes no graph
records."""
VIEWS = frozenset({"view", "maybe_view", "input"})
MODULES = {"torch": "torch", "F": "torch.nn.functional", "nn": "torch.nn", "init": "torch.nn.init"}
NUMBERS = frozenset({"len", "int", "float", "bool", "str", "range", "round", "isinstance", "hasattr"})
CONTAINERS = frozenset(
    {"list", "tuple", "dict", "set", "defaultdict", "OrderedDict", "sorted", "enumerate", "zip"}
)
NUMPY = frozenset(
    "zeros ones empty full eye arange linspace array zeros_like ones_like empty_like full_like".split()
)
"""Functions of NumPy that make new memory."""
TENSOR_CLASSES = frozenset(
    "Tensor FloatTensor DoubleTensor HalfTensor LongTensor IntTensor ByteTensor BoolTensor".split()
)
"""Classes of ``torch`` that make tensors with memory of their own."""
DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_LAST_IN_PLACE = frozenset(LAST_IN_PLACE.split("|"))


def gives(node: ast.expr, name: str = "", scope: Scope = NOWHERE) -> Gives:
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
            arms = {gives(body, name, scope), gives(other, name, scope)}
            return max(arms, key=RISK.index)
        case ast.Name(id=found):
            return Gives.ITSELF if found == name else Gives.ANYTHING
        case ast.Attribute(attr=attr):
            return Gives.NUMBER if attr in METADATA else Gives.ANYTHING
        case ast.Subscript(value=value):
            inner = gives(value, name, scope)
            return inner if inner is not Gives.CONTAINER else Gives.ANYTHING
        case ast.Call():
            return _called(node, name, scope)
        case _:
            return Gives.CONTAINER if isinstance(node, DISPLAYS) else Gives.ANYTHING


RISK = (Gives.NUMBER, Gives.NEW, Gives.ITSELF, Gives.CONTAINER, Gives.ANYTHING)
"""Of two ways, the one that says less holds for both."""


def shared_by(node: ast.expr, scope: Scope = NOWHERE) -> str:
    """The name whose memory `node` is, or is a view of; empty where there is none."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Subscript(value=value):
            return shared_by(value, scope)
        case ast.Call() if (same := _same_as(node, scope)) is not None:
            return shared_by(same, scope)
        case ast.Call(func=ast.Attribute(value=receiver, attr=called)) if is_view(called):
            return "" if module_of(receiver) else shared_by(receiver, scope)
        case _:
            return ""


def _same_as(node: ast.Call, scope: Scope) -> ast.expr | None:
    """Of a call that gives an argument itself, or else new memory that is not kept, that argument. A dropout does."""
    if written_in_place(node, scope) is not None:
        return node.args[0]
    same = scope.same_as(node)
    if same is not None or not isinstance(node.func, ast.Attribute):
        return same
    module = module_of(node.func.value)
    if not module or not node.args or any(k.arg in ("inplace", "out", None) for k in node.keywords):
        return None
    forms = [f for f in _function(f"{module}.{node.func.attr}") if not f.writes]
    kept = any(_is_result(saved.item) for f in forms for saved in f.saves)
    return node.args[0] if {f.result for f in forms} == {"new", "input"} and not kept else None


def gives_result(node: ast.expr, k: int, scope: Scope = NOWHERE) -> Gives:
    """What the `k`-th of several results of an operation is."""
    if not isinstance(node, ast.Call):
        return Gives.ANYTHING
    made = scope.result(node.func, k)
    if made is not Gives.ANYTHING or not isinstance(node.func, ast.Attribute):
        return made
    module, called = module_of(node.func.value), node.func.attr
    forms = _function(f"{module}.{called}") if module else _method(called)
    return _made(forms, ("results", f"result{k}"))


def keeps_nothing(name: str, module: str = "") -> bool:
    """Does the tensor method `name` (or the function `name` of `module`) keep nothing for backward, and give no view?"""
    forms = _function(f"{module}.{name}") if module else _method(name)
    return bool(forms) and all(facts.result in ("new", "value") and not facts.saves for facts in forms)


def keeps_no_first(name: str, module: str = "") -> bool:
    """Does a method keep its receiver, or a function its first argument? Nor does it give a view of it."""
    forms = _function(f"{module}.{name}") if module else _method(name)
    return bool(forms) and all(
        facts.result in ("new", "value") and all(saved.item != 0 for saved in facts.saves) for facts in forms
    )


def written_in_place(node: ast.Call, scope: Scope = NOWHERE) -> bool | None:
    """Of a layer or function that is told to write its argument, whether it keeps what it wrote; None for any other."""
    if not node.args or not (len(node.args) == 1 or told_in_place(node)):
        return None
    match node.func:
        case ast.Attribute(value=ast.Name(id="self"), attr=called):
            return None if scope.attributes is None else scope.attributes.in_place(called)
        case ast.Attribute(value=of, attr=called) if (module := module_of(of)) and told_in_place(node):
            forms = _function(f"{module}.{called}")
            return any(_is_result(s.item) for facts in forms for s in facts.saves) if forms else None
        case _:
            return None


def told_in_place(node: ast.Call) -> bool:
    """Is a function of ``torch.nn.functional`` told to write its first argument, by name or by the last position?"""
    told = [keyword.value for keyword in node.keywords if keyword.arg == "inplace"]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _LAST_IN_PLACE:
        told += node.args[-1:]
    return any(isinstance(value, ast.Constant) and value.value is True for value in told)


def writes_receiver(name: str) -> bool:
    """Does the tensor method `name` write the tensor it is called on? Of an unknown one its name tells."""
    forms = _method(name)
    return any(0 in facts.writes for facts in forms) if forms else True


def keeps_result(name: str) -> bool:
    """Does the in-place tensor method `name` keep what it wrote, or its old value, for backward?"""
    return any(saved.item == 0 or _is_result(saved.item) for facts in _method(name) for saved in facts.saves)


def is_view(name: str) -> bool:
    """Does the tensor method `name` give a view of its receiver, or the receiver itself, as it may be written? Or else
    a copy of it."""
    forms = _method(name)
    return (
        name not in NOT_TO_WRITE
        and any(facts.result in VIEWS for facts in forms)
        and all(
            (facts.result == "new" or (facts.result in VIEWS and facts.of == 0))
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


def _builds(node: ast.BinOp) -> bool:
    """Is it a container that is made longer?"""
    return isinstance(node.left, DISPLAYS) or isinstance(node.right, DISPLAYS)


def _called(node: ast.Call, name: str, scope: Scope) -> Gives:
    keeps = written_in_place(node, scope)
    same = _same_as(node, scope)
    if same is not None:
        inner = gives(same, name, scope)
        return Gives.ANYTHING if keeps and inner is Gives.NEW else inner
    match node.func:
        case ast.Name(id=called) if called in NUMBERS:
            return Gives.NUMBER
        case ast.Name(id=called) if called in CONTAINERS:
            return Gives.CONTAINER
        case ast.Name() | ast.Subscript() | ast.Call() | ast.Attribute(value=ast.Name(id="self")):
            return scope.result(node.func)
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=called) if called in NUMPY:
            return Gives.NEW
        case ast.Attribute(value=receiver, attr=called):
            module = module_of(receiver)
            if any(keyword.arg in ("requires_grad", "out", None) for keyword in node.keywords):
                return Gives.ANYTHING
            if module == "torch" and called in TENSOR_CLASSES:
                return Gives.NEW
            if module:
                return _made(_function(f"{module}.{called}"))
            made = _made(_method(called))
            if made is not Gives.ANYTHING:
                return made
            if is_view(called):
                return gives(receiver, name, scope)
            return Gives.NEW if scope.is_foreign(called) else Gives.ANYTHING
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
