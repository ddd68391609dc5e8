"""Reads (DET201): ``.detach()`` for ``.data``, or nothing at all where no gradient is recorded anyway."""

from __future__ import annotations

import ast

from flake8_detach.evidence.advice import is_detached
from flake8_detach.evidence.usage import VIEWS, in_place
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.modes import records_nothing
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.fixes.view import scope_of
from flake8_detach.torch_facts import method as method_facts

_METADATA = frozenset(
    ("shape dtype device layout ndim is_cuda is_sparse is_quantized itemsize nbytes").split()
)  # fmt: skip
_QUERIES = frozenset(
    ("size dim ndimension numel nelement stride element_size is_contiguous is_floating_point is_complex storage_offset"
     " data_ptr get_device new new_empty new_zeros new_ones new_full new_tensor item tolist is_same_size").split()
)  # fmt: skip
"""Methods that give the same of a tensor and of its alias: a number, a shape, or a new tensor without history."""
_FUNCTIONS = frozenset(("torch.is_floating_point", "torch.is_complex", "torch.numel"))
"""Functions that do."""
_LIKES = frozenset(
    f"torch.{name}_like" for name in ("zeros", "ones", "empty", "full", "rand", "randn", "randint")
)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_CASTS = frozenset("bool byte char short int long".split())
"""Methods that give the tensor itself if it is of that type already, which none that requires grad is."""
_OTHERWISE = frozenset(("_version", "_base"))
"""What `.detach()` has otherwise than `.data`."""


def read(case: Case) -> Repair | None:
    """The repair of a read."""
    if not isinstance(case.node.ctx, ast.Load):
        return None
    safe = case.is_tensor and not case.alias.contested
    if safe and (case.alias.written or is_written(case)):
        safe = case.may_become_tracked and not (case.initialises and case.view.flow.leaves(case.node))
    outer = case.parent
    if isinstance(outer, ast.Attribute) and outer.attr in _OTHERWISE:
        return None
    if _first_of_scalar(case):
        return _as_item(case)
    if _needs_no_alias(case) or is_detached(case.node.value) or _is_detached_next(case):
        change = case.view.drop_attribute(case.node)
        if change is not None:
            return Repair(f"Drop .data: '{case.receiver}' gives the same", safe, (change,))
    wrapper = _variable(case)
    if wrapper is not None:
        return _unwrapped(case, wrapper, safe)
    change = case.view.replace_attribute(case.node, "detach()")
    return Repair("Use .detach(), which autograd can check", safe, (change,)) if change is not None else None


def _is_detached_next(case: Case) -> bool:
    """``x.data.detach()``."""
    call = case.inside[-2] if len(case.inside) > 1 else None
    outer = case.parent
    return (
        isinstance(outer, ast.Attribute)
        and outer.attr == "detach"
        and isinstance(call, ast.Call)
        and call.func is outer
    )


def is_written(case: Case) -> bool:
    """Whether something is written through the alias, as far as the text shows."""
    return case.view.flow.is_written(case.node)


def _needs_no_alias(case: Case) -> bool:
    """Whether what is taken from the alias is the same if taken from the tensor itself."""
    outer = case.parent
    if isinstance(outer, ast.Attribute):
        call = case.inside[-2] if len(case.inside) > 1 else None
        called = isinstance(call, ast.Call) and call.func is outer
        if called and outer.attr == "type":
            assert isinstance(call, ast.Call)
            return not call.args and not call.keywords
        if outer.attr in (_QUERIES if called else _METADATA):
            return True
    elif isinstance(outer, ast.Call) and outer.args and outer.args[0] is case.node:
        if case.view.names.meaning(outer.func) in _LIKES | _FUNCTIONS:
            return True
    elif isinstance(outer, ast.Compare) and all(isinstance(op, _COMPARISONS) for op in outer.ops):
        return True
    if isinstance(case.node.value, ast.Compare) and isinstance(outer, ast.Attribute):
        return True  # what a comparison gives has no history
    return records_nothing(case.use.site.around, case.view.names) and is_operand(case)


def as_operand(case: Case) -> Change | None:
    """The change that suits a read if its statement, a write, comes under ``no_grad``; None where it takes an alias."""
    whole = isinstance(case.statement, ast.Assign) and case.statement.value is case.node
    return case.view.drop_attribute(case.node) if whole or is_operand(case) else None


