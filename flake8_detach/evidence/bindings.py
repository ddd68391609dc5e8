"""What is seen in one scope: what binds its paths, how they are used and passed, and what is tested of them.

Things are found by *path*: the text of a name with its attributes and constant subscripts (``self.fc.weight``,
``state['step']``, ``xs[]`` for any other subscript).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Position: TypeAlias = tuple[int, int]
FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Form: TypeAlias = Literal[
    "value", "element", "entered", "augmented", "annotation", "import", "definition", "argument"
]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of source, end exclusive."""

    start: Position
    end: Position

    def holds(self, position: Position) -> bool:
        return self.start <= position < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Something that gives a path a value.

    ``form`` says how ``source`` is to be read: the value itself, an element of it (a loop), what entering it
    gives (``with``), an augmented assignment, …; ``unpack`` are the indices to follow into it (None: a starred
    part). ``block`` is the stretch in which it surely holds once executed; ``local`` that outside which it does
    not exist at all.
    """

    path: str
    position: Position
    form: Form
    source: ast.AST
    unpack: tuple[int | None, ...] = ()
    annotation: ast.expr | None = None
    imported: str = ""
    level: int = 0
    block: Stretch | None = None
    local: Stretch | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """An attribute taken from a path."""

    attribute: str
    node: ast.Attribute
    called: bool
    compared: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Passing:
    """A path given to a call as its positional argument ``index``, or as a keyword argument."""

    call: ast.Call
    index: int | None
    keyword: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """A test which holds within a stretch."""

    test: ast.expr
    where: Stretch


@dataclass(eq=False, kw_only=True)
class Contents:
    """All that one walk over a scope collects; ``inner`` are the functions and classes defined in it."""

    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    passings: dict[str, list[Passing]] = field(default_factory=dict)
    guards: list[Guard] = field(default_factory=list)
    calls: dict[str, list[ast.Call]] = field(default_factory=dict)
    returns: list[ast.expr] = field(default_factory=list)
    yields: list[ast.expr] = field(default_factory=list)
    loops: list[Stretch] = field(default_factory=list)
    globals: set[str] = field(default_factory=set)
    inner: list[FunctionNode | ast.ClassDef] = field(default_factory=list)

    def reaches_back(self, binding: Binding, position: Position) -> bool:
        """Does a loop lead from a binding to a position that stands before it?"""
        return any(loop.start <= position < binding.position <= loop.end for loop in self.loops)


def path_of(node: ast.AST) -> str | None:
    """The path an expression spells, None where it holds a call or an operator."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
            node = node.value
        elif isinstance(node, ast.Subscript):
            key = node.slice
            constant = isinstance(key, ast.Constant) and isinstance(key.value, (str, int))
            parts.append(f"[{key.value!r}]" if constant else "[]")  # type: ignore[attr-defined]
            node = node.value
        elif isinstance(node, ast.Name):
            parts.append(node.id)
            return "".join(reversed(parts))
        else:
            return None


def start_of(node: ast.AST) -> Position:
    return (node.lineno, node.col_offset)  # type: ignore[attr-defined]


def end_of(node: ast.AST) -> Position:
    return (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]


def leaves(statement: ast.stmt) -> bool:
    """Whether a statement ends its block."""
    return isinstance(statement, (ast.Return, ast.Raise, ast.Continue, ast.Break))
