"""Where nothing is recorded: blocks and decorators that switch recording off, as the text shows them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_detach.fixes.names import Names

_OFF = frozenset(
    ("torch.no_grad torch.inference_mode torch.autograd.no_grad torch.autograd.inference_mode"
     " torch.autograd.grad_mode.no_grad torch.autograd.grad_mode.inference_mode").split()
)  # fmt: skip
_SWITCHES = frozenset(("torch.set_grad_enabled", "torch.autograd.set_grad_enabled"))
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
    """Whether recording is certainly off where these nodes are around: by a block or a decorator in sight."""
    inner: ast.AST | None = None
    for node in reversed(around):
        if isinstance(node, ast.With) and inner is not None and inner in node.body:
            found = [switched_off(item.context_expr, names) for item in reversed(node.items)]
            known = next((f for f in found if f is not None), None)
            if known is not None:
                return known
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and inner in node.body:
            return any(switched_off(d, names) for d in node.decorator_list)
        elif isinstance(node, ast.Lambda | ast.GeneratorExp):
            return False  # run when somebody asks for it
        inner = node
    return False


def is_plain_block(node: ast.stmt, names: Names) -> bool:
    """Whether a statement is ``with torch.no_grad():`` and nothing more."""
    if not isinstance(node, ast.With) or len(node.items) != 1 or node.items[0].optional_vars is not None:
        return False
    context = node.items[0].context_expr
    return (
        isinstance(context, ast.Call) and names.meaning(context.func) == "torch.no_grad" and not context.args
    )