def is_operand(case: Case) -> bool:
    """Whether only the values are read, by an operation whose result has memory of its own, and nothing is recorded.

    Views in between are read as the tensor is.
    """
    node: ast.expr = case.node
    around = list(case.inside)
    while len(around) > 1 and _is_view(around, node):
        called = isinstance(around[-1], ast.Attribute)
        node = around[-2] if called else around[-1]  # type: ignore[assignment]
        around = around[:-2] if called else around[:-1]
    parent = around[-1] if around else case.statement
    return _reads_values(case, node, parent, around)


def _is_view(around: list[ast.AST], node: ast.expr) -> bool:
    """Whether a view is taken of a node: by a method, or with constant indexes."""
    outer = around[-1]
    if isinstance(outer, ast.Subscript):
        return outer.value is node and isinstance(outer.ctx, ast.Load)
    call = around[-2]
    return (
        isinstance(outer, ast.Attribute)
        and outer.attr in VIEWS
        and isinstance(call, ast.Call)
        and call.func is outer
    )


def _reads_values(case: Case, node: ast.expr, parent: ast.AST, around: list[ast.AST]) -> bool:
    """The same of a node, which is the alias or a view of it."""
    match parent:
        case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
            return True
        case ast.AugAssign(value=value):
            return value is node
        case ast.Attribute(attr=name) as outer:
            call = around[-2] if len(around) > 1 else None
            return isinstance(call, ast.Call) and call.func is outer and _makes_new(name)
        case ast.Call(func=ast.Attribute(attr=name) as func, args=args) if node in args:
            of_torch = case.view.names.meaning(func) == f"torch.{name}"
            return (in_place(name) and method_facts(name) is not None) or (of_torch and _makes_new(name))
    return False


def _makes_new(name: str) -> bool:
    """Whether the result of a method has memory of its own, always: of nothing that is no number it is the same."""
    facts = method_facts(name)
    return (
        facts is not None
        and name not in _CASTS
        and all(v.facts.result == "new" and not v.facts.writes for v in facts.variants)
    )


def _first_of_scalar(case: Case) -> bool:
    """Whether it is ``loss.data[0]`` of a tensor on which ``backward()`` is called: of one without dimensions."""
    outer = case.parent
    if not (isinstance(outer, ast.Subscript) and isinstance(outer.ctx, ast.Load)):
        return False
    if not (
        isinstance(outer.slice, ast.Constant) and outer.slice.value == 0 and type(outer.slice.value) is int
    ):
        return False
    wanted = ast.unparse(case.node.value)
    return any(
        isinstance(node, ast.Call) and not node.args and isinstance(node.func, ast.Attribute)
        and node.func.attr == "backward" and ast.unparse(node.func.value) == wanted
        for node in ast.walk(scope_of(case.around))
    )  # fmt: skip


def _as_item(case: Case) -> Repair | None:
    dropped = case.view.drop_attribute(case.node)
    if dropped is None:
        return None
    change = Change(dropped.start, case.view.end(case.parent), ".item()")
    return Repair("Take the number with .item()", False, (change,))  # [0] of a scalar raises


def _variable(case: Case) -> ast.Call | None:
    """The ``Variable(x.data)`` that it is the only argument of."""
    outer = case.parent
    if (
        isinstance(outer, ast.Call)
        and len(outer.args) == 1
        and outer.args[0] is case.node
        and not outer.keywords
    ):
        meaning = case.view.names.meaning(outer.func)
        if meaning in ("torch.autograd.Variable", "torch.autograd.variable.Variable"):
            return outer
    return None


def _unwrapped(case: Case, call: ast.Call, safe: bool) -> Repair | None:
    view = case.view
    named = view.replace_attribute(case.node, "detach()")
    if named is None or not view.is_exact(call):
        return None
    front = Change(view.start(call), view.start(case.node), "")
    back = Change(view.end(case.node), view.end(call), "")
    plain = (
        view.text[view.end(call.func) : front.end].strip() == "("
        and view.text[back.start : back.end].strip() == ")"
    )
    changes = (front, named, back) if plain else (named,)
    return Repair("Use .detach(), which gives a new variable", safe, changes)
