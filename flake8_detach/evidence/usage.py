"""What a program does with a ``.data``: read it, write through it, rebind it, or lose a change of shape.

Only syntax is looked at here; whether the receiver is a tensor is another question.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from flake8_detach.evidence.source_index import METADATA, Site


class Kind(Enum):
    """The kinds of use."""

    READ = "read"
    WRITE = "write"
    REBIND = "rebind"
    METADATA = "metadata"
    DETACH = "detach_"


@dataclass(frozen=True, slots=True)
class Usage:
    """A kind of use, with the operation's name where there is one.

    ``detail``: for a read the attribute taken, ``[0]`` for the first element, ``alias`` for a name bound to it,
    ``argument`` for an argument of a call; for a write ``[]`` for an item, the operator of an augmented
    assignment, or the method. ``expression`` is the whole of what makes up the use (``x.data.zero_``).
    """

    kind: Kind
    detail: str
    expression: ast.AST


# Trailing underscores that write no element.
NO_WRITES = frozenset(["requires_grad_", "detach_", "share_memory_", "retain_grad_", "is_shared_"])
# Methods through which a write still reaches the same memory.
VIEWS = frozenset(
    [
        "view",
        "reshape",
        "flatten",
        "diagonal",
        "narrow",
        "select",
        "transpose",
        "t",
        "permute",
        "squeeze",
        "unsqueeze",
        "view_as",
        "expand",
        "expand_as",
        "unfold",
        "detach",
        "movedim",
        "swapaxes",
        "chunk",
        "split",
        "unbind",
    ]
)
VIEW_PROPERTIES = frozenset(("T", "mT", "H", "mH", "real", "imag", "data"))


# Of the methods that change an alias alone, those after which it has other memory, or more of it.
NEW_MEMORY = frozenset({
    "resize_", "resize_as_", "set_", "sparse_resize_", "sparse_resize_and_clear_", "resize_as_sparse_",
})  # fmt: skip


def in_place(method: str) -> bool:
    """Whether a method's name is that of an in-place operation."""
    return method.endswith("_") and not method.startswith("_") and method not in NO_WRITES


def usage(site: Site) -> Usage | None:
    """The use a site makes of its ``.data`` or ``.detach_``; of ``.detach()`` only a lost ``.detach().resize_()``."""
    node = site.node
    if node.attr == "detach_":
        return Usage(Kind.DETACH, "detach_", node)
    if node.attr == "detach":
        method = site.around[-2]
        if isinstance(method, ast.Attribute) and _lost(method, site.around[:-2]):
            return Usage(Kind.METADATA, method.attr, method)
        return None
    parent = site.parent
    if isinstance(node.ctx, ast.Store):
        if isinstance(parent, ast.AugAssign):
            return Usage(Kind.WRITE, f"{_OPERATORS.get(type(parent.op), '')}=", node)
        return Usage(Kind.REBIND, "=", node)
    if isinstance(node.ctx, ast.Del):
        return Usage(Kind.READ, "del", node)
    return _climb(site)


def _lost(method: ast.Attribute, around: Sequence[ast.AST]) -> bool:
    """Whether nobody takes the alias that a method changed: its call is a statement, or is only worked on further."""
    outer = [node for node in reversed(around) if not isinstance(node, (ast.Call, ast.Attribute))]
    alone = len(around) > 1 and isinstance(around[-2], ast.Expr)
    return bool(outer) and isinstance(outer[0], ast.Expr) and (alone or method.attr in NEW_MEMORY)


def _climb(site: Site) -> Usage:
    """Follow views and subscripts outwards to what is done in the end."""
    node: ast.AST = site.node
    around = list(site.around)
    direct = True
    while around:
        parent = around.pop()
        if isinstance(parent, ast.Attribute):
            call = around[-1] if around else None
            called = isinstance(call, ast.Call) and call.func is parent
            if called and direct and parent.attr in METADATA:
                if _lost(parent, around):
                    return Usage(Kind.METADATA, parent.attr, parent)
            elif called and in_place(parent.attr):
                return Usage(Kind.WRITE, parent.attr, parent)
            if isinstance(parent.ctx, ast.Load):
                if called and parent.attr in VIEWS | METADATA:
                    node = around.pop()
                    direct = False
                    continue
                if not called and parent.attr in VIEW_PROPERTIES:
                    node, direct = parent, False
                    continue
            break
        if isinstance(parent, ast.Subscript) and parent.value is node:
            if isinstance(parent.ctx, ast.Store):
                return Usage(Kind.WRITE, "[]", parent)
            node, direct = parent, False
            continue
        if isinstance(parent, ast.Call) and node is not parent.func:
            written = writes_argument(parent, node)
            if written:
                return Usage(Kind.WRITE, written, parent)
        elif isinstance(parent, ast.keyword) and parent.arg == "out":
            return Usage(Kind.WRITE, "out=", parent.value)
        break
    return _read(site)


def writes_argument(call: ast.Call, argument: ast.AST) -> str:
    """The name of a function which, by its name or ``inplace=True``, writes this its first argument."""
    if not call.args or call.args[0] is not argument:
        return ""
    func = call.func
    word = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    flagged = any(
        k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
        for k in call.keywords
    )
    owner = func.value if isinstance(func, ast.Attribute) else None
    of_module = owner is None or isinstance(owner, (ast.Name, ast.Attribute))
    return word if flagged or (of_module and in_place(word) and not _is_tensor_method(func)) else ""


def _is_tensor_method(func: ast.expr) -> bool:
    """``p.data.add_(g.data)``: the argument is read; ``init.normal_(p.data)``: it is written."""
    if not isinstance(func, ast.Attribute):
        return False
    owner = func.value
    root = owner
    while isinstance(root, ast.Attribute):
        root = root.value
    word = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return word not in ("torch", "init", "nn", "F", "functional")


def _read(site: Site) -> Usage:
    parent = site.parent
    match parent:
        case ast.Attribute(_, attr):
            return Usage(Kind.READ, f".{attr}", parent)
        case ast.Subscript(_, ast.Constant(0)):
            return Usage(Kind.READ, "[0]", parent)
        case ast.Subscript():
            return Usage(Kind.READ, "[]", parent)
        case ast.Call():
            return Usage(Kind.READ, "argument", parent)
        case ast.Assign() | ast.AnnAssign() | ast.NamedExpr():
            return Usage(Kind.READ, "alias", site.node)
        case ast.Return():
            return Usage(Kind.READ, "return", site.node)
    return Usage(Kind.READ, "", site.node)


_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
}  # fmt: skip
