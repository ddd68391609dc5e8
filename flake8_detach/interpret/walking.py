"""The parts of a syntax node, quickly: libcst's own ``children`` sends a visitor through each node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

import libcst as cst

_FIELDS: dict[type[cst.CSTNode], tuple[str, ...]] = {}
_NODES: dict[type, bool] = {}
_SEVERAL = (list, tuple)
# What says only how the code is spaced.
_SPACING = (
    "whitespace",
    "leading_lines",
    "lpar",
    "rpar",
    "comma",
    "semicolon",
    "equal",
    "header",
    "footer",
    "lines_after",
)


def parts(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly in this one, but for those that only say how it is spaced."""
    kind = type(node)
    names = _FIELDS.get(kind)
    if names is None:
        names = tuple(f.name for f in fields(kind) if not any(word in f.name for word in _SPACING))
        _FIELDS[kind] = names
    found: list[cst.CSTNode] = []
    for name in names:
        value = getattr(node, name)
        if value.__class__ in _SEVERAL:
            found += [each for each in value if _is_node(each)]
        elif value is not None and _is_node(value):
            found.append(value)
    return found


def _is_node(value: object) -> bool:
    """Is it a node? Asked once a class, since libcst's are abstract, of which Python asks slowly."""
    kind = value.__class__
    known = _NODES.get(kind)
    if known is None:
        known = _NODES[kind] = issubclass(kind, cst.CSTNode)
    return known


def inside(node: cst.CSTNode, enter: Callable[[cst.CSTNode], bool]) -> Iterator[cst.CSTNode]:
    """All nodes in this one, itself not counted; not those in what `enter` refuses."""
    todo = parts(node)
    while todo:
        current = todo.pop()
        yield current
        if enter(current):
            todo += parts(current)
