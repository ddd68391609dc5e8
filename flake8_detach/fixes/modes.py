"""Where nothing is recorded: blocks and decorators that switch recording off, as the text shows them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence

from flake8_detach.fixes.names import Names
from flake8_detach.source.tree import children_of

_OFF = frozenset(
    ("torch.no_grad torch.inference_mode torch.autograd.no_grad torch.autograd.inference_mode"
     " torch.autograd.grad_mode.no_grad torch.autograd.grad_mode.inference_mode").split()
)  # fmt: skip
_SWITCHES = frozenset(("torch.set_grad_enabled", "torch.autograd.set_grad_enabled"))
_BUILTINS = frozenset("open staticmethod classmethod property".split())
_OTHERS = frozenset(("torch", *sys.stdlib_module_names))
_ON = frozenset(("torch.enable_grad", "torch.autograd.enable_grad"))


def switched_off(context: ast.expr, names: Names) -> bool | None:
    """Whether a context manager or decorator switches recording off (True) or on (False); None: neither, or unknown."""
    call = context if isinstance(context, ast.Call) else None
    meaning = names.meaning(call.func if call is not None else context)
    if meaning in _OFF:
        return not (call is not None and (call.args or call.keywords))
    if meaning in _ON:
        return False
    if meaning in _SWITCHES and call is not None:
        value = call.args[0] if len(call.args) == 1 else None
        return isinstance(value, ast.Constant) and value.value is False
    return None


def records_nothing(around: Sequence[ast.AST], names: Names) -> bool:
    """Whether recording is certainly off where these nodes are around: by a block or a decorator in sight.

    Another context in between, if it is not of PyTorch or the standard library, may have switched it on again; so may a
    call of ``torch.set_grad_enabled`` in the function, and whoever runs on while a block waits at its ``yield``.
    """
    inner: ast.AST | None = None
    for node in reversed(around):
        if isinstance(node, ast.With) and inner is not None and inner in node.body:
            for item in reversed(node.items):
                known = switched_off(item.context_expr, names)
                if known is not None:
                    return known and not _switches(node, names)
                if not _leaves_alone(item.context_expr, names):
                    return False
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and inner in node.body:
            return _decorated(node, names) and not _switches(node, names)
        elif isinstance(node, ast.Lambda | ast.GeneratorExp):
            return False  # run when somebody asks for it
        inner = node
    return False


def _decorated(function: ast.FunctionDef | ast.AsyncFunctionDef, names: Names) -> bool:
    """Whether the decorator that is run last switches recording off."""
    for decorator in reversed(function.decorator_list):
        known = switched_off(decorator, names)
        if known is not None:
            return known
        if not _leaves_alone(decorator, names):
            return False
    return False


def _leaves_alone(context: ast.expr, names: Names) -> bool:
    """Whether a context manager or decorator has nothing to do with recording: PyTorch's others, the standard library's."""
    func = context.func if isinstance(context, ast.Call) else context
    if isinstance(func, ast.Name) and func.id in _BUILTINS and not names.bound(func.id):
        return True
    meaning = names.meaning(func) or ""
    return meaning not in _SWITCHES and meaning.partition(".")[0] in _OTHERS


def _switches(block: ast.AST, names: Names) -> bool:
    """Whether a block or function waits for others, or has a call that switches recording on or off until something else does."""
    todo: list[ast.AST] = [block]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Await):
            return isinstance(block, ast.With)  # a decorator minds a generator's waiting
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if names.meaning(node.value.func) in _SWITCHES:
                return True
        inner = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        todo += [n for n in children_of(node) if not isinstance(n, inner)]
    return False


def is_plain_block(node: ast.stmt, names: Names) -> bool:
    """Whether a statement is ``with torch.no_grad():`` and nothing more."""
    if not isinstance(node, ast.With) or len(node.items) != 1 or node.items[0].optional_vars is not None:
        return False
    context = node.items[0].context_expr
    return (
        isinstance(context, ast.Call) and names.meaning(context.func) == "torch.no_grad" and not context.args
    )
