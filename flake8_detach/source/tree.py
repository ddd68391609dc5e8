"""All nodes of a tree of ``ast``, quickly: ``ast.walk`` looks at each field of each node, most of which hold none."""

from __future__ import annotations

import ast
from collections.abc import Sequence

_NO_NODES = frozenset(
    {"id", "attr", "kind", "type_comment", "module", "level", "simple", "is_async", "conversion"}
)
_LEAVES = frozenset({ast.Constant, ast.alias})
_SIGNS = frozenset({"ctx", "op", "ops"})
"""Fields whose nodes say no more than their kind: ``Load``, ``Add``, ``Lt``."""


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of a kind of node that may hold nodes."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        names = () if kind in _LEAVES else kind._fields
        self[kind] = tuple(name for name in names if name not in _NO_NODES and name not in _SIGNS)
        return self[kind]


_FIELDS = _Fields()


def nodes_in(tree: ast.AST) -> list[ast.AST]:
    """A node and all in it, outer before inner, in the order of ``ast.walk``; operators and contexts are left out."""
    found = [tree]
    for node in found:  # grows meanwhile
        found += children_of(node)
    return found


def children_of(node: ast.AST) -> list[ast.AST]:
    """The nodes directly in one, in the order of ``ast.iter_child_nodes``; operators and contexts are left out."""
    found: list[ast.AST] = []
    for name in _FIELDS[type(node)]:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def statements_in(block: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements of a block and all in them, outer before inner; those of definitions too."""
    found = list(block)
    for statement in found:  # grows meanwhile
        for name in ("body", "orelse", "finalbody"):
            found += getattr(statement, name, ())
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            found += part.body
    return found
