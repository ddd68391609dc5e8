"""Reads (DET201): ``.detach()`` for ``.data``, or nothing at all where no gradient is recorded anyway."""

from __future__ import annotations

import ast

from flake8_detach.evidence.usage import in_place
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.modes import records_nothing
from flake8_detach.fixes.repairs.aliases import scope_of, written_by_callee, written_by_name
from flake8_detach.fixes.repairs.model import Case, Repair
from flake8_detach.torch_facts import method as method_facts

_METADATA = frozenset(
    ("shape dtype device layout ndim is_cuda is_sparse is_quantized itemsize nbytes").split()
)  # fmt: skip
_QUERIES = frozenset(
    ("size dim ndimension numel nelement stride element_size is_contiguous is_floating_point is_complex storage_offset"
     " data_ptr get_device new new_empty new_zeros new_ones new_full new_tensor item tolist is_same_size").split()
)  # fmt: skip
"""Methods that give the same of a tensor and of its alias: a number, a shape, or a new tensor without history."""
_OTHERWISE = frozenset(("_version", "_base"))
"""What `.detach()` has otherwise than `.data`."""


def read(case: Case) -> Repair | None:
    """The repair of a read."""
    if not isinstance(case.node.ctx, ast.Load):
        return None
    safe = case.is_tensor and not case.alias.contested
    if safe and (case.alias.written or _is_written(case)):
        safe = case.may_become_tracked
    outer = case.parent
    if isinstance(outer, ast.Attribute) and outer.attr in _OTHERWISE:
        return None
    if _first_of_scalar(case):
        return _as_item(case)
    if _needs_no_alias(case):
        change = case.view.drop_attribute(case.node)
        if change is not None:
            return Repair(f"Drop .data: '{case.receiver}' gives the same", safe, (change,))
    wrapper = _variable(case)
    if wrapper is not None:
        return _unwrapped(case, wrapper, safe)
    change = case.view.replace_attribute(case.node, "detach()")
    return Repair("Use .detach(), which autograd can check", safe, (change,)) if change is not None else None


def _is_written(case: Case) -> bool:
    """Whether something is written through the alias, as far as the text shows."""
    by_callee = written_by_callee(case.node, case.parent, case.view.index.tree)
    return by_callee or written_by_name(case.node, case.around)


def _needs_no_alias(case: Case) -> bool:
    """Whether what is taken from the alias is the same if taken from the tensor itself."""
    outer = case.parent
    if isinstance(outer, ast.Attribute):
        call = case.inside[-2] if len(case.inside) > 1 else None
        called = isinstance(call, ast.Call) and call.func is outer
        if called and outer.attr == "type":
            assert isinstance(call, ast.Call)
            return not call.args and not call.keywords
        return outer.attr in (_QUERIES if called else _METADATA)
    if not records_nothing(case.use.site.around, case.view.names):
        return False
    if isinstance(outer, ast.BinOp):
        return True
    # An operand of an in-place method is read, and nothing else is done with it.
    method = outer.func if isinstance(outer, ast.Call) and case.node in outer.args else None
    return (
        isinstance(method, ast.Attribute) and in_place(method.attr) and method_facts(method.attr) is not None
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
